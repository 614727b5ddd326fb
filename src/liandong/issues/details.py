"""Everything that the page of one matter shows, in nine queries, with the buttons of who looks."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from liandong.calendars.queries import working_calendar
from liandong.districts.settings import read
from liandong.duties.models import ItemBody, ItemMark
from liandong.duties.terms import Mark
from liandong.issues.facts import facts_of
from liandong.issues.guards import IssueFacts
from liandong.issues.models import UNKNOWN, Answer, Clock, Entry, Handback, Handler, Issue, Judgement, Question
from liandong.issues.standing import Known, standing_of
from liandong.issues.terms import Act, AnswerKind, ClockKind, End, Part, Satisfaction, Solved, State
from liandong.issues.workflow import ISSUE
from liandong.kernel.calendar import WorkingCalendar
from liandong.kernel.errors import NotFound
from liandong.kernel.levels import Level
from liandong.kernel.masking import mask_name, mask_phone
from liandong.kernel.workflow import Choice
from liandong.people.access import Actor, Standing, may_see, parts_on, reads_contact

RELATED = ("place__parent__parent", "item__version", "item__parent", "owner", "first", "desk", "assigned_by", "lead",
           "ruling", "holder")


@dataclass(frozen=True)
class Contact:
    """The reporter as this reader may see them: masked; the whole is opened by `services.open_contact`."""

    name: str
    phone: str
    can_open: bool
    """Whether the reader may open the full name and number."""


@dataclass(frozen=True)
class Shown:
    """A judgement as far as this reader sees it: what is not shown is None."""

    turn: int
    solved: Solved | None
    satisfied: Satisfaction | None
    words: str
    called: bool
    """Entered by a clerk on the telephone."""
    at: datetime


@dataclass(frozen=True)
class Detail:
    """One matter for one reader at one moment."""

    issue: Issue
    """With place, item, owner, first, desk, assigned_by, lead, ruling and holder read."""
    standing: Standing
    known: Known
    parts: frozenset[Part]
    facts: IssueFacts
    choices: Sequence[Choice[State, Act, IssueFacts]]
    calendar: WorkingCalendar
    clocks: Sequence[Clock]
    """All, the earliest first."""
    entries: Sequence[Entry]
    """The trail, the newest first, each with by, organisation and target."""
    answers: Sequence[Answer]
    """The newest first, with written_by and reviewed_by."""
    handbacks: Sequence[Handback]
    """The newest first, with item, proposed and returned_by."""
    questions: Sequence[Question]
    """The newest first."""
    judgements: Sequence[Shown]
    contact: Contact | None
    """None where the reporter said nothing of themselves."""
    marks: Mapping[Level, Mark]
    """Of the cited item; empty without one."""
    bodies: Sequence[ItemBody]
    """Who leads and helps by the cited item, with organisation."""
    times: Sequence[tuple[datetime, Clock, str]] = field(default=())
    """Lines of time gone by: when, which clock, "soon" or "late"; shown in the trail, stored nowhere."""

    @property
    def due_at(self) -> datetime | None:
        """When the shown clock ends; None while its year is not known, or when nothing runs."""
        due = self.issue.next_due_at
        return due if due is not None and due < UNKNOWN else None


def detail(number: str, actor: Actor, now: datetime) -> Detail:
    """Nine queries (two more where somebody who handled a closed matter looks at its judgement).

    Raises NotFound for a number that is none and for one that this reader may not see, alike.
    """
    issue, more = _read(number)
    answers = list(Answer.objects.filter(issue=issue).select_related("written_by", "reviewed_by")
                   .order_by("-written_at", "-id"))
    handbacks = list(Handback.objects.filter(issue=issue).select_related("item", "proposed", "returned_by")
                     .order_by("-asked_at"))
    known = _known(more, answers, handbacks)
    standing = standing_of(issue, known)
    if not may_see(actor, standing):
        raise NotFound
    calendar, clocks = working_calendar(), list(Clock.objects.filter(issue=issue).order_by("started_at", "id"))
    parts = parts_on(actor, standing)
    facts = facts_of(issue, known, clocks, by=actor, calendar=calendar, now=now, given=None)
    return Detail(
        issue, standing, known, parts, facts, ISSUE.choices(State(issue.state), parts, facts), calendar, clocks,
        _entries(issue), answers, handbacks, list(Question.objects.filter(issue=issue).order_by("-asked_at")),
        _judgements(issue, known, actor, parts), _contact(more, actor, standing),
        {Level(one["level"]): Mark(one["mark"]) for one in more["n_marks"]}, _bodies(issue), _times(clocks, now))


def _read(number: str) -> tuple[Issue, dict[str, Any]]:
    issue = Issue.objects.filter(number=number).select_related(*RELATED).annotate(
        n_handlers=ArraySubquery(Handler.objects.filter(issue=OuterRef("pk")).values("account_id")),
        n_marks=ArraySubquery(ItemMark.objects.filter(item=OuterRef("item"))
                              .values(json=JSONObject(level="level", mark="mark"))),
        n_name=F("reporters__name"), n_phone=F("reporters__phone")).first()
    if issue is None:
        raise NotFound
    return issue, vars(issue)


def _known(more: Mapping[str, Any], answers: Sequence[Answer], handbacks: Sequence[Handback]) -> Known:
    last = answers[0] if answers else None
    return Known(
        frozenset(more["n_handlers"]), frozenset(one.returned_by_id for one in handbacks), bool(more["n_phone"]),
        last.written_by_id if last else None, AnswerKind(last.kind) if last else None)


def _entries(issue: Issue) -> list[Entry]:
    return list(Entry.objects.filter(issue=issue).select_related("by", "organisation", "target").order_by("-version"))


def _bodies(issue: Issue) -> list[ItemBody]:
    found = ItemBody.objects.filter(item=issue.item_id).select_related("organisation")
    return list(found.order_by("-leads", "position"))


def _contact(more: Mapping[str, Any], actor: Actor, standing: Standing) -> Contact | None:
    name, phone = more["n_name"] or "", more["n_phone"] or ""
    if not name and not phone:
        return None
    return Contact(mask_name(name), mask_phone(phone), reads_contact(actor, standing))


def _times(clocks: Sequence[Clock], now: datetime) -> list[tuple[datetime, Clock, str]]:
    """What has gone by on each clock before it ended: the trail's hollow dots."""
    found = []
    for clock in clocks:
        until = min(now, clock.ended_at or clock.stands_since or now)
        if clock.due_at is not None and clock.due_at < until:
            found.append((clock.due_at, clock, "late"))
        elif clock.kind == ClockKind.HANDLE and clock.soon_at is not None and clock.soon_at < until:
            found.append((clock.soon_at, clock, "soon"))
    return sorted(found, key=lambda line: line[0], reverse=True)


# ── who sees what of the reporter's word ──

def judgement_shown(*, handled: bool, end: End | None, answers: int, least: int) -> tuple[bool, bool]:
    """Whether the word on *solved* is shown, and the mark of satisfaction with the words.

    Who handled the matter sees the first as soon as it is given, the second only after closing and from the district's
    number of judged answers of the office on. Source: domain.md, "Issue".
    """
    return True, not handled or (end is not None and answers >= least)


def _judgements(issue: Issue, known: Known, actor: Actor, parts: frozenset[Part]) -> list[Shown]:
    rows = list(Judgement.objects.filter(issue=issue).order_by("turn"))
    if not rows:
        return []
    handled = actor.account_id in known.handlers or Part.OWNER in parts
    answers, least = 0, 0
    if handled and issue.end:
        answers = Judgement.objects.filter(issue__owner=issue.owner_id).count()
        least = int(read("answers_before_satisfaction_is_shown"))
    solved, satisfied = judgement_shown(handled=handled, end=End(issue.end) if issue.end else None, answers=answers,
                                        least=least)
    return [Shown(row.turn, Solved(row.solved) if solved else None,
                  Satisfaction(row.satisfied) if satisfied and row.satisfied else None,
                  row.words if satisfied else "", row.called_by_id is not None, row.at) for row in rows]
