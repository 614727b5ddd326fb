"""The district's wall clock."""
from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from liandong.kernel.localtime import local, local_day


def test_the_day_in_the_district_begins_eight_hours_before_utc_s() -> None:
    assert local_day(datetime(2026, 11, 24, 15, 59, tzinfo=UTC)) == date(2026, 11, 24)
    assert local_day(datetime(2026, 11, 24, 16, 0, tzinfo=UTC)) == date(2026, 11, 25)
    assert local(datetime(2026, 11, 24, 1, 30, tzinfo=UTC)).isoformat() == "2026-11-24T09:30:00+08:00"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        local(datetime(2026, 11, 24, 9, 30))
