"""Nobody loses a long text: a form that can no longer be taken gives back what was typed, to that browser alone."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import get_resolver

from liandong.issues.models import Issue
from liandong.ledger.models import Event
from liandong.people.models import Account
from liandong.screens.typed import LABELS
from tests.issues.conftest import site
from tests.issues.factories import World, handling, received
from tests.portal.conftest import follow

__all__ = ["site"]
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver", "Referer": "http://testserver/issues/new/?a=1"}
LONG = "单元里老人多，想装电梯。\n管线迁移没有人牵头 <script>。"
FORM = {"token": "018f0000-0000-7000-8000-00000000000a", "text": LONG, "reporter_name": "徐小明", "title": "",
        "reporter_phone": "13812345678", "urgency": "ordinary", "password": "secret-word", "code": "ABCD-2345",
        "owner": "018f0000-0000-7000-8000-00000000000b"}
NOT_TYPED = {"q", "code", "number", "file", "attached", "state", "category", "due", "phone", "amount", "day", "extra",
             "general", "hard", "simple", "is_restricted", "main", "review_on", "sender", "value", "who"}
"""Searches and filters, files, the key to a resident's page, an example of the sheet of components; numbers, days and
ticks that are set again in a moment."""


@pytest.fixture
def late(site: World) -> Client:
    """A browser whose sign-in has run out."""
    browser = Client()
    browser.force_login(Account.objects.get(pk=site.dispatcher.account_id or 0))
    browser.logout()
    return browser


@pytest.mark.parametrize(("language", "said"), [
    ("zh-hans", ["登录已经过期，刚才填的没有保存", "在新窗口登录", "内容", "反映人"]),
    ("en", ["Your sign-in has run out", "Sign in in a new window"])])
def test_a_text_sent_after_the_session_ended_is_given_back(late: Client, language: str, said: list[str]) -> None:
    late.cookies["language"] = language
    answer = late.post("/issues/new/", FORM, headers=OURS)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "no-store" in answer.headers["Cache-Control"]
    assert all(word in html for word in said)
    assert "管线迁移没有人牵头 &lt;script&gt;。</textarea>" in html
    assert "徐小明</textarea>" in html
    assert "13812345678</textarea>" in html
    assert 'href="/accounts/login/?next=/issues/new/%3Fa%3D1"' in html
    for never in ("secret-word", "ABCD-2345", "018f0000", "<script>。"):
        assert never not in html
    assert not Issue.objects.exists()
    assert "徐小明" not in late.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("headers", [
    {}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"},
    {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}])
def test_what_a_foreign_page_sends_is_not_shown_as_ours(late: Client, headers: dict[str, str]) -> None:
    answer = late.post("/issues/new/", FORM, headers=headers)
    assert answer.status_code == 302
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/issues/new/", FORM, headers=headers)
    assert refused.status_code == 403
    assert "徐小明" not in refused.content.decode()


@pytest.mark.parametrize("headers", [OURS, {"Origin": "http://testserver"}, {"Referer": "http://testserver/issues/"}])
def test_a_form_whose_sign_is_old_gives_its_texts_back(site: World, headers: dict[str, str]) -> None:
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(Account.objects.get(pk=site.dispatcher.account_id or 0))
    before = Event.objects.count()
    answer = desk.post("/issues/new/", {**FORM, "csrfmiddlewaretoken": "x" * 64}, headers=headers)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "表单过期了，什么都没有改" in html
    assert "徐小明</textarea>" in html
    assert "no-store" in answer.headers["Cache-Control"]
    assert (Issue.objects.count(), Event.objects.count()) == (0, before)
    nothing = desk.post("/inbox/read/", {}, headers=headers).content.decode()
    assert "<textarea" not in nothing


def test_a_form_sent_from_no_page_of_ours_leads_to_no_foreign_page(late: Client) -> None:
    html = late.post("/issues/new/", FORM, headers={**OURS, "Referer": "https://elsewhere.example/x"}).content.decode()
    assert "elsewhere" not in html
    assert 'href="/accounts/login/?next=/"' in html


def test_a_resident_whose_half_hour_is_over_gets_the_text_back_on_a_resident_s_page(site: World) -> None:
    resident = follow(received(site))
    del resident.cookies["matter"]
    answer = resident.post("/f/add/", {"seen": "1", "text": LONG}, headers=OURS)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "刚才填的没有交上" in html
    assert "&lt;script&gt;。</textarea>" in html
    assert 'href="/f/find/"' in html
    assert 'class="public"' in html
    strict = Client(enforce_csrf_checks=True)
    assert 'class="public"' in strict.post("/f/add/", {"text": LONG}, headers=OURS).content.decode()


def test_an_act_s_texts_are_named_as_its_form_names_them(site: World) -> None:
    issue = handling(site)
    html = Client().post(f"/issues/{issue.number}/act/answer/", {
        "seen": "3", "found": "管线", "next": "十二月开工", "claim": "solved"}, headers=OURS).content.decode()
    assert "查到了什么" in html
    assert "十二月开工</textarea>" in html
    assert ">solved<" not in html


def test_where_a_toggle_leads_back_is_not_taken_for_a_text(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    html = strict.post("/large-text/", {"large": "1", "next": "/issues/"}, headers=OURS).content.decode()
    assert "<textarea" not in html


def every(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from every(one)


def test_every_text_of_every_form_can_be_given_back() -> None:
    get_resolver().reverse_dict  # noqa: B018  reading it imports every view, and so every form
    texts = {name for form in every(forms.Form) if form.__module__.startswith("liandong.")
             for name, field in form.base_fields.items()
             if not isinstance(field, forms.ChoiceField) and not field.widget.is_hidden}
    assert {"text", "reason", "losing_view", "name"} < texts
    assert texts - set(LABELS) == NOT_TYPED
    assert not any("password" in name or name in {"login", "token"} for name in LABELS)
