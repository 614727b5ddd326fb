"""Signing in: limits, audit, second factor, sessions. Source: trust.md 8."""
from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.utils import timezone

from liandong.districts.scope import CITY, scope
from liandong.districts.services import create_district
from liandong.ledger.models import Event
from liandong.people.adapter import DEVICE_COOKIE
from liandong.people.audit import NOBODY, subject_of
from liandong.people.models import Account, Session
from liandong.people.sessions import STARTED
from liandong.people.terms import Role
from tests.orgs.factories import small_register
from tests.people.factories import PASSWORD, person

both = pytest.mark.parametrize("kind", [
    pytest.param("plain", marks=pytest.mark.django_db),
    pytest.param("transaction", marks=pytest.mark.django_db(transaction=True))])
LOGIN = "/accounts/login/"


@pytest.fixture
def account() -> Account:
    with scope(create_district(1, "越城区").id):
        return person("diao-du", Role.DISPATCHER, small_register().street_desk)


def sign_in(client: Client, password: str = PASSWORD, *, login: str = "diao-du", address: str = "10.0.0.1") -> Any:
    return client.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address)


def city_acts() -> list[tuple[str, object]]:
    with scope(CITY):
        return list(Event.objects.filter(kind="account").order_by("id").values_list("act", "subject"))


@both
def test_sign_in_and_out_are_recorded_under_the_city(kind: str, account: Account) -> None:
    client = Client()
    assert sign_in(client).status_code == 302
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/people/me/").status_code == 302
    assert city_acts() == [("sign_in", subject_of(account.pk)), ("sign_out", subject_of(account.pk))]


@pytest.mark.django_db
def test_a_refused_sign_in_is_recorded_without_what_was_typed(account: Account) -> None:
    sign_in(Client(), "wrong words in the wrong box")
    sign_in(Client(), PASSWORD, login="hunter2-my-password")
    assert city_acts() == [("sign_in_refused", subject_of(account.pk)), ("sign_in_refused", NOBODY)]
    with scope(CITY):
        kept = " ".join(f"{e.note}{e.detail}{e.actor_id}" for e in Event.objects.all())
    for word in ("wrong words", "hunter2", "10.0.0.1"):
        assert word not in kept


@pytest.mark.django_db
def test_the_name_is_taken_in_any_case_and_unknown_and_wrong_are_answered_alike(account: Account) -> None:
    assert sign_in(Client(), login="DIAO-DU").status_code == 302
    wrong, unknown = sign_in(Client(), "wrong"), sign_in(Client(), login="nobody-here")
    assert wrong.status_code == unknown.status_code == 200
    for answer in (wrong, unknown):
        assert "账号或密码不对" in answer.content.decode()


@both
def test_after_five_wrong_words_the_account_is_limited_from_everywhere_with_429(kind: str, account: Account) -> None:
    for n in range(5):
        assert sign_in(Client(), f"wrong {n}", address=f"10.0.1.{n}").status_code == 200
    limited = sign_in(Client(), address="10.0.1.9")
    assert limited.status_code == 429
    assert "试得太多了" in limited.content.decode()
    assert city_acts()[-1] == ("sign_in_limited", subject_of(account.pk))


@pytest.mark.django_db
def test_the_limit_of_an_account_is_the_same_under_any_host(account: Account) -> None:
    for n in range(5):
        Client().post(LOGIN, {"login": "diao-du", "password": "wrong"}, REMOTE_ADDR=f"10.0.1.{n}",
                      headers={"host": f"h{n}.example.org"})
    assert sign_in(Client(), address="10.0.1.9").status_code == 429


@pytest.mark.django_db
def test_a_device_that_has_signed_in_before_passes_the_limit_that_others_used_up(account: Account) -> None:
    own = Client()
    sign_in(own)
    own.post("/accounts/logout/")
    for n in range(5):
        sign_in(Client(), "wrong", address=f"10.0.1.{n}")
    assert sign_in(Client(), address="10.0.1.9").status_code == 429
    assert sign_in(own, address="10.0.2.1").status_code == 302


@pytest.mark.django_db
def test_a_device_has_a_limit_of_its_own_and_a_forged_one_is_none(account: Account) -> None:
    own = Client()
    sign_in(own)
    own.post("/accounts/logout/")
    for n in range(5):
        assert sign_in(own, "wrong", address=f"10.0.3.{n}").status_code == 200
    assert sign_in(own, address="10.0.3.9").status_code == 429
    forged = Client()
    forged.cookies[DEVICE_COOKIE] = own.cookies[DEVICE_COOKIE].value + "x"
    assert own.cookies[DEVICE_COOKIE]["httponly"]
    for n in range(5):
        sign_in(forged, "wrong", address=f"10.0.4.{n}")
    assert sign_in(Client(), address="10.0.4.9").status_code == 429


@pytest.mark.django_db
def test_ten_wrong_words_a_minute_limit_an_address_but_not_the_next_one(account: Account) -> None:
    for n in range(10):
        sign_in(Client(), "wrong", login=f"nobody-{n}")
    assert sign_in(Client()).status_code == 429
    assert sign_in(Client(), address="10.0.0.2").status_code == 302


@pytest.mark.django_db
def test_behind_a_known_proxy_the_address_is_the_one_that_it_wrote_and_no_visitor_shares_anothers_limit(
        account: Account, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def through(address: str, password: str, login: str = "diao-du") -> int:
        return Client().post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR="127.0.0.1",
                             headers={"X-Forwarded-For": f"1.2.3.4, {address}"}).status_code

    for n in range(10):
        assert through("9.9.9.9", "wrong", f"nobody-{n}") == 200
    assert through("9.9.9.9", PASSWORD) == 429
    assert through("8.8.8.8", PASSWORD) == 302


@pytest.mark.django_db
def test_right_passwords_use_up_no_limit(account: Account) -> None:
    for _ in range(12):
        assert sign_in(Client()).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_forty_wrong_words_at_once_from_forty_addresses_at_most_five_are_checked(
        account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    check = Account.check_password

    def counted(self: Account, raw: str) -> bool:
        checked.append(raw)
        return check(self, raw)

    monkeypatch.setattr(Account, "check_password", counted)
    ready, statuses = threading.Barrier(40), []

    def guess(n: int) -> None:
        ready.wait()
        try:
            statuses.append(sign_in(Client(), f"wrong {n}", address=f"10.1.0.{n}").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(n,)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(statuses) == 40
    assert 1 <= len(checked) <= 5
    assert statuses.count(429) >= 35


# ── second factor, password ──

@pytest.fixture
def admin() -> Account:
    with scope(create_district(1, "越城区").id):
        return person("admin", Role.ADMIN, small_register().coordination)


@pytest.mark.django_db
def test_an_administrator_without_a_second_factor_is_sent_to_make_one(admin: Account, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    sign_in(client, login="admin")
    assert client.get("/people/").headers["Location"] == "/accounts/2fa/totp/activate/"
    asked = client.get("/accounts/2fa/totp/activate/").headers["Location"]
    assert client.post(asked, {"password": PASSWORD}).headers["Location"] == "/accounts/2fa/totp/activate/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    assert client.get("/people/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "asked"), [(Role.SUPERVISOR, True), (Role.DISTRICT_LEADER, False)])
def test_the_second_factor_is_asked_of_the_roles_that_need_it(role: Role, asked: bool, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    with scope(create_district(1, "越城区").id):
        small = small_register()
        one = person("someone", role, small.by_key["supervision" if asked else "coordination"])
    client = Client()
    client.force_login(one)
    assert (client.get("/people/me/").status_code == 302) is asked


@pytest.mark.django_db
def test_after_the_password_the_second_factor_is_asked_for(admin: Account) -> None:
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    client = Client()
    assert sign_in(client, login="admin").headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/people/").status_code == 302


@pytest.mark.django_db
def test_a_first_password_opens_no_page_but_the_one_that_changes_it(account: Account) -> None:
    Account.objects.update(must_change_password=True)
    client = Client()
    sign_in(client)
    assert client.get("/people/me/").headers["Location"] == "/accounts/password/change/"
    new = {"oldpassword": PASSWORD, "password1": "nine quiet harbours", "password2": "nine quiet harbours"}
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert client.get("/people/me/").status_code == 200
    assert city_acts()[-1] == ("password_changed", subject_of(account.pk))


# ── sessions ──

@pytest.mark.django_db
def test_a_session_knows_its_account_and_ends_for_good_after_twelve_hours(account: Account) -> None:
    client = Client()
    client.force_login(account)
    client.get("/people/me/")
    session = Session.objects.get(account_id=account.pk)
    assert session.started_at is not None
    assert session.expire_date == session.started_at + timedelta(hours=12)
    kept = client.session
    kept[STARTED] = (timezone.now() - timedelta(hours=12, minutes=1)).isoformat()
    kept["seen_at"] = timezone.now().isoformat()
    kept.save()
    assert client.get("/people/me/").status_code == 302


@pytest.mark.django_db
def test_a_session_left_alone_for_half_an_hour_is_over(account: Account) -> None:
    client = Client()
    client.force_login(account)
    kept = client.session
    kept["seen_at"] = (timezone.now() - timedelta(minutes=31)).isoformat()
    kept.save()
    assert client.get("/people/me/").status_code == 302
    assert city_acts()[-1][0] == "sign_out"


@pytest.mark.django_db
def test_a_disabled_account_is_told_nothing_more_than_a_wrong_password(account: Account) -> None:
    Account.objects.update(is_active=False)
    client = Client()
    sign_in(client)
    assert client.get("/people/me/").status_code == 302
    assert not Session.objects.filter(account_id=account.pk).exists()
