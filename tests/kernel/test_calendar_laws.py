"""The laws of working time, for any moments and terms. Source: workflows.md, "How time is counted"."""
from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from liandong.kernel.calendar import Term, Unit
from liandong.kernel.state_days import state_days
from tests.kernel.moments import CALENDAR, WORKING, at, dates, in_office, is_opening, moments, terms, working_spans

any_term = terms(*Unit)
working_term = terms(*WORKING)
NOTHING = timedelta()


@given(moments, working_term)
def test_a_deadline_falls_in_office_hours_of_a_working_day(start: datetime, term: Term) -> None:
    assert in_office(CALENDAR.due(start, term))


@given(moments, any_term)
def test_a_deadline_lies_after_its_start(start: datetime, term: Term) -> None:
    assert CALENDAR.due(start, term) > start


@given(moments, moments, any_term)
@example(at(11, 24, 17, 29), at(11, 24, 17, 31), Term(1, Unit.SAME_DAY))
@example(at(11, 24, 17, 29), at(11, 24, 17, 30), Term(2, Unit.WORKING_DAYS))
def test_who_starts_later_is_due_no_earlier(a: datetime, b: datetime, term: Term) -> None:
    first, second = sorted((a, b))
    assert CALENDAR.due(first, term) <= CALENDAR.due(second, term)


@given(moments, st.sampled_from([Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.CLOCK_HOURS]), st.integers(1, 40))
def test_who_has_more_time_is_due_later(start: datetime, unit: Unit, amount: int) -> None:
    assert CALENDAR.due(start, Term(amount, unit)) < CALENDAR.due(start, Term(amount + 1, unit))


@given(moments, st.integers(1, 40))
def test_a_term_of_working_hours_has_exactly_these(start: datetime, hours: int) -> None:
    due = CALENDAR.due(start, Term(hours, Unit.WORKING_HOURS))
    assert CALENDAR.working_time(start, due) == timedelta(hours=hours)


@given(moments)
def test_one_working_day_is_a_days_working_time(start: datetime) -> None:
    due = CALENDAR.due(start, Term(1, Unit.WORKING_DAYS))
    assert CALENDAR.working_time(start, due) == CALENDAR.hours.day


@given(moments, st.integers(2, 40))
def test_a_term_of_days_ends_so_many_working_days_after_it_begins(start: datetime, days: int) -> None:
    begin, due = CALENDAR.begin(start), CALENDAR.due(start, Term(days, Unit.WORKING_DAYS))
    assert CALENDAR.working_days(CALENDAR.local_date(begin), CALENDAR.local_date(due)) == days


@given(moments)
def test_to_begin_costs_no_working_time(start: datetime) -> None:
    begin = CALENDAR.begin(start)
    assert in_office(begin)
    assert begin >= start
    assert CALENDAR.working_time(start, begin) == NOTHING
    assert CALENDAR.begin(begin) == begin


@given(moments, moments, moments)
def test_working_time_adds_up(a: datetime, b: datetime, c: datetime) -> None:
    assert CALENDAR.working_time(a, b) + CALENDAR.working_time(b, c) == CALENDAR.working_time(a, c)


@given(moments, moments)
def test_working_time_is_no_longer_than_time(a: datetime, b: datetime) -> None:
    first, second = sorted((a, b))
    assert NOTHING <= CALENDAR.working_time(first, second) <= second - first
    assert CALENDAR.working_time(second, first) == -CALENDAR.working_time(first, second)


@given(dates, dates)
def test_working_days_are_those_worked_one_by_one(a: date, b: date) -> None:
    first, second = sorted((a, b))
    one_by_one = (first + timedelta(days=n) for n in range(1, (second - first).days + 1))
    expected = sum(state_days()[day.year][day] for day in one_by_one)
    assert CALENDAR.working_days(first, second) == expected
    assert CALENDAR.working_days(second, first) == -expected


@given(moments, working_spans)
def test_to_add_working_time_is_to_be_so_much_further(start: datetime, span: timedelta) -> None:
    there = CALENDAR.add(start, span)
    assert CALENDAR.working_time(start, there) == span
    assert in_office(there)
    assert there > start or span == NOTHING


@given(moments, working_spans)
def test_to_take_working_time_away_undoes_adding_it(start: datetime, span: timedelta) -> None:
    there = CALENDAR.add(start, span)
    assert CALENDAR.working_time(CALENDAR.add(there, -span), start) == NOTHING


@given(moments, any_term)
def test_soon_is_eighty_per_cent_and_never_after_the_deadline(start: datetime, term: Term) -> None:
    due = CALENDAR.due(start, term)
    soon = CALENDAR.soon(start, due, term.unit)
    assert start < soon <= due
    used, whole = CALENDAR.rest(start, soon, term.unit), CALENDAR.rest(start, due, term.unit)
    assert used == whole * 4 // 5


@given(moments, any_term, moments)
def test_a_clock_that_stands_for_no_time_is_due_when_it_was(start: datetime, term: Term, stop: datetime) -> None:
    due = CALENDAR.due(start, term)
    again = CALENDAR.resume(stop, CALENDAR.rest(stop, due, term.unit), term.unit)
    if term.unit is Unit.CLOCK_HOURS or not is_opening(due):
        assert again == due
    assert CALENDAR.rest(again, due, term.unit) == NOTHING


@given(moments, any_term, st.lists(st.tuples(working_spans, working_spans), max_size=4))
def test_a_clock_that_stands_several_times_uses_exactly_its_time(
        start: datetime, term: Term, pauses: list[tuple[timedelta, timedelta]]) -> None:
    unit = term.unit
    due = CALENDAR.due(start, term)
    soon = CALENDAR.soon(start, due, unit)
    whole, used, runs_from = CALENDAR.rest(start, due, unit), NOTHING, start
    for running, standing in pauses:
        stop = min(runs_from + running / 20, due)
        used += CALENDAR.rest(runs_from, stop, unit)
        rest = CALENDAR.rest(stop, due, unit)
        runs_from = stop + standing / 20
        soon, due = CALENDAR.soon_again(runs_from, rest, soon, due, unit), CALENDAR.resume(runs_from, rest, unit)
        assert soon <= due or due <= runs_from
        left_at_soon = CALENDAR.rest(soon, due, unit)
        assert left_at_soon == min(whole - whole * 4 // 5, whole - used)
    assert used + CALENDAR.rest(runs_from, due, unit) == whole
