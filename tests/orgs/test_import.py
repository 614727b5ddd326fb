"""Organisations from a table: read whole, or reported by row and column."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.kernel.errors import BadInput
from liandong.orgs import queries, services
from liandong.orgs.models import Organisation
from liandong.orgs.terms import OrgKind
from liandong.tables import Report
from tests.places.factories import NOW, Places, small_district

HEADINGS = "标识,种类,名称,服务地点,层级,简称,上级标识,统一社会信用代码,别称,所属地点,联系,场所"
GOOD = ["coordination,区协调办,越城区协调办,330602,,,,,,,,",
        "dept-law,区级部门,区综合行政执法局,330602,,区执法局,,,区综合行政执法局(园林)；园林,,指挥中心/沈甲/0575-0000-1001；园林科,",
        "branch-law,派出机构,区综合行政执法局府山中队,330602002,,,dept-law,,,,,",
        "party,党组织,府山街道党工委,330602002,街道,,,,,,,",
        "school,学校,书圣小学,330602002045,,,,,,330602002046,,操场/墨池弄 3 号；报告厅"]


@pytest.fixture
def places(db: None) -> Iterator[Places]:
    district = create_district(1, "越城区")
    with scope(district.id):
        yield small_district()


def load(folder: Path, *lines: str, headings: str = HEADINGS) -> Report:
    file = folder / "organisations.csv"
    file.write_text("\n".join([headings, *lines]), "utf-8")
    return services.import_organisations(file, by=None, now=NOW)


@pytest.mark.django_db
def test_a_table_comes_in_with_contacts_premises_areas_and_other_names(places: Places, tmp_path: Path) -> None:
    assert load(tmp_path, *GOOD).counts == {"created": 5, "updated": 0}
    law, school = queries.by_key("dept-law"), queries.by_key("school")
    assert law.aliases == ["区综合行政执法局(园林)", "园林"]
    assert [(c.post, c.name, c.phone) for c in law.contacts.order_by("position")] == [
        ("指挥中心", "沈甲", "0575-0000-1001"), ("园林科", "", "")]
    assert [(p.name, p.address) for p in school.premises.order_by("name")] == [("报告厅", ""), ("操场", "墨池弄 3 号")]
    assert [a.division for a in school.areas.all()] == [places.next_community]
    branch = Organisation.objects.select_related("superior").get(kind=OrgKind.BRANCH.value)
    assert branch.superior == law
    assert load(tmp_path, *GOOD).counts == {"created": 0, "updated": 5}


@pytest.mark.django_db
@pytest.mark.parametrize(("line", "column"), [
    ("x,协会,某协会,330602,,,,,,,,", "种类"),
    ("x,党组织,某党委,330602,市,,,,,,,", "层级"),
    ("x,学校,某小学,330602,,,,913302000000000007,,,,", "统一社会信用代码"),
    ("x,学校,某小学,330699,,,,,,,,", "服务地点"),
    ("x,学校,某小学,330602,,,nobody,,,,,", "上级标识"),
    ("x,学校,,330602,,,,,,,,", "名称"),
    ("dept-law,学校,某小学,330602,,,,,,,,", "标识"),
    ("x,学校,某小学,330602,,,,,,,门卫/王某/没有电话,", "联系"),
])
def test_what_does_not_fit_is_named_by_row_and_column_and_nothing_is_written(
        places: Places, tmp_path: Path, line: str, column: str) -> None:
    report = load(tmp_path, *GOOD, line)
    named = {(p.row, p.column) for p in report.problems}
    assert (7, column) in named or (column == "标识" and {c for _, c in named} == {"标识"})
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_a_table_without_the_columns_and_a_circle_are_reported(places: Places, tmp_path: Path) -> None:
    assert "种类" in str(load(tmp_path, "a", headings="标识").problems[0].sentence)
    circle = load(tmp_path, "a,学校,甲,330602,,,b,,,,,", "b,学校,乙,330602,,,a,,,,,")
    assert "绕成了圈" in str(circle.problems[0].sentence)


@pytest.mark.django_db
def test_a_file_that_is_no_table_is_refused(places: Places, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"not a workbook")
    with pytest.raises(BadInput):
        services.import_organisations(file, by=None, now=NOW)
