"""The one way an act is done on an issue.

Lock the row, read what the guards need, compare the version that the form was made from, ask the table, change the
state and the clocks, write the trail's line, the ledger's event and the messages: all in the caller's savepoint.
Source: architecture.md, "A use case"; trust.md 5.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.timezone import localdate

from liandong.calendars.queries import working_calendar
from liandong.districts.together import insert_together, update_row
from liandong.issues.facts import facts_of
from liandong.issues.models import Clock, Entry, Handler, Issue
from liandong.issues.own_terms import own_terms
from liandong.issues.rules import Terms
from liandong.issues.services.clockwork import Clockwork
from liandong.issues.services.lapsing import lapse
from liandong.issues.standing import NOTHING, Known, known_of, standing_of
from liandong.issues.terms import Act, ClockKind, End, Need, Part, Size, State, Urgency
from liandong.issues.workflow import ISSUE
from liandong.kernel.calendar import Term, WorkingCalendar
from liandong.kernel.errors import NotFound, RuleBroken, Stale
from liandong.kernel.masking import mask_text
from liandong.kernel.words import Sentence, say
from liandong.kernel.workflow import Step
from liandong.ledger import services as ledger
from liandong.people.access import Actor, Standing, may_see, parts_on, role_of

MOVING = (
    "state", "end", "version", "main", "twins", "item", "first", "desk", "assigned_by", "owner", "owner_level",
    "owner_mark", "lead", "ruling", "is_ruled", "holder", "accepted_at", "was_returned", "times_disputed",
    "lapsed_question", "open_ask", "contacted_at", "is_restricted", "closed_at", "next_clock", "next_due_at",
    "next_soon_at", "next_unit", "clock_stands", "met_at")
"""The columns that acts change."""
LAW = {"issue_never_down", "issue_owner_mark", "issue_owner_has_a_level"}
"""The database's own hold on the law that a matter owned above is never handed below."""
CLOSING = {State.CLOSED, State.WITHDRAWN, State.MERGED}


@dataclass
class Turn:
    """One act under way on one locked issue."""

    issue: Issue
    by: Actor
    now: datetime
    known: Known
    standing: Standing
    calendar: WorkingCalendar
    terms: Terms
    clocks: Clockwork
    parts: frozenset[Part]
    done: Step[State, Act, Any] | None = field(default=None, init=False)
    handlers: set[int] = field(default_factory=set, init=False)

    @property
    def today(self) -> date:
        """The day in Shanghai."""
        return localdate(self.now)

    def step(self, act: Act, *, given: Iterable[Need] = (), **facts: Any) -> None:
        """Ask the table, and take the step: state and clocks. Raises NotAllowed or RuleBroken; nothing is written."""
        issue = self.issue
        asked = facts_of(issue, self.known, self.clocks.all, by=self.by, calendar=self.calendar, terms=self.terms,
                         now=self.now, given=frozenset(given), **facts)
        self.done = ISSUE.step(State(issue.state), act, self.parts, asked)
        issue.state = self.done.to.value
        self.clocks.apply(self.done.row.clocks)
        if self.known.ask is not None and self.done.to is not self.done.frm and act is not Act.SUSPEND:
            lapse(self.known.ask, issue, self.clocks, self.now)
        if self.done.to not in CLOSING:
            issue.closed_at = None
        elif issue.closed_at is None or self.done.frm is not self.done.to:
            issue.closed_at = self.now

    def close_as(self, end: End) -> None:
        """How it ended."""
        self.issue.end = end.value

    def handled(self, *accounts: int | None) -> None:
        """These people have handled the matter: they do not call back or check."""
        self.handlers.update(one for one in accounts if one is not None and one not in self.known.handlers)

    def finish(self, *, text: str = "", target: UUID | None = None, public: bool = False, note: str = "",
               detail: Mapping[str, object] | None = None) -> Issue:
        """Write everything. `text` is the trail's and may hold what people said; the ledger's `note` is masked here."""
        assert self.done is not None  # noqa: S101  a turn that took no step has nothing to write
        issue, done = self.issue, self.done
        issue.version += 1
        self.clocks.show()
        _save(issue)
        self.clocks.save()
        if self.handlers:
            Handler.objects.bulk_create([Handler(issue=issue, account_id=one) for one in sorted(self.handlers)],
                                        ignore_conflicts=True)
        part = part_of(self)
        event = ledger.draft(
            f"issue.{done.row.act}", kind="issue", on=issue.id, by=self.by.account_id, role=role_of(self.by),
            note=mask_text(note), happened_at=self.now,
            detail={"from": done.frm, "to": done.to, "version": issue.version, "part": part})
        entry = Entry(
            issue=issue, version=issue.version, act=done.row.act.value, from_state=done.frm or "",
            to_state=done.to.value, by_id=self.by.account_id, by_part=part.value,
            organisation_id=organisation_of(self, part), target_id=target, text=text, detail=dict(detail or {}),
            is_public=public, happened_at=self.now)
        insert_together([event, entry], link=(entry, "event", event))
        return issue


def begin(issue_id: UUID, *, by: Actor, seen: int | None, now: datetime) -> Turn:
    """Lock a matter and read what an act on it needs: four queries.

    The lock is taken by the key alone, the matter read after it: who waited for the lock would else be given the row
    as it is now beside the desk that it had before, or none at all.

    `seen` is the version that the form was made from; None only for the clock and for hooks. Raises NotFound where
    the actor may not see the matter, Stale where somebody acted since.
    """
    lock_all([issue_id])
    issue = Issue.objects.select_related("desk", "owner").filter(id=issue_id).first()
    if issue is None:
        raise NotFound
    known = known_of(issue_id)
    standing = standing_of(issue, known)
    if not may_see(by, standing):
        raise NotFound
    if seen is not None and seen != issue.version:
        raise Stale(_what_changed(issue, seen))
    return turn_on(issue, by=by, now=now, known=known, standing=standing, clocks=Clock.objects.filter(issue=issue))


def lock_all(issues: Iterable[UUID]) -> None:
    """Lock several matters before acts on them: always in the order of ids, so that two who do it never wait for each
    other. `begin` then finds them locked. Matters that are not there are left out: `begin` says so."""
    wanted = sorted(set(issues))
    list(Issue.objects.select_for_update(of=("self",)).filter(id__in=wanted).order_by("id").values_list("id"))


def turn_on(issue: Issue, *, by: Actor, now: datetime, known: Known = NOTHING, standing: Standing,
            clocks: Iterable[Clock] = ()) -> Turn:
    """A turn on a row that is locked, or new."""
    calendar, terms = working_calendar(), own_terms()
    works = Clockwork(issue, clocks, calendar=calendar, now=now, reachable=known.reachable, anew=terms.anew,
                      term=lambda kind: term_of(issue, kind, terms))
    return Turn(issue, by, now, known, standing, calendar, terms, works, parts_on(by, standing))


def term_of(issue: Issue, kind: ClockKind, terms: Terms) -> Term:
    """The term of a clock without an item: by urgency, and *handle* by the class."""
    urgency = Urgency(issue.urgency)
    return terms.handle(None, Size(issue.size), urgency) if kind is ClockKind.HANDLE else terms.of(kind, urgency)


def part_of(turn: Turn) -> Part:
    """As what the act was done: of the parts that the row allows, the first that the actor has."""
    assert turn.done is not None  # noqa: S101  asked after the step only
    allowed = turn.done.row.by & turn.parts
    return next(part for part in Part if part in allowed)


def organisation_of(turn: Turn, part: Part) -> UUID | None:
    """For which organisation somebody acted in a part."""
    issue = turn.issue
    own = turn.by.organisations()
    wanted = {Part.DESK: turn.standing.desk, Part.OWNER: turn.standing.owner_id, Part.FIRST: turn.standing.first_id}
    named = wanted.get(part)
    if named in own:
        return named
    return next((post.organisation_id for post in turn.by.posts if post.covers(issue.place_code)),
                turn.by.posts[0].organisation_id if turn.by.posts else None)


def _save(issue: Issue) -> None:
    try:
        update_row(issue, MOVING)
    except IntegrityError as error:
        raise_law(error)
        raise


def raise_law(error: IntegrityError) -> None:
    """Say the first law in words where it was the database that held it."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if constraint in LAW:
        raise RuleBroken(say("按权责清单，这一级不能承办这件事。")) from error


def _what_changed(issue: Issue, seen: int) -> Sentence:
    """Who did what since a form was made; the newest act stands for all of them."""
    last = Entry.objects.filter(issue=issue, version__gt=seen).select_related("by").order_by("-version").first()
    if last is None:
        return say("这一页已经旧了。请看最新情况再办。")
    who: object = last.by.name if last.by else Sentence(Part(last.by_part).label)
    return say("您打开后，%(who)s 已经%(act)s。请看最新情况再办。", who=who, act=Sentence(ISSUE.label(Act(last.act))))
