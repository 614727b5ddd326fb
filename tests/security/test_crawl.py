"""A crawl of what the pages link to: no link leads to nothing, to an error, or to another district's word."""
from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve

from liandong.people.terms import Role
from tests.security.asking import ask, text_of
from tests.security.conftest import Two

DEPTH, A_VIEW = 3, 2
"""So many pages of one view, at each depth: a list's filters lead to hundreds of the same."""
LINK = re.compile(r'\s(?:href|hx-get|action)="([^"]*)"')
STATIC = re.compile(r'\s(?:src|href)="/static/([^"?]*)')
FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*\baction="([^"]*)"')
WITH_VALUES = {"/issues/orders/results.xlsx"}
"""Where a form leads that asks for what it holds: without it the answer is a sentence, as the walk tries."""
ELSEWHERE = ("tel:", "mailto:", "data:", "/static/")


def links(page: str, path: str) -> set[str]:
    """The addresses that a page leads to by a click, but for those that only a form's button sends to."""
    sent = {unescape(one) for one in FORM.findall(page)}
    found = {unescape(one) for one in LINK.findall(page)} - sent
    return {urljoin(path, one.partition("#")[0]) for one in found
            if one and not one.startswith(("#", *ELSEWHERE)) and "logout" not in one}


@pytest.mark.parametrize("who", Role, ids=str)
def test_every_link_that_a_role_is_shown_leads_somewhere(two: Two, who: Role) -> None:
    browser = two.own.browser(who)
    waiting, seen, dead = {"/"}, set[str](), dict[str, int]()
    for _ in range(DEPTH + 1):
        found: set[str] = set()
        taken: Counter[str] = Counter()
        for path in sorted(waiting - seen):
            assert not urlsplit(path).netloc, path
            name = _view(path)
            taken[name] += 1
            if taken[name] > A_VIEW:
                continue
            seen.add(path)
            answer = ask(browser, path)
            text = text_of(answer)
            assert two.leaks(text) == [], path
            if answer.status_code == 302:
                found.add(urljoin(path, answer.headers["Location"]))
            elif answer.status_code != 200:
                dead[path] = answer.status_code
            else:
                found |= links(text, path)
                missing = [one for one in STATIC.findall(text) if finders.find(one) is None]
                assert missing == [], path
        waiting = found
    assert set(dead) <= WITH_VALUES
    assert len(seen) >= 4


def _view(path: str) -> str:
    try:
        return str(resolve(urlsplit(path).path).url_name)
    except Resolver404:
        return path


@pytest.mark.parametrize("path", ["/accounts/login/", "/f/find/"])
def test_the_pages_before_the_door_lead_somewhere_too(two: Two, path: str) -> None:
    browser = two.own.browser("nobody")
    for link in links(text_of(ask(browser, path)), path):
        assert ask(browser, link).status_code in {200, 302}, link
