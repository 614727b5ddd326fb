"""A message keeps its date without words; whoever reads it gets it in their language."""
from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation

from liandong.outbox.dates import kept
from liandong.outbox.terms import words
from liandong.screens.words import translate

AT = datetime(2026, 11, 26, 3, 40, tzinfo=UTC)


def body(due: str, language: str) -> str:
    with translation.override(language):
        return translate(words("issue.soon", {"number": "261124-0001", "due": due})[1])


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "11月26日 11:40 到期"), ("en", "26 Nov, 11:40")])
def test_a_date_is_worded_when_it_is_read(language: str, said: str) -> None:
    assert kept(AT) == "2026-11-26T03:40+00:00"
    assert said in body(kept(AT), language)
    assert said in body("11-26 11:40", language)  # as messages kept it before


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "待年历的日子"), ("en", "a day that awaits the calendar")])
def test_a_year_that_is_not_known_is_said_in_the_reader_s_language(language: str, said: str) -> None:
    assert said in body(kept(None), language)
    assert said in body("待年历", language)


@pytest.mark.parametrize("old", ["11月26日", "3", "13-40 11:40", "2026-99-99T99:99+00:00", "T"])
def test_what_is_no_date_is_shown_as_it_was_kept_and_breaks_nothing(old: str) -> None:
    assert "到期" in body(old, "zh-hans")


def test_the_mail_is_in_chinese() -> None:
    assert "2026" not in str(words("issue.soon", {"number": "1", "due": kept(AT)})[1])
    assert "11月26日 11:40 到期" in str(words("issue.soon", {"number": "1", "due": kept(AT)})[1])
