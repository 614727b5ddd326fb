"""What a district may set: name, default, source. One table; a district's own value wins."""
from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from liandong.districts.models import District, Setting
from liandong.districts.scope import kept, the_district
from liandong.districts.setting_rules import Rule, a_term, days_by_size, office_hours, whole


@dataclass(frozen=True)
class Default:
    """The value while a district has none of its own, and who says so."""

    value: Any
    source: str
    rule: Rule | None = None
    """What a district may set it to; None for what the program keeps for itself."""


CLOCKS = "workflows.md, Issue clocks"
DEFAULTS: dict[str, Default] = {
    "office_hours": Default([["08:30", "12:00"], ["13:30", "17:30"]], "workflows.md, How time is counted",
                            office_hours),
    "terms_in_working_days": Default({"simple": 3, "general": 7, "hard": 15},
                                     "domain.md, Issue (practice)", days_by_size),
    "handle_term_urgent": Default({"amount": 24, "unit": "clock_hours"}, "domain.md, Issue (practice)", a_term),
    "contact_term": Default({"amount": 1, "unit": "working_days"}, CLOCKS, a_term),
    "contact_term_urgent": Default({"amount": 2, "unit": "clock_hours"}, CLOCKS, a_term),
    "triage_term": Default({"amount": 1, "unit": "same_day"}, CLOCKS, a_term),
    "accept_term": Default({"amount": 1, "unit": "working_days"}, CLOCKS, a_term),
    "decide_term": Default({"amount": 1, "unit": "working_days"}, CLOCKS, a_term),
    "review_term": Default({"amount": 1, "unit": "working_days"}, CLOCKS, a_term),
    "judge_term": Default({"amount": 5, "unit": "working_days"}, CLOCKS, a_term),
    "question_term": Default({"amount": 5, "unit": "working_days"}, CLOCKS, a_term),
    "ask_term": Default({"amount": 1, "unit": "working_days"}, CLOCKS, a_term),
    "return_window": Default({"amount": 1, "unit": "working_days"}, "workflows.md, Issue, row send_back", a_term),
    "return_grace": Default({"amount": 1, "unit": "working_days"}, "workflows.md, Issue, row pass_return", a_term),
    "longest_term_anew": Default({"amount": 7, "unit": "working_days"}, "workflows.md, Issue, row dispute", a_term),
    "calendar_revision": Default("", "ours: a fresh token at every change of the calendar"),
    "digest_hour": Default(8, "domain.md, Less burden 8", whole(0, 23)),
    "answers_before_satisfaction_is_shown": Default(5, "domain.md, Issue", whole(1, 1000)),
    "link_days": Default(60, "ours: a question, an answer and a judgement fit into it", whole(1, 366)),
}


KEPT = "settings"


def read(name: str) -> Any:
    """The district's value of one setting. KeyError for a name that is in no table."""
    return read_many([name])[name]


def read_many(names: Iterable[str]) -> dict[str, Any]:
    """The district's values of several settings; one query in a scope, however often and however many."""
    own = _own()
    return {name: own.get(name, DEFAULTS[name].value) for name in names}


@dataclass(frozen=True)
class Line:
    """One setting as a list shows it."""

    name: str
    value: Any
    default: Any
    source: str
    is_own: bool
    """The district has a value of its own."""
    can_be_set: bool


def listed() -> list[Line]:
    """Every setting with the district's value, in the table's order; no query where the settings are read."""
    own = _own()
    return [Line(name, own.get(name, one.value), one.value, one.source, name in own, one.rule is not None)
            for name, one in DEFAULTS.items()]


def lock() -> None:
    """Let nobody else change this district's settings until the transaction ends, and read them anew."""
    District.objects.select_for_update(no_key=True).get(id=the_district())
    kept()[KEPT] = None


def write(name: str, value: Any) -> UUID:
    """Give the district a value of its own; answers its row. KeyError for a name that is in no table.

    Nothing is checked: what a person sets goes through `people.district_settings`. From then on this scope reads anew
    each time: what it wrote may yet be rolled back to a savepoint.
    """
    _ = DEFAULTS[name]
    row, _ = Setting.objects.update_or_create(name=name, defaults={"value": value})
    kept()[KEPT] = None
    return row.id


def take_back(name: str) -> None:
    """The district has no value of its own any more: the default counts."""
    Setting.objects.filter(name=name).delete()
    kept()[KEPT] = None


def fresh() -> dict[str, Any]:
    """The district's own values as they stand now, by name; one query, and `read` needs none after it in this scope."""
    with connection.cursor() as c:  # by hand: every page asks it, and the ORM takes four times as long
        c.execute("select name, value::text from districts_setting where district_id = %s", [the_district()])
        own = {name: json.loads(value) for name, value in c.fetchall()}
    if kept().get(KEPT, own) is not None:
        kept()[KEPT] = own
    return own


def _own() -> dict[str, Any]:
    known: dict[str, Any] | None = kept().get(KEPT)
    return fresh() if known is None else known
