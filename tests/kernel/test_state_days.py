"""The years that the package of the state's calendar knows. Source: domain.md, "Codes", Working days."""
from __future__ import annotations

from datetime import date

import pytest
from chinese_calendar import constants, is_workday

from liandong.kernel.state_days import state_days


def test_every_known_year_has_all_its_days_as_the_package_tells_them() -> None:
    for year, days in state_days().items():
        assert len(days) == (date(year + 1, 1, 1) - date(year, 1, 1)).days
    assert all(is_workday(day) is working for day, working in state_days()[2026].items())
    assert 2008 in state_days()


def test_the_years_are_those_of_the_package() -> None:
    assert set(state_days()) == {day.year for day in constants.holidays}


def test_a_holiday_that_reaches_over_the_years_end_makes_no_year_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(constants.holidays, date(2031, 1, 1), "New Year's Day")
    assert 2031 not in state_days.__wrapped__()
