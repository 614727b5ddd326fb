"""The small district, asked by a resident's browser on a day of the test's own."""
from __future__ import annotations

import pytest
from django.test import Client

from liandong.issues import links
from liandong.issues.models import Issue
from tests.issues.conftest import site
from tests.issues.factories import START

__all__ = ["site"]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)


def follow(issue: Issue, language: str = "zh-hans") -> Client:
    """A browser that has opened the matter's link."""
    browser = Client()
    browser.cookies["language"] = language
    assert browser.get(links.make_link(issue, now=START).path).status_code == 302
    return browser


def seen(browser: Client) -> str:
    """The version that the page was made from."""
    html = browser.get("/f/").content.decode()
    return html.split('name="seen" value="')[1].split('"')[0]
