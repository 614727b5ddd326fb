"""The tree of places: the shipped file, own codes, ranges, paths, search."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.kernel.errors import BadInput, NotFound
from liandong.ledger.models import Event
from liandong.places import queries, services
from liandong.places.models import Division
from liandong.places.rows import COLUMNS, SHIPPED, DivisionRow, read_rows, short_name
from liandong.places.terms import PlaceKind, code_at, lineage, subtree
from liandong.tables import Report, Table, read_table
from tests.places.factories import NOW, ROWS, Places, small_district


@pytest.fixture
def places(db: None) -> Iterator[Places]:
    district = create_district(1, "越城区")
    with scope(district.id):
        yield small_district()


def names(found: list[Division]) -> list[str]:
    return [place.name for place in found]


def test_the_line_of_a_code_runs_from_the_district_down_to_the_place() -> None:
    assert lineage("330602002045X01") == ("330602", "330602002", "330602002045", "330602002045X01")
    assert lineage("330602002") == ("330602", "330602002")
    assert lineage("330602") == ("330602",)


def test_the_street_of_a_compound_is_read_off_its_code_and_a_district_lies_in_none() -> None:
    assert code_at(PlaceKind.STREET, "330602002045X01") == "330602002"
    assert code_at(PlaceKind.STREET, "330602") == ""


def test_a_subtree_holds_what_begins_with_its_code_and_not_its_neighbour() -> None:
    low, high = subtree("330602002")
    assert all(low <= code < high for code in ("330602002", "330602002045", "330602002045X01"))
    assert not low <= "330602003" < high


def test_a_communitys_short_name_is_what_people_say() -> None:
    assert [short_name(n) for n in ("渡东社区居委会", "塔山村委会", "花园社区")] == ["渡东社区", "塔山村", "花园社区"]


def table(*rows: tuple[str, ...], headers: tuple[str, ...] = COLUMNS) -> Table:
    return Table(headers, [list(row) for row in rows], list(range(2, 2 + len(rows))))


def test_the_shipped_file_holds_the_real_district_with_its_streets_communities_and_villages() -> None:
    report = Report()
    rows = read_rows(read_table(SHIPPED), report).values()
    count = {kind: sum(row.kind is kind for row in rows) for kind in PlaceKind}
    assert report.is_clean
    assert count == {PlaceKind.DISTRICT: 1, PlaceKind.STREET: 17, PlaceKind.COMMUNITY: 352, PlaceKind.COMPOUND: 0,
                     PlaceKind.GRID: 0}


def test_a_file_that_lacks_a_column_says_which() -> None:
    report = Report()
    assert read_rows(table(("府山街道", "330602000000"), headers=("name", "parent_code")), report) == {}
    assert "code12、level" in str(report.problems[0].sentence)


def test_every_bad_line_of_a_file_is_named_with_its_column() -> None:
    report = Report()
    read_rows(table(("330602002000", "府山街道", "street", ""), ("330602002000", "府山街道", "town", ""),
                    ("33060200200", "府山街道", "street", ""), ("330602002000", " ", "street", ""),
                    ("330602002001", "府山街道", "street", "")), report)
    assert [(p.row, p.column) for p in report.problems] == [(3, "level"), (4, "code12"), (5, "name"), (6, "code12")]


@pytest.mark.django_db
def test_the_shipped_district_comes_in_whole_and_a_second_time_changes_nothing() -> None:
    district = create_district(1, "越城区")
    with scope(district.id):
        assert services.import_divisions(by=None, now=NOW).counts == {"created": 370, "changed": 0, "unchanged": 0}
        assert services.import_divisions(by=None, now=NOW).counts == {"created": 0, "changed": 0, "unchanged": 370}
        village = queries.by_codes(["330602001200"])["330602001200"]
        assert (village.place_kind, village.code12) == (PlaceKind.COMMUNITY, "330602001200")
        assert names(queries.path(village)) == ["越城区", "塔山街道", "塔山村委会"]
        assert Event.objects.filter(act="divisions-imported").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("line", "why"), [
    ("330603000000,柯桥区,district,330600000000", "330603"),
    ("330602099001,无根社区,community,330602099000", "330602099"),
])
def test_a_file_that_does_not_fit_is_reported_by_line_and_writes_nothing(
        places: Places, tmp_path: Path, line: str, why: str) -> None:
    file = tmp_path / "other.csv"
    file.write_text(f"code12,name,level,parent_code\n330602003000,城南街道,street,330602000000\n{line}\n", "utf-8")
    report = services.import_divisions(file, by=None, now=NOW)
    assert [(p.row, p.column) for p in report.problems] == [(3, "code12")]
    assert why in str(report.problems[0].sentence)
    assert names(queries.streets()) == ["塔山街道", "府山街道"]


@pytest.mark.django_db
def test_a_renamed_place_keeps_its_row(places: Places) -> None:
    renamed = DivisionRow(places.community.code, "书圣社区", PlaceKind.COMMUNITY)
    assert services.add_divisions([renamed], by=None, now=NOW) == services.Imported(0, 1, 0)
    again = queries.by_id(places.community.id)
    assert (again.name, again.initials) == ("书圣社区", "sssq")


@pytest.mark.django_db
@pytest.mark.parametrize(("row", "why"), [
    (DivisionRow("330602009001", "无根社区", PlaceKind.COMMUNITY), "330602009"),
    (DivisionRow("330602002045Y01", "怪小区", PlaceKind.COMPOUND), "X01"),
    (DivisionRow("33060200204", "短社区", PlaceKind.COMMUNITY), "12 位"),
    (DivisionRow("330602002045X02", "", PlaceKind.COMPOUND), "名称"),
])
def test_an_impossible_place_is_refused_and_nothing_is_written(places: Places, row: DivisionRow, why: str) -> None:
    good = DivisionRow("330602002045X09", "好小区", PlaceKind.COMPOUND)
    with pytest.raises(BadInput) as refused:
        services.add_divisions([good, row], by=None, now=NOW)
    assert why in str(refused.value.fields[row.code])
    assert not Division.objects.filter(code=good.code).exists()


@pytest.mark.django_db
def test_a_street_is_no_compound(places: Places) -> None:
    with pytest.raises(BadInput, match="府山街道"):
        services.add_compounds(ROWS[1:2], by=None, now=NOW)


@pytest.mark.django_db
def test_pickers_offer_the_streets_of_a_range_and_what_lies_in_a_place(places: Places) -> None:
    assert names(queries.streets()) == ["塔山街道", "府山街道"]
    assert names(queries.streets(subtree("330602002"))) == ["府山街道"]
    assert names(queries.communities("330602002")) == ["书圣故里社区", "白马社区"]
    assert names(queries.compounds("330602002045")) == ["蕺山里小区"]
    assert names(queries.grids("330602002045")) == ["书圣故里第 1 网格"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["蕺山", "jishanl", "jslxq", "JSL", "里小区", " 蕺山里 "])
def test_a_place_is_found_by_name_pinyin_and_initials(places: Places, typed: str) -> None:
    assert names(queries.search(typed)) == ["蕺山里小区"]


@pytest.mark.django_db
def test_a_search_stays_inside_the_readers_range_and_finds_nothing_for_nothing(places: Places) -> None:
    assert queries.search("蕺山", subtree("330602001")) == []
    assert queries.search("  ") == queries.search("\x00") == []


@pytest.mark.django_db
def test_another_districts_place_is_not_there(places: Places) -> None:
    other = create_district(2, "别的区")
    with scope(other.id):
        assert queries.search("蕺山") == []
        with pytest.raises(NotFound):
            queries.by_id(places.compound.id)


@pytest.mark.django_db
def test_a_path_costs_one_query(
        places: Places, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert names(queries.path(places.compound)) == ["越城区", "府山街道", "书圣故里社区", "蕺山里小区"]
