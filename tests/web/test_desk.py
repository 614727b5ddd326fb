"""The desk of each role: figures that equal lists, what waits, what is said when nothing does."""
from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from liandong.issues.models import Issue
from liandong.issues.terms import Solved
from liandong.outbox.models import InboxItem, Message
from tests.counting import counted
from tests.issues.conftest import site
from tests.issues.factories import (
    ANSWER,
    START,
    World,
    answered,
    assigned,
    at,
    employ,
    handling,
    in_review,
    received,
    the_resident,
)
from tests.issues.pages import browser_of, chinese, html, page

__all__ = ["site"]
WRITTEN = ("5 幢 2 单元想装电梯", "越城区", "府山街道", "书圣故里社区", "城建办", "府山街道调度中心", "街道调度", "某",
           "府山街道城市建设管理办公室", "越城区基层治理协调办公室")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)


def _titles(text: str) -> list[str]:
    return re.findall(r'class="item-title"><a href="[^"]*">([^<]*)<', text)


def _figures(text: str) -> dict[str, int]:
    found = re.findall(r'<li[^>]*><a href="([^"]+)"><b>(\d+)</b>', text)
    return {address.replace("&amp;", "&"): int(number) for address, number in found}


@pytest.mark.parametrize("who", ["dispatcher", "secretary", "officer", "leader", "caller", "coordinator", "supervisor"])
def test_every_figure_equals_the_list_behind_it(site: World, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for make in (received, assigned, handling, answered, in_review):
        make(site)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(25, 9, 30))
    figures = _figures(html(getattr(site, who), "/"))
    assert len(figures) >= 3
    for address, number in figures.items():
        assert len(_titles(html(getattr(site, who), address))) == number, address


def test_the_dispatcher_s_desk_has_what_is_late_then_today_then_to_assign(
        site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assigned(site, title="没有接收")
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(25, 10))
    received(site, now=at(25, 9, 50), title="要派单")
    text = html(site.dispatcher, "/")
    assert re.findall(r'<h3 class="items-group">([^<]+)<b>(\d+)', text) == [("已逾期", "1"), ("待派单", "1")]
    assert _titles(text) == ["没有接收", "要派单"]
    assert 'class="late"><a href="/issues/?view=late"><b>1</b>' in text


def test_nothing_stands_on_the_desk_twice(site: World) -> None:
    for make in (received, assigned, handling, answered):
        make(site)
    for who in (site.dispatcher, site.officer, site.caller):
        links = re.findall(r'class="item-title"><a href="([^"]*)"', html(who, "/"))
        assert len(links) == len(set(links))


def test_an_officer_finds_what_is_theirs_to_accept_and_to_handle(site: World) -> None:
    assigned(site, title="要接收")
    handling(site, title="在手上")
    site.do("pass_on", handling(site, title="同事在办"), site.officer, to=site.colleague.account_id)
    text = html(site.officer, "/")
    assert set(_titles(text)) == {"要接收", "在手上"}
    assert "同事在办" in html(site.colleague, "/")


def test_a_caller_finds_whom_to_call_back(site: World) -> None:
    answered(site, title="要回访")
    answered(site, title="没有电话", reporter_phone="")
    assert _titles(html(site.caller, "/")) == ["要回访"]


def test_a_leader_finds_what_to_review_and_what_ended_unsolved(site: World) -> None:
    in_review(site, title="要复核")
    issue = answered(site, title="仍没解决")
    site.do("judge", issue, the_resident(issue), solved=Solved.NOT)
    site.do("answer", issue, site.officer, **ANSWER)
    site.do("judge", issue, the_resident(issue), solved=Solved.NOT)
    browser = browser_of(site.leader)
    text = browser.get("/").content.decode()
    assert "要复核" in text
    assert "未解决待阅" in text
    assert "仍没解决" in text
    browser.post(f"/issues/{issue.number}/read/")
    assert "仍没解决" not in browser.get("/").content.decode()
    assert Issue.objects.get(id=issue.id).leader_read_at == START


def test_the_coordinator_finds_what_was_sent_up(site: World) -> None:
    issue = received(site, title="没有人管")
    site.do("escalate", issue, site.dispatcher, tried="到现场看过")
    assert "没有人管" in _titles(html(site.coordinator, "/"))


def test_an_empty_desk_says_what_is_due_next(site: World) -> None:
    issue = handling(site)
    site.do("pass_on", issue, site.officer, to=site.colleague.account_id)
    text = html(site.officer, "/")
    assert "没有等您处理的事" in text
    assert "下一件到期在 12月22日 周二 17:30。" in text


def test_a_desk_without_anything_says_so(site: World) -> None:
    assert "手上没有在办的事。" in html(site.law_liaison, "/")


def test_messages_stand_beside_and_lead_to_their_matter(site: World) -> None:
    issue = assigned(site)
    message = Message.objects.get(recipient=site.officer.account_id or 0, what="issue.assigned")
    one = InboxItem.objects.create(message=message, recipient=message.recipient, created_at=START)
    text = html(site.officer, "/")
    assert f"把 {issue.number} 派给" in text
    assert f'href="/inbox/{one.id}/"' in text
    assert f"把 {issue.number} 派给" not in html(site.colleague, "/")


def test_an_administrator_is_asked_for_the_next_year_from_november_on(
        site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "2027 年的工作日历还没有" in html(site.admin, "/")
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 10, 31, 4, tzinfo=UTC))
    assert page(site.admin, "/")["Location"] == "/people/"


def test_who_handles_matters_and_administers_sees_the_question_beside_the_desk(site: World) -> None:
    employ("dispatcher", site.admin.posts[0].role, site.small.coordination)
    text = html(site.dispatcher, "/")
    assert "2027 年的工作日历还没有" in text
    assert "等我处理" in text


def test_fifty_rows_cost_no_more_queries_than_one(site: World) -> None:
    received(site)
    browser = browser_of(site.dispatcher)
    browser.get("/")
    one = counted(lambda: browser.get("/"))
    for _n in range(19):
        received(site)
    assert counted(lambda: browser.get("/")) == one
    for _n in range(30):
        received(site)
    assert counted(lambda: browser.get("/")) == one + 1
    assert "这里只列 20 件" in browser.get("/").content.decode()


@pytest.mark.parametrize("who", ["dispatcher", "officer", "caller", "leader", "coordinator", "admin"])
def test_in_english_only_names_and_what_people_wrote_are_chinese(site: World, who: str) -> None:
    for make in (received, assigned, handling, answered, in_review):
        make(site)
    assert chinese(html(getattr(site, who), "/", "en"), *WRITTEN) == []


def test_nobody_comes_in_without_signing_in(site: World) -> None:
    assert Client().get("/")["Location"].startswith("/accounts/login/")
