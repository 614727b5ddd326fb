"""The list of matters as several roles read it."""
from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.timezone import localtime

from liandong.issues.models import Issue
from liandong.issues.terms import Solved
from tests.counting import counted
from tests.issues.factories import START, World, an_intake, answered, assigned, handling, received, the_resident
from tests.issues.pages import browser_of, chinese, html, page

WRITTEN = ("5 幢 2 单元想装电梯", "越城区", "府山街道", "书圣故里社区", "白马社区", "城乡建设", "城市建设和市政管理",
           "城建办", "街道执法队", "公共服务办", "街道调度", "供排水公司", "区住建局", "区执法局", "执法府山中队",
           "区协调办", "府山街道调度中心", "某")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)


def _titles(text: str) -> list[str]:
    return re.findall(r'class="item-title"><a href="[^"]*">([^<]*)<', text)


def test_what_is_in_hand_stands_first_by_its_deadline(site: World) -> None:
    handling(site, title="二十天")
    received(site, title="今天派出")
    closed = answered(site, title="办结了")
    site.do("judge", closed, the_resident(closed), solved=Solved.SOLVED)
    assert _titles(html(site.dispatcher, "/issues/")) == ["今天派出", "二十天"]
    assert set(_titles(html(site.dispatcher, "/issues/?view=all"))) == {"今天派出", "二十天", "办结了"}
    assert _titles(html(site.dispatcher, "/issues/?view=closed")) == ["办结了"]


def test_a_row_says_state_owner_and_deadline_in_words(site: World) -> None:
    handling(site)
    text = html(site.dispatcher, "/issues/")
    assert re.search(r'edge-hand"><span class="item-state">办理中', text)
    assert 'aria-label="街道主责"' in text
    assert "城建办<span>O某" in text
    assert '<span class="due-chip">还有 20 天</span>' in text


@pytest.mark.parametrize("view", ["open", "late", "today", "triage", "returned"])
def test_the_number_beside_a_view_is_the_length_of_its_list(site: World, view: str) -> None:
    for make in (received, assigned, handling, answered):
        make(site)
    text = html(site.dispatcher, f"/issues/?view={view}")
    said = re.search(rf'href="\?view={view}"[^>]*>[^<]* (\d+)<', text)
    assert said
    assert int(said.group(1)) == len(_titles(text))


def test_filters_live_in_the_address_and_are_said_in_words(site: World) -> None:
    received(site, title="白马的事", place_id=site.small.places.next_community.id)
    received(site, title="书圣故里的事")
    text = html(site.dispatcher, "/issues/?view=open&place=330602002046&state=received")
    assert _titles(text) == ["白马的事"]
    assert "在办、待派单、白马社区：1 件。" in text
    assert '<option value="330602002046" selected>' in text
    assert text.count('<div class="set">') == 2
    assert "清除筛选" in text


def test_a_number_leads_to_its_matter(site: World) -> None:
    issue = received(site)
    for name in ("q", "text"):
        assert page(site.district_leader, f"/issues/?{name}={issue.number}")["Location"] == f"/issues/{issue.number}/"


def test_the_number_of_another_s_matter_finds_nothing_and_says_no_more(site: World) -> None:
    issue = received(site)
    answer = page(site.other_dispatcher, f"/issues/?q={issue.number}")
    assert answer.status_code == 200
    assert "没有这样的诉求" in answer.content.decode()
    assert issue.title not in answer.content.decode()


def test_words_find_a_matter(site: World) -> None:
    received(site, title="窨井盖翘起")
    received(site, title="别的事")
    assert _titles(html(site.dispatcher, "/issues/?q=窨井盖")) == ["窨井盖翘起"]


def test_a_text_too_short_is_said_and_nothing_is_listed(site: World) -> None:
    received(site)
    answer = page(site.dispatcher, "/issues/?text=电")
    assert answer.status_code == 422
    assert "请至少写两个字，或者写编号。" in answer.content.decode()
    assert 'value="电"' in answer.content.decode()


@pytest.mark.parametrize("query", [
    "view=nonsense", "state=nonsense", "owner=1", "category=x", "due=never", "place=%27--", "page=nonsense",
    "page=WzAsMV0", "text=%00ab"])
def test_a_broken_value_is_refused_with_a_sentence(site: World, query: str) -> None:
    answer = page(site.dispatcher, f"/issues/?{query}")
    assert answer.status_code == 422
    assert re.search("筛选的条件不认识|翻页的记号坏了", answer.content.decode())


def test_pages_follow_each_other_without_a_gap(site: World) -> None:
    for n in range(53):
        received(site, title=f"第 {n} 件")
    first = html(site.dispatcher, "/issues/")
    after = re.search(r'rel="next" href="([^"]+)"', first)
    assert after
    second = html(site.dispatcher, "/issues/" + after.group(1).replace("&amp;", "&"))
    assert "这一页 50 件，后面还有" in first
    assert len({*_titles(first), *_titles(second)}) == 53
    assert 'rel="prev"' in second


def test_fifty_rows_cost_no_more_queries_than_one(site: World) -> None:
    assigned(site)
    browser = browser_of(site.dispatcher)
    browser.get("/issues/")
    one = counted(lambda: browser.get("/issues/"))
    for make in (received, assigned, handling):
        for _n in range(17):
            make(site)
    assert counted(lambda: browser.get("/issues/")) == one


def test_htmx_gets_the_rows_and_the_sentence_without_the_bar(site: World) -> None:
    received(site)
    answer = page(site.dispatcher, "/issues/?view=&state=received&place=&text=", **{"HX-Request": "true"})
    text = answer.content.decode()
    assert "<header" not in text
    assert 'id="list-said"' in text
    assert 'id="list"' in text
    assert answer["HX-Push-Url"] == "?view=open&state=received"
    assert "HX-Request" in answer["Vary"]


def test_nothing_found_is_a_sentence_with_a_next_step(site: World) -> None:
    text = html(site.dispatcher, "/issues/")
    assert "没有这样的诉求" in text
    assert "看全部" in text


@pytest.mark.parametrize(("who", "sees"), [
    ("dispatcher", True), ("secretary", True), ("officer", True), ("coordinator", True), ("district_leader", True),
    ("other_dispatcher", False), ("next_secretary", False), ("law_liaison", False)])
def test_everybody_sees_their_own_matters_alone(site: World, who: str, sees: bool) -> None:
    handling(site, title="只给有关的人")
    assert ("只给有关的人" in html(getattr(site, who), "/issues/?view=all")) is sees


def test_who_only_reads_is_not_offered_to_register(site: World) -> None:
    assert "登记诉求" in html(site.officer, "/issues/")
    assert "登记诉求" not in html(site.district_leader, "/issues/")


def test_who_keeps_the_accounts_sees_no_matters(site: World) -> None:
    received(site)
    assert page(site.admin, "/issues/").status_code == 403


def test_nobody_comes_in_without_signing_in(site: World) -> None:
    assert Client().get("/issues/")["Location"].startswith("/accounts/login/")


def test_in_english_only_names_and_what_people_wrote_are_chinese(site: World) -> None:
    for make in (received, assigned, handling, answered):
        make(site)
    assert chinese(html(site.dispatcher, "/issues/?view=all", "en"), *WRITTEN) == []
    assert chinese(page(site.dispatcher, "/issues/?text=a", "en").content.decode(), *WRITTEN) == []


def test_the_intake_s_own_day_is_said_as_today(site: World) -> None:
    received(site)
    assert localtime(Issue.objects.get().received_at).hour == 9
    assert "今天 09:00" in html(site.dispatcher, "/issues/")
    assert an_intake(site).title in html(site.dispatcher, "/issues/")
