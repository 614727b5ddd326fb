"""How time is said, on the drawn day 2026-11-24 15:10. Source: mock/README.md 5, Deadline, and its drawn rows."""
from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given

from liandong.kernel.calendar import Term, Unit, WorkingCalendar
from liandong.kernel.durations import TimeWord, time_word
from liandong.kernel.state_days import state_days
from tests.kernel.moments import CALENDAR, at, moments, terms

NOW = at(11, 24, 15, 10)
PAST, LATER = at(11, 24, 9), at(12, 31, 9)
DAYS, CLOCK = Unit.WORKING_DAYS, Unit.CLOCK_HOURS


def word(due: datetime | None, soon: datetime | None = LATER, *, unit: Unit = DAYS, now: datetime = NOW,
         paused: bool = False, ended_at: datetime | None = None) -> tuple[str, str]:
    shown = time_word(CALENDAR, due=due, soon=soon, unit=unit, now=now, paused=paused, ended_at=ended_at)
    return shown.kind, str(shown.words)


@pytest.mark.parametrize(("due", "words"), [
    (at(11, 20, 17, 30), "逾期 2 天"), (at(11, 23, 17, 30), "逾期 5 小时 10 分"),
    (at(11, 24, 12), "逾期 1 小时 40 分"),
    (at(11, 24, 14), "逾期 1 小时 10 分"), (at(11, 23, 15, 10), "逾期 1 天"),
    (at(11, 23, 15, 11), "逾期 7 小时 29 分"),
    (at(11, 24, 14, 10), "逾期 1 小时"), (at(11, 24, 14, 50), "逾期 20 分"), (at(11, 3, 17, 30), "逾期 15 天"),
])
def test_what_is_late_says_by_how_much(due: datetime, words: str) -> None:
    assert word(due, PAST) == ("late", words)


@pytest.mark.parametrize(("due", "words"), [
    (at(12, 3, 17, 30), "还有 7 天"), (at(11, 27, 17, 30), "还有 3 天"), (at(11, 30, 17, 30), "还有 4 天"),
    (at(11, 25, 17), "还有 1 天"), (at(11, 25, 15, 10), "还有 1 天"), (at(11, 25, 15, 9), "还有 7 小时 29 分"),
    (at(11, 25, 14), "还有 6 小时 20 分"), (at(11, 25, 10, 6), "还有 3 小时 56 分"),
    (at(11, 24, 16, 20), "还有 1 小时 10 分"),
    (at(11, 24, 17, 30), "今天到期"), (at(11, 24, 17, 11), "今天到期"), (at(11, 24, 17, 10), "还有 2 小时"),
    (at(11, 24, 15, 50), "还有 40 分"), (at(11, 24, 15, 10), "还有不到 1 分"),
])
def test_what_is_not_late_says_how_long_there_is(due: datetime, words: str) -> None:
    assert word(due) == ("ontime", words)


@pytest.mark.parametrize(("due", "kind"), [
    (at(11, 27, 17, 30), "soon"), (at(11, 24, 16, 20), "soon"), (at(11, 24, 17, 10), "soon"),
    (at(11, 24, 17, 11), "ontime"),
    (at(11, 24, 17, 30), "ontime"),
])
def test_the_box_comes_at_eighty_per_cent_but_for_what_is_due_today_with_two_hours_left(
        due: datetime, kind: str) -> None:
    assert word(due, PAST)[0] == kind
    assert word(due, NOW)[0] == kind
    assert word(due, NOW + timedelta(seconds=1))[0] == "ontime"
    assert word(due, None)[0] == "ontime"


def test_outside_office_hours_time_left_stands_still() -> None:
    for now in (at(11, 24, 17, 30), at(11, 24, 23), at(11, 25, 8, 30)):
        assert word(at(11, 25, 10), now=now)[1] == "还有 1 小时 30 分"
    assert word(at(11, 27, 17, 30), now=at(11, 27, 20)) == ("late", "逾期不到 1 分")
    assert word(at(11, 27, 17, 30), now=at(11, 28, 20)) == ("late", "逾期不到 1 分")
    assert word(at(11, 27, 12), now=at(11, 28, 20)) == ("late", "逾期 4 小时")
    assert word(at(11, 26, 17, 30), now=at(11, 28, 20)) == ("late", "逾期 1 天")
    assert word(at(11, 30, 17, 30), now=at(11, 28, 20)) == ("ontime", "还有 1 天")


def test_a_whole_days_work_late_within_one_day_is_said_in_hours() -> None:
    assert word(at(11, 24, 8, 30), now=at(11, 24, 17, 30)) == ("late", "逾期 7 小时 30 分")


@pytest.mark.parametrize(("due", "kind", "words"), [
    (at(11, 24, 15, 14), "ontime", "还有 4 分"), (at(11, 24, 23), "ontime", "还有 7 小时 50 分"),
    (at(11, 25, 15), "ontime", "还有 23 小时 50 分"), (at(11, 25, 15, 10), "ontime", "还有 1 天"),
    (at(11, 24, 14), "late", "逾期 1 小时 10 分"), (at(11, 21, 14), "late", "逾期 3 天"),
])
def test_the_wall_clock_counts_day_and_night(due: datetime, kind: str, words: str) -> None:
    assert word(due, unit=CLOCK) == (kind, words)


def test_a_clock_that_stands_says_so_even_if_it_is_late() -> None:
    assert word(LATER, paused=True) == ("paused", "停表")
    assert word(PAST, paused=True) == ("paused", "停表")
    assert word(None, paused=True) == ("paused", "停表")


@pytest.mark.parametrize(("ended_at", "kind", "words"), [
    (at(11, 17, 17, 30), "met", "按时办结"), (at(11, 17, 9), "met", "按时办结"),
    (at(11, 19, 17, 30), "missed", "迟 2 天办结"),
    (at(11, 18, 9, 40), "missed", "迟 1 小时 10 分办结"), (at(11, 17, 19), "missed", "迟不到 1 分办结"),
])
def test_what_is_over_says_whether_it_was_in_time(ended_at: datetime, kind: str, words: str) -> None:
    assert word(at(11, 17, 17, 30), PAST, ended_at=ended_at, paused=True) == (kind, words)


def test_a_clock_without_its_years_calendar_waits_for_it() -> None:
    assert word(None, None) == ("unknown", "待年历")
    assert word(None, None, ended_at=NOW) == ("unknown", "待年历")


def test_lateness_in_an_unknown_year_is_said_without_a_guess_at_its_length() -> None:
    known = WorkingCalendar({2026: state_days()[2026]})
    due, now = at(12, 31, 17, 30), at(1, 5, 10, year=2027)

    late = time_word(known, due=due, soon=None, unit=DAYS, now=now)
    assert (late.kind, str(late.words)) == ("late", "已逾期")
    missed = time_word(known, due=due, soon=None, unit=DAYS, now=now, ended_at=now)
    assert (missed.kind, str(missed.words)) == ("missed", "逾期办结")
    shown = time_word(known, due=now, soon=None, unit=DAYS, now=due)
    assert (shown.kind, str(shown.words)) == ("unknown", "待年历")
    assert word(now, None, unit=CLOCK, now=now - timedelta(hours=1)) == ("ontime", "还有 1 小时")


@given(moments, terms(*Unit), moments)
def test_a_deadline_is_late_exactly_when_it_is_over(start: datetime, term: Term, now: datetime) -> None:
    due = CALENDAR.due(start, term)
    shown: TimeWord = time_word(CALENDAR, due=due, soon=CALENDAR.soon(start, due, term.unit), unit=term.unit, now=now)
    assert (shown.kind == "late") == (now > due)
    assert str(shown.words).startswith("逾期") == (now > due)
    assert "%" not in str(shown.words)
