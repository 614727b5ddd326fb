"""One's own hour of the digest: chosen on one's own page, before closing time, in the ledger."""
from __future__ import annotations

import pytest
from django.utils import timezone

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.kernel.ids import uuid7
from liandong.ledger.models import Event
from liandong.outbox.queries import digest_hour
from liandong.outbox.services import tell
from liandong.people.district_settings import change
from liandong.people.models import Account
from liandong.people.terms import Role
from tests.counting import counted
from tests.orgs.factories import small_register
from tests.people.factories import staff
from tests.web.test_calendar_pages import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[Role, Account]:
    with scope(create_district(1, "越城区").id):
        return staff(small_register())


def hour_of(account: Account) -> int | None:
    with scope(1):
        return digest_hour(account.pk)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_hour_is_chosen_on_ones_own_page_and_given_back(language: str, people: dict[Role, Account]) -> None:
    officer, other = people[Role.OFFICER], people[Role.CALLER]
    page = browser(officer, language)
    before = page.get("/people/me/").content.decode()
    assert "08:00" in before
    assert "17:00" not in before
    assert page.post("/people/me/digest/", {"hour": "14"}).status_code == 302
    assert (hour_of(officer), hour_of(other)) == (14, None)
    assert '<option value="14" selected' in page.get("/people/me/").content.decode()
    page.post("/people/me/digest/", {"hour": "14"})
    page.post("/people/me/digest/", {"hour": ""})
    assert hour_of(officer) is None
    with scope(1):
        events = Event.objects.filter(act="digest_hour.chosen").order_by("id")
        assert list(events.values_list("actor_id", "detail")) == [
            (officer.pk, {"from": None, "to": 14}), (officer.pk, {"from": 14, "to": None})]


@pytest.mark.parametrize("typed", ["5", "17", "23", "24", "-1", "noon", "9" * 400])
def test_an_hour_after_hours_or_none_at_all_is_refused(typed: str, people: dict[Role, Account]) -> None:
    answer = browser(people[Role.OFFICER]).post("/people/me/digest/", {"hour": typed})
    assert answer.status_code == 422
    assert "id_hour_error" in answer.content.decode()
    assert hour_of(people[Role.OFFICER]) is None


def test_the_hours_follow_the_districts_closing_time(people: dict[Role, Account]) -> None:
    with scope(1):
        change("office_hours", "09:00-15:00", by=None, now=timezone.now())
    page = browser(people[Role.OFFICER])
    assert page.post("/people/me/digest/", {"hour": "15"}).status_code == 422
    assert page.post("/people/me/digest/", {"hour": "14"}).status_code == 302


def test_the_administrator_sees_who_is_sent_most(people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN])
    assert 'id="sent"' not in admin.get("/dead-letters/").content.decode()
    with scope(1):
        tell([people[Role.OFFICER].pk], "issue.not-solved", about=uuid7(), values={"number": "1"}, now=timezone.now())
        tell([people[Role.OFFICER].pk, people[Role.CALLER].pk], "issue.not-solved", about=uuid7(),
             values={"number": "2"}, now=timezone.now())
    page = admin.get("/dead-letters/").content.decode()
    part = page[page.index('id="sent"'):]
    assert part.index(people[Role.OFFICER].name) < part.index(people[Role.CALLER].name)
    assert '<rect width="120"' in part
    assert '<rect width="60"' in part
    assert "style=" not in part


def test_the_page_of_counts_costs_the_same_for_any_number_of_readers(people: dict[Role, Account]) -> None:
    admin, costs = browser(people[Role.ADMIN]), list[int]()
    admin.get("/dead-letters/")
    for readers in ([people[Role.OFFICER].pk], [one.pk for one in people.values()]):
        with scope(1):
            tell(readers, "issue.not-solved", about=uuid7(), values={"number": "1"}, now=timezone.now())
        costs.append(counted(lambda: admin.get("/dead-letters/")))
    assert costs[0] == costs[1]
