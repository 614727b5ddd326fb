"""The pages of a file of orders, as those who bring it in see them."""
from __future__ import annotations

import re
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from liandong.issues.models import Issue
from liandong.issues.orders import services
from liandong.issues.orders.deciding import to_decide
from liandong.issues.orders.models import OrderFile, SenderColumns
from liandong.people.access import Actor
from tests.counting import counted
from tests.issues.factories import START, World
from tests.issues.orders.files import HEADINGS, OLD_HEADINGS, SENDER, brought, csv_file, matter, named, order
from tests.issues.pages import browser_of, chinese, html, page

CHANGED = "小区南门夜间停车堵住消防通道，消防车进不来。"
UPLOAD = "/issues/orders/"
WRITTEN = (SENDER, "工单.csv", "书圣故里社区", "越城区", "府山街道", CHANGED, CHANGED[:-1], "住房建设 / 物业管理",
           "小区南门夜间停车堵住消防通道。请处理。", "小区南门夜间停车堵住消防通道", "徐", "某", "府山街道调度中心")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)


def send(browser: Client, where: str, /, **values: Any) -> HttpResponse:
    return cast(HttpResponse, browser.post(where, values))


def uploaded(actor: Actor, rows: list[list[str]], headings: list[str] | None = None) -> str:
    """The address of a file that has just been uploaded by the page."""
    answer = send(browser_of(actor), UPLOAD, sender=SENDER, file=csv_file(rows, headings))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return answer["Location"]


def chosen(headings: list[str]) -> dict[str, str]:
    """What the form of columns proposes, as it is sent."""
    names = ("number", "received", "title", "text", "street", "community", "address", "class_1", "class_2", "type",
             "urgency", "name", "phone", "restricted", "unit")
    return {**dict(zip(names, headings, strict=True)), "since": "2026-11-24"}


def test_a_day_s_file_is_in_within_three_pages(site: World) -> None:
    browser = browser_of(site.dispatcher)
    where = uploaded(site.dispatcher, [order("SX001"), order("SX002", 紧急程度="紧急", 是否保密="是")])
    asked = browser.get(where)
    assert asked["Location"] == f"{where}columns/"
    form = browser.get(asked["Location"]).content.decode()
    assert re.search(r'<option value="内容描述" selected>', form)
    assert "13812345678" not in form
    assert "徐小明" not in form
    assert send(browser, asked["Location"], **chosen(HEADINGS))["Location"] == where
    shown = browser.get(where).content.decode()
    assert "导入后会是：新登记 2。" in shown
    assert "其中紧急 1 件" in shown
    assert "其中标为保密 1 件" in shown
    assert "徐某 138****78" in shown
    assert "13812345678" not in shown
    assert not Issue.objects.exists()
    assert send(browser, where)["Location"] == where
    done = browser.get(where).content.decode()
    assert "结果：新登记 2。" in done
    assert Issue.objects.count() == 2
    assert "新登记 2" in browser.get(UPLOAD).content.decode()


def test_known_columns_are_not_asked_for_again_and_changed_ones_are(site: World) -> None:
    brought(site, [order("SX001")])
    assert page(site.dispatcher, uploaded(site.dispatcher, [order("SX002")])).status_code == 200
    where = uploaded(site.dispatcher, [order("SX003")], OLD_HEADINGS)
    assert page(site.dispatcher, where)["Location"] == f"{where}columns/"
    send(browser_of(site.dispatcher), f"{where}columns/", **{**chosen(OLD_HEADINGS), "since": "2026-11-25"})
    assert {one.since.day: one.columns["number"] for one in SenderColumns.objects.all()} == {
        24: "工单编号", 25: "12345工单编号"}


def test_the_same_file_leads_to_its_report_and_says_so(site: World) -> None:
    rows = [order("SX001")]
    brought(site, rows)
    browser = browser_of(site.dispatcher)
    answer = cast(HttpResponse, browser.post(UPLOAD, {"sender": SENDER, "file": csv_file(rows)}, follow=True))
    assert "已经导入过，没有改动。" in answer.content.decode()
    assert Issue.objects.count() == 1


def test_what_is_wrong_is_told_by_row_and_column_and_cannot_be_confirmed(site: World) -> None:
    brought(site, [order("SX001")])
    where = uploaded(site.dispatcher, [order("SX002"), order("SX003", 受理时间="昨天")])
    shown = html(site.dispatcher, where)
    assert "表里有 1 处要改，什么都没有写" in shown
    assert re.search(r'>3</td><td data-label="列">受理时间</td>', shown)
    assert '<button class="btn btn-primary" type="submit">导入' not in shown
    assert send(browser_of(site.dispatcher), where).status_code == 422
    assert Issue.objects.count() == 1


def test_columns_that_cannot_be_are_said_at_their_fields(site: World) -> None:
    where = uploaded(site.dispatcher, [order("SX001")])
    answer = send(browser_of(site.dispatcher), f"{where}columns/", **{**chosen(HEADINGS), "text": "工单编号"})
    assert answer.status_code == 422
    assert "这一列已经选作“来文编号”。" in answer.content.decode()
    answer = send(browser_of(site.dispatcher), f"{where}columns/", **{**chosen(HEADINGS), "text": "没有"})
    assert answer.status_code == 422


@pytest.mark.parametrize(("name", "content", "said"), [
    ("a.exe", b"MZ", "只收"), ("a.xlsx", b"no table", "对不上"), ("a.csv", b"", "空"),
    ("a.csv", b"\x00\x01", "对不上")])
def test_a_file_that_is_no_table_is_refused_with_a_sentence(site: World, name: str, content: bytes, said: str) -> None:
    answer = send(browser_of(site.dispatcher), UPLOAD, sender=SENDER, file=SimpleUploadedFile(name, content))
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_file_that_is_thrown_away_is_gone(site: World) -> None:
    where = uploaded(site.dispatcher, [order("SX001")])
    assert send(browser_of(site.dispatcher), f"{where}drop/")["Location"] == UPLOAD
    assert page(site.dispatcher, where).status_code == 404
    assert not OrderFile.objects.filter(rows__isnull=False).exists()


def _conflict(site: World) -> str:
    brought(site, [order("SX001")])
    site.do("note", matter("SX001"), site.dispatcher, text="已经电话问过")
    brought(site, [order("SX001", CHANGED)])
    return f"{UPLOAD}conflicts/{to_decide(site.dispatcher).get().id}/"


def test_a_conflict_is_shown_side_by_side_and_taken_over_by_one_button(site: World) -> None:
    where = _conflict(site)
    assert "1 件两边都改过，等决定" in html(site.dispatcher, UPLOAD)
    assert "SX001" in html(site.coordinator, f"{UPLOAD}conflicts/")
    shown = html(site.dispatcher, where)
    assert "小区南门夜间停车堵住消防通道。请处理。" in shown
    assert CHANGED in shown
    answer = send(browser_of(site.dispatcher), where, seen="2", take="1")
    assert answer["Location"] == f"/issues/{matter('SX001').number}/"
    assert CHANGED in html(site.dispatcher, answer["Location"])
    assert page(site.dispatcher, where).status_code == 404


def test_a_decision_made_on_an_old_page_or_without_a_choice_is_refused(site: World) -> None:
    where = _conflict(site)
    assert send(browser_of(site.dispatcher), where, seen="1", take="1").status_code == 409
    for values in ({"seen": "2"}, {"seen": "x", "take": "1"}, {"take": "1"}):
        assert send(browser_of(site.dispatcher), where, **values).status_code == 422
    assert matter("SX001").version == 2


def test_a_long_file_is_a_job_and_its_page_says_how_far_it_is(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 1)
    file = services.upload(csv_file([order("SX001"), order("SX002")]), SENDER, by=site.dispatcher, now=START).file
    where = f"{UPLOAD}{named(file.id, site.dispatcher).id}/"
    send(browser_of(site.dispatcher), where)
    assert not Issue.objects.exists()
    assert "正在导入：写了 0 件，共 2 件。" in html(site.dispatcher, where)
    assert "正在导入" in html(site.dispatcher, UPLOAD)
    for address in ("drop/", "columns/"):
        assert send(browser_of(site.dispatcher), f"{where}{address}").status_code in {302, 409}
    assert services.bring_in(file.id, by=site.dispatcher, now=START)
    assert "结果：新登记 2。" in html(site.dispatcher, where)
    assert page(site.dispatcher, where, **{"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_list_leads_there_only_who_may(site: World) -> None:
    assert UPLOAD in html(site.dispatcher, "/issues/")
    assert UPLOAD not in html(site.leader, "/issues/")
    assert page(site.leader, UPLOAD).status_code == 403


def test_pages_are_english_in_english(site: World) -> None:
    conflict = _conflict(site)
    waiting = uploaded(site.dispatcher, [order("SX005")])
    for where in (UPLOAD, f"{UPLOAD}conflicts/", conflict, waiting):
        text = re.sub(r'<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', "", html(site.dispatcher, where, "en"), flags=re.S)
        assert chinese(text, *WRITTEN) == []


def test_the_pages_cost_few_queries(site: World) -> None:
    where = _conflict(site)
    draft = uploaded(site.dispatcher, [order(f"SX{n:03d}") for n in range(3)])
    long = uploaded(site.dispatcher, [order(f"SX{n:03d}") for n in range(60)])
    html(site.dispatcher, UPLOAD)
    browser = browser_of(site.dispatcher)
    costs = [counted(lambda one=one: browser.get(one)) for one in (UPLOAD, where, draft, long)]  # type: ignore[misc]  # a default
    assert costs[2] == costs[3]
    assert max(costs) <= 25, costs
