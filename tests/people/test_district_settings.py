"""A district's settings: changed by one service, in the ledger, felt by the calendar at once."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from liandong.calendars.queries import working_calendar
from liandong.districts import settings
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.kernel.errors import BadInput, RuleBroken
from liandong.ledger.models import Event
from liandong.people.district_settings import back_to_default, change

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def district(db: None) -> Iterator[None]:
    for number, name in ((1, "越城区"), (2, "新区")):
        create_district(number, name)
    with scope(1):
        yield


def events() -> list[dict[str, object]]:
    return list(Event.objects.filter(act="setting.changed").order_by("id").values_list("detail", flat=True))


def test_a_change_is_felt_and_stands_in_the_ledger() -> None:
    assert change("judge_term", "3 working_days", by=7, now=NOW)
    assert settings.read("judge_term") == {"amount": 3, "unit": "working_days"}
    assert events() == [{"name": "judge_term", "from": {"amount": 5, "unit": "working_days"},
                         "to": {"amount": 3, "unit": "working_days"}}]
    assert Event.objects.get(act="setting.changed").actor_id == 7


def test_the_same_value_again_changes_nothing() -> None:
    assert not change("digest_hour", 8, by=None, now=NOW)
    assert events() == []


def test_a_district_sets_its_own_and_no_others() -> None:
    change("digest_hour", 7, by=None, now=NOW)
    with scope(2):
        assert settings.read("digest_hour") == 8


def test_other_office_hours_give_the_calendar_a_new_revision() -> None:
    before = working_calendar()
    change("office_hours", "09:00-12:00 13:00-17:00", by=None, now=NOW)
    first = settings.read("calendar_revision")
    assert first
    assert working_calendar().hours != before.hours
    assert back_to_default("office_hours", by=None, now=NOW)
    assert settings.read("calendar_revision") not in {"", first}
    assert working_calendar().hours == before.hours


def test_what_was_taken_back_is_the_default_again() -> None:
    assert not back_to_default("digest_hour", by=None, now=NOW)
    change("digest_hour", 7, by=None, now=NOW)
    assert back_to_default("digest_hour", by=None, now=NOW)
    assert settings.read("digest_hour") == 8
    assert [one["to"] for one in events()] == [7, 8]
    assert not next(line for line in settings.listed() if line.name == "digest_hour").is_own


@pytest.mark.parametrize("name", ["calendar_revision", "reference_revision", "points", ""])
def test_what_the_program_keeps_and_what_is_none_cannot_be_set(name: str) -> None:
    with pytest.raises((BadInput, RuleBroken)):
        change(name, "x", by=None, now=NOW)
    with pytest.raises((BadInput, RuleBroken)):
        back_to_default(name, by=None, now=NOW)
    assert events() == []


def test_a_wrong_value_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(BadInput) as refused:
        change("judge_term", "soon", by=None, now=NOW)
    assert "例如 2 working_days" in str(refused.value.fields["value"])
    assert (settings.read("judge_term"), events()) == (settings.DEFAULTS["judge_term"].value, [])
