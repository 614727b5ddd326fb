"""Orders that come by file: new, repeated, changed at the sender, changed on both sides."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from liandong.duties.models import Item
from liandong.duties.terms import Confidentiality
from liandong.issues.models import Clock, Entry, Issue, Reporter
from liandong.issues.orders import services, showing
from liandong.issues.orders.changes import Fate
from liandong.issues.orders.columns import Meaning
from liandong.issues.orders.deciding import compared, conflict, decide, to_decide
from liandong.issues.orders.models import Order, OrderFile
from liandong.issues.terms import Channel, State, Urgency
from liandong.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from liandong.ledger.models import Event
from liandong.outbox.models import Message
from tests.counting import counted
from tests.issues.factories import START, World, at
from tests.issues.orders.files import SENDER, brought, csv_file, matter, named, order, xlsx_file

CHANGED = "小区南门夜间停车堵住消防通道，消防车进不来。"


# ── new ──

def test_an_order_becomes_a_matter_at_its_streets_desk_with_clocks_running(world: World) -> None:
    made = brought(world, [order("SX001")])
    assert made.counts[Fate.NEW] == 1
    one = matter("SX001")
    assert (one.state, one.channel, one.desk_id, one.is_imported) == (State.RECEIVED, Channel.HOTLINE, world.desk, True)
    assert (one.title, one.text) == ("小区南门夜间停车堵住消防通道", "小区南门夜间停车堵住消防通道。请处理。")
    assert (one.place.name, one.address, one.class_path) == ("书圣故里社区", "3 幢南侧", "住房建设 / 物业管理")
    assert one.received_at == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    clocks = {clock.kind: clock.started_at for clock in Clock.objects.filter(issue=one)}
    assert clocks == {"handle": one.received_at, "triage": START, "contact": START}
    assert Reporter.objects.get(issue=one).phone == "13812345678"


def test_the_class_finds_its_item_by_name_and_what_is_unknown_is_kept_and_told(world: World) -> None:
    item = world.catalogue.items["GL016"]
    made = brought(world, [order("SX001", 二级分类=item.name),
                           order("SX002", 居村委名="新月社区", 主办单位="无此单位")])
    assert matter("SX001").item_id == item.id
    assert (matter("SX002").place.name, matter("SX002").place_text) == ("府山街道", "新月社区")
    notes = [str(note) for note in made.report.notes]
    assert notes == ["类别“住房建设 / 物业管理”没有对应的清单条目，照原文保留，共 1 件。",
                     "单位“府山街道”认不出来，照原文保留，共 1 件。", "单位“无此单位”认不出来，照原文保留，共 1 件。",
                     "地点“新月社区”认不出来，照原文保留，共 1 件。"]


def test_urgent_and_confidential_marks_are_kept(world: World) -> None:
    brought(world, [order("SX001", 紧急程度="特急", 是否保密="是")])
    assert matter("SX001").urgency == Urgency.URGENT
    assert Order.objects.get(issue=matter("SX001")).is_restricted


def test_the_coordination_office_brings_for_every_street(world: World) -> None:
    brought(world, [order("SX001"), order("SX002", 街道名="未知街道")], by=world.coordinator)
    assert matter("SX001").desk_id == world.desk
    assert (matter("SX002").desk.key, matter("SX002").place_text) == ("coordination", "未知街道书圣故里社区")


def test_another_systems_orders_are_no_hotline_s(world: World) -> None:
    file = services.upload(csv_file([order("A1")]), "城管系统", by=world.dispatcher, now=START).file
    services.confirm(named(file.id, world.dispatcher).id, by=world.dispatcher, now=START)
    assert Issue.objects.get(sender="城管系统").channel == Channel.IMPORT


def test_one_event_and_one_message_a_file(world: World) -> None:
    brought(world, [order("SX001"), order("SX002", 紧急程度="紧急")])
    event = Event.objects.get(act="orders.imported")
    assert (event.actor_id, event.detail["new"], event.detail["urgent"]) == (world.dispatcher.account_id, 2, 1)
    assert set(Entry.objects.values_list("event", flat=True)) == {event.id}
    told = Message.objects.filter(what="orders.done")
    assert {one.recipient for one in told} == {world.second_dispatcher.account_id}
    assert told[0].values == {"sender": SENDER, "new": "2", "urgent": "1", "update": "0", "conflict": "0"}


# ── a file that is not clean writes nothing ──

def test_a_problem_anywhere_stops_the_whole_file_and_names_its_row_and_column(world: World) -> None:
    made = brought(world, [order("SX001"), order("SX001"), order("SX003", 受理时间="昨天"), order("SX004", ""),
                           order("SX005", 来电号码="123"), order("SX006", 受理时间="2026-12-31 08:00:00")])
    assert [(one.row, one.column) for one in made.report.problems] == [
        (3, "工单编号"), (4, "受理时间"), (5, "内容描述"), (6, "来电号码"), (7, "受理时间")]
    assert not Issue.objects.exists()
    assert not Event.objects.filter(act="orders.imported").exists()


def test_an_order_of_another_street_is_a_problem_of_its_row(world: World) -> None:
    other = world.small.places.other_street.name
    made = brought(world, [order("SX001", 街道名=other)])
    assert [str(one.sentence) for one in made.report.problems] == [f"{other}不在您的辖区。"]


# ── again ──

def test_the_same_file_again_changes_nothing(world: World) -> None:
    rows = [order("SX001"), order("SX002")]
    brought(world, rows)
    before = list(Issue.objects.order_by("id").values())
    again = services.upload(csv_file(rows), SENDER, by=world.second_dispatcher, now=at(25, 9))
    assert again.again
    assert services.confirm(again.file.id, by=world.second_dispatcher, now=at(25, 9)) is None
    assert list(Issue.objects.order_by("id").values()) == before
    assert Event.objects.filter(act="orders.imported").count() == 1


def test_the_same_orders_in_another_file_change_nothing_and_tell_nobody(world: World) -> None:
    brought(world, [order("SX001")])
    Message.objects.all().delete()
    made = brought(world, [order(" ＳＸ００１　", 受理时间="2026/11/24 8:00")], now=at(25, 9))
    assert (made.counts[Fate.SAME], made.counts[Fate.NEW]) == (1, 0)
    assert (matter("SX001").version, Message.objects.count()) == (1, 0)


def test_what_only_the_sender_changed_is_taken_over_and_the_trail_says_it(world: World) -> None:
    brought(world, [order("SX001")])
    made = brought(world, [order("SX001", CHANGED, 来电号码="13800001111", 紧急程度="紧急")], now=at(25, 9))
    assert made.counts[Fate.UPDATE] == 1
    one = matter("SX001")
    assert (one.text, one.version, one.urgency) == (CHANGED, 2, Urgency.ORDINARY)
    assert Reporter.objects.get(issue=one).phone == "13800001111"
    entry = Entry.objects.get(issue=one, version=2)
    assert (entry.act, entry.by_part, entry.by_id) == ("add_paper", "import", world.dispatcher.account_id)
    assert entry.text.startswith("12345 热线更新了来文\n")
    assert "紧急程度：紧急（原来：一般）" in entry.text
    assert CHANGED in entry.text
    assert "13800001111" not in entry.text
    again = brought(world, [order("SX001", CHANGED, 来电号码="13800001111", 紧急程度="紧急"), order("SX002")],
                    now=at(25, 10))
    assert (again.counts[Fate.SAME], matter("SX001").version) == (1, 2)


def test_what_both_sides_changed_waits_for_a_person_and_is_not_overwritten(world: World) -> None:
    brought(world, [order("SX001")])
    one = matter("SX001")
    world.do("note", one, world.dispatcher, text="已经电话问过")
    made = brought(world, [order("SX001", CHANGED)], now=at(25, 9))
    assert made.counts[Fate.CONFLICT] == 1
    one = matter("SX001")
    assert (one.version, one.text) == (2, "小区南门夜间停车堵住消防通道。请处理。")
    waiting = to_decide(world.second_dispatcher).get()
    assert [(d.meaning.value, d.ours, d.theirs) for d in compared(waiting)] == [
        ("title", "小区南门夜间停车堵住消防通道", "小区南门夜间停车堵住消防通道，消防车进不来"),
        ("text", one.text, CHANGED)]
    assert brought(world, [order("SX001", CHANGED), order("SX002")], now=at(25, 10)).counts[Fate.SAME] == 1


def clash(world: World) -> Order:
    brought(world, [order("SX001")])
    world.do("note", matter("SX001"), world.dispatcher, text="已经电话问过")
    brought(world, [order("SX001", CHANGED, 来电号码="13800001111")], now=at(25, 9))
    return to_decide(world.dispatcher).get()


def test_taking_the_senders_word_changes_the_matter_by_an_act(world: World) -> None:
    waiting = clash(world)
    assert [one.theirs for one in compared(waiting)][-1] == "138****11"
    decide(waiting.id, take=True, by=world.dispatcher, seen=2, now=at(25, 10))
    one = matter("SX001")
    assert (one.text, one.version, Reporter.objects.get(issue=one).phone) == (CHANGED, 3, "13800001111")
    assert not to_decide(world.dispatcher).exists()
    kept = Order.objects.get(issue=one)
    assert (kept.offered, kept.version, "phone" in kept.said) == (None, 3, False)


def test_keeping_ours_changes_nothing_but_the_trail_and_asks_no_more(world: World) -> None:
    waiting = clash(world)
    decide(waiting.id, take=False, by=world.dispatcher, seen=2, now=at(25, 10))
    one = matter("SX001")
    assert (one.text, one.version) == ("小区南门夜间停车堵住消防通道。请处理。", 3)
    assert Entry.objects.get(issue=one, version=3).text.startswith("未采用")
    again = brought(world, [order("SX001", CHANGED, 来电号码="13800001111"), order("SX002")], now=at(25, 11))
    assert (again.counts[Fate.SAME], again.counts[Fate.CONFLICT]) == (1, 0)


def test_a_decision_on_an_old_page_is_refused(world: World) -> None:
    waiting = clash(world)
    world.do("note", matter("SX001"), world.dispatcher, text="又问了一次")
    with pytest.raises(Stale):
        decide(waiting.id, take=True, by=world.dispatcher, seen=2, now=at(25, 10))
    assert to_decide(world.dispatcher).exists()


def test_a_conflict_of_a_matter_that_is_over_can_only_be_kept(world: World) -> None:
    waiting = clash(world)
    Issue.objects.filter(sender_number="SX001").update(state=State.WITHDRAWN.value, closed_at=START)
    with pytest.raises((NotAllowed, RuleBroken)):
        decide(waiting.id, take=True, by=world.dispatcher, seen=2, now=at(25, 10))
    decide(waiting.id, take=False, by=world.dispatcher, seen=2, now=at(25, 10))
    assert (matter("SX001").version, to_decide(world.dispatcher).exists()) == (2, False)
    assert Event.objects.filter(act="orders.kept").count() == 1


def test_what_was_withdrawn_here_takes_nothing_over(world: World) -> None:
    brought(world, [order("SX001")])
    Issue.objects.filter(sender_number="SX001").update(state=State.WITHDRAWN.value, closed_at=START)
    made = brought(world, [order("SX001", CHANGED)], now=at(25, 9))
    assert (made.counts[Fate.OVER], made.counts[Fate.CONFLICT]) == (1, 0)
    assert matter("SX001").version == 1


def test_an_item_that_is_confidential_makes_its_orders_so(world: World) -> None:
    item = world.catalogue.items["GL016"]
    Item.objects.filter(id=item.id).update(confidentiality=Confidentiality.RESTRICTED.value)
    brought(world, [order("SX001", 二级分类=item.name), order("SX002")])
    assert (matter("SX001").is_restricted, matter("SX002").is_restricted) == (True, False)


def test_a_confidential_order_of_the_district_s_file_is_its_streets_alone_and_stops_no_later_file(world: World) -> None:
    rows = [order("SX001", 是否保密="是"), order("SX002")]
    brought(world, rows, by=world.coordinator)
    assert matter("SX001").is_restricted
    again = brought(world, [*rows, order("SX003")], by=world.coordinator, now=at(25, 9))
    assert (again.counts[Fate.SAME], again.counts[Fate.NEW]) == (2, 1)
    changed = brought(world, [order("SX001", CHANGED, 是否保密="是")], by=world.coordinator, now=at(25, 10))
    assert (changed.counts[Fate.CONFLICT], showing.changes(changed, Fate.CONFLICT)) == (1, [])
    assert matter("SX001").version == 1
    assert not to_decide(world.coordinator).exists()
    assert to_decide(world.dispatcher).get().issue_id == matter("SX001").id


# ── who, and the file on its way ──

def test_only_desks_and_the_coordination_office_bring_files(world: World) -> None:
    for who in (world.officer, world.leader, world.secretary, world.admin):
        with pytest.raises(NotAllowed):
            services.upload(csv_file([order("SX001")]), SENDER, by=who, now=START)


def test_a_file_is_seen_by_its_own_office_alone(world: World) -> None:
    file = services.upload(csv_file([order("SX001")]), SENDER, by=world.dispatcher, now=START).file
    assert services.file_of(file.id, world.second_dispatcher).id == file.id
    for who in (world.other_dispatcher, world.coordinator):
        with pytest.raises(NotFound):
            services.file_of(file.id, who)
        with pytest.raises(NotFound):
            services.confirm(file.id, by=who, now=START)


def test_a_conflict_is_seen_and_decided_by_who_sees_the_matter(world: World) -> None:
    waiting = clash(world)
    assert conflict(waiting.id, world.coordinator).id == waiting.id
    for who in (world.other_dispatcher, world.officer):
        with pytest.raises(NotFound):
            conflict(waiting.id, who)
    with pytest.raises(NotFound):
        decide(waiting.id, take=True, by=world.other_dispatcher, seen=2, now=at(25, 10))


def test_rows_go_when_the_file_is_done_dropped_or_a_day_old(world: World) -> None:
    brought(world, [order("SX001")])
    dropped = services.upload(csv_file([order("SX002")]), SENDER, by=world.dispatcher, now=START).file
    services.drop(dropped.id, by=world.dispatcher)
    services.upload(csv_file([order("SX003")]), SENDER, by=world.dispatcher, now=START)
    assert services.forget_drafts(START + timedelta(days=1, minutes=1)) == 1
    assert not OrderFile.objects.filter(rows__isnull=False).exists()


def test_columns_are_remembered_for_the_sender_and_a_done_file_is_not_changed(world: World) -> None:
    brought(world, [order("SX001")])
    file = services.upload(csv_file([order("SX002")]), SENDER, by=world.dispatcher, now=at(25, 9)).file
    assert (file.columns or {})["text"] == "内容描述"
    services.confirm(file.id, by=world.dispatcher, now=at(25, 9))
    with pytest.raises(RuleBroken):
        named(file.id, world.dispatcher)


def test_columns_that_cannot_be_are_named(world: World) -> None:
    file = services.upload(csv_file([order("SX001")]), SENDER, by=world.dispatcher, now=START).file
    with pytest.raises(BadInput) as refused:
        services.choose(file.id, {Meaning.NUMBER: "工单编号", Meaning.TEXT: "工单编号", Meaning.TITLE: "没有这列"},
                        START.date(), by=world.dispatcher, now=START)
    assert set(refused.value.fields) == {"received", "text", "title"}


def test_spreadsheets_give_dates_as_dates_and_as_numbers(world: World) -> None:
    rows = [order("SX001"), order("SX002")]
    one: list[list[object]] = [[*rows[0]], [*rows[1]]]
    one[0][1], one[1][1] = datetime(2026, 11, 24, 8, 0), 46350.25
    file = services.upload(xlsx_file(one), SENDER, by=world.dispatcher, now=START).file
    named(file.id, world.dispatcher)
    services.confirm(file.id, by=world.dispatcher, now=START)
    assert matter("SX001").received_at == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    assert matter("SX002").received_at == datetime(2026, 11, 23, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_files_come_in_either_encoding(world: World, encoding: str) -> None:
    file = services.upload(csv_file([order("SX001")], encoding=encoding), SENDER, by=world.dispatcher, now=START).file
    services.confirm(named(file.id, world.dispatcher).id, by=world.dispatcher, now=START)
    assert matter("SX001").text == "小区南门夜间停车堵住消防通道。请处理。"


def test_a_file_costs_few_statements_whatever_its_length(world: World) -> None:
    brought(world, [order("SX000")])
    files = [services.upload(csv_file([order(f"SX{n}{k:03d}") for k in range(n)]), SENDER, by=world.dispatcher,
                             now=START).file for n in (2, 80)]

    def bring(file: OrderFile) -> None:
        services.confirm(file.id, by=world.dispatcher, now=START)

    few, many = (counted(partial(bring, one)) for one in files)
    assert many <= few + 2
