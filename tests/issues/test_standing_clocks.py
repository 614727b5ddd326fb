"""A clock that stands and goes on is worth the same as its parts, however often and wherever it stood."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liandong.issues.clocks import GoOn, Stand
from liandong.issues.models import Clock, Issue
from liandong.issues.services.clockwork import Clockwork, set_due
from liandong.issues.terms import ClockKind, State
from liandong.kernel.calendar import Term, Unit, WorkingCalendar
from liandong.kernel.state_days import state_days

CALENDAR = WorkingCalendar(state_days())
START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SPANS = st.lists(st.integers(0, 60 * 24 * 9), min_size=0, max_size=8)
"""Minutes by turns: how long it runs, how long it stands."""
TERMS = st.sampled_from([Term(3, Unit.WORKING_DAYS), Term(15, Unit.WORKING_DAYS), Term(24, Unit.CLOCK_HOURS),
                         Term(6, Unit.WORKING_HOURS)])


def stood(length: Term, spans: list[int]) -> tuple[datetime, timedelta]:
    """A term that runs and stands by turns: when it ends, and how long it ran for that."""
    issue = Issue(district_id=1, state=State.HANDLING.value)
    clock = Clock(district_id=1, issue=issue, kind=ClockKind.HANDLE.value, amount=length.amount,
                  unit=length.unit.value, started_at=START)
    set_due(clock, CALENDAR.due(START, length), CALENDAR)
    now, ran, last = START, timedelta(), START
    works = Clockwork(issue, [clock], calendar=CALENDAR, now=now, reachable=False, anew=lambda one: one,
                      term=lambda _: length)
    for minutes in spans:
        now += timedelta(minutes=minutes)
        works.now = now
        assert clock.due_at is not None
        if clock.stands_since is None and now <= clock.due_at:
            ran += CALENDAR.rest(last, now, length.unit)
            works.apply([Stand(ClockKind.HANDLE)])
        elif clock.stands_since is not None:
            works.apply([GoOn(ClockKind.HANDLE)])
            last = now
    if clock.stands_since is not None:
        works.apply([GoOn(ClockKind.HANDLE)])
        last = now
    assert clock.due_at is not None
    return clock.due_at, ran + CALENDAR.rest(last, clock.due_at, length.unit)


@given(TERMS, SPANS)
def test_the_parts_that_ran_are_together_the_whole_term(length: Term, spans: list[int]) -> None:
    whole = CALENDAR.rest(START, CALENDAR.due(START, length), length.unit)
    _, ran = stood(length, spans)
    assert abs(ran - whole) <= timedelta(seconds=len(spans) + 1), "the rest is kept in whole seconds"


@given(TERMS, SPANS)
def test_standing_never_makes_a_term_end_earlier(length: Term, spans: list[int]) -> None:
    due, _ = stood(length, spans)
    assert due >= CALENDAR.due(START, length) - timedelta(seconds=len(spans) + 1)
