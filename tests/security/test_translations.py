"""Every text of the interface has its English, with the same placeholders; collecting keeps what is there."""
from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from liandong.cli import messages
from liandong.cli.messages import Text, catalogues, source_texts
from liandong.config.paths import SOURCE
from liandong.config.settings import LOCALE_PATHS

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
PARTS = sorted(folder for folder in SOURCE.iterdir() if folder.is_dir() and (folder / "__init__.py").exists())
CHINESE = re.compile("[\u4e00-\u9fff]")


def english() -> dict[Text, tuple[str, ...]]:
    """Django lays all catalogues together: a text is translated wherever its English stands."""
    found: dict[Text, tuple[str, ...]] = {}
    for po in catalogues():
        with po.open("rb") as file:
            for message in read_po(file, locale="en"):
                said = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
                if message.id and said and all(said):
                    found[message.id if isinstance(message.id, str) else tuple(message.id)] = said
    return found


ENGLISH = english()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_text_of_a_part_has_its_english(part: Path) -> None:
    assert [f"{where} {text}" for text, where in source_texts(part).items() if text not in ENGLISH] == []


def test_a_translation_fills_the_same_places_and_holds_no_chinese() -> None:
    assert len(ENGLISH) > 500
    wrong = [text for text, said in ENGLISH.items() for one in said
             if set(PLACEHOLDER.findall(one)) - set(PLACEHOLDER.findall("".join(text)))
             or (len(said) == 1 and set(PLACEHOLDER.findall(one)) != set(PLACEHOLDER.findall("".join(text))))
             or CHINESE.search(one)]
    assert [text for text in wrong if text not in CHINESE_IN_ENGLISH] == []


CHINESE_IN_ENGLISH: frozenset[Text] = frozenset({
    "保密一栏只填“一般”或“保密”。", "“%(words)s”不是时限，要写成“20 个工作日”“2 小时”“当天”。",
    "“%(value)s”不是区、街道、社区、小区之一。"})
"""Texts that name what is to be written into a file, whose language is Chinese."""


def test_no_text_has_two_translations() -> None:
    said: dict[Text, set[str]] = {}
    for po in catalogues():
        with po.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id and isinstance(message.id, str) and message.string:
                    said.setdefault(message.id, set()).add(str(message.string))
    assert {text: words for text, words in said.items() if len(words) > 1} == {}


def test_every_catalogue_is_read_by_django() -> None:
    assert {po.parents[2] for po in catalogues()} <= {Path(path) for path in LOCALE_PATHS}


def test_collecting_keeps_header_order_and_translations_and_brings_new_texts_in(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = tmp_path / "tables"
    shutil.copytree(SOURCE / "tables", part, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    (part / "more.py").write_text('N_("新的一句，%(n)s")\n', encoding="utf-8")
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    po = part / "locale" / "en" / "LC_MESSAGES" / "django.po"
    before = po.read_text(encoding="utf-8")
    messages.collect()
    once = po.read_text(encoding="utf-8")
    messages.collect()
    assert po.read_text(encoding="utf-8") == once  # a second run changes nothing
    assert "charset=utf-8" in once.lower()
    assert 'msgid "新的一句，%(n)s"\nmsgstr ""' in once
    with po.open("rb") as file:
        kept = {message.id: message.string for message in read_po(file, locale="en") if message.string}
    assert all(kept.get(text) for text in source_texts(SOURCE / "tables"))
    assert once.partition("\n\n")[0] == before.partition("\n\n")[0]
