"""Terms by the letter. Source: workflows.md, "How time is counted"; the State Council's arrangement for 2026."""
from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from liandong.kernel.calendar import Hours, Term, Unit, UnknownYear, WorkingCalendar
from liandong.kernel.state_days import state_days
from tests.kernel.moments import CALENDAR, LAST_YEAR, at

DAYS, HOURS, CLOCK, SAME = Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.CLOCK_HOURS, Unit.SAME_DAY


@pytest.mark.parametrize(("start", "amount", "unit", "due"), [
    # one working day ends at the same time of the next working day
    (at(11, 24, 15, 10), 1, DAYS, at(11, 25, 15, 10)), (at(11, 27, 15, 10), 1, DAYS, at(11, 30, 15, 10)),
    # two and more are counted from the next working day and end at closing time of the last
    (at(11, 24, 15, 10), 2, DAYS, at(11, 26, 17, 30)), (at(11, 24, 15, 10), 3, DAYS, at(11, 27, 17, 30)),
    (at(11, 24, 8, 30), 3, DAYS, at(11, 27, 17, 30)), (at(11, 24, 15, 10), 20, DAYS, at(12, 22, 17, 30)),
    # hours are working hours
    (at(11, 24, 15, 10), 2, HOURS, at(11, 24, 17, 10)), (at(11, 24, 11), 2, HOURS, at(11, 24, 14, 30)),
    (at(11, 24, 8, 30), 4, HOURS, at(11, 24, 14)), (at(11, 24, 16, 30), 1, HOURS, at(11, 24, 17, 30)),
    (at(11, 27, 17), 1, HOURS, at(11, 30, 9)), (at(11, 24, 11), 1, HOURS, at(11, 24, 12)),
    (at(11, 24, 15, 10), 24, HOURS, at(11, 27, 16, 40)),
    # unless they are hours of the wall clock
    (at(11, 27, 23), 2, CLOCK, at(11, 28, 1)), (at(11, 24, 15, 10), 24, CLOCK, at(11, 25, 15, 10)),
    # what starts outside office hours starts at the next opening
    (at(11, 24, 7), 1, DAYS, at(11, 25, 8, 30)), (at(11, 24, 17, 30), 1, DAYS, at(11, 26, 8, 30)),
    (at(11, 24, 12), 1, DAYS, at(11, 25, 13, 30)), (at(11, 24, 12, 45), 1, DAYS, at(11, 25, 13, 30)),
    (at(11, 28, 10), 3, DAYS, at(12, 3, 17, 30)), (at(11, 27, 17, 30), 3, DAYS, at(12, 3, 17, 30)),
    (at(11, 24, 12, 10), 1, HOURS, at(11, 24, 14, 30)), (at(11, 24, 17, 30), 1, HOURS, at(11, 25, 9, 30)),
    # the same working day, but noon of the next for what comes in the last working hour
    (at(11, 24, 9), 1, SAME, at(11, 24, 17, 30)), (at(11, 24, 16, 29), 1, SAME, at(11, 24, 17, 30)),
    (at(11, 24, 16, 30), 1, SAME, at(11, 25, 12)), (at(11, 24, 17, 29), 1, SAME, at(11, 25, 12)),
    (at(11, 24, 17, 30), 1, SAME, at(11, 25, 17, 30)), (at(11, 27, 17), 1, SAME, at(11, 30, 12)),
    (at(11, 28, 17), 1, SAME, at(11, 30, 17, 30)),
])
def test_a_term_ends_as_the_rules_say(start: datetime, amount: int, unit: Unit, due: datetime) -> None:
    assert CALENDAR.due(start, Term(amount, unit)) == due


@pytest.mark.parametrize(("start", "amount", "unit", "due"), [
    # National Day 2026: off 1 to 7 October, worked Sunday 20 September and Saturday 10 October
    (at(9, 30, 15), 1, DAYS, at(10, 8, 15)), (at(9, 30, 17), 1, HOURS, at(10, 8, 9)),
    (at(9, 30, 17), 1, SAME, at(10, 8, 12)),
    (at(10, 9, 15), 1, DAYS, at(10, 10, 15)), (at(10, 9, 15), 2, DAYS, at(10, 12, 17, 30)),
    (at(9, 18, 15), 1, DAYS, at(9, 20, 15)), (at(10, 3, 10), 2, DAYS, at(10, 10, 17, 30)),
    # Mid-autumn 2026: off 25 to 27 September
    (at(9, 24, 15), 1, DAYS, at(9, 28, 15)),
    # Spring Festival 2026: off 15 to 23 February, worked Saturdays 14 and 28 February
    (at(2, 13, 15), 1, DAYS, at(2, 14, 15)), (at(2, 14, 15), 1, DAYS, at(2, 24, 15)),
    (at(2, 14, 15), 5, DAYS, at(2, 28, 17, 30)), (at(2, 27, 16), 1, DAYS, at(2, 28, 16)),
    # New Year 2026 reaches over a year's end: off 1 to 3 January, worked Sunday 4 January
    (at(12, 31, 15, year=2025), 1, DAYS, at(1, 4, 15)),
    # the wall clock knows no holiday
    (at(10, 1, 3), 2, CLOCK, at(10, 1, 5)),
])
def test_holidays_are_left_out_and_make_up_days_are_worked(
        start: datetime, amount: int, unit: Unit, due: datetime) -> None:
    assert CALENDAR.due(start, Term(amount, unit)) == due


@pytest.mark.parametrize(("day", "working"), [
    (date(2026, 10, 1), False), (date(2026, 10, 7), False), (date(2026, 10, 8), True), (date(2026, 10, 10), True),
    (date(2026, 2, 14), True), (date(2026, 2, 17), False), (date(2026, 2, 28), True), (date(2026, 1, 1), False),
    (date(2026, 5, 9), True), (date(2026, 6, 19), False), (date(2026, 11, 24), True), (date(2026, 11, 28), False),
    (date(2007, 12, 29), True), (date(2007, 12, 31), False),
])
def test_the_states_days_are_known(day: date, working: bool) -> None:
    assert CALENDAR.is_working(day) is working


def test_an_unknown_year_is_never_guessed() -> None:
    last = LAST_YEAR
    assert CALENDAR.knows(last)
    assert CALENDAR.knows(date(last, 12, 31))
    assert not CALENDAR.knows(last + 1)
    assert not CALENDAR.knows(date(last + 1, 1, 1))
    new_years_eve = at(12, 31, 16, 45, year=last)
    for ask in (
        lambda: CALENDAR.is_working(date(last + 1, 1, 4)),
        lambda: CALENDAR.due(new_years_eve, Term(1, DAYS)),
        lambda: CALENDAR.due(new_years_eve, Term(2, DAYS)),
        lambda: CALENDAR.due(new_years_eve, Term(1, SAME)),
        lambda: CALENDAR.due(new_years_eve, Term(1, HOURS)),
        lambda: CALENDAR.begin(at(12, 31, 17, 30, year=last)),
        lambda: CALENDAR.due(at(1, 4, 10, year=last + 1), Term(1, DAYS)),
        lambda: CALENDAR.working_time(new_years_eve, at(1, 4, 10, year=last + 1)),
        lambda: CALENDAR.working_days(date(last, 12, 31), date(last + 1, 1, 4)),
    ):
        with pytest.raises(UnknownYear) as caught:
            ask()
        assert caught.value.year == last + 1


def test_what_ends_within_the_last_known_year_needs_no_later_one() -> None:
    last = LAST_YEAR
    assert CALENDAR.due(at(12, 31, 16, year=last), Term(1, SAME)) == at(12, 31, 17, 30, year=last)
    assert CALENDAR.due(at(12, 31, 16, 30, year=last), Term(1, HOURS)) == at(12, 31, 17, 30, year=last)


def test_the_wall_clock_runs_in_an_unknown_year() -> None:
    start = at(1, 4, 3, year=2031)
    due = CALENDAR.due(start, Term(2, CLOCK))
    assert due == at(1, 4, 5, year=2031)
    assert CALENDAR.soon(start, due, CLOCK) == at(1, 4, 4, 36, year=2031)
    assert CALENDAR.resume(at(1, 5, year=2031), CALENDAR.rest(at(1, 4, 4, year=2031), due, CLOCK), CLOCK) == at(
        1, 5, 1, year=2031)


def test_a_gap_between_known_years_is_unknown() -> None:
    calendar = WorkingCalendar({year: state_days()[year] for year in (2024, 2026)})
    with pytest.raises(UnknownYear) as caught:
        calendar.working_time(at(12, 30, 10, year=2024), at(1, 5, 10))
    assert caught.value.year == 2025
    with pytest.raises(UnknownYear) as caught:
        calendar.add(at(1, 4, 10), timedelta(hours=-2))
    assert caught.value.year == 2025


def test_a_year_that_lacks_a_day_or_holds_another_years_is_refused() -> None:
    days = dict(state_days()[2026])
    del days[date(2026, 3, 3)]
    for wrong in (days, days | {date(2025, 3, 3): True}):
        with pytest.raises(ValueError, match="2026"):
            WorkingCalendar({2026: wrong})


def test_an_override_changes_a_day() -> None:
    calendar = WorkingCalendar({2026: {**state_days()[2026], date(2026, 11, 25): False}})
    assert calendar.due(at(11, 24, 15, 10), Term(1, DAYS)) == at(11, 26, 15, 10)


def test_a_district_may_have_its_own_office_hours() -> None:
    calendar = WorkingCalendar(state_days(), Hours(((time(9), time(11, 30)), (time(14), time(18)))))
    assert calendar.hours.day == timedelta(hours=6, minutes=30)
    assert calendar.due(at(11, 24, 8), Term(1, SAME)) == at(11, 24, 18)
    assert calendar.due(at(11, 24, 17), Term(1, SAME)) == at(11, 25, 11, 30)
    assert calendar.due(at(11, 24, 11), Term(1, HOURS)) == at(11, 24, 14, 30)


def test_an_office_that_never_closes_still_has_days_off() -> None:
    calendar = WorkingCalendar(state_days(), Hours(((time(0), time(23, 59)),)))
    assert calendar.begin(at(11, 28, 0)) == at(11, 30, 0)
    assert calendar.add(at(11, 28, 0), timedelta(hours=1)) == at(11, 30, 1)


@pytest.mark.parametrize("spans", [
    (), ((time(9), time(9)),), ((time(12), time(9)),), ((time(9), time(12)), (time(11), time(17))),
    ((time(13), time(17)), (time(9), time(12))),
])
def test_office_hours_out_of_order_are_refused(spans: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="office hours"):
        Hours(spans)


@pytest.mark.parametrize(("amount", "unit"), [(0, DAYS), (-1, HOURS), (0, CLOCK), (0, SAME), (2, SAME)])
def test_a_term_without_length_is_refused(amount: int, unit: Unit) -> None:
    with pytest.raises(ValueError, match="no such term"):
        Term(amount, unit)


@pytest.mark.parametrize(("amount", "unit", "words"), [
    (1, DAYS, "1 个工作日"), (3, DAYS, "3 个工作日"), (2, HOURS, "2 小时（工作时间）"),
    (2, CLOCK, "2 小时（日历钟）"),
    (1, SAME, "当天（工作日）"),
])
def test_a_term_says_which_clock_it_runs_on(amount: int, unit: Unit, words: str) -> None:
    assert str(Term(amount, unit).words()) == words


def test_a_moment_without_its_time_zone_is_refused() -> None:
    naive = datetime(2026, 11, 24, 15, 10)
    for unit in (DAYS, CLOCK):
        with pytest.raises(ValueError, match="time zone"):
            CALENDAR.due(naive, Term(1, unit))


@pytest.mark.parametrize("unit", [DAYS, CLOCK])
def test_moments_come_out_in_utc(unit: Unit) -> None:
    assert CALENDAR.due(at(11, 24, 15).astimezone(CALENDAR.tz), Term(1, unit)).tzinfo is UTC


@pytest.mark.parametrize(("moment", "begin"), [
    (at(11, 24, 15, 10), at(11, 24, 15, 10)), (at(11, 24, 8, 30), at(11, 24, 8, 30)),
    (at(11, 24, 12), at(11, 24, 13, 30)),
    (at(11, 24, 17, 30), at(11, 25, 8, 30)), (at(11, 24, 0), at(11, 24, 8, 30)), (at(11, 28, 10), at(11, 30, 8, 30)),
    (at(9, 30, 18), at(10, 8, 8, 30)),
])
def test_a_term_begins_now_or_at_the_next_opening(moment: datetime, begin: datetime) -> None:
    assert CALENDAR.begin(moment) == begin


@pytest.mark.parametrize(("first", "last", "days"), [
    (date(2026, 11, 20), date(2026, 11, 24), 2), (date(2026, 11, 24), date(2026, 11, 20), -2),
    (date(2026, 11, 24), date(2026, 11, 24), 0), (date(2026, 11, 28), date(2026, 11, 30), 1),
    (date(2026, 11, 27), date(2026, 11, 29), 0), (date(2026, 9, 30), date(2026, 10, 8), 1),
])
def test_the_difference_of_two_dates_counts_working_days(first: date, last: date, days: int) -> None:
    assert CALENDAR.working_days(first, last) == days


def test_eighty_per_cent_are_of_working_time() -> None:
    # Friday 15:30 to Monday 15:30 are 7 h 30 of working time: 80 % are 6 h, 2 on Friday and 4 on Monday
    assert CALENDAR.soon(at(11, 27, 15, 30), at(11, 30, 15, 30), DAYS) == at(11, 30, 14)
    assert CALENDAR.soon(at(11, 27, 15, 30), at(11, 27, 17, 30), CLOCK) == at(11, 27, 17, 6)


def test_a_clock_that_stood_goes_on_with_what_it_had() -> None:
    due = CALENDAR.due(at(11, 24, 15, 10), Term(3, DAYS))
    rest = CALENDAR.rest(at(11, 25, 17), due, DAYS)
    assert rest == timedelta(hours=15, minutes=30)
    assert CALENDAR.resume(at(11, 28, 10), rest, DAYS) == at(12, 2, 9)


def test_a_late_clock_that_stood_is_as_late_as_before() -> None:
    rest = CALENDAR.rest(at(11, 24, 10), at(11, 23, 17, 30), DAYS)
    assert rest == timedelta(hours=-1, minutes=-30)
    assert CALENDAR.resume(at(11, 26, 9), rest, DAYS) == at(11, 25, 16, 30)


def test_a_clock_that_stood_for_no_time_and_was_due_at_an_opening_is_due_at_the_closing_before() -> None:
    due = CALENDAR.due(at(11, 24, 8, 30), Term(1, DAYS))
    assert due == at(11, 25, 8, 30)
    assert CALENDAR.resume(at(11, 24, 9), CALENDAR.rest(at(11, 24, 9), due, DAYS), DAYS) == at(11, 24, 17, 30)


@pytest.mark.parametrize(("goes_on", "due"), [
    (at(11, 24, 17, 30), at(11, 24, 17, 30)), (at(11, 24, 10), at(11, 24, 10)), (at(11, 24, 20), at(11, 24, 17, 30)),
    (at(11, 28, 10), at(11, 27, 17, 30)), (at(11, 24, 12, 30), at(11, 24, 12)),
])
def test_a_clock_that_stood_with_nothing_left_gains_nothing(goes_on: datetime, due: datetime) -> None:
    assert CALENDAR.resume(goes_on, timedelta(), DAYS) == due
