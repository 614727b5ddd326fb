"""A day's orders come in by file, in a real browser: columns, preview, import, a list taken away, a conflict."""
from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from liandong.districts.scope import scope
from liandong.issues.models import Issue
from tests.issues.factories import World
from tests.issues.orders.files import HEADINGS, order
from tests.journeys.conftest import Person, Tally

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("LIANDONG_SHOTS", "")
"""A folder for pictures of the pages; none are taken without one."""
LONG = "小区南门夜间停车堵住消防通道，还有外卖车在人行道上逆行，孩子放学很危险，请有关部门尽快来看"


def file_of(folder: Path, name: str, rows: list[list[str]]) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    file = folder / name
    file.write_text(out.getvalue(), "utf-8")
    return file


def seen(person: Person, name: str) -> None:
    """Nothing is wrong with the page as it stands, at both widths."""
    for width in (390, 1366):
        person.page.set_viewport_size({"width": width, "height": 900})
        person.is_accessible()
        if SHOTS:
            person.page.screenshot(path=f"{SHOTS}/{name}-{person.language}-{width}.png", full_page=True)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_days_orders_come_in_by_file(there: World, somebody: Callable[..., Person], tmp_path: Path,
                                       language: str) -> None:
    at = f"{timezone.localtime() - timedelta(hours=2):%Y-%m-%d %H:%M:%S}"
    tally = Tally()
    desk = somebody(language=language, tally=tally)
    desk.sign_in("dispatcher")
    desk.go("/issues/orders/")
    seen(desk, "orders-empty")
    rows = [order(f"SX{n:03d}", f"{LONG}（{n}）", 受理时间=at, 居村委名="白马社区" if n % 2 else "新月社区")
            for n in range(12)]
    name = "热线工单2026年11月24日府山街道全部受理件.csv"
    desk.page.set_input_files("input[name=file]", file_of(tmp_path, name, rows))
    desk.submit("upload a file of orders")
    seen(desk, "orders-columns")
    desk.submit("look over its columns")
    seen(desk, "orders-preview")
    assert not _matters()
    desk.submit("bring it in")
    seen(desk, "orders-report")
    assert len(_matters()) == 12
    assert tally.total <= 1, tally.table()
    desk.go("/issues/?view=open")
    with desk.page.expect_download() as taken:
        desk.page.click("#list-said a[download]")
    assert taken.value.suggested_filename.endswith(".xlsx")
    seen(desk, "orders-list")
    _decide(there, desk, tmp_path, rows)


def _decide(world: World, desk: Person, folder: Path, rows: list[list[str]]) -> None:
    with scope(1):
        world.do("note", Issue.objects.get(sender_number="SX000"), world.dispatcher, timezone.now(), text="已电话联系")
    desk.go("/issues/orders/")
    rows[0][3] += "，昨晚又堵了一次"
    rows[1][1] = "昨天"
    desk.page.set_input_files("input[name=file]", file_of(folder, "坏的.csv", rows))
    desk.submit("upload a file with a fault")
    seen(desk, "orders-problems")
    rows[1] = rows[2]
    desk.go("/issues/orders/")
    desk.page.set_input_files("input[name=file]", file_of(folder, "第二次.csv", [rows[0], *rows[2:]]))
    desk.submit("upload it mended")
    seen(desk, "orders-preview-changes")
    desk.submit("bring it in")
    seen(desk, "orders-report-conflict")
    desk.go("/issues/orders/conflicts/")
    seen(desk, "orders-conflicts")
    desk.page.click("main table a")
    seen(desk, "orders-conflict")
    desk.submit("take the sender's word")
    assert "昨晚又堵了一次" in desk.page.locator("main").inner_text()


def _matters() -> list[Issue]:
    with scope(1):
        return list(Issue.objects.all())
