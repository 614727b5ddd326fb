"""The matters that hold a text, or whose number it is: found by the database, in the reach of who asks."""
from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from liandong.districts.scope import the_district
from liandong.issues import grams
from liandong.issues.filters import NEWEST_FIRST, Filters
from liandong.kernel.errors import BadInput
from liandong.kernel.words import say
from liandong.people.access import Actor, reach
from liandong.places.terms import subtree

MOST = 1000
"""So many of the newest are found; a list then says that there may be more."""
SHORTEST_NUMBER = 4
LAST = "~"
"""Sorts behind every place's code."""


@dataclass(frozen=True)
class Hits:
    """A condition of a query, and whether the search was cut off at its bound."""

    condition: Q
    cut_off: bool = False


def search(filters: Filters, actor: Actor) -> Hits:
    """What a text finds; one query, none for a number too short to be words.

    Digits are a number's beginning, and words too: a room, a bus line. Raises BadInput for a text too short.
    """
    text = filters.text
    by_number = Q(number__gte=text, number__lt=text + LAST) if _looks_like_number(text) else None
    tokens = grams.wanted(the_district(), text)
    if not tokens:
        if by_number is None:
            raise BadInput(fields={"text": say("请至少写两个字，或者写编号。")})
        return Hits(by_number)
    ids = _found(tokens, text, filters, actor)
    words = Q(id__in=ids)
    return Hits(words if by_number is None else by_number | words, len(ids) == MOST)


def _looks_like_number(text: str) -> bool:
    digits = text.replace("-", "", 1)
    return digits.isascii() and digits.isdigit() and len(digits) >= SHORTEST_NUMBER


def _found(tokens: list[str], text: str, filters: Filters, actor: Actor) -> list[UUID]:
    """Bounded first by place and by what the actor may see, then by the number of hits."""
    low, high = subtree(filters.place) if filters.place else ("", LAST)
    bounds = reach(actor)
    areas = None if bounds.everything or bounds.issue else [*((s, s + LAST) for s in bounds.streets), *bounds.ranges]
    # the function looks for one word as it stands; letters in other cases and widths are found by their pairs alone
    exact = [word for word in text.split() if grams.plain(word) == word == word.upper()]
    with connection.cursor() as c:
        c.execute("select id from find.issues(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                  [the_district(), tokens, max(exact, key=len, default=""), low, high,
                   None if areas is None else [area[0] for area in areas],
                   None if areas is None else [area[1] for area in areas], sorted(bounds.organisations),
                   filters.view not in NEWEST_FIRST, MOST])
        return [row[0] for row in c.fetchall()]
