"""A matter as the components show it: a row of a list, its deadline, its owner. Pure but for the addresses.

Source: mock/README.md 5 and 6. Words of the state and of the clock come from the terms; nothing here decides anything.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from liandong.issues.ask_terms import AskState
from liandong.issues.models import UNKNOWN, Issue
from liandong.issues.rows import Row
from liandong.issues.terms import ClockKind, State
from liandong.kernel.calendar import WorkingCalendar
from liandong.kernel.durations import time_word
from liandong.kernel.localtime import local
from liandong.kernel.terms_of_time import Unit
from liandong.kernel.words import N_, Sentence, say
from liandong.screens.frame import Text
from liandong.screens.view_model import Due, Item, due_at, iso
from liandong.screens.words import day, moment, near, near_day, translate, when

BY = {
    ClockKind.TRIAGE: N_("%(at)s 前派出"), ClockKind.ACCEPT: N_("%(at)s 前接收"), ClockKind.REVIEW: N_("%(at)s 前复核"),
    ClockKind.DECIDE: N_("%(at)s 前答复"),
}
"""What is to be done by a time of today; *handle* goes without saying, and on other days the state says it."""
STANDS = {State.ASKING: N_("%(at)s 前等补充"), State.ESCALATED: N_("%(at)s 前裁定"),
          State.SUSPENDED: N_("%(at)s 复查")}
"""What a clock that stands waits for, and until when."""
WAITS = {State.ASKING: N_("等反映人补充"), State.IN_REVIEW: N_("等第二人复核"), State.ESCALATED: N_("等上一级裁定")}
"""For whom a matter waits, beside its owner's name."""


@dataclass(frozen=True)
class Shown:
    """The clock that a matter shows, as plain values."""

    state: State
    clock: ClockKind | None
    due: datetime | None
    soon: datetime | None
    unit: Unit
    stands: bool
    met_at: datetime | None
    closed_at: datetime | None


def clock_of_row(row: Row) -> Shown:
    """The shown clock of a row."""
    return Shown(row.state, row.clock, row.due_at, row.soon_at, row.unit, row.stands, row.met_at, row.closed_at)


def clock_of(issue: Issue) -> Shown:
    """The shown clock of a matter that was read whole."""
    due = issue.next_due_at if issue.next_due_at is not None and issue.next_due_at < UNKNOWN else None
    return Shown(State(issue.state), ClockKind(issue.next_clock) if issue.next_clock else None, due,
                 issue.next_soon_at, Unit(issue.next_unit or Unit.WORKING_DAYS), issue.clock_stands, issue.met_at,
                 issue.closed_at)


def due_shown(clock: Shown, calendar: WorkingCalendar, now: datetime) -> Due:
    """A deadline with its word and its time: running, standing, unknown, or how it ended."""
    if clock.closed_at is not None:
        return _ended(clock, calendar, now)
    word = time_word(calendar, due=clock.due, soon=clock.soon, unit=clock.unit, now=now, paused=clock.stands)
    if clock.due is None:
        return Due(word.kind, word.words)
    at = near(clock.due, now) if word.kind in {"soon", "late"} else due_at(clock.due, now)
    return Due(word.kind, word.words, _by(clock, word.kind, at, now), iso(clock.due))


def _by(clock: Shown, kind: str, at: Text, now: datetime) -> Text:
    """The time under the word; beside one of today what is to be done by then, under a clock that stands what for."""
    if kind == "paused":
        says: str | None = STANDS.get(clock.state)
        at = moment(clock.due) if clock.due is not None and clock.state is State.ESCALATED else at
        at = day(clock.due) if clock.due is not None and clock.state in {State.ASKING, State.SUSPENDED} else at
    else:
        assert clock.due is not None  # noqa: S101  asked before
        today = local(clock.due).date() == local(now).date()
        says = BY.get(clock.clock) if today and kind != "late" and clock.clock is not None else None
    return say(says, at=at) if says else at


def _ended(clock: Shown, calendar: WorkingCalendar, now: datetime) -> Due:
    """In time or late by the last handling term; what had none (an import, a withdrawal) tells only when it ended."""
    assert clock.closed_at is not None  # noqa: S101  asked before
    ended = clock.met_at or clock.closed_at
    at = near(ended, now) if local(ended).year == local(now).year else when(ended)
    if clock.met_at is None or clock.due is None:
        return Due("ontime", Sentence(clock.state.label), at, iso(ended))
    word = time_word(calendar, due=clock.due, soon=clock.soon, unit=clock.unit, now=now, ended_at=clock.met_at)
    return Due(word.kind, word.words, at, iso(ended))


def owner_shown(row: Row) -> tuple[Text, Text]:
    """Who has it, and the second line: the person, or for whom it waits."""
    if row.state is State.SENT_BACK:
        return say("等%(office)s答复", office=row.desk), say("%(office)s退回", office=row.owner)
    if row.state is State.ESCALATED and not row.owner:
        return Sentence(WAITS[State.ESCALATED]), say("%(office)s提级", office=row.desk)
    if not row.owner:
        return "", ""
    if row.state is State.ASSIGNED:
        return row.owner, say("未接收")
    return row.owner, Sentence(WAITS[row.state]) if row.state in WAITS else row.holder


def item_of(row: Row, calendar: WorkingCalendar, now: datetime, *, base: str, on_desk: bool = False) -> Item:
    """A row as the one list shows it. On the desk it says when it came in, in the list also of what class it is."""
    received = near_day(row.received_at, now)
    came = say("%(day)s收到", day=received) if on_desk else received
    category = () if on_desk else (row.category or say("未分类"),)
    end = (Sentence(row.end.label),) if row.end is not None else ()
    kin = (*((say("分办"),) if row.is_child else ()), *((say("并案 %(n)s 件", n=row.twins),) if row.twins else ()))
    marks = (say("保密"),) if row.is_restricted else ()
    facts: tuple[Text, ...] = (*marks, row.place, *kin, *category, Sentence(row.channel.label), came, *end)
    owner, sub = owner_shown(row)
    state = AskState.OPEN.label if row.has_open_ask else row.state.label
    return Item(row.state.edge.value, Sentence(state), row.title, f"{base}{row.number}/",
                tuple(fact for fact in facts if fact), row.owner_level if owner else None, owner, sub,
                due_shown(clock_of_row(row), calendar, now))


def items_of(rows: Iterable[Row], calendar: WorkingCalendar, now: datetime, *, on_desk: bool = False) -> list[Item]:
    """All rows of a page; the calendar is asked, the database is not."""
    base = reverse("issues")
    return [item_of(row, calendar, now, base=base, on_desk=on_desk) for row in rows]


def number_shown(n: int, more: bool) -> Text:
    """A count up to its bound: 146, or 1000 以上."""
    return translate(say("%(n)s 以上", n=n)) if more else str(n)
