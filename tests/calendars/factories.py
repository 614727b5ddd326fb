"""Calendar years for tests."""
from __future__ import annotations

from datetime import UTC, date, datetime

from liandong.calendars.services import Changed, load_year

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
HOLIDAYS = {date(2027, 1, 1): "元旦", **{date(2027, 10, d): "国庆节" for d in range(1, 8)}}
MAKEUP_DAYS = {date(2027, 9, 26): "国庆节调休"}


def load_2027(*, is_demo: bool = True) -> Changed:
    """The year after the last that the state's package knows."""
    return load_year(2027, holidays=HOLIDAYS, makeup_days=MAKEUP_DAYS, source="演示年历", is_demo=is_demo, by=1,
                     now=NOW)
