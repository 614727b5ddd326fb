"""The page of intake when the form itself is wrong: sent before with other words, or without its token."""
from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client

from liandong.issues.models import Issue
from tests.issues.factories import World
from tests.issues.pages import browser_of, chinese

WORDS = {"zh-hans": ("用这张表已经登记过", "看已经登记的"), "en": ("has registered", "which was registered")}
TYPED = "路灯不亮，已经三天。"


def filled(world: World, **values: str) -> dict[str, str]:
    return {"token": str(uuid4()), "channel": "phone", "text": TYPED, "title": "", "urgency": "ordinary",
            "place": world.small.places.compound.name, "address": "", "reporter_name": "", "reporter_phone": "",
            "size": "simple", **values}


def token_in(html: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_another_text_under_the_same_token_names_the_matter_and_can_be_registered_anew(
        site: World, language: str) -> None:
    desk = browser_of(site.dispatcher, language)
    form = filled(site)
    assert desk.post("/issues/new/", form).status_code == 302
    first = Issue.objects.get()
    other = {**form, "text": "窨井盖翘起。"}
    said = desk.post("/issues/new/", other)
    html = said.content.decode()
    assert said.status_code == 422
    assert all(word in html for word in WORDS[language])
    assert f'href="/issues/{first.number}/"' in html
    assert "窨井盖翘起。" in html
    assert Issue.objects.count() == 1
    assert token_in(html) != form["token"]
    assert desk.post("/issues/new/", {**other, "token": token_in(html)}).status_code == 302
    assert sorted(Issue.objects.values_list("text", flat=True)) == sorted([TYPED, "窨井盖翘起。"])


@pytest.mark.parametrize("token", ["", "no-token"])
@pytest.mark.parametrize(("language", "said"), [("zh-hans", "再按一次“登记”"), ("en", "press “Register” once more")])
def test_without_a_token_what_was_typed_stays_and_a_fresh_one_is_given(
        site: World, token: str, language: str, said: str) -> None:
    desk: Client = browser_of(site.dispatcher, language)
    answer = desk.post("/issues/new/", filled(site, token=token))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert TYPED in html
    assert not Issue.objects.exists()
    assert desk.post("/issues/new/", filled(site, token=token_in(html))).status_code == 302


@pytest.mark.parametrize("seen", ["", "0", "x"])
@pytest.mark.parametrize(("language", "said"), [("zh-hans", "再重新打开这一页"), ("en", "then reload the page")])
def test_an_act_without_its_version_says_to_open_the_page_again(
        site: World, seen: str, language: str, said: str) -> None:
    desk = browser_of(site.dispatcher, language)
    desk.post("/issues/new/", filled(site))
    issue = Issue.objects.get()
    answer = desk.post(f"/issues/{issue.number}/act/note/", {"seen": seen, "text": "记一笔长的"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "记一笔长的" in answer.content.decode()
    assert Issue.objects.get().version == issue.version


def test_a_field_left_empty_is_said_in_our_words_in_both_languages(site: World) -> None:
    for language, said in (("zh-hans", "这一栏要填。"), ("en", "Please fill this in.")):
        html = browser_of(site.dispatcher, language).post("/issues/new/", filled(site, text="")).content.decode()
        assert said in html
        assert language == "zh-hans" or not [one for one in chinese(html) if one in "这个字段是必填项"]
