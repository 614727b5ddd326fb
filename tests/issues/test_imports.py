"""A file of another system's matters becomes a district with matters to be handled and closed history."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from liandong.districts.models import District
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.duties.models import Item
from liandong.duties.proposals import proposed_owner
from liandong.duties.queries import item_by_id
from liandong.issues import services
from liandong.issues.desks import desk
from liandong.issues.filters import Filters, View
from liandong.issues.imports import import_issues, read_map
from liandong.issues.imports.reading import weeks_forward
from liandong.issues.imports.services import Dispatcher
from liandong.issues.lists import list_page
from liandong.issues.models import Clock, Entry, Issue
from liandong.issues.services.ticking import tick
from liandong.issues.terms import Channel, ClockKind, State
from liandong.kernel.errors import BadInput
from liandong.ledger.models import Event
from liandong.orgs.models import Organisation
from liandong.outbox.models import Message
from liandong.people import queries as people
from liandong.people.models import Account
from liandong.places.models import Division
from tests.issues.import_files import MAP, NOW, ROWS, WEEKS, brought, row

DB = pytest.mark.django_db
NUMBER = 2


def by_number() -> dict[str, Issue]:
    """The matters by their number in the file."""
    return {one.sender_number: one for one in Issue.objects.select_related("place", "owner", "desk", "item")}


# ── times ──

@pytest.mark.parametrize(("today", "last", "weeks"), [
    (date(2026, 11, 25), date(2018, 11, 10), 419),
    (date(2026, 11, 22), date(2018, 11, 10), 419),  # the last day becomes yesterday
    (date(2026, 11, 21), date(2018, 11, 10), 418),  # it may not become today
    (date(2018, 11, 17), date(2018, 11, 10), 0),
    (date(2018, 11, 10), date(2018, 11, 10), 0),
])
def test_times_move_by_whole_weeks_into_the_week_before(today: date, last: date, weeks: int) -> None:
    assert weeks_forward(last, today) == weeks


@DB
def test_every_time_is_moved_and_the_report_says_by_how_much(tmp_path: Path) -> None:
    report = brought(tmp_path)
    assert report.weeks == WEEKS
    assert str(report.notes[0]) == "所有时间前移了 419 周：文件的最后一天 2018-11-10 成为 2026-11-21。"
    with scope(NUMBER):
        received = {number: one.received_at for number, one in by_number().items()}
    assert received["5"] == datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
    assert received["1"] == datetime(2018, 3, 1, 1, 0, tzinfo=UTC) + timedelta(weeks=WEEKS)


# ── what becomes what ──

@DB
def test_the_last_thirty_days_are_to_be_handled_and_the_rest_is_history(tmp_path: Path) -> None:
    report = brought(tmp_path)
    assert (report.counts["open"], report.counts["history"], report.counts["matters"]) == (3, 2, 5)
    with scope(NUMBER):
        states = {number: (one.state, one.is_history, one.is_imported) for number, one in by_number().items()}
        acts = dict(Entry.objects.values_list("issue__sender_number", "act"))
    assert states == {**dict.fromkeys("12", (State.CLOSED, True, True)),
                      **dict.fromkeys("345", (State.RECEIVED, False, True))}
    assert acts == {**dict.fromkeys("12", "receive_closed"), **dict.fromkeys("345", "receive")}


@DB
def test_history_has_no_clock_and_no_end_and_keeps_its_owner(tmp_path: Path) -> None:
    brought(tmp_path)
    with scope(NUMBER):
        one = by_number()["1"]
        assert not Clock.objects.filter(issue__is_history=True).exists()
        assert (one.end, one.next_clock, one.met_at, one.owner_mark) == ("", "", None, None)
        assert (one.owner and one.owner.name, one.owner_text) == ("城市管理局", "城市管理局")
        assert Entry.objects.get(issue=one).detail == {"late": True, "closing_known": False}


@DB
def test_what_is_to_be_handled_waits_at_its_streets_desk_with_clocks_running(tmp_path: Path) -> None:
    brought(tmp_path)
    with scope(NUMBER):
        one = by_number()["4"]
        assert (one.desk.name, one.first_id, one.owner_id) == ("东山街道调度中心", one.desk_id, None)
        assert (one.owner_text, one.channel) == ("环境保护和水务局", Channel.FORM)
        clocks = {clock.kind: clock for clock in Clock.objects.filter(issue=one)}
    assert set(clocks) == {ClockKind.HANDLE, ClockKind.TRIAGE}
    assert clocks["handle"].started_at == one.received_at
    assert (clocks["handle"].amount, clocks["handle"].unit) == (10, "working_days")
    assert clocks["triage"].due_at == datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


@DB
def test_the_clock_sends_no_message_for_what_was_late_when_it_came(tmp_path: Path) -> None:
    brought(tmp_path, dispatchers=[Dispatcher("dong-desk", "东山街道")])
    with scope(NUMBER):
        done = tick(NOW + timedelta(hours=9))
        assert (done.soon, done.late, done.failed) == (0, 0, [])
        assert Message.objects.count() == 1


@DB
def test_the_district_is_made_from_the_file(tmp_path: Path) -> None:
    brought(tmp_path)
    assert District.objects.get(id=NUMBER).name == "坪山区"
    with scope(NUMBER):
        codes = dict(Division.objects.values_list("name", "code"))
        kinds = dict(Organisation.objects.values_list("name", "kind"))
    assert codes == {"坪山区": "440310", "东山街道": "440310001", "西河街道": "440310002", "桃溪社区": "440310001001",
                     "柳林社区": "440310002001"}
    assert kinds["东山街道综合执法队"] == "street_office"
    assert kinds["环境保护和水务局"] == "department"
    assert {"东山街道调度中心", "桃溪社区", "坪山区基层治理协调办公室"} < set(kinds)
    assert "柳林社区工作站" not in kinds


@DB
def test_its_catalogue_is_a_copy_with_its_own_offices_as_leads(tmp_path: Path) -> None:
    brought(tmp_path)
    with scope(NUMBER):
        assert Item.objects.exclude(code="").count() == 212
        matters = by_number()
        codes = {number: one.item and one.item.code for number, one in matters.items()}
        owners = {number: proposed_owner(item_by_id(one.item_id), one.place)  # type: ignore[arg-type]  # all are classed
                  for number, one in matters.items()}
    assert codes == {"1": "CJ001", "2": "CJ001", "3": "CJ004", "4": "ST006", "5": "CJ001"}
    assert [str(owners[number]) for number in "234"] == [
        "东山街道综合执法队", "东山街道市政服务中心", "环境保护和水务局"]


# ── what is unknown, what is wrong ──

@DB
def test_an_unknown_class_unit_place_or_source_is_kept_as_text_and_listed(tmp_path: Path) -> None:
    report = brought(tmp_path, [
        *ROWS, row("6", "2018-11-08 10:00:00", community="某处工地", classes=("天文", "星象", "流星"), unit="观星小组",
                   source="鸽子"),
        row("7", "2018-11-08 11:00:00", "不知何处", "-", unit="-")])
    assert report.is_clean
    told = [str(note) for note in report.notes]
    for text in ("类别“天文 / 星象 / 流星”没有对应的清单条目，照原文保留，共 1 件。",
                 "单位“观星小组”认不出来，照原文保留，共 1 件。",
                 "地点“某处工地”认不出来，照原文保留，共 1 件。", "地点“不知何处”认不出来，照原文保留，共 1 件。",
                 "来源“鸽子”认不出来，记作导入，共 1 件。"):
        assert text in told
    with scope(NUMBER):
        matters = by_number()
        six, seven = matters["6"], matters["7"]
    assert (six.class_path, six.item_id) == ("天文 / 星象 / 流星", None)
    assert (six.owner_text, six.place_text) == ("观星小组", "某处工地")
    assert (six.place.name, six.channel, six.state) == ("东山街道", Channel.IMPORT, State.RECEIVED)
    assert (seven.place.name, seven.place_text, seven.desk.key) == ("坪山区", "不知何处", "coordination")


WRONG = [
    (row("", "2018-11-08 10:00:00"), "rec_id", "编号不能为空。"),
    (row("1", "2018-11-08 10:00:00"), "rec_id", "编号“1”在第 2 行已经有了。"),
    (row("6", ""), "create_time", "时间不能为空。"),
    (row("6", "2018-13-40 10:00:00"), "create_time",
     "“2018-13-40 10:00:00”不是时间，应写成 2026-11-24 09:30:00 这样。"),
    (row("6", "1008-01-01 10:00:00"), "create_time", "时间太早：1008-01-01 10:00:00。"),
    (row("6", "2099-01-01 10:00:00"), "create_time", "时间在将来：2099-01-01 10:00。"),
    (row("6", "2018-11-08 10:00:00", unit="长" * 81), "dispose_unit", "太长：81 个字，最多 80 个。"),
    (row("6", "2018-11-08 10:00:00", "长" * 41), "street", "太长：41 个字，最多 40 个。"),
]


@DB
@pytest.mark.parametrize(("bad", "column", "sentence"), WRONG)
def test_a_bad_value_stops_the_file_before_anything_is_written(
        tmp_path: Path, bad: list[str], column: str, sentence: str) -> None:
    report = brought(tmp_path, [*ROWS, bad])
    assert [(one.row, one.column, str(one.sentence)) for one in report.problems] == [(7, column, sentence)]
    assert not District.objects.filter(id=NUMBER).exists()


@DB
def test_every_bad_value_is_told_at_once(tmp_path: Path) -> None:
    report = brought(tmp_path, [row("", "gestern"), row("7", "morgen")])
    assert [(one.row, one.column) for one in report.problems] == [(2, "create_time"), (2, "rec_id"), (3, "create_time")]


@DB
def test_a_file_without_its_columns_or_without_rows_is_refused(tmp_path: Path) -> None:
    assert str(brought(tmp_path, []).problems[0].sentence) == "文件里没有一行数据。"
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")
    problems = import_issues(file, MAP, now=NOW).problems
    assert [(one.row, str(one.sentence).split("：")[0]) for one in problems] == [(1, "文件少了这些列")]


@DB
def test_a_hostile_file_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    for name, content in (("bomb.xlsx", b"PK\x03\x04 no zip"), ("picture.csv", b"\x89PNG\r\n"), ("long.csv",
                          b"rec_id\n" + b"x" * 40_000), ("empty.csv.gz", b"\x1f\x8b broken")):
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(BadInput):
            import_issues(file, MAP, now=NOW)
    assert not District.objects.filter(id=NUMBER).exists()


@DB
def test_another_districts_number_is_not_taken(tmp_path: Path) -> None:
    create_district(NUMBER, "越城区", code="330602")
    with pytest.raises(BadInput, match="编号 2 是越城区"):
        brought(tmp_path)


# ── once ──

@DB
def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    brought(tmp_path, dispatchers=[Dispatcher("dong-desk", "东山街道")])
    with scope(NUMBER):
        before = (Issue.objects.count(), Event.objects.count(), Message.objects.count(), Division.objects.count())
    report = brought(tmp_path, now=NOW + timedelta(days=9))
    assert "已经导入过，没有改动" in str(report.notes[0])
    with scope(NUMBER):
        assert before == (Issue.objects.count(), Event.objects.count(), Message.objects.count(),
                          Division.objects.count())


@DB
def test_a_later_file_adds_only_what_is_new(tmp_path: Path) -> None:
    brought(tmp_path)
    report = brought(tmp_path, [*ROWS, row("6", "2018-11-10 19:00:00", "北苑街道", "新开社区")])
    assert (report.counts["known"], report.counts["matters"]) == (5, 1)
    with scope(NUMBER):
        assert Issue.objects.count() == 6
        assert Division.objects.get(name="北苑街道").code == "440310003"
        assert Division.objects.get(name="西河街道").code == "440310002"
    again = brought(tmp_path, [*ROWS])
    assert "matters" not in again.counts


@DB
def test_a_file_is_one_event_and_one_message(tmp_path: Path) -> None:
    brought(tmp_path, dispatchers=[Dispatcher("dong-desk", "东山街道"), Dispatcher("xi-desk", "西河街道")])
    with scope(NUMBER):
        event = Event.objects.get(act="issues-imported")
        assert not Event.objects.filter(kind="issue").exists()
        assert (event.loaded, event.detail["matters"], event.detail["weeks"]) == ("import", 5, WEEKS)
        assert set(Entry.objects.values_list("event", flat=True)) == {event.id}
        messages = list(Message.objects.values_list("what", "values"))
        assert messages == [("import.done", {"count": "5", "open": "3"})] * 2
        assert Message.objects.values("recipient").distinct().count() == 2


# ── they show, and are handed over ──

@DB
def test_a_dispatcher_of_the_district_sees_them_and_hands_one_over(tmp_path: Path) -> None:
    report = brought(tmp_path, [*ROWS, row("6", "2018-11-09 10:00:00")], dispatchers=[Dispatcher("dong-desk")])
    assert [login for login, _, _ in report.passwords] == ["dong-desk"]
    with scope(NUMBER):
        actor = people.actor_for(Account.objects.get(username="dong-desk").pk, NOW.date())
        rows = list_page(actor, Filters(view=View.TRIAGE), "", NOW).rows
        titles = {"工业红线内噪声（桃溪社区）", "无照经营游商（桃溪社区）", "暴露垃圾（桃溪社区）"}
        assert {one.title for one in rows} == titles
        assert {one.title for group in desk(actor, NOW).groups for one in group.rows} == titles
        assert len(list_page(actor, Filters(), "", NOW).rows) == 5
        assert list_page(actor, Filters(text="工业红线"), "", NOW).rows[0].owner == "环境保护和水务局"
        six = by_number()["6"]
        team = Organisation.objects.get(name="东山街道综合执法队")
        assert six.item is not None
        given = services.assign(six.id, by=actor, seen=six.version, now=NOW, owner_id=team.id, item_id=six.item.id)
        assert (given.state, given.owner_id) == (State.ASSIGNED, team.id)
        assert given.number.startswith("261120-")
        assert Clock.objects.get(issue=six, kind=ClockKind.ACCEPT).ended_at is None


@DB
def test_what_no_item_fits_goes_up_and_is_ruled(tmp_path: Path) -> None:
    brought(tmp_path, [*ROWS, row("6", "2018-11-09 10:00:00", classes=("天文", "星象", "流星"))],
            dispatchers=[Dispatcher("dong-desk", "东山街道")])
    with scope(NUMBER):
        actor = people.actor_for(Account.objects.get(username="dong-desk").pk, NOW.date())
        six = by_number()["6"]
        sent = services.escalate(six.id, by=actor, seen=six.version, now=NOW, tried="清单里没有这一类")
        assert sent.state == State.ESCALATED


@DB
def test_a_street_or_login_that_cannot_be_leaves_nothing(tmp_path: Path) -> None:
    for one in (Dispatcher("dong-desk", "不存在街道"), Dispatcher("坏 名字")):
        with pytest.raises(BadInput):
            brought(tmp_path, dispatchers=[one])
    assert not District.objects.filter(id=NUMBER).exists()


@DB
def test_first_passwords_that_cannot_be_kept_stop_the_import(tmp_path: Path) -> None:
    def full(_: object) -> None:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        brought(tmp_path, dispatchers=[Dispatcher("dong-desk", "东山街道")], keep=full)
    assert not District.objects.filter(id=NUMBER).exists()


STATES = """
sender = "elsewhere"
[district]
number = 3
name = "某区"
code = "990001"
[columns]
number = "id"
received = "from"
closed = "until"
state = "state"
street = "street"
[texts]
title = "{id}"
text = "{id} {street}"
[state]
closed = ["办结"]
"""


@DB
def test_a_file_that_says_what_is_closed_is_believed(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(STATES, "utf-8")
    file = tmp_path / "states.csv"
    file.write_text("id,from,until,state,street\na,2026-11-20 09:00:00,2026-11-23 10:00:00,,东山街道\n"
                    "b,2026-11-20 09:00:00,,办结,东山街道\nc,2026-01-05 09:00:00,,在办,东山街道\n", "utf-8")
    report = import_issues(file, read_map(tmp_path / "map.toml"), now=NOW)
    assert (report.weeks, report.counts["open"], report.counts["history"]) == (0, 1, 2)
    with scope(3):
        matters = by_number()
    assert matters["a"].closed_at == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert matters["b"].closed_at == matters["b"].received_at
    assert (matters["c"].state, matters["c"].closed_at) == (State.RECEIVED, None)


@DB
def test_a_matter_closed_before_it_was_received_stops_the_file(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(STATES, "utf-8")
    file = tmp_path / "states.csv"
    file.write_text("id,from,until,state,street\na,2026-11-20 09:00:00,2026-11-19 10:00:00,,东山街道\n", "utf-8")
    report = import_issues(file, read_map(tmp_path / "map.toml"), now=NOW)
    assert [(one.row, one.column, str(one.sentence)) for one in report.problems] == [(2, "until", "办结早于登记。")]
