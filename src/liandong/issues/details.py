"""Everything that the page of one matter shows, in thirteen short queries, with the buttons of who looks."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from liandong.calendars.queries import working_calendar
from liandong.districts.reading import read_rows
from liandong.districts.reference import Reference, attach, reference
from liandong.districts.settings import read
from liandong.duties.models import CatalogueVersion, Item, ItemBody, ItemMark
from liandong.duties.terms import Mark
from liandong.files.models import File
from liandong.files.queries import files_of
from liandong.issues.ask_models import Ask
from liandong.issues.callers import NOTHING, Earlier, earlier
from liandong.issues.facts import facts_of
from liandong.issues.guards import IssueFacts
from liandong.issues.kin import Kin, kin_of
from liandong.issues.models import UNKNOWN, Answer, Clock, Entry, Handback, Issue, Judgement, Question, Reporter
from liandong.issues.own_terms import own_terms
from liandong.issues.standing import Known, known_of, standing_of
from liandong.issues.terms import Act, ClockKind, End, Part, Satisfaction, Solved, State
from liandong.issues.workflow import ISSUE
from liandong.kernel.calendar import WorkingCalendar
from liandong.kernel.errors import NotFound
from liandong.kernel.levels import Level
from liandong.kernel.masking import mask_name, mask_phone
from liandong.kernel.workflow import Choice
from liandong.orgs.models import Organisation
from liandong.people import queries as people
from liandong.people.access import Actor, Standing, may_see, parts_on, reads_contact
from liandong.places.models import Division


@dataclass(frozen=True)
class Contact:
    """The reporter as this reader may see them: masked; the whole is opened by `services.open_contact`."""

    name: str
    phone: str
    can_open: bool
    """Whether the reader may open the full name and number."""
    earlier: Earlier = NOTHING
    """What the same telephone reported before; for who may open it."""


@dataclass(frozen=True)
class Full:
    """The reporter's own words about who they are; to be shown for a minute, then masked again."""

    name: str
    phone: str


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
    files: Mapping[int, Sequence[File]]
    """What was attached, by the version of the entry that brought it."""
    contact: Contact | None
    """None where the reporter said nothing of themselves."""
    marks: Mapping[Level, Mark]
    """Of the cited item; empty without one."""
    bodies: Sequence[ItemBody]
    """Who leads and helps by the cited item, with organisation."""
    kin: Sequence[Kin] = field(default=())
    """The matters that it belongs with: its parts, or the one it is a part of."""
    ask: Ask | None = None
    """What waits for another person's yes, with asked_by."""
    times: Sequence[tuple[datetime, Clock, str]] = field(default=())
    """Lines of time gone by: when, which clock, "soon" or "late"; shown in the trail, stored nowhere."""

    @property
    def handle_unit(self) -> str:
        """What the running handling term is counted in; empty where none runs."""
        return next((one.unit for one in self.clocks if one.kind == ClockKind.HANDLE and one.ended_at is None), "")

    @property
    def due_at(self) -> datetime | None:
        """When the shown clock ends; None while its year is not known, or when nothing runs."""
        due = self.issue.next_due_at
        return due if due is not None and due < UNKNOWN else None


def detail(number: str, actor: Actor, now: datetime, known: Reference | None = None) -> Detail:
    """Thirteen queries (one more where it belongs with other matters, two more where somebody who handled a closed
    matter looks at its judgement).

    Raises NotFound for a number that is none and for one that this reader may not see, alike.
    """
    known = known or reference()
    issue = _issue(number, known)
    of_issue = known_of(issue.id)
    standing = standing_of(issue, of_issue)
    if not may_see(actor, standing):
        raise NotFound
    answers = read_rows(Answer, "issue_id", issue.id, ["-written_at", "-id"])
    handbacks = read_rows(Handback, "issue_id", issue.id, ["-asked_at"])
    entries = read_rows(Entry, "issue_id", issue.id, ["-version"])
    attach(handbacks, known, item=Item, proposed=Organisation, returned_by=Organisation)
    attach(entries, known, organisation=Organisation, target=Organisation)
    asks = read_rows(Ask, "issue_id", issue.id, ["-asked_at"])[:1] if issue.open_ask else []
    people.attach((issue, "holder"), (issue, "second"), (issue, "caller"), *((one, "asked_by") for one in asks),
                  *((one, "by") for one in entries), *((one, "written_by") for one in answers),
                  *((one, "reviewed_by") for one in answers))
    calendar, clocks = working_calendar(), read_rows(Clock, "issue_id", issue.id, ["started_at", "id"])
    parts = parts_on(actor, standing)
    facts = facts_of(issue, of_issue, clocks, by=actor, calendar=calendar, terms=own_terms(), now=now,
                     given=None)
    return Detail(
        issue, standing, of_issue, parts, facts, ISSUE.choices(State(issue.state), parts, facts), calendar, clocks,
        entries, answers, handbacks, read_rows(Question, "issue_id", issue.id, ["-asked_at"]),
        _judgements(issue, of_issue, actor, parts), files_of(issue.id), _contact(issue, actor, standing),
        known.get("marks of an item", issue.item_id, build=lambda: _marks(issue)),
        known.get("bodies of an item", issue.item_id, build=lambda: _bodies(issue)), kin_of(issue, of_issue),
        next(iter(asks), None), _times(clocks, now))


def _issue(number: str, known: Reference) -> Issue:
    found = read_rows(Issue, "number", number, leaving=["grams"])
    if not found:
        raise NotFound
    issue = found[0]
    attach(found, known, place=Division, item=Item, owner=Organisation, first=Organisation, desk=Organisation,
           assigned_by=Organisation, lead=Organisation)
    if issue.item is not None:
        attach([issue.item], known, version=CatalogueVersion, parent=Item)
    return issue


def _marks(issue: Issue) -> Mapping[Level, Mark]:
    return {Level(one.level): Mark(one.mark) for one in ItemMark.objects.filter(item=issue.item_id)}


def _bodies(issue: Issue) -> Sequence[ItemBody]:
    found = ItemBody.objects.filter(item=issue.item_id).select_related("organisation")
    return list(found.order_by("-leads", "position"))


def _contact(issue: Issue, actor: Actor, standing: Standing) -> Contact | None:
    found = read_rows(Reporter, "issue_id", issue.id)
    if not found or not (found[0].name or found[0].phone):
        return None
    reads, one = reads_contact(actor, standing), found[0]
    before = earlier(one.phone_key, actor, but=issue.id) if reads else NOTHING
    return Contact(mask_name(one.name), mask_phone(one.phone), reads, before)


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
    rows = read_rows(Judgement, "issue_id", issue.id, ["turn"])
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
