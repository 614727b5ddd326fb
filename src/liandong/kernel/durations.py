"""How time left and time over are said. Source: mock/README.md 5, Deadline; workflows.md, "How time is counted"."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from liandong.kernel.calendar import Unit, UnknownYear, WorkingCalendar
from liandong.kernel.words import Sentence, say

Kind = Literal["ontime", "soon", "late", "paused", "met", "missed", "unknown"]
"""How a deadline is drawn; `unknown` is one that waits for its year's calendar."""

TODAY_UNTIL: Final = timedelta(hours=2)
"""What is due today says only so until this much working time is left, so that a desk is no wall of amber."""
CLOCK_DAY: Final = timedelta(hours=24)
"""A clock of the wall is read in hours up to this, in days of the calendar above."""


@dataclass(frozen=True)
class TimeWord:
    """The word of a deadline and its kind; the absolute time stands beside it and is not part of it."""

    kind: Kind
    words: Sentence


PAUSED: Final = TimeWord("paused", say("停表"))
MET: Final = TimeWord("met", say("按时办结"))
UNKNOWN: Final = TimeWord("unknown", say("待年历"))


def time_word(calendar: WorkingCalendar, *, due: datetime | None, soon: datetime | None, unit: Unit, now: datetime,
              paused: bool = False, ended_at: datetime | None = None) -> TimeWord:
    """The word of a clock: ended, standing or running, in this order.

    `due` and `soon` are None while the calendar does not know the year. Who is exactly on time is not late.
    """
    if due is None:
        return PAUSED if paused and ended_at is None else UNKNOWN
    if ended_at is not None:
        return MET if ended_at <= due else TimeWord("missed", _missed(calendar, due, ended_at, unit))
    if paused:
        return PAUSED
    if now > due:
        return TimeWord("late", _late(calendar, due, now, unit))
    return _running(calendar, due, soon, now, unit)


def _running(calendar: WorkingCalendar, due: datetime, soon: datetime | None, now: datetime, unit: Unit) -> TimeWord:
    try:
        left = calendar.rest(now, due, unit)
        if unit is not Unit.CLOCK_HOURS and _same_day(calendar, now, due) and left > TODAY_UNTIL:
            return TimeWord("ontime", say("今天到期"))
        span = _span(calendar, now, due, unit)
    except UnknownYear:
        return UNKNOWN
    words = say("还有 %(span)s", span=span) if span else say("还有不到 1 分")
    return TimeWord("soon" if soon is not None and now >= soon else "ontime", words)


def _late(calendar: WorkingCalendar, due: datetime, now: datetime, unit: Unit) -> Sentence:
    try:
        span = _span(calendar, due, now, unit)
    except UnknownYear:  # that it is late needs no calendar, by how much does
        return say("已逾期")
    return say("逾期 %(span)s", span=span) if span else say("逾期不到 1 分")


def _missed(calendar: WorkingCalendar, due: datetime, ended_at: datetime, unit: Unit) -> Sentence:
    try:
        span = _span(calendar, due, ended_at, unit)
    except UnknownYear:
        return say("逾期办结")
    return say("迟 %(span)s办结", span=span) if span else say("迟不到 1 分办结")


def _same_day(calendar: WorkingCalendar, a: datetime, b: datetime) -> bool:
    return calendar.local_date(a) == calendar.local_date(b)


def _span(calendar: WorkingCalendar, a: datetime, b: datetime, unit: Unit) -> Sentence | None:
    """From `a` to the later `b`: under one working day in hours and minutes, else in days; None under a minute."""
    length = calendar.rest(a, b, unit)
    first, last = calendar.local_date(a), calendar.local_date(b)
    if unit is Unit.CLOCK_HOURS:
        days = (last - first).days if length >= CLOCK_DAY else 0
    else:
        days = calendar.working_days(first, last) if length >= calendar.hours.day else 0
    return _days(days) if days else _hours(length)


def _days(n: int) -> Sentence:
    return say("1 天") if n == 1 else say("%(n)s 天", n=n)


def _hours(length: timedelta) -> Sentence | None:
    """Hours and minutes, rounded down."""
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    of_hours = say("1 小时") if hours == 1 else say("%(n)s 小时", n=hours)
    of_minutes = say("%(n)s 分", n=minutes)
    if hours and minutes:
        return say("%(hours)s %(minutes)s", hours=of_hours, minutes=of_minutes)
    if hours:
        return of_hours
    return of_minutes if minutes else None
