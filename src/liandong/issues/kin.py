"""What belongs together: a matter's parts and its whole, its twins and their main; into which it may be merged; and the
answer proposed for all parts together."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from liandong.districts.scope import the_district
from liandong.issues.filters import Filters
from liandong.issues.lists import narrowed, visible
from liandong.issues.models import Answer, Issue
from liandong.issues.rules import is_number
from liandong.issues.standing import Known
from liandong.issues.terms import AnswerKind, End, Solved, State
from liandong.people.access import Actor

_KIN = """
select id, number, case when is_restricted then '' else title end, state, "end", parent_id, main_id from issues_issue
 where district_id = %(district)s and (parent_id = %(issue)s or main_id = %(issue)s or id = any(%(above)s))
 order by id"""


LONGEST_DUTY = 200
MOST_CANDIDATES = 60


class Tie(Enum):
    """How two matters belong together, seen from the one that is read."""

    PARENT = "parent"
    CHILD = "child"
    MAIN = "main"
    TWIN = "twin"


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
    above = [one for one in (issue.parent_id, issue.main_id) if one is not None]
    if not above and not known.children and not issue.twins:
        return []
    with connection.cursor() as c:
        c.execute(_KIN, {"district": the_district(), "issue": issue.id, "above": above})
        rows = c.fetchall()
    return [Kin(_tie(issue, own, parent, main), number, title, State(state), End(end) if end else None)
            for own, number, title, state, end, parent, main in rows]


def _tie(issue: Issue, own: UUID, parent: UUID | None, main: UUID | None) -> Tie:
    if parent == issue.id:
        return Tie.CHILD
    if main == issue.id:
        return Tie.TWIN
    return Tie.MAIN if own == issue.main_id else Tie.PARENT


@dataclass(frozen=True)
class Candidate:
    """A matter that another one may be merged into."""

    id: UUID
    number: str
    title: str
    state: State
    is_likely: bool
    """At the same place and by the same item: proposed; never merged by itself."""

    @property
    def words(self) -> str:
        """As it is picked: by number, or by a part of its title."""
        return f"{self.number} {self.title}"


def candidates(issue: Issue, actor: Actor, now: datetime, typed: str = "") -> list[Candidate]:
    """Open matters into which this one may be merged, the likely ones first: the newest of its place by the lists' own
    search, and the one whose number was typed. One query, two with a number."""
    here = Filters(place=issue.community_code or issue.street_code)
    fit = Q(closed_at=None, parent=None, street_code=issue.street_code)
    found = list(_few(narrowed(actor, here, now).filter(fit).exclude(id=issue.id)))
    number = typed.split(" ", 1)[0]
    if is_number(number) and number not in {row[1] for row in found}:
        found += _few(visible(actor).filter(fit, number=number).exclude(id=issue.id))
    rows = [Candidate(id_, number, title, State(state), place == issue.place_id and (
                None in {item, issue.item_id} or item == issue.item_id))
            for id_, number, title, state, place, item in found if state != State.SPLIT]
    return sorted(rows, key=lambda one: not one.is_likely)


def _few(found: QuerySet[Issue]) -> QuerySet[Issue, tuple[UUID, str, str, str, UUID, UUID | None]]:
    return found.order_by("-received_at", "-id").values_list(
        "id", "number", "title", "state", "place_id", "item_id")[:MOST_CANDIDATES]


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
