"""The catalogue's screens, through the whole stack."""
from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.duties import queries, services, workbook
from liandong.duties.rows import ItemRow
from liandong.duties.terms import ListKind
from liandong.people.models import Account
from liandong.people.terms import Role
from liandong.tables import read_upload, write_table
from tests.duties.factories import ROWS, Catalogue, small_catalogue
from tests.orgs.factories import small_register
from tests.people.factories import person, staff
from tests.places.factories import NOW

pytestmark = pytest.mark.django_db
TAKERS = {Role.DISPATCHER, Role.SECRETARY, Role.COORDINATOR, Role.SUPERVISOR, Role.LEADER, Role.HEAD, Role.CATALOGUE}


@pytest.fixture
def catalogue() -> Catalogue:
    with scope(create_district(1, "越城区").id):
        return small_catalogue()


@pytest.fixture
def people(catalogue: Catalogue) -> dict[Role, Account]:
    with scope(1):
        return staff(catalogue.small)


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def file(rows: list[ItemRow], name: str = "清单.xlsx") -> SimpleUploadedFile:
    out = io.BytesIO()
    write_table(out, workbook.sheets(rows))
    return SimpleUploadedFile(name, out.getvalue())


def form(upload: SimpleUploadedFile, **changes: str) -> dict[str, object]:
    return {"file": upload, "name": "2026 年末版", "effective_on": timezone.localdate().isoformat(), **changes}


@pytest.mark.parametrize("role", Role)
def test_everybody_reads_the_catalogue_and_some_take_it_away_and_one_brings_it_in(
        role: Role, people: dict[Role, Account], catalogue: Catalogue) -> None:
    client = browser(people[role])
    assertContains(client.get("/duties/"), "GL016")
    assertContains(client.get(f"/duties/{catalogue.items['GL016'].id}/"), "不得下派")
    assert client.get("/duties/export.xlsx").status_code == (200 if role in TAKERS else 403)
    assert client.get("/duties/import/").status_code == (200 if role is Role.CATALOGUE else 403)
    assert client.post("/duties/import/", form(file([]))).status_code == (422 if role is Role.CATALOGUE else 403)


@pytest.mark.parametrize("page", ["", "export.xlsx", "import/", "0190a000-0000-7000-8000-000000000000/"])
def test_nobody_comes_in_without_signing_in(page: str, catalogue: Catalogue) -> None:
    assert Client().get("/duties/" + page).status_code == 302


def test_a_person_of_another_district_sees_nothing_of_this_ones(catalogue: Catalogue) -> None:
    with scope(create_district(2, "别的区").id):
        other = small_catalogue()
        stranger = browser(person("stranger", Role.CATALOGUE, other.small.coordination))
        services.load_catalogue([replace(ROWS[0], code="OTHER1")], effective_on=date(2026, 6, 1), name="别区版",
                                by=None, now=NOW)
    assert stranger.get(f"/duties/{catalogue.items['GL016'].id}/").status_code == 404
    assertNotContains(stranger.get("/duties/"), "GL016")
    mine = stranger.get(f"/duties/?version={catalogue.version.id}&department={catalogue.small.law.id}")
    assertContains(mine, "OTHER1")
    sheet = read_upload(SimpleUploadedFile("x.xlsx", stranger.get(
        f"/duties/export.xlsx?version={catalogue.version.id}").content), sheet=workbook.FULL)
    assert [row[0] for row in sheet.rows] == ["OTHER1"]


def test_the_views_show_one_list_each_with_its_count(people: dict[Role, Account]) -> None:
    client = browser(people[Role.DISPATCHER])
    assertContains(client.get("/duties/"), "基本履职事项 5")
    taken = client.get("/duties/?kind=taken_back")
    assertContains(taken, "AQ002")
    assertNotContains(taken, "GL016")


def test_a_liaison_sees_the_mirror_image_of_the_department(people: dict[Role, Account], catalogue: Catalogue) -> None:
    client = browser(people[Role.LIAISON])
    department = f"department={catalogue.small.housing.id}"
    assertContains(client.get("/duties/"), "街道配合本部门")
    own = client.get(f"/duties/?mirror=own&{department}")
    assertContains(own, "CJ024")
    assertNotContains(own, "CJ018")
    assertContains(client.get(f"/duties/?mirror=taken_back&{department}"), "没有找到事项")
    assertNotContains(browser(people[Role.DISPATCHER]).get("/duties/"), "街道配合本部门")


def test_the_liaison_of_a_branch_sees_what_its_department_leads(catalogue: Catalogue) -> None:
    with scope(1):
        liaison = person("branch", Role.LIAISON, catalogue.small.branch)
    assertContains(browser(liaison).get("/duties/"), f"department={catalogue.small.law.id}")


@pytest.mark.parametrize("query", ["kind=x", "level=city", "department=1", "version=%00", "q=" + "x" * 61, "q=%00",
                                   "mirror=own", "department=0190a000-0000-7000-8000-000000000000"])
def test_a_filter_that_cannot_be_is_taken_as_not_asked(query: str, people: dict[Role, Account]) -> None:
    assertContains(browser(people[Role.DISPATCHER]).get("/duties/?" + query), "GL016")


def test_a_broken_page_marker_is_told_so(people: dict[Role, Account]) -> None:
    assert browser(people[Role.DISPATCHER]).get("/duties/?page=broken").status_code == 422


def test_what_the_catalogue_lacks_is_shown_as_not_filled_in(people: dict[Role, Account], catalogue: Catalogue) -> None:
    page = browser(people[Role.DISPATCHER]).get(f"/duties/{catalogue.items['CJ018'].id}/").content.decode()
    for label in ("上级部门职责", "街道职责", "法规依据", "保密", "停办提示"):
        assert f"<dt>{label}</dt><dd>未填</dd>" in page


def test_an_item_of_an_older_version_points_at_the_one_in_force(
        people: dict[Role, Account], catalogue: Catalogue) -> None:
    with scope(1):
        services.load_catalogue(ROWS[2:], effective_on=date(2026, 6, 1), name="年中版", by=None, now=NOW)
        current = queries.item("GL016", date(2026, 7, 1))
    client = browser(people[Role.DISPATCHER])
    assertContains(client.get(f"/duties/{catalogue.items['GL016'].id}/"), f"/duties/{current.id}/")
    assertContains(client.get(f"/duties/{catalogue.items['CJ017'].id}/"), "年中版")
    assertNotContains(client.get(f"/duties/{current.id}/"), "按旧版派出")
    assertContains(client.get(f"/duties/?version={catalogue.version.id}"), "CJ017")


def test_the_pages_read_in_english(people: dict[Role, Account], catalogue: Catalogue) -> None:
    client = browser(people[Role.CATALOGUE])
    client.cookies["language"] = "en"
    for address in ("/duties/", f"/duties/{catalogue.items['CJ018'].id}/", "/duties/import/"):
        words = client.get(address).content.decode()
        assert "Duty catalogue" in words
    assertContains(client.get(f"/duties/{catalogue.items['GL016'].id}/"), "Not to be handed down")


def test_what_is_exported_can_be_brought_in_again(people: dict[Role, Account]) -> None:
    client = browser(people[Role.CATALOGUE])
    taken = client.get("/duties/export.xlsx")
    assert taken["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote('权责清单 2026 版')}.xlsx"
    answer = client.post("/duties/import/", form(SimpleUploadedFile("x.xlsx", taken.content)), follow=True)
    assertContains(answer, "已导入 2026 年末版，8 项")
    with scope(1):
        version = queries.version_on(timezone.localdate())
        assert version is not None
        assert version.name == "2026 年末版"
        assert queries.counts(version.id)[ListKind.TAKEN_BACK] == 1


def test_a_file_that_does_not_fit_is_answered_by_row_and_column(people: dict[Role, Account]) -> None:
    bad = replace(ROWS[1], code="有 空")
    answer = browser(people[Role.CATALOGUE]).post("/duties/import/", form(file([ROWS[0], bad])))
    assertContains(answer, "表里有 1 处要改", status_code=422)
    assertContains(answer, "编号用字母和数字", status_code=422)


@pytest.mark.parametrize(("changes", "says"), [
    ({"effective_on": "2026-01-01"}, "这一天已经过去"), ({"name": ""}, "name"),
    ({"effective_on": "soon"}, "effective_on"),
    ({"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 broken")}, "读不出来"),
    ({"file": SimpleUploadedFile("x.exe", b"MZ")}, "只收"),
])
def test_a_bad_form_or_hostile_file_is_refused_with_a_sentence(
        people: dict[Role, Account], changes: dict[str, object], says: str) -> None:
    given = {**form(file(list(ROWS))), **changes}
    assertContains(browser(people[Role.CATALOGUE]).post("/duties/import/", given), says, status_code=422)


def test_the_same_file_sent_twice_is_told_that_the_day_is_taken(people: dict[Role, Account]) -> None:
    client = browser(people[Role.CATALOGUE])
    assert client.post("/duties/import/", form(file(list(ROWS)))).status_code == 302
    assertContains(client.post("/duties/import/", form(file(list(ROWS)))), "已经有一版清单生效", status_code=422)


def test_without_a_catalogue_the_page_says_so_and_what_to_do(people: dict[Role, Account]) -> None:
    with scope(create_district(2, "新区").id):
        small = small_register()
        keeper, reader = (person(name, role, small.coordination) for name, role in (
            ("keeper", Role.CATALOGUE), ("reader", Role.COORDINATOR)))
    assertContains(browser(keeper).get("/duties/"), "/duties/import/")
    assertNotContains(browser(reader).get("/duties/"), "/duties/import/")
    assert browser(reader).get("/duties/export.xlsx").status_code == 404


def test_the_list_costs_the_same_queries_at_one_row_and_at_fifty(
        people: dict[Role, Account]) -> None:
    with scope(1):
        many = [replace(ROWS[n % len(ROWS)], code=f"M{n:03d}") for n in range(60)]
        services.load_catalogue(many, effective_on=date(2026, 6, 1), name="大版", by=None, now=NOW)
    client = browser(people[Role.DISPATCHER])
    client.get("/inbox/")  # the first page of a session is dearer: it notes that somebody was there
    counted = []
    for query, size in (("?q=M000", 1), ("", 50)):
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/duties/" + query).content.decode()
        assert page.count('<li class="item ') == size
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 18


@pytest.mark.parametrize(("language", "says"), [
    ("zh-hans", ["请选一个文件。", "这一栏要填。", "请写成 2026-11-24 这样的日期。"]),
    ("en", ["Please choose a file.", "Please fill this in.", "Write the date like 2026-11-24."])])
def test_an_import_left_empty_or_with_no_date_is_refused_in_our_words(
        people: dict[Role, Account], language: str, says: list[str]) -> None:
    client = browser(people[Role.CATALOGUE])
    client.cookies["language"] = language
    answer = client.post("/duties/import/", {"name": "", "effective_on": "下个月"})
    for said in says:
        assertContains(answer, said, status_code=422)
    assertContains(client.post("/duties/import/", {}), says[1], status_code=422)
    assertNotContains(client.post("/duties/import/", {}), "这个字段是必填项", status_code=422)
