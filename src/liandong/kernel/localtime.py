"""The one time zone in which districts live. Source: workflows.md, "How time is counted"."""
from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(at: datetime) -> datetime:
    """A moment as the wall clocks of the district show it. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a moment has a zone")
    return at.astimezone(SHANGHAI)


def local_day(at: datetime) -> date:
    """The day on which a moment lies in the district."""
    return local(at).date()
