"""Times and sentences in both languages. Source: mock/README.md 6."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from django.utils import translation

from liandong.kernel.durations import PAUSED, TimeWord
from liandong.kernel.levels import Level
from liandong.kernel.words import say
from liandong.screens import words
from liandong.screens.view_model import due_of

AT = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
"""Tuesday, half past three in the afternoon in Shaoxing."""


class Source(StrEnum):
    HOTLINE = "hotline"


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def test_a_moment_is_said_with_its_weekday_in_the_district_s_time() -> None:
    assert words.when(AT) == "11月24日 周二 15:30"


def test_every_form_of_a_moment_in_chinese() -> None:
    assert words.moment(AT) == "11月24日 15:30"
    assert words.stamp(AT) == "2026年11月24日 15:30"
    assert words.day(AT) == "11月24日"
    assert words.weekday(AT) == "11月24日 周二"
    assert words.full_day(AT) == "2026年11月24日"
    assert words.clock_time(AT) == "15:30"


@pytest.mark.usefixtures("english")
def test_every_form_of_a_moment_in_english() -> None:
    assert words.when(AT) == "Tue 24 Nov, 15:30"
    assert words.moment(AT) == "24 Nov, 15:30"
    assert words.stamp(AT) == "24 Nov 2026, 15:30"
    assert words.weekday(AT) == "Tue 24 Nov"
    assert words.full_day(AT) == "24 Nov 2026"


def test_a_day_just_after_midnight_here_is_not_the_day_of_greenwich() -> None:
    assert words.day(datetime(2026, 11, 24, 16, 5, tzinfo=UTC)) == "11月25日"


def test_a_plain_date_needs_no_zone() -> None:
    assert words.weekday(date(2026, 3, 1)) == "3月1日 周日"


def test_the_same_day_is_called_today() -> None:
    assert words.near(AT, AT.replace(hour=1)) == "今天 15:30"
    assert words.near_day(AT, AT.replace(hour=1)) == "今天 15:30"


def test_another_day_is_said_in_full_and_another_year_with_its_number() -> None:
    assert words.near(AT, AT.replace(day=25)) == "11月24日 周二 15:30"
    assert words.near_day(AT, AT.replace(day=25)) == "11月24日"
    assert words.near_day(AT, AT.replace(year=2027)) == "2026年11月24日"


def test_a_sentence_fills_its_placeholders_in_the_reader_s_language() -> None:
    sentence = say("记录号 %(case)s。", case="7F3K")
    assert words.translate(sentence) == "记录号 7F3K。"
    with translation.override("en"):
        assert words.translate(sentence) == "Record 7F3K."


def test_times_levels_and_sentences_inside_a_sentence_are_shown_too() -> None:
    sentence = say("%(at)s，%(level)s：%(why)s", at=AT, level=Level.STREET, why=say("大字"))
    assert words.translate(sentence) == "11月24日 周二 15:30，街道：大字"
    with translation.override("en"):
        assert words.translate(sentence) == "Tue 24 Nov, 15:30，Street：Large text"


def test_a_list_in_a_sentence_is_joined_as_the_language_joins() -> None:
    sentence = say("%(levels)s", levels=[Level.STREET, Level.COMMUNITY])
    assert words.translate(sentence) == "街道、社区"
    with translation.override("en"):
        assert words.translate(sentence) == "Street, Community"


def test_an_enum_without_a_label_shows_its_value() -> None:
    assert words.translate(say("%(source)s", source=Source.HOTLINE)) == "hotline"


def test_a_percent_sign_in_a_sentence_without_values_stays() -> None:
    assert words.translate(say("用时 80%")) == "用时 80%"


def test_what_is_due_today_stands_with_the_hour_alone() -> None:
    word = TimeWord("ontime", say("今天到期"))
    assert due_of(word, AT, AT.replace(hour=1)).at == "15:30"
    assert due_of(word, AT, AT.replace(day=23)).at == "11月24日 周二 15:30"
    assert due_of(word, AT, AT).iso == "2026-11-24T07:30+00:00"


def test_a_clock_that_stands_tells_when_it_goes_on_instead_of_a_time() -> None:
    shown = due_of(PAUSED, AT, AT, note="裁定后继续计时")
    assert (shown.kind, shown.at) == ("paused", "裁定后继续计时")
