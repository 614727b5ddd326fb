"""One transaction a request: what is kept, rolled back, told, and what a stream sees. Source: trust.md 1 and 3."""
from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from liandong.districts.scope import NoScope, current_district, scope
from liandong.districts.services import create_district
from liandong.people.models import Account
from liandong.people.terms import Role
from liandong.places.models import Division
from tests.orgs.factories import small_register
from tests.people.factories import person

both = pytest.mark.parametrize("kind", [
    pytest.param("plain", marks=pytest.mark.django_db),
    pytest.param("transaction", marks=pytest.mark.django_db(transaction=True))])
"""In a plain test the request's transaction is a savepoint; with `transaction` it commits as in production."""


@pytest.fixture
def account(settings: Any) -> Account:
    """A dispatcher of district 1; district 2 has a place 别区 that nobody of district 1 may see."""
    settings.ROOT_URLCONF = "tests.districts.pages"
    with scope(create_district(1, "越城区").id):
        one = person("diao-du", Role.DISPATCHER, small_register().street_desk)
    with scope(create_district(2, "坪山区").id):
        Division.objects.create(code="440310", name="别区", kind="district")
    return one


@pytest.fixture
def client(account: Account) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(account)
    return browser


def kept(code: str) -> bool:
    with scope(1):
        return Division.objects.filter(code=code).exists()


@both
def test_a_page_sees_the_district_of_the_appointment_and_no_other(kind: str, client: Client) -> None:
    words = client.get("/t/names/").content.decode()
    assert "府山街道" in words
    assert "别区" not in words
    assert client.get("/t/who/").content == b"1"


@both
def test_the_scope_of_a_request_does_not_outlive_it(kind: str, client: Client) -> None:
    client.get("/t/names/")
    assert current_district() is None
    with pytest.raises(NoScope):
        Division.objects.count()


@both
def test_nobody_signed_in_is_in_no_district(kind: str, account: Account) -> None:
    assert Client().get("/t/who/").content == b"None"


@both
@pytest.mark.parametrize(("how", "status", "stays"), [
    ("well", 200, True), ("404", 404, True), ("403", 403, True), ("denied", 403, True), ("rule", 409, True),
    ("500", 500, False), ("sql", 500, False)])
def test_a_page_of_500_and_above_leaves_nothing_behind(
        kind: str, how: str, status: int, stays: bool, client: Client) -> None:
    assert client.get(f"/t/fails/{how}/").status_code == status
    assert kept(how) is stays


@both
def test_what_was_rolled_back_is_not_told_on_the_next_page(kind: str, client: Client) -> None:
    client.get("/t/fails/500/")
    assert client.get("/t/told/").content == b""
    client.get("/t/fails/well/")
    assert client.get("/t/told/").content.decode() == "已写下"


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_keeps_nothing_and_tells_nothing(client: Client) -> None:
    assert client.get("/t/fails/deferred/").status_code == 500
    assert not kept("deferred")
    assert client.get("/t/told/").content == b""


@both
def test_a_stream_with_a_scope_of_its_own_sees_the_district(kind: str, client: Client) -> None:
    answer = client.get("/t/export/")
    assert "府山街道" in b"".join(answer).decode()
    assert "别区" not in b"".join(client.get("/t/export/")).decode()


@both
def test_a_stream_without_a_scope_is_an_error_and_not_empty(kind: str, client: Client) -> None:
    with pytest.raises(NoScope):
        b"".join(client.get("/t/export-wrong/"))


@both
def test_a_page_that_is_not_there_is_404(kind: str, client: Client) -> None:
    assert client.get("/nowhere/at/all/").status_code == 404


@both
def test_somebody_without_an_appointment_reads_a_reason_instead_of_rows(kind: str, account: Account) -> None:
    nobody = Account.objects.create_user("no-post", "stone lantern seven rivers", name="无任职")
    browser = Client(raise_request_exception=False)
    browser.force_login(nobody)
    answer = browser.get("/t/names/")
    assert answer.status_code == 403
    assert "您现在没有任职" in answer.content.decode()
