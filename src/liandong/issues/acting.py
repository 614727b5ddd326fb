"""A matter as the pages of its acts need it: read in the actor's reach, with what the table offers them."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from liandong.calendars.queries import working_calendar
from liandong.issues.facts import facts_of
from liandong.issues.lists import visible
from liandong.issues.models import Clock, Issue
from liandong.issues.own_terms import own_terms
from liandong.issues.standing import known_of, standing_of
from liandong.issues.terms import Act, State
from liandong.issues.workflow import ISSUE
from liandong.kernel.errors import NotFound
from liandong.kernel.workflow import Choice
from liandong.people.access import Actor, parts_on


def issue_of(number: str, actor: Actor) -> Issue:
    """A matter by its number, with place, item, owner and desk. One query. Raises NotFound for what is not in reach."""
    if "\x00" in number:  # no text of the database holds one
        raise NotFound
    found = (visible(actor).filter(number=number[:20]).defer("grams")
             .select_related("place", "item", "owner", "desk", "first", "lead").first())
    if found is None:
        raise NotFound
    return found


def offered(issue: Issue, actor: Actor, now: datetime) -> Sequence[Choice[State, Act, Any]]:
    """The acts that the table offers an actor, in its order, each allowed or with its reason. Three queries."""
    known = known_of(issue.id)
    parts = parts_on(actor, standing_of(issue, known))
    facts = facts_of(issue, known, Clock.objects.filter(issue=issue), by=actor, calendar=working_calendar(),
                     terms=own_terms(), now=now, given=None)
    return ISSUE.choices(State(issue.state), parts, facts)


def choice_among(choices: Iterable[Choice[State, Act, Any]], acts: frozenset[Act]) -> Choice[State, Act, Any] | None:
    """The choice of one of these acts: an allowed one first, else one with its reason, else None."""
    found = [choice for choice in choices if choice.row.act in acts]
    return next((choice for choice in found if choice.allowed), found[0] if found else None)
