"""The administrator's settings: one table, a form each, who changed what; a form over an older value is refused."""
from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liandong.districts import settings
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.ledger.models import Event
from liandong.people.district_settings import change
from liandong.people.models import Account
from liandong.people.terms import Role
from liandong.web.forms_settings import form_for
from liandong.web.settings_words import SOURCES, WORDS
from tests.issues.pages import chinese
from tests.orgs.factories import small_register
from tests.people.factories import staff
from tests.web.test_calendar_pages import browser

pytestmark = pytest.mark.django_db
OFFICE = "越城区基层治理协调办公室"
CAN_BE_SET = [name for name, default in settings.DEFAULTS.items() if default.rule is not None]


@pytest.fixture
def people() -> dict[Role, Account]:
    with scope(create_district(1, "越城区").id):
        return staff(small_register())


def read(name: str) -> object:
    with scope(1):
        return settings.read(name)


def changed_elsewhere(name: str, value: str) -> None:
    with scope(1):
        change(name, value, by=None, now=timezone.now())


def fields(page: str) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    form = page[page.index('<form method="post" novalidate'):]
    form = form[:form.index("</form>")]
    sent = dict(re.findall(r'<input[^>]*\bname="(\w+)"[^>]*\bvalue="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]*\bname="(\w+)"(.*?)</select>', form, re.DOTALL):
        sent[name] = re.findall(r'value="([^"]*)"\s+selected', options)[0]
    return {name: unescape(value) for name, value in sent.items() if name != "csrfmiddlewaretoken"}


def test_every_setting_has_a_name_and_its_default_a_source() -> None:
    assert set(WORDS) == set(CAN_BE_SET)
    assert {settings.DEFAULTS[name].source for name in CAN_BE_SET} <= set(SOURCES)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_table_holds_every_setting_for_the_administrator_alone(language: str, people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN], language)
    assert 'href="/settings/"' in admin.get("/people/").content.decode()
    page = admin.get("/settings/").content.decode()
    assert [name for name in CAN_BE_SET if f"/settings/{name}/" not in page] == []
    assert "calendar_revision" not in page
    assert language == "zh-hans" or chinese(page, OFFICE, *(one.name for one in people.values())) == []
    for role in set(Role) - {Role.ADMIN}:
        other = browser(people[role], language)
        assert {other.get("/settings/").status_code, other.get("/settings/judge_term/").status_code,
                other.post("/settings/judge_term/", {}).status_code,
                other.post("/settings/judge_term/default/", {}).status_code} == {403}, role
    assert Client().get("/settings/").status_code == 302


@pytest.mark.parametrize("name", CAN_BE_SET)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_form_sent_as_it_stands_changes_nothing(name: str, language: str, people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN], language)
    page = admin.get(f"/settings/{name}/").content.decode()
    assert language == "zh-hans" or chinese(page, OFFICE, *(one.name for one in people.values())) == []
    assert admin.post(f"/settings/{name}/", fields(page)).status_code == 302
    assert read(name) == settings.DEFAULTS[name].value
    with scope(1):
        assert not Event.objects.filter(act="setting.changed").exists()


@pytest.mark.parametrize(("name", "typed", "value", "said"), [
    ("digest_hour", {"value": "7"}, 7, "7"),
    ("judge_term", {"amount": "3", "unit": "working_days"}, {"amount": 3, "unit": "working_days"}, "3 个工作日"),
    ("office_hours", {"value": "09:00-12:00 13:00-17:00"}, [["09:00", "12:00"], ["13:00", "17:00"]], "13:00–17:00"),
    ("terms_in_working_days", {"hard": "20"}, {"simple": 3, "general": 7, "hard": 20}, "疑难 20 个工作日")])
def test_a_change_stands_in_the_table_and_under_the_form_with_who(
        name: str, typed: dict[str, str], value: object, said: str, people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN])
    seen = fields(admin.get(f"/settings/{name}/").content.decode())
    answer = admin.post(f"/settings/{name}/", {**seen, **typed}, follow=True).content.decode()
    assert "已改：" in answer
    assert said in answer
    assert read(name) == value
    page = admin.get(f"/settings/{name}/").content.decode()
    past = page[page.index('id="past"'):]
    assert people[Role.ADMIN].name in past
    assert said in past
    assert "改回默认" in page


def test_a_form_over_an_older_value_is_refused_and_shows_what_stands_now(people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN])
    seen = fields(admin.get("/settings/digest_hour/").content.decode())
    changed_elsewhere("digest_hour", "10")
    answer = admin.post("/settings/digest_hour/", {**seen, "value": "7"})
    page = answer.content.decode()
    assert (answer.status_code, read("digest_hour")) == (409, 10)
    assert "有人改过" in page
    assert (fields(page)["value"], fields(page)["seen"]) == ("7", "10")
    assert "服务器上的运维" in page
    assert admin.post("/settings/digest_hour/", fields(page)).status_code == 302
    assert read("digest_hour") == 7


def test_back_to_the_default_is_one_click_and_refused_over_an_older_value(people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN])
    changed_elsewhere("digest_hour", "10")
    assert admin.post("/settings/digest_hour/default/", {"seen": "8"}).status_code == 409
    assert read("digest_hour") == 10
    assert admin.post("/settings/digest_hour/default/", {"seen": "10"}).status_code == 302
    assert read("digest_hour") == 8


@pytest.mark.parametrize(("name", "typed", "said"), [
    ("digest_hour", {"value": "24"}, "0 到 23"), ("digest_hour", {"value": ""}, "id_value"),
    ("digest_hour", {"value": "9" * 500}, "id_value"),
    ("judge_term", {"amount": "0", "unit": "working_days"}, "id_amount"),
    ("judge_term", {"amount": "3", "unit": "weeks"}, "id_unit"), ("judge_term", {"unit": "working_days"}, "id_amount"),
    ("triage_term", {"amount": "2", "unit": "same_day"}, "按当天算，这里写 1"),
    ("office_hours", {"value": "12:00-08:30"}, "先开后关"),
    ("terms_in_working_days", {"simple": "1", "hard": "2"}, "id_general")])
def test_what_is_wrong_stands_at_its_field_and_nothing_is_written(
        name: str, typed: dict[str, str], said: str, people: dict[Role, Account]) -> None:
    before = read(name)
    answer = browser(people[Role.ADMIN]).post(f"/settings/{name}/", typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert read(name) == before


@pytest.mark.parametrize("name", ["calendar_revision", "nothing", "a" * 200])
def test_what_is_no_setting_of_theirs_is_not_there(name: str, people: dict[Role, Account]) -> None:
    admin = browser(people[Role.ADMIN])
    assert admin.get(f"/settings/{name}/").status_code == 404
    assert admin.post(f"/settings/{name}/", {"value": "1"}).status_code == 404
    assert admin.post(f"/settings/{name}/default/", {}).status_code == 404


def test_the_pages_cost_the_same_for_any_number_of_changes(people: dict[Role, Account]) -> None:
    admin, costs = browser(people[Role.ADMIN]), list[int]()
    admin.get("/settings/")
    changed_elsewhere("digest_hour", "1")
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            admin.get("/settings/")
            admin.get("/settings/digest_hour/")
        costs.append(len(asked))
        for hour in (2, 3, 4, 5):
            changed_elsewhere("digest_hour", str(hour))
            changed_elsewhere("link_days", str(hour))
    assert costs[0] == costs[1]


def test_forms_fit_every_default() -> None:
    for name in CAN_BE_SET:
        default = settings.DEFAULTS[name].value
        made = form_for(default)
        form = made({**made.shown(default), "seen": ""})
        assert form.is_valid(), (name, form.errors)
        assert settings.DEFAULTS[name].rule(form.typed()) == default  # type: ignore[misc]  # those that have a rule
