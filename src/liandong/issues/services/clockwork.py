"""Interprets what a row does to an issue's clocks, and says which one its row in a list shows.

Source: workflows.md, "Issue clocks", "How time is counted".
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from liandong.districts.together import insert_together, update_row
from liandong.issues import rules
from liandong.issues.clocks import Anew, Extend, GoOn, Meet, Miss, Reopen, Revive, Stand, Start, Stop, StopAll, Until
from liandong.issues.facts import due_of
from liandong.issues.models import UNKNOWN, Clock, Issue
from liandong.issues.terms import ClockKind, State
from liandong.kernel.calendar import Term, Unit, UnknownYear, WorkingCalendar
from liandong.kernel.workflow import Effect

SHOWN_FIELDS = ("next_clock", "next_due_at", "next_soon_at", "next_unit", "clock_stands")
CHANGED = ("amount", "unit", "extra", "started_at", "due_at", "soon_at", "stands_since", "rest_seconds", "ended_at",
           "was_met", "told_soon", "told_late")


class Clockwork:
    """The clocks of one issue during one act. Nothing is written before `save`."""

    def __init__(self, issue: Issue, clocks: Iterable[Clock], *, calendar: WorkingCalendar, now: datetime,
                 term: Callable[[ClockKind], Term], anew: Callable[[Term], Term], reachable: bool) -> None:
        self.issue, self.calendar, self.now = issue, calendar, now
        self.term, self.anew, self.reachable = term, anew, reachable
        self.all = sorted(clocks, key=lambda clock: clock.started_at)
        self.extra: int | None = None
        """What an extension adds, in the term's own unit."""
        self.until: datetime | None = None
        """When a clock that has a date ends."""
        self.new: list[Clock] = []
        self.changed: list[Clock] = []

    def running(self, kind: ClockKind) -> Clock | None:
        """The clock of a kind that runs or stands."""
        return next((c for c in self.all if c.kind == kind and c.ended_at is None), None)

    def last(self, kind: ClockKind) -> Clock | None:
        """The newest clock of a kind, ended or not."""
        return next((c for c in reversed(self.all) if c.kind == kind), None)

    def apply(self, effects: Iterable[Effect]) -> None:
        """Do a row's effects in order."""
        for effect in effects:
            DO[type(effect)](self, effect)

    def save(self) -> None:
        """A statement for each changed clock, one for all new ones: an old one ends before its like begins."""
        for clock in self.changed:
            update_row(clock, CHANGED)
        if self.new:
            insert_together(self.new)

    # ── what effects are made of ──

    def touch(self, clock: Clock) -> None:
        """Mark a clock as changed."""
        if clock not in self.new and clock not in self.changed:
            self.changed.append(clock)

    def start(self, kind: ClockKind, length: Term) -> Clock:
        """A new clock from now."""
        clock = Clock(issue=self.issue, kind=kind.value, amount=length.amount, unit=length.unit.value,
                      started_at=self.now)
        set_due(clock, due_of(self.calendar, self.now, length), self.calendar)
        self.all.append(clock)
        self.new.append(clock)
        return clock

    def end(self, clock: Clock, was_met: bool | None) -> None:
        """It ends now."""
        clock.ended_at, clock.was_met = self.now, was_met
        self.touch(clock)

    def is_late(self, clock: Clock) -> bool:
        """Whether it is over its time now; one that stands or has no date is not."""
        return (clock.due_at is not None and clock.stands_since is None
                and rules.late(None, due=clock.due_at, now=self.now))

    def stand(self, clock: Clock) -> None:
        """It stands from now. One that is late already runs on: late stays late."""
        if clock.stands_since is not None or self.is_late(clock):
            return
        clock.stands_since = self.now
        if clock.due_at is not None:
            rest = self.calendar.rest(self.now, clock.due_at, Unit(clock.unit))
            clock.rest_seconds = max(0, int(rest.total_seconds()))
        self.touch(clock)

    def go_on(self, clock: Clock, at: datetime) -> None:
        """It runs again from an instant, with the rest it had."""
        if clock.stands_since is None:
            return
        rest = clock.rest_seconds
        if rest is None or not self._resumed(clock, at, timedelta(seconds=rest)):
            # a date is not known: the start moves by as long as it stood, and the term counts from there
            clock.started_at += at - clock.stands_since
            set_due(clock, due_of(self.calendar, clock.started_at, length_of(clock)), self.calendar)
        clock.stands_since = clock.rest_seconds = None
        self.touch(clock)

    def _resumed(self, clock: Clock, at: datetime, rest: timedelta) -> bool:
        unit, due, soon = Unit(clock.unit), clock.due_at, clock.soon_at
        try:
            new = self.calendar.resume(at, rest, unit)
            again = (self.calendar.soon_again(at, rest, soon, due, unit) if due and soon
                     else self.calendar.soon(at, new, unit))
        except UnknownYear:
            return False
        clock.due_at, clock.soon_at = new, again
        return True

    def retime(self, kind: ClockKind, length: Term) -> None:
        """The clock's term becomes another one, counted from its own start; what it stood stays added.

        An item cited later brings its own term. Source: workflows.md, "Issue clocks": the item's term from receipt.
        """
        clock = self.running(kind)
        if clock is None or (clock.amount, clock.unit) == (length.amount, length.unit.value):
            return
        extra = clock.extra if clock.unit == length.unit.value else 0
        self._redate(clock, Term(length.amount + extra, length.unit))
        clock.amount, clock.unit, clock.extra = length.amount, length.unit.value, extra
        set_due(clock, clock.due_at, self.calendar)

    def extend(self, kind: ClockKind, extra: int) -> None:
        """The clock's term becomes longer by so many of its own units; what it stood stays added."""
        clock = self.running(kind)
        if clock is not None:
            self._redate(clock, Term(clock.amount + clock.extra + extra, Unit(clock.unit)))
            clock.extra += extra

    def _redate(self, clock: Clock, length: Term) -> None:
        """Its date by another length from its own start."""
        old, new = (due_of(self.calendar, clock.started_at, one) for one in (length_of(clock), length))
        moved = new
        if clock.due_at and old and new and clock.due_at != old and clock.stands_since is None:
            stood = self.calendar.rest(old, clock.due_at, Unit(clock.unit))
            moved = self.calendar.resume(new, stood, Unit(clock.unit))
        if clock.stands_since is not None:
            rest = None if new is None else self.calendar.rest(clock.stands_since, new, length.unit)
            clock.rest_seconds = None if rest is None else max(0, int(rest.total_seconds()))
        clock.told_soon = clock.told_late = False
        set_due(clock, moved, self.calendar)
        self.touch(clock)

    # ── what a list shows ──

    def show(self) -> None:
        """Repeat on the issue the one clock that its row shows: the state's, or *handle* if that is due earlier; of a
        matter that is over the last handling term, with when it was met."""
        issue = self.issue
        kind = rules.next_clock(State(issue.state))
        handle = self.running(ClockKind.HANDLE)
        issue.clock_stands = handle is not None and handle.stands_since is not None
        if kind is None:
            last = self.last(ClockKind.HANDLE)
            _repeat(issue, last, "")
            issue.met_at = last.ended_at if last is not None and last.was_met is not None else None
            return
        shown = self.running(kind)
        if handle is not None and not issue.clock_stands and _earlier(handle, shown):
            shown = handle
        _repeat(issue, shown, kind.value)


def _repeat(issue: Issue, clock: Clock | None, kind: str) -> None:
    issue.next_clock = clock.kind if clock and kind else kind
    issue.next_due_at = (clock.due_at if clock else None) or UNKNOWN
    issue.next_soon_at = clock.soon_at if clock else None
    issue.next_unit = clock.unit if clock else ""


def _earlier(handle: Clock, shown: Clock | None) -> bool:
    if shown is None:
        return True
    return handle.due_at is not None and (shown.due_at is None or handle.due_at < shown.due_at)


def length_of(clock: Clock) -> Term:
    """The term of a clock, with what was added to it."""
    return Term(clock.amount + clock.extra, Unit(clock.unit))


def set_due(clock: Clock, due: datetime | None, calendar: WorkingCalendar) -> None:
    """Give a clock its date, and the one at which 80 % is used."""
    clock.due_at = due
    clock.soon_at = None if due is None else calendar.soon(clock.started_at, due, Unit(clock.unit))


# ── one function an effect ──

def _start(works: Clockwork, effect: Start) -> None:
    if works.reachable or not effect.if_reachable:
        works.start(effect.clock, works.term(effect.clock))


def _meet(works: Clockwork, effect: Meet) -> None:
    if clock := works.running(effect.clock):
        works.end(clock, None if clock.due_at is None else not works.is_late(clock))


def _miss(works: Clockwork, effect: Miss) -> None:
    if clock := works.running(effect.clock):
        works.end(clock, False)


def _stop_one(works: Clockwork, clock: Clock) -> None:
    works.end(clock, False if works.is_late(clock) else None)


def _stop(works: Clockwork, effect: Stop) -> None:
    if clock := works.running(effect.clock):
        _stop_one(works, clock)


def _stop_all(works: Clockwork, effect: StopAll) -> None:
    for clock in [each for each in works.all if each.ended_at is None]:
        _stop_one(works, clock)


def _stand(works: Clockwork, effect: Stand) -> None:
    if clock := works.running(effect.clock):
        works.stand(clock)


def _go_on(works: Clockwork, effect: GoOn) -> None:
    """Where it stood only while another clock ran (提级), it has gone on since that one was due, tick or no tick."""
    clock = works.running(effect.clock)
    if clock is None or clock.stands_since is None:
        return
    decide = works.last(ClockKind.DECIDE)
    at = works.now
    if decide is not None and decide.due_at is not None and decide.started_at >= clock.stands_since:
        at = min(at, decide.due_at)
    works.go_on(clock, at)


def _reopen(works: Clockwork, effect: Reopen) -> None:
    if (clock := works.last(effect.clock)) and clock.ended_at is not None:
        clock.ended_at = clock.was_met = None
        works.touch(clock)


def _revive(works: Clockwork, effect: Revive) -> None:
    clock = works.last(effect.clock)
    if (clock is not None and not clock.was_met and clock.ended_at is not None
            and clock.ended_at == works.issue.closed_at):
        clock.ended_at = clock.was_met = None
        works.touch(clock)


def _anew(works: Clockwork, effect: Anew) -> None:
    before = works.last(effect.clock)
    own = works.term(effect.clock) if before is None else Term(before.amount, Unit(before.unit))
    works.start(effect.clock, works.anew(own))


def _extend(works: Clockwork, effect: Extend) -> None:
    assert works.extra is not None  # noqa: S101  the table: an extension says by how much
    works.extend(effect.clock, works.extra)


def _until(works: Clockwork, effect: Until) -> None:
    """It has no term of its own, and nobody is told beforehand."""
    assert works.until is not None  # noqa: S101  the table: the act names a date
    clock = works.start(effect.clock, Term(1, Unit.CLOCK_HOURS))
    clock.due_at, clock.soon_at = works.until, None


DO: dict[type[Effect], Callable[[Clockwork, Any], None]] = {
    Start: _start, Meet: _meet, Miss: _miss, Stop: _stop, StopAll: _stop_all, Stand: _stand, GoOn: _go_on,
    Reopen: _reopen, Revive: _revive, Anew: _anew, Extend: _extend, Until: _until,
}
