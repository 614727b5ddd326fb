"""Lists of matters: what somebody may see, narrowed, paged by keys, counted up to a bound."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from liandong.districts.reference import Reference, reference
from liandong.issues import reach, statements
from liandong.issues.filters import Filters, View, condition, of_view
from liandong.issues.models import Issue
from liandong.issues.rows import COLUMNS, Row, rows_of
from liandong.issues.search import search
from liandong.people.access import Actor
from liandong.screens.paging import SIZE, Key, Page, Value, ordering, page_from, page_of

MOST = 1000
"""Counts stop here: what is more is shown as "1000 以上"."""
AT_ONCE = 5000
"""So many open matters are counted for all views by one pass over them."""
BY_DUE = (Key("next_due_at", datetime), Key("id", UUID))
BY_RECEIPT = (Key("received_at", datetime, descending=True), Key("id", UUID, descending=True))
DUE, RECEIVED = COLUMNS.index("next_due_at"), COLUMNS.index("received_at")
COUNTED = (View.OPEN, View.LATE, View.TODAY, View.TRIAGE, View.RETURNED)
"""Views whose number stands beside their name."""
FILTERED = ", ".join(f'count(*) filter (where "{view.value}")' for view in COUNTED)
COUNTING = f"select count(*), {FILTERED} from (%s) found"  # noqa: S608  names of our own views


@dataclass(frozen=True)
class Number:
    """How many; `more`: there are more than could be counted quickly."""

    n: int
    more: bool = False

    def __str__(self) -> str:
        return str(self.n)


def visible(actor: Actor) -> QuerySet[Issue]:
    """Every matter that somebody may see. Not evaluated."""
    return Issue.objects.filter(reach.visible(actor))


def number_of(found: QuerySet[Issue]) -> Number:
    """A count that stops at a bound; one query."""
    return _bounded(found.order_by().values("id")[:MOST + 1].count())


def _bounded(n: int) -> Number:
    return Number(min(n, MOST), n > MOST)


def narrowed(actor: Actor, filters: Filters, now: datetime) -> QuerySet[Issue]:
    """What a list holds. One query if there is a text to search for, none otherwise.

    Raises BadInput for a text too short to be searched for.
    """
    found = visible(actor).filter(condition(filters, actor, now))
    return found.filter(search(filters, actor).condition) if filters.text else found


def list_page(actor: Actor, filters: Filters, cursor: str, now: datetime, *, size: int = SIZE,
              known: Reference | None = None) -> Page[Row]:
    """One page of a list: two queries, three with a text. Raises BadInput for a cursor that is not ours."""
    order = BY_RECEIPT if filters.newest_first else BY_DUE
    at = RECEIVED if filters.newest_first else DUE

    def read(values: tuple[Any, ...]) -> tuple[Value, ...]:
        return values[at], values[0]

    def first(asking: datetime) -> QuerySet[Issue, tuple[Any, ...]]:
        found = narrowed(actor, filters, asking).order_by(*ordering(order))
        return found.values_list(*COLUMNS)[:size + 1]

    if cursor or filters.text:
        page = page_of(narrowed(actor, filters, now).values_list(*COLUMNS), order, cursor, read=read, size=size)
    else:
        page = page_from(statements.rows("page", actor, filters, size, make=first, now=now), None, read=read, size=size)
    return Page(rows_of(page.rows, known or reference()), page.before, page.after)


def count(actor: Actor, filters: Filters, now: datetime) -> Number:
    """How long a list is; one query, two with a text."""
    if not filters.text:
        return number_of(narrowed(actor, filters, now))
    hits = search(filters, actor)
    number = number_of(visible(actor).filter(condition(filters, actor, now), hits.condition))
    return Number(number.n, number.more or hits.cut_off)


def counts(actor: Actor, now: datetime) -> dict[View, Number]:
    """The numbers beside the views: one query while somebody has no more open matters than that, then one a view."""
    def opened(asking: datetime) -> QuerySet[Issue, Any]:
        every = visible(actor).filter(closed_at=None)
        if not reach.by_area_alone(actor):
            every = every.filter(of_view(View.OPEN, actor, asking) | of_view(View.TRIAGE, actor, asking))
        marks = {view.value: ExpressionWrapper(of_view(view, actor, asking), BooleanField()) for view in COUNTED}
        return every.order_by("next_due_at", "id").values(**marks)[:AT_ONCE + 1]

    asked = statements.rows("counts", actor, make=opened, now=now, around=COUNTING)
    every, *found = asked[0] if asked else [0] * (len(COUNTED) + 1)
    if every <= AT_ONCE:
        return dict(zip(COUNTED, map(_bounded, found), strict=True))
    return {view: count(actor, Filters(view=view), now) for view in COUNTED}
