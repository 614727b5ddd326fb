"""The administrator's pages and one's own, through the whole stack."""
from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.people.models import Account, Appointment
from liandong.people.terms import Role
from liandong.tables import read_upload, write_table
from tests.orgs.factories import Small, small_register
from tests.people.factories import PASSWORD, person, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[Role, Account]:
    with scope(create_district(1, "越城区").id):
        return staff(small_register())


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def filled(**changes: str) -> dict[str, str]:
    return {"username": "xin-ren", "name": "新人", "email": "", "role": "officer", "organisation": "office-urban",
            "area": "", "since": timezone.localdate().isoformat(), "until": "", **changes}


def bare(page: bytes, account_id: int) -> str:
    """A page without what differs at every request: the address asked for and the form's token."""
    words = page.decode().replace(str(account_id), "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", words)


PAGES = ["", "new/", "import/", "template.xlsx", "export.xlsx", "{id}/", "{id}/appoint/", "{id}/password/",
         "{id}/disable/", "{id}/enable/", "{id}/second-factor/"]


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_of_accounts_open_for_the_administrator_and_for_nobody_else(
        page: str, people: dict[Role, Account]) -> None:
    address = "/people/" + page.format(id=people[Role.OFFICER].pk)
    assert browser(people[Role.ADMIN]).get(address).status_code == 200
    for role in set(Role) - {Role.ADMIN}:
        assert browser(people[role]).get(address).status_code == 403, role
    assert Client().get(address).status_code == 302


def test_an_account_is_made_with_a_password_that_is_shown_once_and_must_be_changed(people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN])
    shown = admin.post("/people/new/", filled())
    assert shown.status_code == 200
    account = Account.objects.get(username="xin-ren")
    words = shown.content.decode()
    password = words.split("<strong>")[1].split("</strong>")[0]
    assert account.check_password(password)
    assert password not in admin.get(f"/people/{account.pk}/").content.decode()
    fresh = Client()
    fresh.post("/accounts/login/", {"login": "xin-ren", "password": password})
    assert fresh.get("/people/me/").headers["Location"] == "/accounts/password/change/"
    fresh.post("/accounts/password/change/", {"oldpassword": password, "password1": PASSWORD, "password2": PASSWORD})
    assert fresh.get("/people/me/").status_code == 200


@pytest.mark.parametrize(("changes", "said"), [
    ({"username": "officer"}, "这个登录名已经有人用"), ({"username": "x"}, "至少 3 位"), ({"role": ""}, "id_role"),
    ({"role": "secretary"}, "不能任在"), ({"organisation": "没有的单位"}, "名录里没有这个单位"),
    ({"until": "2020-01-01"}, "截止日期早于起始日期"), ({"area": "330602001"}, "不在单位服务的范围里"),
    ({"area": "nowhere"}, "没有这个代码的地方"), ({"since": "昨天"}, "id_since")])
def test_what_is_wrong_with_an_account_stands_at_its_field_and_nothing_is_written(
        changes: dict[str, str], said: str, people: dict[Role, Account]) -> None:
    answer = browser(people[Role.ADMIN]).post("/people/new/", filled(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Account.objects.filter(name="新人").exists()


def test_an_appointment_is_added_and_ended(people: dict[Role, Account]) -> None:
    admin, one = browser(people[Role.ADMIN]), people[Role.OFFICER]
    assert admin.post(f"/people/{one.pk}/appoint/", filled(organisation="office-team")).status_code == 302
    with scope(1):
        post = Appointment.objects.get(account=one, organisation__key="office-team")
    address = f"/people/{one.pk}/end/{post.id}/"
    assert admin.get(address).status_code == 200
    assert admin.post(address, {"until": "2020-01-01"}).status_code == 422
    assert admin.post(address, {"until": timezone.localdate().isoformat()}).status_code == 302
    assert admin.post(f"/people/{people[Role.CALLER].pk}/end/{post.id}/", {"until": ""}).status_code == 404


def test_an_account_of_another_district_is_answered_like_one_that_never_was(people: dict[Role, Account]) -> None:
    with scope(create_district(2, "坪山区").id):
        stranger = person("mo-sheng", Role.DISPATCHER, small_register().street_desk)
    admin = browser(people[Role.ADMIN])
    pages = [page for page in PAGES if "{id}" in page]
    for page in pages:
        foreign, never = (admin.get("/people/" + page.format(id=i)) for i in (stranger.pk, 999_999))
        assert foreign.status_code == never.status_code == 404
        assert bare(foreign.content, stranger.pk) == bare(never.content, 999_999)
    assert "mo-sheng" not in admin.get("/people/?q=mo").content.decode()


def test_the_list_is_searched_by_name(people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN])
    found = admin.get("/people/?q=call").content.decode()
    assert "某caller" in found
    assert "某officer" not in found
    assert "没有找到账号" in admin.get("/people/?q=nobody").content.decode()


def test_an_administrator_does_not_change_the_own_account(people: dict[Role, Account]) -> None:
    admin, own = browser(people[Role.ADMIN]), people[Role.ADMIN].pk
    for page in ("password/", "disable/", "second-factor/"):
        assert admin.post(f"/people/{own}/{page}").status_code == 409
    assert admin.post(f"/people/{own}/appoint/", filled()).status_code == 409


def test_a_table_of_people_is_brought_in_and_answers_with_first_passwords(people: dict[Role, Account]) -> None:
    out = io.BytesIO()
    write_table(out, {"人": [["登录名", "姓名", "角色", "单位", "起始日期"],
                            ["li-si", "李四", "经办人", "office-urban", "2026-01-01"]]})
    answer = browser(people[Role.ADMIN]).post("/people/import/", {"file": SimpleUploadedFile("a.xlsx", out.getvalue())})
    table = read_upload(SimpleUploadedFile("b.xlsx", answer.content))
    assert table.headers == ("登录名", "姓名", "首次密码")
    assert Account.objects.get(username="li-si").check_password(table.rows[0][2])


def test_a_table_with_a_mistake_is_reported_by_row_and_column(people: dict[Role, Account]) -> None:
    rows = "登录名,姓名,角色,单位,起始日期\nli-si,李四,经办人,没有,2026-01-01\n".encode()
    answer = browser(people[Role.ADMIN]).post("/people/import/", {"file": SimpleUploadedFile("a.csv", rows)})
    assert answer.status_code == 422
    words = answer.content.decode()
    assert ">2</td>" in words
    assert "名录里没有这个单位" in words


def test_ones_own_page_shows_appointments_and_ends_other_sessions(people: dict[Role, Account]) -> None:
    here, there = browser(people[Role.CALLER]), browser(people[Role.CALLER])
    words = here.get("/people/me/").content.decode()
    assert "府山街道调度中心 · 回访员" in words
    assert here.post("/people/me/sessions/").status_code == 302
    assert here.get("/people/me/").status_code == 200
    assert there.get("/people/me/").status_code == 302


def test_ones_own_page_opens_without_an_appointment(people: dict[Role, Account]) -> None:
    nobody = Account.objects.create_user("no-post", PASSWORD, name="无任职")
    assert "现在没有任职" in browser(nobody).get("/people/me/").content.decode()
    assert browser(nobody).get("/people/").status_code == 403


def test_somebody_of_two_districts_works_in_one_at_a_time(people: dict[Role, Account]) -> None:
    one = people[Role.CALLER]
    with scope(create_district(2, "坪山区").id):
        small: Small = small_register()
        person(one.username, Role.ADMIN, small.coordination)
    client = browser(one)
    assert client.get("/people/").status_code == 403
    assert client.post("/people/district/", {"district": "2"}).status_code == 302
    assert client.get("/people/").status_code == 200
    assert client.post("/people/district/", {"district": "3"}).status_code == 404


def test_a_page_in_english_says_it_in_english(people: dict[Role, Account]) -> None:
    client = browser(people[Role.ADMIN])
    client.cookies["language"] = "en"
    assert "New account" in client.get("/people/").content.decode()


def test_a_form_sent_after_the_session_ended_says_that_nothing_was_kept(people: dict[Role, Account]) -> None:
    client = browser(people[Role.ADMIN])
    client.logout()
    answer = client.post("/people/new/", filled(), follow=True)
    assert "刚才填的没有保存" in answer.content.decode()
    assert not Account.objects.filter(name="新人").exists()


def test_an_htmx_request_without_a_session_sends_the_whole_page_to_the_sign_in(people: dict[Role, Account]) -> None:
    answer = Client().get("/people/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/accounts/login/"


def test_appointments_end_the_day_after_their_last(people: dict[Role, Account]) -> None:
    with scope(1):
        Appointment.objects.filter(account=people[Role.ADMIN]).update(until=timezone.localdate() - timedelta(1))
    assert browser(people[Role.ADMIN]).get("/people/").status_code == 403


def test_after_signing_in_no_box_says_so_above_the_page(people: dict[Role, Account]) -> None:
    client = Client()
    page = client.post("/accounts/login/", {"login": people[Role.DISPATCHER].username, "password": PASSWORD},
                       follow=True)
    assert page.status_code == 200
    assert 'class="told"' not in page.content.decode()


def test_ones_own_page_belongs_to_no_entry_of_the_bar(people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN])
    assert 'aria-current="page">账号和任职' not in admin.get("/people/me/").content.decode()
    for page in ("/people/", f"/people/{people[Role.OFFICER].pk}/", "/people/new/"):
        assert 'aria-current="page">账号和任职' in admin.get(page).content.decode(), page


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "没有设过密码"), ("en", "has no password")])
def test_who_has_no_password_is_told_who_can_give_one(
        people: dict[Role, Account], language: str, said: str) -> None:
    one = people[Role.OFFICER]
    one.set_unusable_password()
    one.save()
    client = browser(one)
    client.cookies["language"] = language
    for answer in (client.get("/accounts/password/change/"), client.post("/accounts/password/change/", {})):
        assert answer.status_code == 409
        assert said in answer.content.decode()
    assert client.get("/accounts/reauthenticate/").status_code < 500
    assert client.get("/accounts/2fa/totp/activate/").status_code < 500
