"""The working calendar: when a term is due, how much working time lies between two moments, clocks that stand.

Source: workflows.md, "How time is counted". Every moment goes in aware and comes out in UTC.
"""
from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from liandong.kernel.terms_of_time import LAST_HOUR, MICROSECOND, OFFICE_HOURS, Hours, Term, Unit, UnknownYear

__all__ = ["OFFICE_HOURS", "SHANGHAI", "Hours", "Term", "Unit", "UnknownYear", "WorkingCalendar"]

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class _Run:
    """Known years without a gap, and their working days as ordinals in order."""

    first: int
    last: int
    days: list[int]


@dataclass(frozen=True)
class _Place:
    """A moment among the working days: `index` is its day, `at` the time in it; -1 is a day off before that day."""

    run: _Run
    index: int
    at: int
    worked: int
    """Working time of the day gone by."""


class WorkingCalendar:
    """Working days and office hours of one district, for the years that are known.

    ``days[year][date]`` says whether a date is worked; a year has all its days or is missing, and a missing one raises
    `UnknownYear` wherever an answer would depend on it. Building one sorts all days: make it once and keep it.
    """

    def __init__(self, days: Mapping[int, Mapping[date, bool]], hours: Hours = OFFICE_HOURS,
                 tz: ZoneInfo = SHANGHAI) -> None:
        self.hours = hours
        self.tz = tz
        self._runs = _runs(days)

    def knows(self, when: date | int) -> bool:
        """Whether the year, or the year of the day, is loaded."""
        return (when if isinstance(when, int) else when.year) in self._runs

    def is_working(self, day: date) -> bool:
        """Whether a day is worked, by the state's arrangement and the district's corrections."""
        days, ordinal = self._run(day.year).days, day.toordinal()
        index = bisect_left(days, ordinal)
        return index < len(days) and days[index] == ordinal

    def local_date(self, at: datetime) -> date:
        """The day of a moment in the district's time."""
        return self._local(at).date()

    def begin(self, at: datetime) -> datetime:
        """When a term that starts now begins to run: now while the office is open, else at the next opening."""
        place = self._begin(at)
        return self._moment(place.run, place.index, place.at)

    def due(self, start: datetime, term: Term) -> datetime:
        """When the term ends that starts at `start`; always in office hours, except on the wall clock."""
        if term.unit is Unit.CLOCK_HOURS:
            return _utc(start) + timedelta(hours=term.amount)
        begin = self._begin(start)
        if term.unit is Unit.WORKING_HOURS:
            return self._later(begin, timedelta(hours=term.amount) // MICROSECOND)
        if term.unit is Unit.SAME_DAY:
            if self.hours.length - begin.worked <= LAST_HOUR:
                return self._moment(begin.run, begin.index + 1, self.hours.noon)
            return self._moment(begin.run, begin.index, self.hours.closing)
        if term.amount == 1:
            return self._moment(begin.run, begin.index + 1, begin.at)
        return self._moment(begin.run, begin.index + term.amount, self.hours.closing)

    def soon(self, start: datetime, due: datetime, unit: Unit) -> datetime:
        """When 80 % of the time from `start` to `due` are used: working time, or wall clock for such a term."""
        return self._on(start, self.rest(start, due, unit) * 4 // 5, unit)

    def working_time(self, a: datetime, b: datetime) -> timedelta:
        """The working time from `a` to `b`; negative if `b` is the earlier."""
        start, end = self._place(a), self._place(b)
        _same_run(start.run, end.run)
        return (self._position(end) - self._position(start)) * MICROSECOND

    def working_days(self, a: date, b: date) -> int:
        """The difference of two dates in working days: those after `a` up to and with `b`; negative backwards."""
        start, end = self._run(a.year), self._run(b.year)
        _same_run(start, end)
        return bisect_right(end.days, b.toordinal()) - bisect_right(start.days, a.toordinal())

    def add(self, start: datetime, working: timedelta) -> datetime:
        """The moment so much working time after `start` (or before it, if negative).

        Where working time says closing time and the next opening alike, it is closing time; so with nothing to add it
        is `start` in office hours, and outside them the closing time before.
        """
        return self._later(self._place(start), working // MICROSECOND)

    def rest(self, at: datetime, due: datetime, unit: Unit) -> timedelta:
        """What a clock that now comes to stand has left; negative once it is late."""
        return _utc(due) - _utc(at) if unit is Unit.CLOCK_HOURS else self.working_time(at, due)

    def resume(self, at: datetime, rest: timedelta, unit: Unit) -> datetime:
        """When a clock is due that goes on now with this rest: the parts of its time equal the whole.

        One that stood for no time is due when it was, but a due date at an opening becomes the closing time before.
        """
        return self._on(at, rest, unit)

    def soon_again(self, at: datetime, rest: timedelta, soon: datetime, due: datetime, unit: Unit) -> datetime:
        """When a clock that goes on now has used 80 % in all; `soon` and `due` are as they were before it stood."""
        until = rest - self.rest(soon, due, unit)
        return self._on(at, until, unit) if until > timedelta() else _utc(at)

    def _on(self, at: datetime, span: timedelta, unit: Unit) -> datetime:
        return _utc(at) + span if unit is Unit.CLOCK_HOURS else self.add(at, span)

    def _run(self, year: int) -> _Run:
        try:
            return self._runs[year]
        except KeyError:
            raise UnknownYear(year) from None

    def _local(self, at: datetime) -> datetime:
        return _aware(at).astimezone(self.tz)

    def _place(self, at: datetime) -> _Place:
        local = self._local(at)
        run, ordinal = self._run(local.year), local.toordinal()
        index = bisect_left(run.days, ordinal)
        if index < len(run.days) and run.days[index] == ordinal:
            of_day = ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000_000 + local.microsecond
            return _Place(run, index, of_day, self.hours.worked(of_day))
        return _Place(run, index, -1, 0)

    def _begin(self, at: datetime) -> _Place:
        place = self._place(at)
        opening = self.hours.next_open(place.at)
        if opening is None:
            return self._known(_Place(place.run, place.index + 1, self.hours.opening, 0))
        return self._known(_Place(place.run, place.index, opening, place.worked))

    def _known(self, place: _Place) -> _Place:
        if place.index >= len(place.run.days):
            raise UnknownYear(place.run.last + 1)
        return place

    def _position(self, place: _Place) -> int:
        return place.index * self.hours.length + place.worked

    def _later(self, place: _Place, span: int) -> datetime:
        index, worked = divmod(self._position(place) + span, self.hours.length)
        if not worked:
            index, worked = index - 1, self.hours.length
        return self._moment(place.run, index, self.hours.after(worked))

    def _moment(self, run: _Run, index: int, of_day: int) -> datetime:
        if index < 0:
            raise UnknownYear(run.first - 1)
        if index >= len(run.days):
            raise UnknownYear(run.last + 1)
        midnight = datetime.combine(date.fromordinal(run.days[index]), time.min, self.tz)
        return (midnight + of_day * MICROSECOND).astimezone(UTC)


def _runs(days: Mapping[int, Mapping[date, bool]]) -> dict[int, _Run]:
    """Each year's run: years that follow one another share one."""
    together: list[list[int]] = []
    for year in sorted(days):
        if together and together[-1][-1] == year - 1:
            together[-1].append(year)
        else:
            together.append([year])
    return {year: run for years in together
            for run in [_Run(years[0], years[-1], [ordinal for each in years for ordinal in _worked(each, days[each])])]
            for year in years}


def _worked(year: int, days: Mapping[date, bool]) -> list[int]:
    """The working days of a year as ordinals in order. Errors: ValueError if it does not have exactly its own days."""
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    if len(days) != length or any(day.year != year for day in days):
        raise ValueError(f"the year {year} does not have exactly its own days")
    return sorted(day.toordinal() for day, working in days.items() if working)


def _same_run(a: _Run, b: _Run) -> None:
    if a is not b:
        raise UnknownYear(min(a.last, b.last) + 1)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at


def _utc(at: datetime) -> datetime:
    return _aware(at).astimezone(UTC)
