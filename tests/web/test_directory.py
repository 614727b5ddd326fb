"""The directory, through the whole stack."""
from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.ledger.models import Event
from liandong.orgs import services
from liandong.orgs.rows import ContactRow
from liandong.people.models import Account
from liandong.people.terms import Role
from liandong.tables import Table, read_upload
from tests.orgs.factories import ROWS, Small, small_register
from tests.people.factories import person, staff
from tests.places.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> Small:
    with scope(create_district(1, "越城区").id):
        return small_register()


@pytest.fixture
def people(small: Small) -> dict[Role, Account]:
    with scope(1):
        return staff(small)


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.mark.parametrize("role", Role)
def test_everybody_who_has_signed_in_reads_the_directory(
        role: Role, people: dict[Role, Account], small: Small) -> None:
    client = browser(people[role])
    assertContains(client.get("/organisations/"), 'href="tel:057500001001"')
    assertContains(client.get(f"/organisations/{small.housing.id}/"), 'href="tel:057500001001"')


def test_nobody_else_does(small: Small) -> None:
    assert Client().get("/organisations/").status_code == 302
    assert Client().get(f"/organisations/{small.housing.id}/").status_code == 302


def test_a_person_of_another_district_finds_none_of_its_bodies(small: Small) -> None:
    with scope(create_district(2, "别的区").id):
        other = small_register()
        services.add_organisations([replace(ROWS[3], key="dept-other", name="别区环卫局")], by=None, now=NOW)
        stranger = browser(person("stranger", Role.COORDINATOR, other.coordination))
    assert stranger.get(f"/organisations/{small.housing.id}/").status_code == 404
    assertContains(stranger.get("/organisations/"), "别区环卫局")
    with scope(1):
        reader = person("reader", Role.COORDINATOR, small.coordination)
    assertNotContains(browser(reader).get("/organisations/?q=环卫"), "别区环卫局")


def test_the_directory_is_narrowed_by_kind_street_and_text(people: dict[Role, Account]) -> None:
    client = browser(people[Role.DISPATCHER])
    companies = client.get("/organisations/?group=compound")
    assertContains(companies, "越安物业蕺山里服务处")
    assertNotContains(companies, "区住房和城乡建设局")
    assertContains(client.get("/organisations/?area=330602001&q=huayuan"), "花园社区")
    assertContains(client.get("/organisations/?q=没有这家"), "没有找到单位")


@pytest.mark.parametrize("query", ["group=x", "area=1", "q=%00", "q=" + "x" * 41])
def test_a_filter_that_cannot_be_is_taken_as_not_asked(query: str, people: dict[Role, Account]) -> None:
    assertContains(browser(people[Role.DISPATCHER]).get("/organisations/?" + query), "区住房和城乡建设局")


def test_a_broken_page_marker_is_told_so(people: dict[Role, Account]) -> None:
    assert browser(people[Role.DISPATCHER]).get("/organisations/?page=broken").status_code == 422


def test_an_entry_shows_superior_rooms_areas_and_other_names(people: dict[Role, Account], small: Small) -> None:
    client = browser(people[Role.DISPATCHER])
    assertContains(client.get(f"/organisations/{small.branch.id}/"), f"/organisations/{small.law.id}/")
    unit = client.get(f"/organisations/{small.unit.id}/")
    for words in ("墨池弄 3 号", "书圣故里社区、白马社区", "没有登记电话", "虚构的演示数据"):
        assertContains(unit, words)
    assertContains(client.get(f"/organisations/{small.housing.id}/"), "区住房和城乡建设局(排水)")


def test_the_directory_reads_in_english(people: dict[Role, Account], small: Small) -> None:
    client = browser(people[Role.DISPATCHER])
    client.cookies["language"] = "en"
    assertContains(client.get("/organisations/"), "District department")
    assertContains(client.get(f"/organisations/{small.branch.id}/"), "Superior")


def test_the_directory_costs_the_same_queries_at_one_row_and_at_fifty(people: dict[Role, Account]) -> None:
    with scope(1):
        many = [replace(ROWS[-1], key=f"firm-{n}", contacts=(ContactRow("前台", "", "0575-1"),)) for n in range(60)]
        services.add_organisations(many, by=None, now=NOW)
    client = browser(people[Role.DISPATCHER])
    client.get("/inbox/")  # the first page of a session is dearer: it notes that somebody was there
    counted = []
    for query, size in (("?q=区住房", 1), ("?group=unit", 50)):
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/organisations/" + query).content.decode()
        assert page.count('<li class="item ') == size
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 12


# ── taken away ──

def taken(account: Account, asked: str = "") -> Table:
    answer = cast(Any, browser(account).get(f"/organisations/export.xlsx{asked}"))
    assert answer.status_code == 200
    return read_upload(SimpleUploadedFile("a.xlsx", b"".join(answer.streaming_content)))


def test_the_list_is_taken_away_in_its_filter_a_row_a_line(people: dict[Role, Account], small: Small) -> None:
    table = taken(people[Role.DISPATCHER], "?group=department")
    assert table.headers == ("种类", "单位", "简称", "服务的地方", "岗位", "姓名", "电话")
    assert {row[1] for row in table.rows} >= {small.housing.name}
    assert any("0575" in row[6] for row in table.rows if len(row) > 6)
    assert small.by_key["office-urban"].name not in {row[1] for row in table.rows}
    assert small.by_key["office-urban"].name in {row[1] for row in taken(people[Role.DISPATCHER]).rows}


def test_who_took_the_directory_is_in_the_ledger_and_others_are_refused(people: dict[Role, Account]) -> None:
    rows = len(taken(people[Role.DISPATCHER], "?group=street").rows)
    with scope(1):
        event = Event.objects.get(act="orgs.exported")
    assert (event.actor_id, event.detail) == (
        people[Role.DISPATCHER].pk, {"rows": rows, "asked": "group=street&area=&q="})
    assert browser(people[Role.OFFICER]).get("/organisations/export.xlsx").status_code == 403
    assertContains(browser(people[Role.DISPATCHER]).get("/organisations/?group=street"), "export.xlsx?group=street")
    assertNotContains(browser(people[Role.OFFICER]).get("/organisations/"), "export.xlsx")
