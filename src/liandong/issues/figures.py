"""Figures of matters as pure functions of plain counts. Source: domain.md, "Issue"; workflows.md, "Merged and split in
figures", "Ends".

A rate never stands without what it leaves out, and is none at all where nothing can be counted.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from fractions import Fraction

from liandong.issues.terms import End

FEW = 5
"""Below so many the sample is small, and the figure says so."""
SHANGHAI = timezone(timedelta(hours=8))
JUDGED = (End.SOLVED, End.PARTLY, End.NOT_SOLVED)
"""Ends by a reporter's own word; all others are counted apart from the rates."""
APART = (End.NOT_POSSIBLE, End.NOT_OURS, End.NO_LONGER_NEEDED, End.DONE, End.UNJUDGED)


@dataclass(frozen=True)
class Rate:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        """Between 0 and 1; None where there is nothing to divide by."""
        return None if self.whole <= 0 else Fraction(min(max(self.part, 0), self.whole), self.whole)

    @property
    def percent(self) -> int | None:
        """Rounded to whole per cent, but never up to 100 or down to 0 where it is not."""
        if self.value is None:
            return None
        rounded = round(self.value * 100)
        return max(1, min(99, rounded)) if 0 < self.value < 1 else rounded

    @property
    def is_few(self) -> bool:
        """Whether the sample is small."""
        return 0 < self.whole < FEW


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What was counted of the matters whose handling term ends in a period."""

    matters: int = 0
    """件: mains and parts; a split matter is counted by its parts, a merged one by its main."""
    reports: int = 0
    """人次: every report, the merged ones too."""
    in_time: int = 0
    """Of the reports whose first contact was owed and is over: contacted in time."""
    contacts: int = 0
    judged: int = 0
    """Reports whose reporter has given a word; of several words the last one."""
    solved: int = 0
    satisfied: int = 0
    understands: int = 0
    """理解, shown beside satisfaction."""
    marked: int = 0
    """Reports whose reporter said how satisfied they are."""
    suspended: int = 0
    """Mains and wholes that stand now."""
    is_open: int = 0
    """Mains and wholes that are not over."""
    ends: Mapping[End, int] = field(default_factory=dict)
    """Of mains and wholes, each once."""


@dataclass(frozen=True)
class Figures:
    """What is shown of a period."""

    counts: Counts
    response: Rate
    resolution: Rate
    satisfaction: Rate
    unasked: int
    """Reports without a word: not asked yet, nobody to ask, or silent."""


def figures_of(counts: Counts) -> Figures:
    """The three rates with what they leave out."""
    return Figures(counts, Rate(counts.in_time, counts.contacts), Rate(counts.solved, counts.judged),
                   Rate(counts.satisfied, counts.marked), max(0, counts.reports - counts.judged))


@dataclass(frozen=True)
class Quarter:
    """Three months of a year, in Shanghai."""

    year: int
    number: int

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """From its first moment to the first of the next one."""
        return self._start, self.move(1)._start

    @property
    def _start(self) -> datetime:
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=SHANGHAI)

    def move(self, by: int) -> Quarter:
        """So many quarters later."""
        year, number = divmod(4 * self.year + self.number - 1 + by, 4)
        return Quarter(year, number + 1)

    @classmethod
    def of(cls, at: datetime) -> Quarter:
        """The one in which a moment lies."""
        here = at.astimezone(SHANGHAI)
        return cls(here.year, (here.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> Quarter:
        """From an address, such as "2026Q4". Raises ValueError for anything else, and for years that are none."""
        year, _, number = text.partition("Q")
        if not (year.isascii() and year.isdigit() and len(year) == 4 and number in {"1", "2", "3", "4"}):
            raise ValueError(text)
        found = cls(int(year), int(number))
        if not 2000 <= found.year <= 2200:
            raise ValueError(text)
        return found

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
