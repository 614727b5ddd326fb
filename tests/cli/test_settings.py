"""`liandong settings` and `liandong set`: what an operator types, what it prints, how it ends."""
from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from liandong.cli import main
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.districts.settings import DEFAULTS, read
from liandong.ledger.models import Event

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture(autouse=True)
def district(db: None) -> None:
    create_district(5, "新区")


def test_every_setting_is_listed_with_value_default_and_source() -> None:
    run("set", "judge_term", "3 working_days", "--district", "5")
    done = run("settings", "--district", "5")
    assert done.exit_code == 0
    assert "* judge_term = 3 working_days\n      default 5 working_days (workflows.md, Issue clocks)" in done.output
    assert "  accept_term = 1 working_days" in done.output
    assert "kept by the program, cannot be set" in done.output
    assert all(f" {name} = " in done.output for name in DEFAULTS)


def test_a_value_is_set_as_words_and_as_json_and_taken_back() -> None:
    for typed in ("2 working_days", '{"amount": 2, "unit": "working_days"}'):
        assert "accept_term = 2 working_days" in run("set", "accept_term", typed, "--district", "5").output
    with scope(5):
        assert read("accept_term") == {"amount": 2, "unit": "working_days"}
        event = Event.objects.get(act="setting.changed")
        assert (event.actor_id, event.role, event.detail["name"]) == (None, "operator", "accept_term")
    assert "accept_term = 1 working_days" in run("set", "accept_term", "--default", "--district", "5").output


@pytest.mark.parametrize(("arguments", "code", "said"), [
    (("accept_term", "soon"), 1, "Write an amount and a unit, such as 2 working_days."),
    (("digest_hour", "24"), 1, "Write a whole number from 0 to 23."),
    (("calendar_revision", "x"), 1, "is kept by the program and cannot be set."),
    (("points", "1"), 1, "There is no setting “points”"),
    (("digest_hour",), 2, "Give a VALUE, or --default."),
    (("digest_hour", "7", "--district", "6"), 1, "There is no district 6.")])
def test_what_cannot_be_is_told_in_a_sentence_and_changes_nothing(arguments: tuple[str, ...], code: int,
                                                                  said: str) -> None:
    done = run("set", *(arguments if "--district" in arguments else (*arguments, "--district", "5")))
    assert done.exit_code == code
    assert said in done.output
    with scope(5):
        assert not Event.objects.filter(act="setting.changed").exists()
