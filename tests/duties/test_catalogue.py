"""The catalogue in the database: versions, marks, search, proposals, the ladder."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.duties import proposals, queries, services
from liandong.duties.ladder import ladder
from liandong.duties.models import Item, ItemBody
from liandong.duties.naming import aside, plain
from liandong.duties.rows import DeadlineRow, ItemRow
from liandong.duties.terms import ListKind, Mark
from liandong.kernel.errors import BadInput, NotFound
from liandong.kernel.levels import Level
from liandong.kernel.terms_of_time import Term, Unit
from tests.duties.factories import ROWS, Catalogue, small_catalogue
from tests.places.factories import NOW

DAY = date(2026, 11, 24)


@pytest.fixture
def catalogue(db: None) -> Iterator[Catalogue]:
    district = create_district(1, "越城区")
    with scope(district.id):
        yield small_catalogue()


def item(code: str) -> Item:
    return queries.item(code, DAY)


def test_a_name_without_brackets_and_level_is_what_two_registers_share() -> None:
    assert plain("区住房和城乡建设局(排水)") == "住房和城乡建设局"
    assert (aside("街道办事处(公共服务办)"), aside("街道办事处")) == ("公共服务办", "")


@pytest.mark.django_db
def test_the_shipped_catalogue_comes_in_whole_with_classes_marks_bodies_and_terms(catalogue: Catalogue) -> None:
    report = services.import_duties(effective_on=DAY, name="权责清单 2026-11 版", by=None, now=NOW)
    assert report.counts == {"items": 212}
    version = queries.version_on(DAY)
    assert version is not None
    assert sum(queries.counts(version.id).values()) == 212
    lift = item("GL016")
    assert queries.marks_of(lift) == {Level.DISTRICT: Mark.COOPERATES, Level.STREET: Mark.LEADS,
                                      Level.COMMUNITY: Mark.COOPERATES, Level.COMPOUND: Mark.NONE}
    assert queries.term_of(lift) == Term(20, Unit.WORKING_DAYS)
    assert queries.classes_above(lift) == ["城乡建设", "城市建设和市政管理"]
    assert (lift.department_does, lift.confidentiality, lift.questions) == ("", "", [])
    drains = ItemBody.objects.get(item=item("CJ024"), leads=True)
    assert drains.organisation == catalogue.small.housing


@pytest.mark.django_db
def test_a_version_takes_effect_on_its_day_and_an_older_matter_keeps_its_item(catalogue: Catalogue) -> None:
    renamed = [replace(row, name=row.name + "（修订）") for row in ROWS]
    later = services.load_catalogue(renamed, effective_on=date(2027, 1, 1), name="2027 版", by=None, now=NOW)
    assert queries.version_on(date(2025, 12, 31)) is None
    assert queries.version_on(date(2026, 12, 31)) == catalogue.version
    assert queries.version_on(date(2027, 1, 1)) == later
    old = catalogue.items["GL016"]
    assert queries.item("GL016", date(2027, 1, 1)).id != old.id
    assert queries.item_by_id(old.id).name == "既有住宅加装电梯牵头协调和民意征集"


@pytest.mark.django_db
def test_two_versions_cannot_begin_on_one_day_and_a_code_stands_once(catalogue: Catalogue) -> None:
    with pytest.raises(BadInput) as refused:
        services.load_catalogue([*ROWS, ROWS[0]], effective_on=date(2026, 1, 1), name="", by=None, now=NOW)
    assert set(refused.value.fields) == {"effective_on", "name", "CJ017 code"}


@pytest.mark.django_db
@pytest.mark.parametrize(("row", "place"), [
    (replace(ROWS[0], code="有 空"), "有 空 code"),
    (replace(ROWS[0], code="N1", name=""), "N1 name"),
    (replace(ROWS[0], code="N1", deadlines=(DeadlineRow(0),)), "N1 deadlines"),
    (replace(ROWS[0], code="N1", marks={Level.DISTRICT: Mark.LEADS, Level.STREET: Mark.LEADS}), "N1 marks"),
    (replace(ROWS[0], code="N1", list_kind=ListKind.TAKEN_BACK), "N1 lead_level"),
    (replace(ROWS[0], code="N1", confidentiality="top"), "N1 confidentiality"),
    (replace(ROWS[0], code="N1", street_does="长" * 1001), "N1 street_does"),
    (replace(ROWS[0], code="N1", classes=tuple("一二三四五六")), "N1 classes"),
])
def test_an_impossible_item_is_named_and_nothing_is_written(catalogue: Catalogue, row: ItemRow, place: str) -> None:
    with pytest.raises(BadInput) as refused:
        services.load_catalogue([*ROWS, row], effective_on=DAY, name="坏版", by=None, now=NOW)
    assert list(refused.value.fields) == [place]
    assert queries.version_on(DAY) == catalogue.version


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "codes"), [
    ("gl0", ["GL016"]), ("违法建设", ["CJ017", "CJ018"]), ("市政", [row.code for row in ROWS]), ("", []), ("\x00", []),
])
def test_matters_are_found_by_code_name_and_class_in_one_query(
        catalogue: Catalogue, typed: str, codes: list[str],
        django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(1):
        found = queries.search(typed, DAY)
        assert [one.code for one in found] == codes
        assert {one.class_path for one in found} <= {"城乡建设 › 城市建设和市政管理"}


@pytest.mark.django_db
@pytest.mark.parametrize(("wanted", "codes"), [
    (queries.Wanted(list_kind="taken_back"), ["AQ002"]),
    (queries.Wanted(level="community"), ["AQ001"]),
    (queries.Wanted(level="district", text="消防"), ["AQ002"]),
    (queries.Wanted(text="CJ02"), ["CJ024", "CJ025"]),
])
def test_the_list_is_narrowed_by_list_level_and_text(
        catalogue: Catalogue, wanted: queries.Wanted, codes: list[str]) -> None:
    assert [one.code for one in queries.item_page(catalogue.version.id, wanted).rows] == codes


@pytest.mark.django_db
@pytest.mark.parametrize(("mirror", "codes"), [
    ("own", ["CJ018", "ZF1"]), ("helped", ["CJ018"]), ("taken_back", ["ZF1"])])
def test_a_department_sees_its_own_matters_what_streets_help_with_and_what_it_took_back(
        catalogue: Catalogue, mirror: queries.Mirror, codes: list[str]) -> None:
    taken = ItemRow("ZF1", "占道经营查处", ListKind.TAKEN_BACK, Level.DISTRICT, ("区综合行政执法局",))
    version = services.load_catalogue([*ROWS, taken], effective_on=DAY, name="新版", by=None, now=NOW)
    wanted = queries.Wanted(department=catalogue.small.law.id, mirror=mirror)
    assert [one.code for one in queries.item_page(version.id, wanted).rows] == codes
    assert [o.name for o in queries.departments(version.id)] == ["区住房和城乡建设局", "区综合行政执法局"]


@pytest.mark.django_db
def test_the_list_costs_four_queries_at_one_row_and_at_fifty(
        catalogue: Catalogue, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    many = [replace(ROWS[n % len(ROWS)], code=f"M{n:03d}") for n in range(60)]
    version = services.load_catalogue(many, effective_on=DAY, name="大版", by=None, now=NOW)
    for text, size in (("M000", 1), ("", 50)):
        with django_assert_num_queries(4):
            page = queries.item_page(version.id, queries.Wanted(text=text))
            assert len(page.rows) == size
            for one in page.rows:
                ladder(one)
                queries.term_of(one)
    following = queries.item_page(version.id, queries.Wanted(), page.after)
    assert [one.code for one in following.rows] == [f"M{n:03d}" for n in range(50, 60)]


@pytest.mark.django_db
def test_an_item_comes_whole_in_four_queries_with_its_ladder_owners_and_helpers_in_six_more(
        catalogue: Catalogue, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    place = catalogue.small.places.compound
    with django_assert_num_queries(4):
        one = item("GL016")
        ladder(one)
    with django_assert_num_queries(6):
        proposals.proposed_owner(one, place)
        proposals.owners_for(one, place.code)
        proposals.helpers(one, place.code)


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "key"), [
    ("CJ017", "office-team"), ("CJ018", "dept-law"), ("GL016", "office-urban"), ("MS003", "office-service"),
    ("AQ001", "community-330602002045"), ("AQ002", None), ("CJ024", "dept-housing"), ("CJ025", "property"),
])
def test_the_catalogue_proposes_the_body_that_leads_at_the_place(
        catalogue: Catalogue, code: str, key: str | None) -> None:
    found = proposals.proposed_owner(item(code), catalogue.small.places.compound)
    assert (found.key if found else None) == key


@pytest.mark.django_db
def test_where_the_register_knows_no_office_the_streets_desk_is_proposed(catalogue: Catalogue) -> None:
    small = catalogue.small
    assert proposals.proposed_owner(item("MS003"), small.places.other_community) == small.other_desk
    assert proposals.proposed_owner(item("CJ025"), small.places.community) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("level", "leads", "key"), [
    (Level.COMPOUND, ("物业服务企业(业委会监督)",), "property"),
    (Level.COMPOUND, ("小区党支部", "物业服务企业"), "party-compound"),
    (Level.STREET, ("街道党工委", "街道办事处"), "desk-330602002"),
    (Level.DISTRICT, ("区数据管理机构", "区综合行政执法局"), "dept-law"),
])
def test_of_several_leads_the_first_named_leads_and_what_stands_in_brackets_does_not(
        catalogue: Catalogue, level: Level, leads: tuple[str, ...], key: str) -> None:
    row = replace(ROWS[0], code="N1", lead_level=level, leads=leads, cooperating=(), list_kind=ListKind.BASIC)
    services.load_catalogue([row], effective_on=DAY, name="新版", by=None, now=NOW)
    place = catalogue.small.places.compound
    found = proposals.proposed_owner(item("N1"), place)
    assert found is not None
    assert found.key == key
    assert found not in proposals.helpers(item("N1"), place.code)


@pytest.mark.django_db
def test_the_assign_form_offers_only_rungs_that_the_marks_allow(catalogue: Catalogue) -> None:
    groups = {g.level: g for g in proposals.owners_for(item("GL016"), catalogue.small.places.compound.code)}
    assert not groups[Level.STREET].needs_lead
    assert catalogue.small.urban in groups[Level.STREET].bodies
    assert groups[Level.COMMUNITY].needs_lead
    assert groups[Level.COMMUNITY].bodies == (catalogue.small.community,)
    assert groups[Level.COMPOUND].bodies == ()
    assert str(groups[Level.COMPOUND].refusal) == "清单没有这一级的职责，不得下派。"


@pytest.mark.django_db
def test_nobody_of_a_street_may_own_what_was_taken_back_from_it(catalogue: Catalogue) -> None:
    group = proposals.owners_for(item("AQ002"), catalogue.small.places.compound.code)[1]
    assert (group.mark, group.bodies) == (Mark.TAKEN_BACK, ())
    assert str(group.refusal) == "这一项已由上级部门收回，不得下派。"


@pytest.mark.django_db
def test_helpers_are_the_bodies_named_as_far_as_the_place_has_them(catalogue: Catalogue) -> None:
    small = catalogue.small
    assert proposals.helpers(item("CJ017"), small.places.compound.code) == [
        small.community, small.property_company, small.law]
    assert proposals.helpers(item("CJ018"), small.places.street.code) == [small.urban]


@pytest.mark.django_db
def test_the_ladder_says_who_leads_who_helps_and_where_a_matter_may_not_go(catalogue: Catalogue) -> None:
    rungs = ladder(item("GL016"), catalogue.small.urban)
    assert [(r.role, str(r.role_word), r.locked, r.here) for r in rungs] == [
        ("coop", "配合", False, False), ("owns", "主责", False, True), ("coop", "配合", False, False),
        ("none", "不得下派", True, False)]
    assert str(rungs[1].text) == "府山街道城市建设管理办公室牵头，到办结为止。"


@pytest.mark.django_db
def test_the_ladder_of_a_matter_taken_back_locks_the_street_and_says_who_has_it(catalogue: Catalogue) -> None:
    street = ladder(item("AQ002"))[1]
    assert (street.role, str(street.role_word), street.locked) == ("none", "已收回", True)
    assert "区消防救援大队" in str(street.text)


@pytest.mark.django_db
def test_a_rung_above_the_lead_without_a_duty_is_not_locked(catalogue: Catalogue) -> None:
    district = ladder(item("AQ001"))[0]
    assert (district.role, str(district.role_word), district.locked) == ("none", "无职责", False)


@pytest.mark.django_db
def test_duty_texts_stand_on_their_rungs(catalogue: Catalogue) -> None:
    row = replace(ROWS[1], department_does="认定并拆除", street_does="发现后报告")
    services.load_catalogue([row], effective_on=DAY, name="新版", by=None, now=NOW)
    assert str(ladder(item("CJ018"))[1].text).endswith("发现后报告")


@pytest.mark.django_db
def test_another_districts_catalogue_is_not_there(catalogue: Catalogue) -> None:
    other = create_district(2, "别的区")
    with scope(other.id):
        assert queries.version_on(DAY) is None
        assert queries.search("违法", DAY) == []
        with pytest.raises(NotFound):
            queries.item_by_id(catalogue.items["GL016"].id)
        with pytest.raises(NotFound):
            queries.version(catalogue.version.id)
        with pytest.raises(NotFound):
            queries.item("GL016", DAY + timedelta(days=1))
