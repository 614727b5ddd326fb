"""Ways to ask the issue's table, shared by its tests."""
from __future__ import annotations

from datetime import UTC, datetime

from liandong.issues.guards import IssueFacts
from liandong.issues.terms import Act, Need, Part, State
from liandong.issues.workflow import ISSUE
from liandong.kernel.errors import RuleBroken
from liandong.kernel.words import Sentence

NOW = datetime(2026, 11, 24, 7, 10, tzinfo=UTC)
BUTTONS = IssueFacts(now=NOW, given=None)
EVERYTHING = frozenset(Need)


def refusal_of(state: State | None, act: Act, part: Part, facts: IssueFacts) -> Sentence | None:
    """Why the act is refused by a guard; None if it passes."""
    try:
        ISSUE.step(state, act, {part}, facts)
    except RuleBroken as refused:
        return refused.sentence
    return None


def buttons(state: State | None, part: Part, facts: IssueFacts = BUTTONS) -> dict[Act, Sentence | None]:
    return {each.row.act: each.reason for each in ISSUE.choices(state, {part}, facts)}
