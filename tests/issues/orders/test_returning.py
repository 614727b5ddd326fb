"""What became of a sender's orders goes back in the sender's own headers."""
from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liandong.issues.models import Issue
from liandong.issues.orders import services
from liandong.issues.orders.returning import Wanted, hand_back
from liandong.issues.terms import Solved
from liandong.kernel.errors import BadInput, NotAllowed
from liandong.ledger.models import Event
from liandong.tables import Table, read_upload
from tests.issues.factories import ANSWER, NO, START, World, the_resident
from tests.issues.orders.files import OLD_HEADINGS, SENDER, brought, csv_file, matter, named, order
from tests.issues.pages import html, page

WEEK = Wanted(SENDER, date(2026, 11, 18), date(2026, 11, 24))
ADDRESS = "/issues/orders/results.xlsx?sender=12345+热线&since=2026-11-18&until=2026-11-24"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)


def at_work(world: World, number: str) -> Issue:
    """Handed to the street's office and accepted."""
    issue = world.do("assign", matter(number), world.dispatcher, owner_id=world.urban, item_id=world.item("GL016"))
    return world.do("accept", issue, world.officer)


def back(world: World, wanted: Wanted = WEEK) -> Table:
    out = io.BytesIO()
    hand_back(wanted, out, by=world.dispatcher, now=START)
    return read_upload(SimpleUploadedFile("a.xlsx", out.getvalue()))


def test_what_was_answered_goes_back_and_the_rest_does_not(world: World) -> None:
    brought(world, [order("SX001"), order("SX002"), order("SX003")])
    done = world.do("answer", at_work(world, "SX001"), world.officer, **ANSWER)
    world.do("judge", done, the_resident(done), START + timedelta(hours=1), solved=Solved.PARTLY)
    world.do("answer_no", at_work(world, "SX002"), world.officer, **NO)
    table = back(world)
    assert table.headers[0] == "工单编号"
    assert [row[0] for row in table.rows] == ["SX001"]
    row = dict(zip(table.headers, table.rows[0], strict=False))
    assert (row["主办单位"], row["办理结果"], row["诉求是否解决"]) == ("府山街道城市建设管理办公室", "0 解决", "部分")
    assert row["答复市民要点"] == "\n".join(ANSWER[name] for name in ("found", "done", "duty", "next"))
    assert (row["签收时间"], row["处理完成时间"], row["结案时间"]) == (
        "2026-11-24 09:00:00", "2026-11-24 09:00:00", "2026-11-24 10:00:00")
    assert "满意" not in "".join(table.headers)


def test_an_answer_that_a_second_reader_passed_goes_back_as_its_code(world: World) -> None:
    brought(world, [order("SX001")])
    issue = world.do("answer_no", at_work(world, "SX001"), world.officer, **NO)
    world.do("pass_review", issue, world.leader)
    row = back(world).rows[0]
    assert row[6] == "1 未解决"
    assert NO["reason"] in row[5]


def test_the_number_goes_back_under_the_sender_s_newest_header(world: World) -> None:
    brought(world, [order("SX001")])
    world.do("answer", at_work(world, "SX001"), world.officer, **ANSWER)
    file = services.upload(csv_file([order("SX002")], OLD_HEADINGS), SENDER, by=world.dispatcher, now=START).file
    named(file.id, world.dispatcher)
    assert back(world).headers[0] == "12345工单编号"


def test_only_one_s_own_matters_of_the_days_asked_for(world: World) -> None:
    brought(world, [order("SX001")])
    world.do("answer", at_work(world, "SX001"), world.officer, **ANSWER)
    assert back(world, Wanted(SENDER, date(2026, 11, 10), date(2026, 11, 23))).rows == []
    assert back(world, Wanted("别人", date(2026, 11, 18), date(2026, 11, 24))).rows == []
    out = io.BytesIO()
    assert hand_back(WEEK, out, by=world.other_dispatcher, now=START) == 0
    assert hand_back(WEEK, out, by=world.coordinator, now=START) == 1
    with pytest.raises(NotAllowed):
        hand_back(WEEK, out, by=world.leader, now=START)


def test_the_ledger_keeps_who_took_it(world: World) -> None:
    back(world)
    event = Event.objects.get(act="orders.exported")
    assert event.detail == {"rows": 0, "asked": "sender=12345 热线&since=2026-11-18&until=2026-11-24"}


@pytest.mark.parametrize(("since", "until"), [(date(2026, 11, 2), date(2026, 11, 1)),
                                              (date(2025, 1, 1), date(2026, 11, 1))])
def test_a_period_that_cannot_be_is_refused(since: date, until: date) -> None:
    with pytest.raises(BadInput):
        Wanted(SENDER, since, until)


def test_the_page_offers_it_and_gives_it(site: World) -> None:
    brought(site, [order("SX001")])
    site.do("answer", at_work(site, "SX001"), site.officer, **ANSWER)
    assert "把办理结果交回" in html(site.dispatcher, "/issues/orders/")
    answer = cast(Any, page(site.dispatcher, ADDRESS))
    table = read_upload(SimpleUploadedFile("a.xlsx", b"".join(answer.streaming_content)))
    assert len(table.rows) == 1
    for wrong in ("?sender=x", "?sender=x&since=2026-11-20&until=2026-11-01", "?sender=x&since=a&until=b"):
        assert page(site.dispatcher, f"/issues/orders/results.xlsx{wrong}").status_code == 422
