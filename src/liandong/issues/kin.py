"""What belongs together: a matter's parts, the one it is a part of; and the answer proposed for all parts together."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.db import connection

from liandong.districts.scope import the_district
from liandong.issues.models import Answer, Issue
from liandong.issues.standing import Known
from liandong.issues.terms import AnswerKind, End, Solved, State

_KIN = """
select id, number, case when is_restricted then '' else title end, state, "end", parent_id from issues_issue
 where district_id = %(district)s and (parent_id = %(issue)s or id = any(%(above)s)) order by id"""


LONGEST_DUTY = 200


class Tie(Enum):
    """How two matters belong together, seen from the one that is read."""

    PARENT = "parent"
    CHILD = "child"


@dataclass(frozen=True)
class Kin:
    """Another matter that this one belongs with."""

    tie: Tie
    number: str
    title: str
    state: State
    end: End | None


def kin_of(issue: Issue, known: Known) -> Sequence[Kin]:
    """One query, none for a matter that stands alone. By hand: every page of a matter that does not asks it."""
    above = [one for one in (issue.parent_id,) if one is not None]
    if not above and not known.children:
        return []
    with connection.cursor() as c:
        c.execute(_KIN, {"district": the_district(), "issue": issue.id, "above": above})
        rows = c.fetchall()
    return [Kin(Tie.CHILD if parent == issue.id else Tie.PARENT, number, title, State(state),
                End(end) if end else None) for _, number, title, state, end, parent in rows]


def merged_answer(parent_id: UUID, duty: str) -> dict[str, str]:
    """What is proposed as the one answer: each part's own, under its title. Two queries."""
    children = list(Issue.objects.filter(parent=parent_id).defer("grams").order_by("id"))
    newest: dict[UUID, Answer] = {}
    for answer in Answer.objects.filter(issue__in=children).exclude(passed=False).order_by("written_at", "id"):
        newest[answer.issue_id] = answer
    said = [(child.title, newest[child.id]) for child in children if child.id in newest]
    whole = len(said) == len(children) and all(
        answer.kind == AnswerKind.DONE and answer.claim == Solved.SOLVED for _, answer in said)
    return {"claim": (Solved.SOLVED if whole else Solved.PARTLY).value, "duty": _duties(said) or duty,
            "found": _lines((title, answer.found) for title, answer in said),
            "done": _lines((title, answer.done or answer.reason) for title, answer in said),
            "next": _lines((title, answer.next or answer.instead) for title, answer in said)}


def _lines(said: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{title}：{text}" for title, text in said if text)


def _duties(said: Sequence[tuple[str, Answer]]) -> str:
    named = [answer.duty or answer.whose for _, answer in said]
    return "；".join(dict.fromkeys(one for one in named if one))[:LONGEST_DUTY]
