"""In English a page holds no Chinese but what people entered; in Chinese no Latin word but those of the list.

What people entered is taken out first: every text that stands in a table of the database. What is left is ours, and
ours alone. Elements marked with another language are left out too: the switch itself.
"""
from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from liandong.districts.models import DistrictModel
from liandong.districts.scope import scope
from liandong.duties import workbook
from liandong.kernel.masking import mask_name, mask_phone
from liandong.people.terms import Role
from tests.security.addresses import EVERYBODY, SEARCH, WAYS, Way
from tests.security.asking import ask
from tests.security.conftest import Two
from tests.security.sides import NOBODY
from tests.security.test_walk import filled

CHINESE = re.compile("[\u3400-\u9fff，。、；：？！（）]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
OTHER_LANGUAGE = re.compile(r'<(\w+)[^>]*\slang="(?:zh|zh-CN|en)"[^>]*>.*?</\1>', re.S)
HIDDEN = re.compile(r"<(script|style|svg|template)\b.*?</\1>", re.S)
ATTRIBUTE = re.compile(r'\s(?:title|alt|placeholder|aria-label|value)="([^"]*)"')
VALUE = re.compile(r'(<(?:option|input|button)\b[^>]*?)\svalue="[^"]*"')
TAG = re.compile(r"<[^>]+>")
CASE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b")
ALLOWED = {"Excel", "English", "xlsx", "csv", "CSV", "PDF", "docx", "pptx"}
"""Latin words that Chinese readers know by these letters."""
NAMES = (workbook.FULL, SEARCH)
"""Names of the product's own files in any language, and what the walk itself typed."""
SHOWN = [way for way in WAYS if way.post is None and not way.path.endswith(".xlsx") and not way.key]


def words(page: str) -> str:
    """What a reader is told: the text between the tags, and the attributes that are read out."""
    if not page:
        return ""
    body = page.partition("<head>")[0] + page[page.index("<title>"):] if "<title>" in page else page
    body = HIDDEN.sub(" ", body)
    root, _, rest = CASE.sub(" ", body).partition("<body")
    rest = OTHER_LANGUAGE.sub(" ", f"<body{rest}")
    rest = VALUE.sub(r"\1", rest)
    said = ATTRIBUTE.findall(rest)
    return unescape(" ".join([*said, TAG.sub(" ", root), TAG.sub(" ", rest)]))


@pytest.fixture(scope="module")
def entered(standing: Two) -> list[str]:
    """Every text that stands in the database, the longest first, so that no part of one is taken for ours."""
    found: set[str] = set()
    with scope(standing.own.district):
        for model in apps.get_models():
            if issubclass(model, DistrictModel | AbstractBaseUser) or model.__name__ == "District":
                found |= _texts(model)
    found |= {*NAMES, *(mask_name(one) for one in found), *(mask_phone(one) for one in found if one.isdigit())}
    return sorted((one for one in found if len(one) > 1), key=len, reverse=True)


def _texts(model: type[models.Model]) -> set[str]:
    names = [field.attname for field in model._meta.local_fields
             if isinstance(field, models.CharField | models.TextField | models.JSONField)]
    found: set[str] = set()
    for row in model._default_manager.values_list(*names):
        for value in row:
            found |= _plain(value)
    return found


def _plain(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value, *(line.strip() for line in value.splitlines())} - {""}
    if isinstance(value, dict):
        return {text for one in value.values() for text in _plain(one)}
    return {text for one in value for text in _plain(one)} if isinstance(value, list) else set()


def _asker(way: Way) -> Role | str:
    if way.let_in == EVERYBODY:
        return NOBODY if way.nobody == 200 else Role.OFFICER
    return min(way.let_in, default=Role.OFFICER)


def page_of(two: Two, way: Way, language: str) -> str:
    """A page in a language, as the first of those let in reads it; empty for what is no page."""
    browser = two.own.browser(_asker(way))
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    path, _ = filled(way, two.own.ids)
    answer = ask(browser, path)
    return answer.content.decode() if answer.headers.get("Content-Type", "").startswith("text/html") else ""


@pytest.mark.parametrize("way", SHOWN, ids=str)
def test_an_english_page_holds_no_chinese_but_what_was_entered(two: Two, entered: list[str], way: Way) -> None:
    told = words(page_of(two, way, "en"))
    for one in entered:
        told = told.replace(one, " ")
    assert sorted(set(CHINESE.findall(told))) == []


@pytest.mark.parametrize("way", SHOWN, ids=str)
def test_a_chinese_page_holds_no_english_word(two: Two, entered: list[str], way: Way) -> None:
    told = words(page_of(two, way, "zh-hans"))
    for one in entered:
        if re.search("[A-Za-z]", one):
            told = told.replace(one, " ")
    assert sorted(set(LATIN.findall(told)) - ALLOWED) == []


def test_something_is_left_to_be_looked_at(two: Two, entered: list[str]) -> None:
    way = next(way for way in SHOWN if way.path == "/issues/{assigned}/")
    chinese, english = words(page_of(two, way, "zh-hans")), words(page_of(two, way, "en"))
    assert len(CHINESE.findall(chinese)) > 40
    assert len(LATIN.findall(english)) > 40
    assert len(entered) > 100
