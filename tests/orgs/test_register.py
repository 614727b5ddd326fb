"""The register of organisations: what is taken, desks, owners, the directory."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.kernel.errors import BadInput, NotFound
from liandong.kernel.levels import Level
from liandong.ledger.models import Event
from liandong.orgs import directory, queries, services
from liandong.orgs.models import Contact, Organisation
from liandong.orgs.rows import ContactRow, OrganisationRow, wrong_with_uscc
from liandong.orgs.terms import OrgKind
from tests.orgs.factories import ROWS, C, D, S, Small, X, small_register
from tests.places.factories import NOW, small_district


@pytest.fixture
def small(db: None) -> Iterator[Small]:
    district = create_district(1, "越城区")
    with scope(district.id):
        yield small_register()


def names(found: list[Organisation]) -> list[str]:
    return [o.name for o in found]


def firm(key: str = "firm", **fields: object) -> OrganisationRow:
    row = OrganisationRow(key, OrgKind.PRIVATE_FIRM, "百货弄里酒店有限公司", C)
    return replace(row, **fields)  # type: ignore[arg-type]  # fields named by the tests


@pytest.mark.parametrize(("number", "says"), [
    ("", None), ("913302000000000007", "校验位"), ("9133", "现在 4 位"), ("9133060200000000IO", "没有 I、O"),
])
def test_a_wrong_credit_code_says_what_is_wrong_and_an_empty_one_is_none(number: str, says: str | None) -> None:
    problem = wrong_with_uscc(number)
    assert (problem is None) if says is None else says in str(problem)


@pytest.mark.django_db
def test_levels_follow_from_the_kind_and_a_resident_unit_stands_on_no_rung(small: Small) -> None:
    levels = {o.key: o.level for o in Organisation.objects.all()}
    assert levels["branch-law"] == levels["enterprise-water"] == "district"
    assert (levels["office-team"], levels["community-" + C], levels["owners"], levels["party-compound"]) == (
        "street", "community", "compound", "compound")
    assert small.unit.rung is None


@pytest.mark.django_db
def test_what_comes_again_is_written_anew_with_its_contacts_and_keeps_its_row(small: Small) -> None:
    again = replace(ROWS[2], name="区住建局", contacts=(ContactRow("物业科", "王乙", "0575-0000-2002"),))
    assert services.add_organisations([again], by=None, now=NOW) == services.Imported(0, 1)
    found = queries.organisation(small.housing.id)
    assert (found.name, found.pinyin) == ("区住建局", "quzhujianju")
    assert list(Contact.objects.filter(organisation=found).values_list("post", flat=True)) == ["物业科"]
    assert Event.objects.filter(act="organisations-imported").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("rows", "place"), [
    ([firm(uscc="913302000000000007")], "firm uscc"),
    ([firm(serves_code="330602099")], "firm serves_code"),
    ([firm(superior_key="nobody")], "firm superior_key"),
    ([firm(), firm()], "firm key"),
    ([firm(key="有 空格")], "有 空格 key"),
    ([firm(name="")], "firm name"),
    ([firm(contacts=(ContactRow("前台", "", "打这个电话"),))], "firm contacts"),
    ([firm(kind=OrgKind.PARTY_COMMITTEE)], "firm level"),
])
def test_what_cannot_be_taken_is_named_by_key_and_field_and_nothing_is_written(
        small: Small, rows: list[OrganisationRow], place: str) -> None:
    before = Organisation.objects.count()
    with pytest.raises(BadInput) as refused:
        services.add_organisations([firm(key="good"), *rows], by=None, now=NOW)
    assert place in refused.value.fields
    assert Organisation.objects.count() == before


@pytest.mark.django_db
def test_a_circle_of_superiors_is_refused(small: Small) -> None:
    with pytest.raises(BadInput, match="绕成了圈"):
        services.add_organisations([firm("a", superior_key="b"), firm("b", superior_key="a")], by=None, now=NOW)


@pytest.mark.django_db
def test_two_bodies_cannot_share_a_credit_code(small: Small) -> None:
    from stdnum.cn.uscc import calc_check_digit

    number = "91330602XXXX0100X" + str(calc_check_digit("91330602XXXX0100X"))
    services.add_organisations([firm("a", uscc=number)], by=None, now=NOW)
    with pytest.raises(BadInput) as refused:
        services.add_organisations([firm("b", uscc=number)], by=None, now=NOW)
    assert "“a”" in str(refused.value.fields["b uscc"])


@pytest.mark.django_db
def test_every_street_and_community_gets_its_desk_from_the_divisions_once() -> None:
    district = create_district(1, "越城区")
    with scope(district.id):
        small_district()
        assert services.desks_from_divisions(by=None, now=NOW) == services.Imported(7, 0)
        assert services.communities_from_divisions(by=None, now=NOW) == services.Imported(0, 0)
        assert names(queries.desks(Level.STREET)) == ["塔山街道调度中心", "府山街道调度中心"]


@pytest.mark.django_db
def test_owners_at_a_place_are_the_bodies_of_its_own_line_on_each_rung(small: Small) -> None:
    at = {level: names(queries.owners_at(level, X)) for level in Level}
    assert at[Level.DISTRICT] == ["区供排水公司", "区住房和城乡建设局", "区综合行政执法局",
                                  "区综合行政执法局府山中队", "越城区基层治理协调办公室"]
    assert at[Level.STREET] == ["府山街道城市建设管理办公室", "府山街道调度中心", "府山街道公共服务办公室",
                                "府山街道综合行政执法队"]
    assert at[Level.COMMUNITY] == ["书圣故里社区"]
    assert at[Level.COMPOUND] == ["蕺山里小区党支部", "蕺山里小区业主委员会", "越安物业蕺山里服务处"]


@pytest.mark.django_db
def test_at_a_street_nobody_of_a_compound_or_community_may_own_and_no_other_streets_branch(small: Small) -> None:
    assert queries.owners_at(Level.COMMUNITY, S) == queries.owners_at(Level.COMPOUND, S) == []
    assert "区综合行政执法局府山中队" not in names(queries.owners_at(Level.DISTRICT, "330602001"))


@pytest.mark.django_db
def test_all_owners_cost_two_queries(small: Small, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        found = queries.owners(X)
        assert {o.serves.code for o in found} == {D, S, C, X}


@pytest.mark.django_db
def test_another_districts_body_is_not_there(small: Small) -> None:
    other = create_district(2, "别的区")
    with scope(other.id):
        assert directory.page(directory.Wanted()).rows == ()
        with pytest.raises(NotFound):
            queries.organisation(small.law.id)
        with pytest.raises(NotFound):
            directory.entry(small.law.id)


@pytest.mark.django_db
@pytest.mark.parametrize(("wanted", "found"), [
    (directory.Wanted(text="执法"), ["区综合行政执法局府山中队", "区综合行政执法局", "府山街道综合行政执法队"]),
    (directory.Wanted(text="quzonghe", group="department"), ["区综合行政执法局"]),
    (directory.Wanted(text="住建"), ["区住房和城乡建设局"]),
    (directory.Wanted(group="unit"), ["墨池美术馆"]),
    (directory.Wanted(group="community", area="330602001"), ["花园社区"]),
    (directory.Wanted(text="没有这家"), []),
])
def test_the_directory_finds_by_kind_name_sound_and_area(
        small: Small, wanted: directory.Wanted, found: list[str]) -> None:
    assert [o.name for o in directory.page(wanted).rows] == found


@pytest.mark.django_db
def test_the_directory_costs_two_queries_at_one_row_and_at_fifty(
        small: Small, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    services.add_organisations([firm(f"firm-{n}", contacts=(ContactRow("前台"),)) for n in range(60)], by=None, now=NOW)
    with django_assert_num_queries(2):
        assert len(directory.page(directory.Wanted(text="区住房")).rows) == 1
    with django_assert_num_queries(2):
        page = directory.page(directory.Wanted())
        assert len([c for o in page.rows for c in o.contacts.all() if o.serves.name]) > 0
    assert len(page.rows) == 50
    following = directory.page(directory.Wanted(), page.after)
    assert not {o.id for o in page.rows} & {o.id for o in following.rows}
    assert len(page.rows) + len(following.rows) == Organisation.objects.count()


@pytest.mark.django_db
def test_an_entry_brings_superior_contacts_premises_and_areas_in_four_queries(
        small: Small, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(4):
        unit = directory.entry(small.unit.id)
        assert [p.address for p in unit.premises.all()] == ["墨池弄 3 号"]
        assert [a.division.name for a in unit.areas.all()] == ["白马社区"]
        assert unit.superior is None
        assert list(unit.contacts.all()) == []
    with pytest.raises(NotFound):
        directory.entry(uuid4())
