"""The administrator's calendar, through the whole stack."""
from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from liandong.calendars.queries import working_calendar
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.kernel.state_days import state_days
from liandong.ledger.models import Event
from liandong.people.models import Account
from liandong.people.terms import Role
from tests.orgs.factories import small_register
from tests.people.factories import staff

pytestmark = pytest.mark.django_db
YEAR = max(state_days()) + 1
"""The first year that nobody knows."""
TYPED = {"year": str(YEAR), "source": "国办发明电", "holidays": "1-1 元旦\n10-01…10-07 国庆节", "makeup_days": ""}


@pytest.fixture
def people() -> dict[Role, Account]:
    with scope(create_district(1, "越城区").id):
        return staff(small_register())


def browser(account: Account, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(account)
    client.cookies["language"] = language
    return client


@pytest.mark.parametrize("page", ["calendar/", "calendar/load/", "calendar/day/", "dead-letters/"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_opens_for_the_administrator_in_both_languages_and_for_nobody_else(
        page: str, language: str, people: dict[Role, Account]) -> None:
    assert browser(people[Role.ADMIN], language).get(f"/{page}").status_code == 200
    for role in set(Role) - {Role.ADMIN}:
        assert browser(people[role], language).get(f"/{page}").status_code == 403, role
    assert Client().get(f"/{page}").status_code == 302


def test_a_year_is_loaded_as_it_is_typed_and_then_known(people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN])
    assert "没有这一年的年历" in admin.get(f"/calendar/?year={YEAR}").content.decode()
    answer = admin.post("/calendar/load/", TYPED, follow=True)
    words = answer.content.decode()
    assert f"已载入 {YEAR} 年的年历" in words
    assert "国庆节" in words
    assert "国办发明电" in words
    with scope(1):
        assert not working_calendar().is_working(date(YEAR, 10, 1))
        assert Event.objects.get(act="calendar.year-loaded").actor_id == people[Role.ADMIN].pk


@pytest.mark.parametrize(("changes", "said"), [
    ({"holidays": "国庆节"}, "看不懂这一行"), ({"holidays": ""}, "id_holidays"), ({"source": ""}, "id_source"),
    ({"year": "1999"}, "id_year"), ({"year": "2026"}, "系统里已有"), ({"holidays": "10-09…10-01"}, "看不懂这一行"),
    ({"makeup_days": "1-1"}, "同时写成放假和上班"), ({"holidays": "9" * 5000}, "id_holidays"),
    ({"holidays": "1-1 <script>"}, "id_makeup")])
def test_what_is_wrong_with_a_year_stands_at_its_field_and_nothing_is_written(
        changes: dict[str, str], said: str, people: dict[Role, Account]) -> None:
    if said == "id_makeup":
        changes = {**changes, "makeup_days": "<b>"}
    answer = browser(people[Role.ADMIN]).post("/calendar/load/", {**TYPED, **changes})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace("<script src", "")
    with scope(1):
        assert not working_calendar().knows(YEAR)


def test_a_day_is_changed_shown_as_the_districts_own_and_restored(people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN])
    words = admin.post("/calendar/day/", {"date": "2026-11-25", "is_working": "0", "name": "防台风"},
                       follow=True).content.decode()
    assert "已改为放假" in words
    assert "防台风" in words
    assert "本区" in words
    with scope(1):
        assert not working_calendar().is_working(date(2026, 11, 25))
    assert admin.post("/calendar/day/remove/", {"date": "2026-11-25"}).status_code == 302
    assert admin.post("/calendar/day/remove/", {"date": "2026-11-25"}).status_code == 404
    assert admin.post("/calendar/day/remove/", {"date": "nonsense"}).status_code == 404
    with scope(1):
        assert working_calendar().is_working(date(2026, 11, 25))


def test_a_day_of_an_unknown_year_and_a_day_that_is_none_are_refused(people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN])
    for given in ({"date": f"{YEAR}-01-04", "is_working": "0"}, {"date": "2026-02-30", "is_working": "0"},
                  {"date": "2026-11-25", "is_working": ""}, {"date": "2026-11-25", "is_working": "2"}):
        assert admin.post("/calendar/day/", given).status_code == 422


def test_odd_years_in_the_address_are_no_error(people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN])
    for year in ("0000", "9999", "abcd", "20267", "٢٠٢٦", "", "-1"):
        assert admin.get("/calendar/", {"year": year}).status_code == 200, year


def test_the_next_year_is_asked_for_from_november(people: dict[Role, Account]) -> None:
    today = timezone.localdate()
    asked = YEAR if (today.year, today.month) >= (YEAR - 1, 11) else None
    words = browser(people[Role.ADMIN]).get("/calendar/").content.decode()
    assert (asked is not None) == ("没有载入以前" in words)
