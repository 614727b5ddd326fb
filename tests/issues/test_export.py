"""A list taken away as a spreadsheet: the same matters, no person in it, no formula, and a line in the ledger."""
from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime

from liandong.issues import exports
from liandong.issues.filters import Filters
from liandong.issues.services import exporting
from liandong.issues.services.exporting import export_list
from liandong.issues.terms import Solved
from liandong.kernel.errors import BadInput, NotAllowed
from liandong.ledger.models import Event
from liandong.people.access import Actor
from liandong.tables import Table, read_upload, write_long_table
from tests.counting import counted
from tests.issues.factories import PHONE, START, World, answered, handling, received, the_resident
from tests.issues.pages import html, page
from tests.issues.test_screens_list import _titles

HOSTILE = ['=cmd|"/c calc"!A1', "+1+1", "-2+3", "@SUM(1)", "http://example.org/x", "{=1+1}"]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)


def body_of(actor: Actor, asked: str = "?view=all") -> bytes:
    """The file that somebody gets."""
    answer = cast(Any, page(actor, f"/issues/export.xlsx{asked}"))
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content)


def taken(actor: Actor, asked: str = "?view=all") -> Table:
    """The table in it."""
    return read_upload(SimpleUploadedFile("a.xlsx", body_of(actor, asked)))


def titles(table: Table) -> list[str]:
    return [row[1] for row in table.rows]


# ── what it holds ──

@pytest.mark.parametrize("asked", ["?view=all", "?view=open", "?view=closed", "?view=all&state=received",
                                   "?view=open&place=330602002046", "?view=all&text=电梯"])
def test_it_holds_what_the_list_holds_in_its_order(site: World, asked: str) -> None:
    handling(site, title="二十天装电梯")
    received(site, title="今天派出")
    received(site, title="白马的事", place_id=site.small.places.next_community.id)
    closed = answered(site, title="办结了")
    site.do("judge", closed, the_resident(closed), solved=Solved.SOLVED)
    assert titles(taken(site.dispatcher, asked)) == _titles(html(site.dispatcher, f"/issues/{asked}"))


def test_nobody_takes_away_what_the_list_does_not_show(site: World) -> None:
    received(site, title="府山的事")
    assert titles(taken(site.other_dispatcher)) == []
    assert titles(taken(site.supervisor)) == ["府山的事"]


def test_a_row_says_in_words_what_the_page_says(site: World) -> None:
    handling(site)
    row = dict(zip(exports.HEADINGS, taken(site.dispatcher).rows[0], strict=False))
    assert (row["状态"], row["怎么来的"], row["清单条目"], row["承办"], row["时限情况"]) == (
        "办理中", "电话", "GL016", "城建办", "期内")
    assert row["收到时间"] == localtime(START).strftime("%Y-%m-%d %H:%M:%S")


def test_the_reader_s_language_is_the_file_s(site: World) -> None:
    received(site)
    answer = cast(Any, page(site.dispatcher, "/issues/export.xlsx?view=all", "en"))
    table = read_upload(SimpleUploadedFile("a.xlsx", b"".join(answer.streaming_content)))
    assert table.headers[:4] == ("Number", "Title", "What was said", "State")
    assert "Telephone" in table.rows[0]


def test_no_reporter_and_no_number_leaves_with_it(site: World) -> None:
    received(site, title="徐小明说 13812345678", text="我住 3幢2单元502室，车牌浙D12345，电话 13812345678",
             address="蕺山里小区 5 幢 2 单元 302 室", reporter_name="徐大有")
    with zipfile.ZipFile(io.BytesIO(body_of(site.dispatcher))) as book:
        text = "".join(book.read(name).decode() for name in book.namelist())
    assert "138****78" in text
    for word in (PHONE, "徐大有", "502", "D12345", "302 室"):
        assert word not in text


def test_hostile_text_stays_text(site: World) -> None:
    for one in HOSTILE:
        received(site, title=one, text=f"{one}\t\x01")
    body = body_of(site.dispatcher)
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert sorted(titles(read_upload(SimpleUploadedFile("a.xlsx", body)))) == sorted(HOSTILE)


# ── who, how much, what is kept of it ──

def test_the_ledger_keeps_who_took_what_and_no_number_that_was_searched_for(site: World) -> None:
    received(site, text=f"电话 {PHONE} 打不通")
    taken(site.dispatcher, f"?view=all&state=received&text={PHONE}")
    event = Event.objects.get(act="issues.exported")
    assert (event.actor_id, event.role, event.kind) == (site.dispatcher.account_id, "dispatcher", "export")
    assert event.detail == {"rows": 1, "asked": "state=received&text=138****78"}


def test_who_takes_nothing_away_is_refused_and_sees_no_link(site: World) -> None:
    handling(site)
    assert page(site.officer, "/issues/export.xlsx").status_code == 403
    assert "export.xlsx" not in html(site.officer, "/issues/")
    assert "export.xlsx?view=open" in html(site.dispatcher, "/issues/")
    with pytest.raises(NotAllowed):
        export_list(Filters(), io.BytesIO(), by=site.officer, now=START)
    assert not Event.objects.filter(act="issues.exported").exists()


def test_a_list_that_is_too_long_is_refused_and_nothing_is_recorded(
        world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "LARGEST", 1)
    received(world)
    assert export_list(Filters(), io.BytesIO(), by=world.dispatcher, now=START) == 1
    received(world)
    with pytest.raises(BadInput, match="超过 1 件"):
        export_list(Filters(), io.BytesIO(), by=world.dispatcher, now=START)
    assert Event.objects.filter(act="issues.exported").count() == 1


@pytest.mark.parametrize(("asked", "status"), [("?view=none", 422), ("?text=停", 422), ("?owner=x", 422)])
def test_a_filter_that_is_none_is_refused_in_words(site: World, asked: str, status: int) -> None:
    assert page(site.dispatcher, f"/issues/export.xlsx{asked}").status_code == status


def test_it_asks_the_same_few_questions_at_any_length(site: World) -> None:
    handling(site)
    body_of(site.dispatcher)
    one = counted(lambda: body_of(site.dispatcher))
    for _ in range(4):
        handling(site)
    assert counted(lambda: body_of(site.dispatcher)) == one


# ── length ──

def test_a_long_table_is_written_row_by_row() -> None:
    held: list[int] = []

    def rows() -> Iterator[list[object]]:
        for n in range(5000):
            held.append(n)
            yield [n, f"第{n}行", dt.datetime(2026, 11, 24, 9, 30)]

    out = io.BytesIO()
    assert write_long_table(out, "长", ["数", "字", "时"], rows()) == 5000
    table = read_upload(SimpleUploadedFile("a.xlsx", out.getvalue()))
    assert (table.headers, len(table.rows)) == (("数", "字", "时"), 5000)
    assert table.rows[-1] == ["4999", "第4999行", "2026-11-24 09:30:00"]
