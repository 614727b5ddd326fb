"""The desk of one person: what is late, due today, waits to be assigned, waits for them. Source: mock, desk.html."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from liandong.districts.reference import reference
from liandong.issues.filters import View, of_view
from liandong.issues.lists import Number, counts, number_of, visible
from liandong.issues.models import Issue
from liandong.issues.rows import COLUMNS, Row, rows_of
from liandong.issues.statements import end_of_day, start_of_day
from liandong.people.access import Actor
from liandong.people.terms import Role

SHOWN = 20
"""Rows of a group; the rest is behind its link."""
GROUPS = (View.LATE, View.TODAY, View.TRIAGE, View.TURN)
"""In the order in which they stand."""
WINS = (View.LATE, View.TRIAGE, View.TODAY, View.TURN)
"""A matter of several groups stands in the first of these: nothing is listed twice."""
FIGURES = (View.LATE, View.TODAY, View.TRIAGE, View.OPEN)


@dataclass(frozen=True)
class Group:
    """Rows under one heading."""

    view: View
    rows: Sequence[Row]
    number: Number
    """All that belong to the group, those not shown too."""


@dataclass(frozen=True)
class Desk:
    """What a person finds when the day begins."""

    groups: Sequence[Group]
    """Only those that hold something."""
    figures: Mapping[View, Number]
    """Each equals the length of the list of its view."""
    received_today: int
    closed_today: int
    next_due: Row | None
    """Where no group holds anything: what is due next, of the matters one works on."""

    @property
    def waiting(self) -> int:
        """How many matters the groups hold together."""
        return sum(group.number.n for group in self.groups)


def desk(actor: Actor, now: datetime) -> Desk:
    """Seven queries; one more for each group that holds more than is shown, and one where all are empty."""
    figures = counts(actor, now)
    shown = groups_of(actor)
    found = [_group(view, actor, now, among=shown) for view in shown]
    groups = [group for group in found if group.rows]
    received, closed = _today(actor, now)
    return Desk(groups, {view: figures[view] for view in FIGURES}, received, closed,
                None if groups else _next(actor, now))


def groups_of(actor: Actor) -> Sequence[View]:
    """Who only calls back finds what is theirs to call: what is late or unassigned waits for others."""
    return GROUPS if actor.has(*set(Role) - {Role.CALLER}) else (View.TURN,)


def _group(view: View, actor: Actor, now: datetime, *, among: Sequence[View]) -> Group:
    """What belongs to a group and to none of the others that wins over it."""
    found = visible(actor).filter(of_view(view, actor, now))
    for earlier in WINS[:WINS.index(view)]:
        if earlier in among:
            found = found.filter(~of_view(earlier, actor, now))
    rows = _rows(found, SHOWN + 1)
    return Group(view, rows[:SHOWN], Number(len(rows)) if len(rows) <= SHOWN else number_of(found))


def _rows(found: QuerySet[Issue], limit: int) -> list[Row]:
    return rows_of(list(found.order_by("next_due_at", "id").values_list(*COLUMNS)[:limit]), reference())


def _today(actor: Actor, now: datetime) -> tuple[int, int]:
    """How many came in today, and how many were closed."""
    day = (start_of_day(now), end_of_day(now))
    came = Q(received_at__gte=day[0], received_at__lt=day[1])
    ended = Q(closed_at__gte=day[0], closed_at__lt=day[1])
    seen = visible(actor)
    return seen.filter(came).count(), seen.filter(ended).count()


def _next(actor: Actor, now: datetime) -> Row | None:
    rows = _rows(visible(actor).filter(of_view(View.OPEN, actor, now)), 1)
    return rows[0] if rows else None
