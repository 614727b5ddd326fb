"""Named reads of the calendar. `working_calendar` is asked by every act: one tiny query a scope, the rest is kept."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from liandong.calendars import rules
from liandong.calendars.models import CalendarDay, CalendarYear
from liandong.districts.scope import the_district
from liandong.districts.settings import read_many
from liandong.kernel.calendar import Hours, UnknownYear, WorkingCalendar
from liandong.kernel.state_days import state_days

SETTINGS = ("calendar_revision", "office_hours")
_kept: dict[int, tuple[str, WorkingCalendar]] = {}
"""By district: what the calendar was made of, and the calendar. The revision is a random token, never a counter:
a change that is rolled back may have been kept here, and no later change can have its name.
"""


def working_calendar() -> WorkingCalendar:
    """The district's working calendar: the settings' one query a scope, and two more after a change in any process."""
    settings = read_many(SETTINGS)
    key = repr(sorted(settings.items()))
    district = the_district()
    kept = _kept.get(district)
    if kept is not None and kept[0] == key:
        return kept[1]
    made = WorkingCalendar(_days(), hours_of(settings["office_hours"]))
    _kept[district] = key, made
    return made


def hours_of(value: list[list[str]]) -> Hours:
    """Office hours as the setting stores them, ``[["08:30", "12:00"], …]``."""
    return Hours(tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in value))


def _days() -> dict[int, dict[date, bool]]:
    state = state_days()
    loaded = {row.year: row for row in CalendarYear.objects.all()}
    own = {day.date: day.is_working for day in _by_hand_last(CalendarDay.objects.all()) if _counts(day, loaded, state)}
    days = {year: dict(of_year) for year, of_year in state.items()}
    days.update({year: rules.year_of(year, own) for year in loaded if year not in state})
    for day, working in own.items():
        if day.year in days:
            days[day.year][day] = working
    return days


def _by_hand_last(days: Iterable[CalendarDay]) -> list[CalendarDay]:
    return sorted(days, key=lambda day: not day.with_year)


def _counts(day: CalendarDay, loaded: dict[int, CalendarYear], state: Any) -> bool:
    """An invented year gives way when the state's own becomes known."""
    year = loaded.get(day.date.year)
    return not (day.with_year and day.date.year in state and year is not None and year.is_demo)


def next_opening(now: datetime) -> datetime | None:
    """The first moment from now on at which offices are open; None while the year is not loaded. Costs one query."""
    try:
        return working_calendar().begin(now)
    except UnknownYear:
        return None


@dataclass(frozen=True)
class KnownYear:
    """A year that the calendar counts with, and who says so."""

    year: int
    source: str
    """Empty for the state's own, as the package has it."""
    is_demo: bool


def known_years() -> list[KnownYear]:
    """Every known year, the latest first; one query."""
    loaded = {row.year: row for row in CalendarYear.objects.all()}
    state = state_days()
    years = [KnownYear(year, "", False) for year in state]
    years += [KnownYear(year, row.source, row.is_demo) for year, row in loaded.items() if year not in state]
    return sorted(years, key=lambda known: known.year, reverse=True)


def year_to_ask_for(today: date) -> int | None:
    """The year that the administrator is asked to load, if any; one query."""
    return rules.year_to_ask_for(today, (known.year for known in known_years()))


@dataclass(frozen=True)
class NotedDay:
    """A day that differs from the plain week."""

    date: date
    is_working: bool
    name: str
    by_hand: bool


def noted_days(year: int) -> list[NotedDay]:
    """A known year's days off on weekdays and worked weekend days, in order; at most four queries."""
    calendar = working_calendar()
    rows = {row.date: row for row in _by_hand_last(CalendarDay.objects.filter(date__year=year))}
    if not calendar.knows(year):
        return []
    return [_noted(day, calendar.is_working(day), rows.get(day)) for day in rules.year_of(year, {})
            if calendar.is_working(day) != rules.is_weekday(day) or day in rows]


def _noted(day: date, working: bool, row: CalendarDay | None) -> NotedDay:
    return NotedDay(day, working, row.name if row else "", bool(row and not row.with_year))
