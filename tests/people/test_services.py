"""Accounts and appointments: made, ended, disabled, recorded."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken
from liandong.ledger.models import Event
from liandong.orgs.terms import OrgKind
from liandong.outbox import ticks
from liandong.people import endings, hooks, imports, queries, rules, services
from liandong.people.access import IMPORT, Actor
from liandong.people.hooks import Ended
from liandong.people.models import Account, Appointment, Session
from liandong.people.services import NewPost
from liandong.people.terms import Role
from liandong.tables import write_table
from tests.orgs.factories import Small, small_register
from tests.people.factories import PASSWORD, SINCE, TODAY, actor, person
from tests.places.factories import NOW

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(1)
HEADINGS: list[object] = ["登录名", "姓名", "角色", "单位", "起始日期", "截止日期", "范围", "邮箱"]


@pytest.fixture
def small() -> Iterator[Small]:
    """The register, in the scope of district 1."""
    with scope(create_district(1, "越城区").id):
        yield small_register()


@pytest.fixture
def admin(small: Small) -> Actor:
    return actor(person("admin", Role.ADMIN, small.coordination))


def officer(small: Small, **more: Any) -> NewPost:
    return NewPost(Role.OFFICER, small.urban, SINCE, **more)


@contextmanager
def listening() -> Iterator[list[tuple[Ended, datetime]]]:
    """What the endings of the capabilities above would be told."""
    heard: list[tuple[Ended, datetime]] = []
    before = hooks.on_appointment_ended[:]
    hooks.on_appointment_ended[:] = [lambda ended, now: heard.append((ended, now))]
    try:
        yield heard
    finally:
        hooks.on_appointment_ended[:] = before


def acts() -> list[str]:
    return list(Event.objects.filter(kind__in=["account", "appointment"]).order_by("id").values_list("act", flat=True))


# ── making ──

def test_a_new_account_has_a_first_password_that_must_be_changed(small: Small, admin: Actor) -> None:
    account, password = services.create_account("Xin-Ren", "新人", officer(small), by=admin, now=NOW)
    assert account.username == "xin-ren"
    assert account.must_change_password
    assert account.check_password(password)
    assert queries.actor_for(account.pk, TODAY).has(Role.OFFICER)
    assert acts()[-2:] == ["account_created", "appointed"]


def test_a_first_password_is_long_random_and_without_letters_that_look_alike() -> None:
    made = {services.first_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(one) == 19 and not set(one) & set("il1o0") for one in made)


def test_what_the_ledger_keeps_of_an_account_is_its_number_alone(small: Small, admin: Actor) -> None:
    account, password = services.create_account("xin-ren", "新人姓名", officer(small), by=admin, now=NOW)
    services.reset_password(account.pk, by=admin, now=NOW)
    for event in Event.objects.all():
        kept = f"{event.note} {event.detail}"
        assert not any(word in kept for word in ("新人姓名", "xin-ren", password))


def test_a_name_that_is_taken_is_refused_in_any_case_of_letters(small: Small, admin: Actor) -> None:
    person("xin-ren", Role.OFFICER, small.urban)
    with pytest.raises(BadInput) as refusal:
        services.create_account("XIN-REN", "别人", officer(small), by=admin, now=NOW)
    assert set(refusal.value.fields) == {"username"}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_only_the_administrator_makes_ends_and_resets(role: Role, small: Small) -> None:
    by = actor(person("somebody", role, small.coordination))
    one = person("other", Role.OFFICER, small.urban)
    post = Appointment.objects.get(account=one)
    for act in (lambda: services.create_account("x-y-z", "某", officer(small), by=by, now=NOW),
                lambda: services.appoint(one.pk, officer(small), by=by, now=NOW),
                lambda: services.end_appointment(post.id, TODAY, by=by, now=NOW),
                lambda: services.disable_account(one.pk, by=by, now=NOW),
                lambda: services.reset_password(one.pk, by=by, now=NOW),
                lambda: services.forget_second_factor(one.pk, by=by, now=NOW),
                lambda: services.add_people([], by=by, now=NOW)):
        with pytest.raises(NotAllowed):
            act()


def test_a_role_is_held_only_where_it_fits(small: Small, admin: Actor) -> None:
    one = person("other", Role.OFFICER, small.urban)
    with pytest.raises(BadInput) as refusal:
        services.appoint(one.pk, NewPost(Role.SECRETARY, small.housing, SINCE), by=admin, now=NOW)
    assert set(refusal.value.fields) == {"role"}


def test_every_role_is_held_somewhere_and_no_resident_unit_gives_one() -> None:
    assert set(rules.FITS) == set(Role)
    assert all(kinds for kinds in rules.FITS.values())
    assert all(rules.misfit(role, OrgKind.SCHOOL) for role in Role)


def test_the_same_appointment_stands_once(small: Small, admin: Actor) -> None:
    one = person("other", Role.OFFICER, small.urban)
    with pytest.raises(BadInput):
        services.appoint(one.pk, officer(small), by=admin, now=NOW)
    assert Appointment.objects.filter(account=one).count() == 1


def test_an_administrator_appoints_and_ends_others_only(small: Small, admin: Actor) -> None:
    assert admin.account_id is not None
    own = Appointment.objects.get(account_id=admin.account_id)
    for act in (lambda: services.appoint(admin.account_id or 0, officer(small), by=admin, now=NOW),
                lambda: services.end_appointment(own.id, TODAY, by=admin, now=NOW),
                lambda: services.disable_account(admin.account_id or 0, by=admin, now=NOW),
                lambda: services.reset_password(admin.account_id or 0, by=admin, now=NOW)):
        with pytest.raises(RuleBroken):
            act()


def test_who_is_also_appointed_elsewhere_is_not_reset_or_disabled_from_here(small: Small, admin: Actor) -> None:
    one = person("two-places", Role.OFFICER, small.urban)
    with scope(create_district(2, "坪山区").id):
        person("two-places", Role.OFFICER, small_register().urban)
    for act in (services.reset_password, services.disable_account, services.forget_second_factor):
        with pytest.raises(RuleBroken):
            act(one.pk, by=admin, now=NOW)
    assert Account.objects.get(pk=one.pk).check_password(PASSWORD)


def test_an_account_of_another_district_cannot_be_reached_at_all(small: Small, admin: Actor) -> None:
    with scope(create_district(2, "坪山区").id):
        stranger = person("stranger", Role.OFFICER, small_register().urban)
    with pytest.raises(NotFound):
        services.reset_password(stranger.pk, by=admin, now=NOW)


# ── ending ──

def test_an_appointment_that_ended_yesterday_gives_back_what_was_held_once(small: Small, admin: Actor) -> None:
    one = person("leaver", Role.OFFICER, small.urban, until=YESTERDAY)
    with listening() as heard:
        assert endings.wind_up(NOW) == 1
        assert endings.wind_up(NOW) == 0
    ((ended, at),) = heard
    assert (ended.account_id, ended.organisation_id, ended.role, at) == (one.pk, small.urban.id, Role.OFFICER, NOW)
    assert acts()[-1] == "appointment_ended"


def test_an_appointment_holds_to_the_end_of_its_last_day(small: Small) -> None:
    person("leaver", Role.OFFICER, small.urban, until=TODAY)
    with listening() as heard:
        endings.wind_up(NOW)
        assert not heard
        endings.wind_up(NOW + timedelta(days=1))
        assert len(heard) == 1


def test_who_still_works_at_the_same_office_keeps_what_they_hold(small: Small, admin: Actor) -> None:
    one = person("leaver", Role.OFFICER, small.urban, until=YESTERDAY)
    services.appoint(one.pk, NewPost(Role.OFFICER, small.urban, TODAY), by=admin, now=NOW)
    with listening() as heard:
        assert endings.wind_up(NOW) == 1
    assert not heard


def test_the_end_of_a_role_that_holds_nothing_gives_nothing_back(small: Small) -> None:
    person("leaver", Role.CALLER, small.street_desk, until=YESTERDAY)
    with listening() as heard:
        endings.wind_up(NOW)
    assert not heard


def test_ending_with_a_day_gone_by_ends_at_once(small: Small, admin: Actor) -> None:
    one = person("leaver", Role.OFFICER, small.urban)
    post = Appointment.objects.get(account=one)
    with listening() as heard:
        services.end_appointment(post.id, TODAY, by=admin, now=NOW)
        assert not heard
        services.end_appointment(post.id, YESTERDAY, by=admin, now=NOW)
        assert len(heard) == 1
    assert not queries.actor_for(one.pk, TODAY).posts
    with pytest.raises(RuleBroken):
        services.end_appointment(post.id, TODAY, by=admin, now=NOW)


def test_a_day_before_the_beginning_is_refused(small: Small, admin: Actor) -> None:
    post = Appointment.objects.get(account=person("leaver", Role.OFFICER, small.urban))
    with pytest.raises(BadInput):
        services.end_appointment(post.id, SINCE - timedelta(1), by=admin, now=NOW)


def test_the_clock_winds_up_in_every_district() -> None:
    assert endings.wind_up in ticks.tickers


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def end_now(account: Account, by: Actor) -> None:
    services.end_appointment(Appointment.objects.get(account=account).id, YESTERDAY, by=by, now=NOW)


ENDINGS: dict[str, Callable[[Account, Actor], object]] = {
    "ended": end_now,
    "disabled": lambda one, by: services.disable_account(one.pk, by=by, now=NOW),
    "reset": lambda one, by: services.reset_password(one.pk, by=by, now=NOW),
    "second factor": lambda one, by: services.forget_second_factor(one.pk, by=by, now=NOW)}


@pytest.mark.parametrize("how", ENDINGS)
def test_every_session_of_an_account_ends_with_it(how: str) -> None:
    with scope(create_district(1, "越城区").id):
        register = small_register()
        by = actor(person("admin", Role.ADMIN, register.coordination))
        one, other = (person(name, Role.OFFICER, register.urban) for name in ("leaver", "stayer"))
    clients = [signed_in(one), signed_in(one), signed_in(other)]
    with scope(1):
        ENDINGS[how](one, by)
    assert not Session.objects.filter(account_id=one.pk).exists()
    assert [client.get("/people/me/").status_code for client in clients] == [302, 302, 200]


def test_a_disabled_account_gives_back_what_it_held_and_signs_in_no_more(small: Small, admin: Actor) -> None:
    one = person("leaver", Role.OFFICER, small.urban)
    with listening() as heard:
        services.disable_account(one.pk, by=admin, now=NOW)
        services.disable_account(one.pk, by=admin, now=NOW)
    assert len(heard) == 1
    assert not queries.colleagues(small.urban.id, TODAY)
    services.enable_account(one.pk, by=admin, now=NOW)
    assert queries.colleagues(small.urban.id, TODAY) == [one]


# ── tables ──

def table(tmp_path: Path, *rows: list[object], headings: list[object] = HEADINGS) -> Path:
    path = tmp_path / "people.xlsx"
    write_table(path, {"人": [headings, *rows]})
    return path


def test_a_table_makes_accounts_with_several_appointments(small: Small, tmp_path: Path) -> None:
    path = table(tmp_path, ["li-si", "李四", "经办人", small.urban.name, date(2026, 1, 1), "", "", "li@example.org"],
                 ["li-si", "李四", "网格员", "community-330602002045", "2026年3月1日", "2026/12/31",
                  "330602002045G01", "li@example.org"])
    report = imports.import_people(path, by=IMPORT, now=NOW)
    assert report.is_clean, report.problems
    assert report.counts == {"accounts": 1, "appointments": 2}
    ((login, _, password),) = report.passwords
    account = Account.objects.get(username=login)
    assert account.check_password(password)
    assert account.must_change_password
    assert {post.role for post in queries.actor_for(account.pk, TODAY).posts} == {Role.OFFICER, Role.GRID}
    assert report.sheet() == [["登录名", "姓名", "首次密码"], ["li-si", "李四", password]]


def test_the_same_table_twice_changes_nothing(small: Small, tmp_path: Path) -> None:
    path = table(tmp_path, ["li-si", "李四", "经办人", small.urban.name, "2026-01-01", "", "", ""])
    imports.import_people(path, by=IMPORT, now=NOW)
    before = Event.objects.count()
    report = imports.import_people(path, by=IMPORT, now=NOW)
    assert report.is_clean
    assert report.counts == {"accounts": 0, "appointments": 0}
    assert not report.passwords
    assert Event.objects.count() == before


GOOD: list[object] = ["li-si", "李四", "经办人", "office-urban", "2026-01-01", "", "", ""]


@pytest.mark.parametrize(("column", "value"), [
    ("登录名", "李四"), ("登录名", "ab"), ("登录名", "taken"), ("姓名", ""), ("姓名", "长" * 41), ("角色", "书记长"),
    ("角色", "社区书记"), ("单位", "没有的单位"), ("单位", "同名科"), ("起始日期", ""),
    ("起始日期", "2026-02-30"), ("起始日期", "去年"),
    ("截止日期", "2025-12-31"), ("范围", "999"), ("范围", "330602001"), ("邮箱", "没有@")])
def test_a_bad_cell_is_named_by_row_and_column_and_stops_the_whole_table(
        column: str, value: str, small: Small, tmp_path: Path) -> None:
    person("taken", Role.OFFICER, small.team, name="另一人")
    for key in ("office-team", "office-service"):
        small.by_key[key].name = "同名科"
        small.by_key[key].save()
    bad = [value if heading == column else cell for heading, cell in zip(HEADINGS, GOOD, strict=True)]
    good = ["wang-wu", "王五", *GOOD[2:]]
    before = (Account.objects.count(), Appointment.objects.count(), Event.objects.count())
    report = imports.import_people(table(tmp_path, good, bad), by=IMPORT, now=NOW)
    assert {(p.row, p.column) for p in report.problems} == {(3, column)}
    assert (Account.objects.count(), Appointment.objects.count(), Event.objects.count()) == before


def test_a_table_that_contradicts_itself_is_refused(small: Small, tmp_path: Path) -> None:
    renamed = ["li-si", "李五", *GOOD[2:4], "2026-02-01", *GOOD[5:]]
    report = imports.import_people(table(tmp_path, GOOD, GOOD, renamed), by=IMPORT, now=NOW)
    assert [(p.row, p.column) for p in report.problems] == [(3, "角色"), (4, "姓名")]


def test_a_missing_column_is_named(small: Small, tmp_path: Path) -> None:
    report = imports.import_people(table(tmp_path, ["li-si", "李四"], headings=["登录名", "姓名"]), by=IMPORT, now=NOW)
    assert {p.column for p in report.problems} == {"角色", "单位", "起始日期"}


def test_an_administrator_gives_no_role_to_the_own_account_by_a_table(
        small: Small, admin: Actor, tmp_path: Path) -> None:
    row: list[object] = ["admin", "某admin", "区协调办", "coordination", "2026-01-01", "", "", ""]
    report = imports.import_people(table(tmp_path, row), by=admin, now=NOW)
    assert [(p.row, p.column) for p in report.problems] == [(2, "登录名")]


def test_what_is_exported_can_be_brought_in_again(small: Small, tmp_path: Path) -> None:
    person("li-si", Role.OFFICER, small.urban, name="李四")
    person("li-si", Role.GRID, small.community, name="李四", area=small.places.grid, until=date(2026, 12, 31))
    rows = imports.export_people()
    path = tmp_path / "people.xlsx"
    write_table(path, {"人": rows})
    report = imports.import_people(path, by=IMPORT, now=NOW)
    assert report.is_clean, report.problems
    assert report.counts == {"accounts": 0, "appointments": 0}


def test_the_empty_table_can_be_brought_in(small: Small, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    write_table(path, {"人": imports.template(TODAY)})
    assert imports.import_people(path, by=IMPORT, now=NOW).is_clean
