"""What a district may set: name, default, source. One table; a district's own value wins."""
from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from liandong.districts.models import Setting
from liandong.districts.scope import kept, the_district


@dataclass(frozen=True)
class Default:
    """The value while a district has none of its own, and who says so."""

    value: Any
    source: str


CLOCKS = "workflows.md, Issue clocks"
DEFAULTS: dict[str, Default] = {
    "office_hours": Default([["08:30", "12:00"], ["13:30", "17:30"]], "workflows.md, How time is counted"),
    "terms_in_working_days": Default({"simple": 3, "general": 7, "hard": 15}, "domain.md, Issue (practice)"),
    "handle_term_urgent": Default({"amount": 24, "unit": "clock_hours"}, "domain.md, Issue (practice)"),
    "contact_term": Default({"amount": 1, "unit": "working_days"}, CLOCKS),
    "contact_term_urgent": Default({"amount": 2, "unit": "clock_hours"}, CLOCKS),
    "triage_term": Default({"amount": 1, "unit": "same_day"}, CLOCKS),
    "accept_term": Default({"amount": 1, "unit": "working_days"}, CLOCKS),
    "decide_term": Default({"amount": 1, "unit": "working_days"}, CLOCKS),
    "review_term": Default({"amount": 1, "unit": "working_days"}, CLOCKS),
    "judge_term": Default({"amount": 5, "unit": "working_days"}, CLOCKS),
    "question_term": Default({"amount": 5, "unit": "working_days"}, CLOCKS),
    "return_window": Default({"amount": 1, "unit": "working_days"}, "workflows.md, Issue, row send_back"),
    "return_grace": Default({"amount": 1, "unit": "working_days"}, "workflows.md, Issue, row pass_return"),
    "longest_term_anew": Default({"amount": 7, "unit": "working_days"}, "workflows.md, Issue, row dispute"),
    "calendar_revision": Default("", "ours: a fresh token at every change of the calendar"),
    "digest_hour": Default(8, "domain.md, Less burden 8"),
    "answers_before_satisfaction_is_shown": Default(5, "domain.md, Issue"),
    "link_days": Default(60, "ours: a question, an answer and a judgement fit into it"),
}


KEPT = "settings"


def read(name: str) -> Any:
    """The district's value of one setting. KeyError for a name that is in no table."""
    return read_many([name])[name]


def read_many(names: Iterable[str]) -> dict[str, Any]:
    """The district's values of several settings; one query in a scope, however often and however many."""
    own = _own()
    return {name: own.get(name, DEFAULTS[name].value) for name in names}


def write(name: str, value: Any) -> None:
    """Give the district a value of its own. KeyError for a name that is in no table.

    From then on this scope reads anew each time: what it wrote may yet be rolled back to a savepoint.
    """
    _ = DEFAULTS[name]
    Setting.objects.update_or_create(name=name, defaults={"value": value})
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
