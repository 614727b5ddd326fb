"""What a term is counted in, and the hours that an office is open. Source: workflows.md, "How time is counted"."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Final

from liandong.kernel.words import Sentence, say

MICROSECOND: Final = timedelta(microseconds=1)
LAST_HOUR: Final = timedelta(hours=1) // MICROSECOND
"""Who comes in the last working hour is served until the next day's noon."""


class UnknownYear(Exception):
    """The state has not announced the working days of `year`; they are never guessed, the clock says 待年历."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"the working days of {year} are not loaded")


class Unit(StrEnum):
    """What the amount of a term counts."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    CLOCK_HOURS = "clock_hours"
    """Hours of the wall clock, day and night; the only unit that needs no calendar."""
    SAME_DAY = "same_day"
    """Until closing time of the day, or noon of the next working day for what comes in the last working hour."""


@dataclass(frozen=True)
class Term:
    """A length of time that is granted: 3 working days, 2 hours of the wall clock. At least one of its unit."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1 or (self.unit is Unit.SAME_DAY and self.amount != 1):
            raise ValueError(f"no such term: {self.amount} {self.unit}")

    def words(self) -> Sentence:
        """The term as it is read; hours always say which clock they run on."""
        match self.unit:
            case Unit.WORKING_DAYS:
                return say("1 个工作日") if self.amount == 1 else say("%(n)s 个工作日", n=self.amount)
            case Unit.WORKING_HOURS:
                return say("%(n)s 小时（工作时间）", n=self.amount)
            case Unit.CLOCK_HOURS:
                return say("%(n)s 小时（日历钟）", n=self.amount)
            case Unit.SAME_DAY:
                return say("当天（工作日）")


@dataclass(frozen=True)
class Hours:
    """The spans of a working day in which the office is open, in order and apart.

    The office is open at the first moment of a span and no longer at its end: who comes at closing time comes tomorrow.

    Errors: ValueError for spans that are empty, overlap or are out of order.
    """

    spans: tuple[tuple[time, time], ...]

    def __post_init__(self) -> None:
        ends = [_of_day(end) for span in self.spans for end in span]
        if not ends or any(later <= earlier for earlier, later in pairwise(ends)):
            raise ValueError("office hours are spans in order, each with an opening before its end")

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [(_of_day(start), _of_day(end)) for start, end in self.spans]

    @cached_property
    def length(self) -> int:
        """One working day in microseconds of working time; the members below count the time of day in them too."""
        return sum(end - start for start, end in self._spans)

    @property
    def day(self) -> timedelta:
        """One working day as working time (7 h 30 by default)."""
        return timedelta(microseconds=self.length)

    @property
    def opening(self) -> int:
        return self._spans[0][0]

    @property
    def noon(self) -> int:
        """The end of the morning, that is of the first span."""
        return self._spans[0][1]

    @property
    def closing(self) -> int:
        return self._spans[-1][1]

    def next_open(self, at: int) -> int | None:
        """`at` itself while the office is open, else the next opening of the same day; None after closing time."""
        for start, end in self._spans:
            if at < end:
                return max(at, start)
        return None

    def worked(self, at: int) -> int:
        """The working time that has passed since opening."""
        return sum(min(at, end) - start for start, end in self._spans if at > start)

    def after(self, worked: int) -> int:
        """When so much working time has passed: between two spans the end of the earlier one.

        `worked` is more than none and at most `length`.
        """
        for start, end in self._spans:
            if worked <= end - start:
                return start + worked
            worked -= end - start
        return self.closing


def _of_day(at: time) -> int:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond) // MICROSECOND


OFFICE_HOURS: Final = Hours(((time(8, 30), time(12)), (time(13, 30), time(17, 30))))
"""The default; a district may set its own."""
