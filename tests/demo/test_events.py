"""The order in which the demo's past happens, and its invented years. Pure: no database."""
from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from liandong.demo.playing import CannotPlay, events
from liandong.demo.stories import stories
from liandong.demo.years import invented_year
from liandong.issues.terms import Part
from liandong.kernel.calendar import SHANGHAI, WorkingCalendar
from liandong.kernel.state_days import state_days

NOW = datetime(2026, 11, 24, 15, 10, tzinfo=SHANGHAI)


def test_events_come_in_the_order_of_time_with_the_clock_first() -> None:
    calendar = WorkingCalendar(state_days())
    start, end = NOW - timedelta(days=91), NOW
    told = stories(calendar=calendar, start=start.date(), end=end, count=30)
    made = events(told, calendar, start, end)
    assert made == sorted(made)
    assert made[-1].at <= end
    lapses = [n for n, event in enumerate(made) if event.step and event.step.by is Part.CLOCK]
    assert lapses
    assert all(made[n - 1].at == made[n].at for n in lapses)


def test_a_story_that_goes_on_after_the_day_of_the_demo_is_refused() -> None:
    calendar = WorkingCalendar(state_days())
    start = NOW - timedelta(days=91)
    told = stories(calendar=calendar, start=start.date(), end=NOW, count=30)
    with pytest.raises(CannotPlay, match="goes on after"):
        events(told, calendar, start, NOW - timedelta(days=60))


@pytest.mark.parametrize("year", range(2027, 2041))
def test_an_invented_year_has_days_off_on_weekdays_and_works_only_on_weekends(year: int) -> None:
    made = invented_year(year)
    assert sum(day.isoweekday() <= 5 for day in made.holidays) >= 12
    assert made.makeup_days
    assert all(day.isoweekday() > 5 and day not in made.holidays for day in made.makeup_days)
    assert {day.year for day in (*made.holidays, *made.makeup_days)} == {year}
    assert made.holidays[date(year, 10, 1)]
