"""How typed days are read, and which years are asked for."""
from __future__ import annotations

from datetime import date

import pytest

from liandong.calendars.rules import faults, read_days, year_of, year_to_ask_for


@pytest.mark.parametrize("line", ["10-01…10-03 国庆节", "10月1日至10月3日 国庆节", "2027-10-01~2027-10-03  国庆节",
                                  "10.1..10.3 国庆节", "10/1—10/3 国庆节", "2027年10月1日到10月3日 国庆节"])
def test_a_range_is_read_as_people_write_it(line: str) -> None:
    typed = read_days(line, 2027)
    assert typed.wrong is None
    assert typed.days == {date(2027, 10, 1): "国庆节", date(2027, 10, 2): "国庆节", date(2027, 10, 3): "国庆节"}


def test_several_lines_and_single_days_are_read() -> None:
    typed = read_days("\n1-1 元旦\n\n 2027-05-09 \n", 2027)
    assert typed.days == {date(2027, 1, 1): "元旦", date(2027, 5, 9): ""}


@pytest.mark.parametrize("line", ["2-30 春节", "10-07…10-01 国庆节", "2026-10-01", "国庆节", "10-01…", "13-01", "0-1",
                                  "10-01 " + "名" * 41, "10-01…2028-10-02", "=1+1", "10-01\x00"])
def test_a_line_that_cannot_be_is_named_and_nothing_is_guessed(line: str) -> None:
    typed = read_days(f"1-1 元旦\n{line}", 2027)
    assert typed.wrong is not None
    assert str(typed.wrong.values["line"]) == line[:40]


def test_too_many_lines_are_refused() -> None:
    assert read_days("1-1\n" * 81, 2027).wrong is not None


def test_a_year_without_a_free_weekday_is_no_announcement() -> None:
    assert set(faults([date(2027, 1, 2)], [])) == {"holidays"}


def test_a_make_up_day_lies_at_a_weekend_and_is_not_a_holiday() -> None:
    assert "makeup_days" in faults([date(2027, 1, 1)], [date(2027, 1, 4)])
    assert "makeup_days" in faults([date(2027, 1, 1), date(2027, 1, 2)], [date(2027, 1, 2)])
    assert faults([date(2027, 1, 1)], [date(2027, 1, 3)]) == {}


def test_a_year_is_its_weekdays_but_for_the_named_days() -> None:
    days = year_of(2028, {date(2028, 1, 3): False, date(2028, 1, 8): True, date(2027, 1, 1): False})
    assert len(days) == 366
    assert days[date(2028, 1, 3)] is False
    assert days[date(2028, 1, 8)] is True
    assert days[date(2028, 1, 4)] is True
    assert days[date(2028, 1, 9)] is False


@pytest.mark.parametrize(("today", "asked"), [(date(2026, 10, 31), None), (date(2026, 11, 1), 2027),
                                              (date(2027, 1, 1), 2027), (date(2027, 11, 1), 2027)])
def test_the_next_year_is_asked_for_from_november_and_a_missing_one_always(today: date, asked: int | None) -> None:
    assert year_to_ask_for(today, {2025, 2026}) == asked
