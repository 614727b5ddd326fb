"""Who may see and do what: the table of parts, and the laws that hold for every person and matter. No database."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liandong.kernel.levels import Level
from liandong.orgs.terms import OrgKind
from liandong.people import access
from liandong.people.access import CLOCK, IMPORT, Actor, Post, Right, Standing, may, may_see, parts_on, reach, resident
from liandong.people.terms import Part, Role
from liandong.places.terms import subtree

STREETS = ("330602001", "330602002")
PLACES = (*STREETS, *(s + c for s in STREETS for c in ("001", "002", "001X01", "001G01", "002G01")))
AREAS = ("330602", *PLACES)
BODIES = tuple(UUID(int=n) for n in range(1, 7))
DESK, OWNER, FIRST, LEAD, OTHER = BODIES[:5]
ME, WRITER, HANDLER = 1, 2, 3


def post(role: Role, body: UUID = OTHER, area: str = STREETS[0], number: int = 1) -> Post:
    low, high = subtree(area)
    return Post(UUID(int=number), role, body, "单位", OrgKind.STREET_OFFICE, None, low, high, date(2026, 1, 1))


def person(*posts: Post, account: int = ME) -> Actor:
    return Actor(account, "某", posts)


def matter(**more: object) -> Standing:
    values: dict[str, object] = {
        "issue_id": UUID(int=99), "place_code": STREETS[0] + "001", "street_code": STREETS[0], "desk_id": DESK,
        "desk_level": Level.STREET, "assigned_by_id": DESK, "owner_id": OWNER, "owner_level": Level.STREET,
        "first_id": FIRST, "is_accepted": False, "holder_id": None, "lead_id": LEAD, "state": "handling", **more}
    return Standing(**values)  # type: ignore[arg-type]  # the names are checked by the class


# ── the table ──

@pytest.mark.parametrize(("role", "body", "parts"), [
    (Role.DISPATCHER, DESK, {Part.DESK, Part.SECOND}), (Role.SECRETARY, DESK, {Part.DESK, Part.SECOND}),
    (Role.OFFICER, OWNER, {Part.OWNER}), (Role.GRID, OWNER, {Part.OWNER}), (Role.OFFICER, FIRST, {Part.FIRST}),
    (Role.OFFICER, DESK, set()), (Role.LEADER, OTHER, {Part.LEADER, Part.SECOND}),
    (Role.HEAD, OTHER, {Part.LEADER, Part.SECOND}), (Role.CALLER, OTHER, {Part.CALLER}),
    (Role.CALLER, DESK, {Part.CALLER}), (Role.COORDINATOR, OTHER, {Part.COORDINATION, Part.UP}),
    (Role.COORDINATOR, DESK, {Part.COORDINATION, Part.UP, Part.DESK, Part.SECOND})])
def test_a_role_at_an_office_plays_its_parts(role: Role, body: UUID, parts: set[Part]) -> None:
    area = "330602" if role is Role.COORDINATOR else STREETS[0]
    assert parts_on(person(post(role, body, area)), matter()) == parts | {Part.STAFF}


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DISTRICT_LEADER])
def test_who_only_reads_sees_the_district_and_plays_no_part(role: Role) -> None:
    reader = person(post(role, DESK, "330602"))
    assert may_see(reader, matter())
    assert parts_on(reader, matter()) == frozenset()


@pytest.mark.parametrize("role", [Role.CATALOGUE, Role.ADMIN])
def test_who_keeps_catalogue_or_accounts_sees_no_matter(role: Role) -> None:
    assert not may_see(person(post(role, OWNER, "330602")), matter())
    assert parts_on(person(post(role, OWNER, "330602")), matter()) == frozenset()


def test_one_person_plays_the_parts_of_all_appointments() -> None:
    both = person(post(Role.OFFICER, OWNER, number=1), post(Role.DISPATCHER, DESK, number=2))
    assert parts_on(both, matter()) >= {Part.OWNER, Part.DESK}


def test_a_street_role_of_the_next_street_has_nothing_to_do_with_it() -> None:
    for role in access.STREET_ROLES - {Role.DISPATCHER}:
        other = person(post(role, OTHER, STREETS[1]))
        assert parts_on(other, matter()) <= {Part.STAFF}
        assert not may_see(other, matter())


def test_while_a_return_waits_the_desk_is_the_one_that_assigned() -> None:
    waiting = matter(state="sent_back", assigned_by_id=OTHER)
    assert Part.DESK in parts_on(person(post(Role.DISPATCHER, OTHER)), waiting)
    assert Part.DESK not in parts_on(person(post(Role.DISPATCHER, DESK)), waiting)


@pytest.mark.parametrize(("desk", "owner", "decides"), [
    (Level.COMMUNITY, Level.COMMUNITY, Role.DISPATCHER), (Level.COMMUNITY, None, Role.DISPATCHER),
    (Level.COMMUNITY, Level.DISTRICT, Role.COORDINATOR), (Level.STREET, Level.STREET, Role.COORDINATOR),
    (Level.STREET, Level.DISTRICT, Role.COORDINATOR), (Level.DISTRICT, Level.DISTRICT, Role.COORDINATOR)])
def test_the_level_above_decides_and_for_a_department_always_the_coordination_office(
        desk: Level, owner: Level | None, decides: Role) -> None:
    sent_up = matter(state="escalated", desk_level=desk, owner_level=owner)
    for role in (Role.DISPATCHER, Role.COORDINATOR):
        assert (Part.UP in parts_on(person(post(role, OTHER, AREAS[0])), sent_up)) is (role is decides)


def test_who_wrote_an_answer_is_no_second_person_for_it_in_any_role() -> None:
    posts = (post(Role.LEADER, number=1), post(Role.DISPATCHER, DESK, number=2))
    review = matter(state="in_review", writer_id=WRITER)
    assert Part.SECOND in parts_on(person(*posts, account=ME), review)
    assert Part.SECOND not in parts_on(person(*posts, account=WRITER), review)


@pytest.mark.parametrize(("owner", "entitled"), [(Level.DISTRICT, True), (Level.STREET, False)])
def test_a_departments_answer_is_also_read_by_a_colleague_or_the_coordination_office(
        owner: Level, entitled: bool) -> None:
    review = matter(state="in_review", writer_id=WRITER, owner_level=owner)
    for one in (post(Role.LIAISON, OWNER, "330602"), post(Role.COORDINATOR, OTHER, "330602")):
        assert (Part.SECOND in parts_on(person(one), review)) is entitled


def test_who_has_handled_it_does_not_call_the_reporter_back() -> None:
    caller = post(Role.CALLER)
    assert Part.CALLER in parts_on(person(caller, account=ME), matter(handlers=frozenset({HANDLER})))
    assert Part.CALLER not in parts_on(person(caller, account=HANDLER), matter(handlers=frozenset({HANDLER})))


def test_the_first_receiver_reads_the_contact_until_another_has_accepted() -> None:
    first = person(post(Role.DISPATCHER, FIRST, STREETS[1]))
    assert access.reads_contact(first, matter(is_accepted=False))
    assert not access.reads_contact(first, matter(is_accepted=True))
    for role, body in ((Role.OFFICER, OWNER), (Role.DISPATCHER, DESK), (Role.CALLER, OTHER)):
        assert access.reads_contact(person(post(role, body)), matter(is_accepted=True))
    for role in (Role.LEADER, Role.COORDINATOR, Role.SUPERVISOR):
        assert not access.reads_contact(person(post(role, OTHER, "330602")), matter())


def test_an_office_that_sent_it_back_goes_on_seeing_it_and_does_nothing_with_it() -> None:
    office = person(post(Role.LIAISON, OTHER, "330602"))
    assert not may_see(office, matter())
    sent = matter(returned_by=frozenset({OTHER}))
    assert may_see(office, sent)
    assert parts_on(office, sent) == {Part.STAFF}


def test_a_link_opens_one_matter_and_the_clock_and_an_import_all() -> None:
    assert parts_on(resident(UUID(int=99)), matter()) == {Part.RESIDENT}
    assert parts_on(resident(UUID(int=98)), matter()) == frozenset()
    assert not may_see(resident(UUID(int=98)), matter())
    assert parts_on(CLOCK, matter()) == {Part.CLOCK}
    assert parts_on(IMPORT, matter()) == {Part.IMPORT}


@pytest.mark.parametrize(("right", "roles"), access.RIGHTS.items())
def test_a_right_belongs_to_its_roles_alone(right: Right, roles: frozenset[Role]) -> None:
    assert {role for role in Role if may(person(post(role)), right)} == roles
    assert not any(may(one, right) for one in (CLOCK, IMPORT, resident(UUID(int=1))))


# ── restricted matters ──

@pytest.mark.parametrize(("role", "body", "sees"), [
    (Role.DISPATCHER, DESK, True), (Role.DISPATCHER, OTHER, False), (Role.SECRETARY, OTHER, False),
    (Role.OFFICER, OWNER, True), (Role.LIAISON, OWNER, True), (Role.OFFICER, FIRST, False),
    (Role.OFFICER, LEAD, False), (Role.LEADER, OTHER, False), (Role.HEAD, OTHER, False), (Role.CALLER, OTHER, False),
    (Role.COORDINATOR, OTHER, False), (Role.SUPERVISOR, OTHER, False), (Role.DISTRICT_LEADER, OTHER, False)])
def test_a_restricted_matter_is_seen_by_its_desk_and_its_owner(role: Role, body: UUID, sees: bool) -> None:
    area = "330602" if role in access.DISTRICT_ROLES else STREETS[0]
    assert may_see(person(post(role, body, area)), matter(is_restricted=True)) is sees


def test_who_is_named_for_a_restricted_matter_sees_it_and_plays_that_part() -> None:
    leader, caller = person(post(Role.LEADER), account=ME), person(post(Role.CALLER), account=HANDLER)
    named = matter(is_restricted=True, state="in_review", second_id=ME, caller_id=HANDLER)
    assert Part.SECOND in parts_on(leader, named)
    assert Part.CALLER in parts_on(caller, named)
    assert parts_on(person(post(Role.LEADER), account=WRITER), named) == {Part.STAFF}
    assert not may_see(person(account=ME), named), "whose appointment has ended sees nothing"


def test_who_decides_sees_what_was_sent_up_and_no_longer() -> None:
    coordinator = person(post(Role.COORDINATOR, OTHER, "330602"))
    assert may_see(coordinator, matter(is_restricted=True, state="escalated"))
    assert not may_see(coordinator, matter(is_restricted=True, state="handling"))


# ── the laws ──

POSTS = st.builds(post, st.sampled_from(Role), st.sampled_from(BODIES), st.sampled_from(AREAS))
PEOPLE = st.builds(lambda posts, account: person(*posts, account=account), st.lists(POSTS, max_size=4),
                   st.sampled_from((ME, WRITER, HANDLER)))
OTHERS = st.sampled_from((CLOCK, IMPORT, resident(UUID(int=99)), resident(UUID(int=1))))
ACTORS = st.one_of(PEOPLE, PEOPLE, PEOPLE, OTHERS)
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A machine under other load draws slowly; that says nothing about the law."""
MAYBE_BODY = st.one_of(st.none(), st.sampled_from(BODIES))


@st.composite
def matters(draw: st.DrawFn) -> Standing:
    place = draw(st.sampled_from(PLACES))
    return matter(
        place_code=place, street_code=place[:9], desk_id=draw(st.sampled_from(BODIES)),
        desk_level=draw(st.sampled_from((Level.DISTRICT, Level.STREET, Level.COMMUNITY))), owner_id=draw(MAYBE_BODY),
        owner_level=draw(st.one_of(st.none(), st.sampled_from(Level))), assigned_by_id=draw(MAYBE_BODY),
        first_id=draw(st.sampled_from(BODIES)), lead_id=draw(MAYBE_BODY), is_accepted=draw(st.booleans()),
        state=draw(st.sampled_from(("received", "handling", "sent_back", "escalated", "in_review"))),
        writer_id=draw(st.sampled_from((None, ME, WRITER))),
        handlers=draw(st.frozensets(st.sampled_from((ME, HANDLER)))),
        returned_by=draw(st.frozensets(st.sampled_from(BODIES), max_size=2)), is_restricted=draw(st.booleans()),
        second_id=draw(st.sampled_from((None, ME, WRITER))), caller_id=draw(st.sampled_from((None, ME, HANDLER))))


@patient
@given(ACTORS, matters())
def test_what_a_query_reaches_is_what_may_be_seen(actor: Actor, standing: Standing) -> None:
    assert reach(actor).covers(standing) is may_see(actor, standing)


@patient
@given(ACTORS, matters())
def test_nobody_plays_a_part_on_what_they_may_not_see(actor: Actor, standing: Standing) -> None:
    if parts_on(actor, standing) - {Part.STAFF}:
        assert may_see(actor, standing)


@patient
@given(ACTORS, matters())
def test_nobody_reads_a_reporters_contact_on_what_they_may_not_see(actor: Actor, standing: Standing) -> None:
    if access.reads_contact(actor, standing):
        assert may_see(actor, standing)


@patient
@given(PEOPLE, matters())
def test_restricting_a_matter_only_takes_sight_away(actor: Actor, standing: Standing) -> None:
    if may_see(actor, replace(standing, is_restricted=True)):
        assert may_see(actor, replace(standing, is_restricted=False))


@patient
@given(PEOPLE, matters())
def test_a_restricted_matter_has_one_second_reader_and_one_caller(actor: Actor, standing: Standing) -> None:
    parts = parts_on(actor, replace(standing, is_restricted=True))
    assert Part.SECOND not in parts or actor.account_id == standing.second_id
    assert Part.CALLER not in parts or actor.account_id == standing.caller_id


@patient
@given(PEOPLE, matters())
def test_nobody_is_the_second_person_for_what_they_wrote(actor: Actor, standing: Standing) -> None:
    if Part.SECOND in parts_on(actor, standing):
        assert actor.account_id != standing.writer_id


@patient
@given(PEOPLE, POSTS, matters())
def test_a_further_appointment_never_takes_sight_away(actor: Actor, more: Post, standing: Standing) -> None:
    if may_see(actor, standing):
        assert may_see(Actor(actor.account_id, actor.name, (*actor.posts, more)), standing)


@patient
@given(PEOPLE)
def test_without_appointments_nothing_is_reached(actor: Actor) -> None:
    nobody = Actor(actor.account_id, actor.name)
    assert reach(nobody) == access.Reach()
    assert not any(may(nobody, right) for right in Right)
