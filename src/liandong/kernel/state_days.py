"""The state's working days: weekdays, less the statutory holidays, with the make-up days worked at weekends."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from chinese_calendar.constants import holidays, workdays

SATURDAY = 5


@cache
def state_days() -> Mapping[int, Mapping[date, bool]]:
    """``{year: {date: whether it is worked}}`` for each year that `chinesecalendar` knows wholly.

    The State Council announces each year's arrangement in the November before; a year is known when both its New Year
    and its National Day are listed, so that a holiday that merely reaches over New Year's Eve makes no year known.
    """
    years = {day.year for day in holidays}
    return {year: _year(year) for year in sorted(years)
            if date(year, 1, 1) in holidays and date(year, 10, 1) in holidays}


def _year(year: int) -> Mapping[date, bool]:
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    # the package's own question looks through all its years at every call, a third of a second for all days
    return {day: day in workdays or (day.weekday() < SATURDAY and day not in holidays)
            for day in (first + timedelta(days=n) for n in range(length))}
