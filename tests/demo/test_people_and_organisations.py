"""The demo's organisations, places and accounts: unique, valid, complete for its stories."""
from __future__ import annotations

import re
from collections import Counter

from stdnum.cn import uscc

from liandong.demo.compounds import communities, compounds, division_names, streets
from liandong.demo.matters import catalogue, matters
from liandong.demo.organisations import by_key, community_offices, organisations
from liandong.demo.people import people
from liandong.demo.stories import STREETS
from liandong.orgs.terms import OrgKind, level_of
from liandong.people.terms import Role
from liandong.places.terms import PlaceKind


def test_about_a_hundred_and_twenty_compounds_stand_under_real_communities() -> None:
    kinds = Counter(place.kind for place in compounds())
    assert kinds[PlaceKind.COMPOUND] >= 115
    assert kinds[PlaceKind.GRID] >= 30
    assert len({place.code for place in compounds()}) == len(compounds())
    assert all(place.community in division_names() and place.invented for place in compounds())


def test_keys_and_credit_codes_are_unique_and_the_codes_valid() -> None:
    seeds = [*organisations(), *community_offices()]
    assert len({seed.key for seed in seeds}) == len(seeds)
    codes = [seed.uscc for seed in seeds if seed.uscc]
    assert len(set(codes)) == len(codes) > 100
    assert all(uscc.is_valid(code) for code in codes)


def test_superiors_exist_and_served_places_are_known() -> None:
    known = set(division_names()) | {place.code for place in compounds()}
    for seed in by_key().values():
        assert seed.superior_key in {"", *by_key()}
        assert {seed.serves_code, *seed.areas} <= known
        assert len(seed.short_name) <= 20
        assert len(seed.name) <= 80
        assert seed.kind is OrgKind.PARTY_COMMITTEE or seed.level is level_of(seed.kind)


def test_every_street_has_a_desk_offices_and_branch_stations_with_their_superior() -> None:
    for code in streets():
        assert by_key()[f"desk-{code}"].kind is OrgKind.STREET_DESK
        assert by_key()[f"office-urban-{code}"].kind is OrgKind.STREET_OFFICE
        assert by_key()[f"branch-law-{code}"].superior_key == "dept-law"


def test_resident_units_are_of_every_kind_and_about_eighty() -> None:
    units = Counter(seed.kind for seed in organisations() if seed.key.startswith("unit-"))
    assert 75 <= sum(units.values()) <= 95
    assert len(units) == 6
    names = {seed.name for seed in organisations()}
    assert {"墨池美术馆", "书圣小学"} <= names


def test_whom_the_catalogue_names_for_the_demo_s_matters_is_in_the_register() -> None:
    named = {name for seed in organisations() for name in (seed.name, seed.short_name, *seed.also)}
    for matter in matters():
        lead = catalogue()[matter.item]["lead_org_zh"].split(";")[0]
        assert matter.owner in {"community", "compound"} or lead in named, (matter.key, lead)


def test_sign_in_names_are_unique_and_plain() -> None:
    logins = [person.login for person in people()]
    assert len(set(logins)) == len(logins)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,39}", login) for login in logins)


def test_there_is_one_named_account_for_each_role() -> None:
    named = [person for person in people() if person.named]
    assert {person.role for person in named} == set(Role)
    assert all(person.organisation in by_key() for person in people())


def test_whoever_a_story_can_go_to_has_people_to_do_it() -> None:
    staff = Counter(person.organisation for person in people())
    used = [code for code in STREETS if code] + ["330602005", "330602006", "330602007"]
    for code in used:
        assert staff[f"desk-{code}"] >= 3
        assert staff[f"office-enforcement-{code}"] == 2
        assert staff[f"branch-law-{code}"] >= 2
    for community in communities():
        assert community.street in used
        assert staff[f"community-{community.code}"] >= 2
