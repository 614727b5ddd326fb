"""How a matter's clock and owner are said in a row: plain values in, words out."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from liandong.issues.rows import Row
from liandong.issues.showing import Shown, due_shown, item_of, number_shown, owner_shown
from liandong.issues.terms import Channel, ClockKind, End, State, Urgency
from liandong.kernel.calendar import Hours, WorkingCalendar
from liandong.kernel.levels import Level
from liandong.kernel.terms_of_time import Unit
from liandong.screens.words import translate
from tests.issues.factories import at

NOW = at(24, 15, 10)
OPEN = Hours(((datetime(1, 1, 1, 8, 30).time(), datetime(1, 1, 1, 12).time()),
              (datetime(1, 1, 1, 13, 30).time(), datetime(1, 1, 1, 17, 30).time())))
CALENDAR = WorkingCalendar({2026: {date(2026, 1, 1) + timedelta(n): (date(2026, 1, 1) + timedelta(n)).weekday() < 5
                                   for n in range(365)}}, OPEN)
CLOCK = Shown(State.HANDLING, ClockKind.HANDLE, at(27, 17, 30), at(26, 17, 30), Unit.WORKING_DAYS, stands=False,
              met_at=None, closed_at=None)
ROW = Row(
    id=UUID(int=1), number="261111-0001", title="顶板渗水", state=State.HANDLING, end=None, channel=Channel.HOTLINE,
    urgency=Urgency.ORDINARY, received_at=at(11, 9), closed_at=None, owner_level=Level.STREET, owner="城建办",
    holder="俞某", desk="街道调度", clock=ClockKind.HANDLE, due_at=at(27, 17, 30), soon_at=at(26, 17, 30),
    unit=Unit.WORKING_DAYS, stands=False, met_at=None, place="府山社区", item_code="GL016", category="房屋与设施")


def _said(clock: Shown) -> tuple[str, str, str]:
    due = due_shown(clock, CALENDAR, NOW)
    return due.kind, translate(due.word), translate(due.at)


@pytest.mark.parametrize(("changed", "said"), [
    ({}, ("ontime", "还有 3 天", "11月27日 周五 17:30")),
    ({"due": at(24, 17, 30)}, ("ontime", "今天到期", "17:30")),
    ({"due": at(24, 16, 20), "soon": at(24, 15)}, ("soon", "还有 1 小时 10 分", "今天 16:20")),
    ({"due": at(20, 17, 30)}, ("late", "逾期 2 天", "11月20日 周五 17:30")),
    ({"due": at(24, 17, 30), "clock": ClockKind.TRIAGE}, ("ontime", "今天到期", "17:30 前派出")),
    ({"due": at(24, 12), "clock": ClockKind.ACCEPT}, ("late", "逾期 1 小时 40 分", "今天 12:00")),
    ({"due": at(26, 10), "clock": ClockKind.ACCEPT}, ("ontime", "还有 2 天", "11月26日 周四 10:00")),
    ({"due": None}, ("unknown", "待年历", "")),
    ({"state": State.ESCALATED, "due": at(25, 10), "stands": True}, ("paused", "停表", "11月25日 10:00 前裁定")),
    ({"state": State.ASKING, "due": at(27, 17, 30), "stands": True}, ("paused", "停表", "11月27日 前等补充")),
])
def test_an_open_clock_says_its_word_and_its_time(changed: dict[str, object], said: tuple[str, str, str]) -> None:
    assert _said(replace(CLOCK, **changed)) == said  # type: ignore[arg-type]  # the fields are named in the table


@pytest.mark.parametrize(("changed", "said"), [
    ({"met_at": at(23, 16, 20)}, ("met", "按时办结", "11月23日 周一 16:20")),
    ({"met_at": at(23, 16, 20), "due": at(19, 17, 30)}, ("missed", "迟 2 天办结", "11月23日 周一 16:20")),
    ({}, ("ontime", "已办结", "今天 09:00")),
    ({"state": State.WITHDRAWN}, ("ontime", "已撤回", "今天 09:00")),
])
def test_an_ended_clock_says_how_it_ended(changed: dict[str, object], said: tuple[str, str, str]) -> None:
    closed = replace(CLOCK, state=State.CLOSED, closed_at=at(24, 9))
    assert _said(replace(closed, **changed)) == said  # type: ignore[arg-type]  # the fields are named in the table


@pytest.mark.parametrize(("changed", "said"), [
    ({}, ("城建办", "俞某")),
    ({"state": State.ASSIGNED, "holder": ""}, ("城建办", "未接收")),
    ({"state": State.SENT_BACK}, ("等街道调度答复", "城建办退回")),
    ({"state": State.ESCALATED}, ("城建办", "等上一级裁定")),
    ({"state": State.ESCALATED, "owner": ""}, ("等上一级裁定", "街道调度提级")),
    ({"state": State.ASKING}, ("城建办", "等反映人补充")),
    ({"state": State.IN_REVIEW}, ("城建办", "等第二人复核")),
    ({"state": State.RECEIVED, "owner": ""}, ("", "")),
])
def test_the_owner_s_column_says_who_has_it_or_for_whom_it_waits(
        changed: dict[str, object], said: tuple[str, str]) -> None:
    owner, sub = owner_shown(replace(ROW, **changed))  # type: ignore[arg-type]  # the fields are named in the table
    assert (translate(owner), translate(sub)) == said


def test_a_row_of_the_list_tells_place_class_channel_and_day() -> None:
    item = item_of(ROW, CALENDAR, NOW, base="/issues/")
    assert item.href == "/issues/261111-0001/"
    assert [translate(fact) for fact in item.sub] == ["府山社区", "房屋与设施", "12345 热线", "11月11日"]
    assert (item.edge, item.level) == ("hand", Level.STREET)


def test_a_row_of_the_desk_leaves_the_class_out_and_says_received() -> None:
    item = item_of(ROW, CALENDAR, NOW, base="/issues/", on_desk=True)
    assert [translate(fact) for fact in item.sub] == ["府山社区", "12345 热线", "11月11日收到"]


def test_nobody_s_matter_has_no_level_and_a_closed_one_says_its_end() -> None:
    free = item_of(replace(ROW, state=State.RECEIVED, owner="", category=""), CALENDAR, NOW, base="/issues/")
    assert free.level is None
    assert translate(free.sub[1]) == "未分类"
    closed = replace(ROW, state=State.CLOSED, end=End.NOT_SOLVED, closed_at=NOW)
    assert translate(item_of(closed, CALENDAR, NOW, base="/issues/").sub[-1]) == "未解决"


def test_a_count_stops_at_its_bound() -> None:
    assert number_shown(146, more=False) == "146"
    assert number_shown(1000, more=True) == "1000 以上"
