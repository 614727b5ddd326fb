"""Every kind of message: its words, its haste."""
from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from liandong.config.paths import SOURCE
from liandong.outbox.terms import BY_CODE, KINDS, PLACEHOLDER, Haste, What, words

ALLOWED = {"number", "office", "due", "overdue", "unread", "count", "open", "year", "name", "sender", "new", "urgent",
           "update", "conflict"}
"""What a message may name; a title or a person's address is not among it."""


@pytest.mark.parametrize("what", KINDS, ids=lambda what: what.code)
def test_a_kind_names_only_what_holds_no_personal_data(what: What) -> None:
    assert what.names <= ALLOWED
    assert "！" not in what.title + what.body


def test_no_code_stands_twice() -> None:
    assert len(BY_CODE) == len(KINDS)


def test_only_urgent_matters_go_out_at_night() -> None:
    assert [what.code for what in KINDS if what.haste is Haste.EMERGENCY] == ["issue.received-urgent"]


def test_words_are_filled_when_shown() -> None:
    title, body = words("issue.accepted", {"number": "YC-1", "office": "府山街道"})
    assert (str(title), str(body)) == ("已接收：YC-1", "府山街道已接收 YC-1。")


def english() -> Catalog:
    with (SOURCE / "outbox" / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale="en")


@pytest.mark.parametrize("what", KINDS, ids=lambda what: what.code)
def test_a_kind_has_english_words_that_name_the_same_values(what: What) -> None:
    catalogue = english()
    for text in (what.title, what.body):
        found = catalogue.get(text)
        assert found is not None, text
        assert set(PLACEHOLDER.findall(str(found.string))) == set(PLACEHOLDER.findall(text))
        assert str(found.string) % dict.fromkeys(ALLOWED, "x")
