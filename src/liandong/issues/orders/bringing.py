"""Writing a file of orders: all or nothing, one event, one summary message. New matters in bulk, changes by the act.

*handle* runs from when the sender received the order; *contact* and *triage* from the import, since nobody here could
have acted before. What is late when it comes in is told by the file's message, not by the clock. Source: workflows.md,
rows *receive* and *add_paper*.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.utils.timezone import localdate

from liandong.districts.scope import the_district
from liandong.districts.services import next_numbers
from liandong.districts.together import insert_many, update_row
from liandong.issues import rules
from liandong.issues.callers import key_of
from liandong.issues.callers import reporter as new_reporter
from liandong.issues.facts import due_of
from liandong.issues.grams import grams_of
from liandong.issues.guards import IssueFacts
from liandong.issues.models import Clock, Entry, Issue, Reporter
from liandong.issues.orders.changes import TAKEN, Fate, differences
from liandong.issues.orders.columns import OF_THE_HOTLINE, Meaning, half_width
from liandong.issues.orders.models import Order, OrderFile
from liandong.issues.orders.plans import Plan, Planned
from liandong.issues.orders.reading import OrderRow
from liandong.issues.services.act import Turn, begin, turn_on
from liandong.issues.services.clockwork import length_of, set_due
from liandong.issues.standing import Known, standing_of
from liandong.issues.terms import Act, Channel, ClockKind, Need, Part, Size, State
from liandong.issues.workflow import ISSUE
from liandong.orgs.models import Organisation
from liandong.people.access import Actor, role_of
from liandong.places.terms import PlaceKind, code_at

IMPORTER = frozenset({Part.IMPORT})
FROM_HERE = (ClockKind.TRIAGE, ClockKind.CONTACT)
LONGEST_LINE = 4000
BATCH = 250
"""New orders that are held and written at once."""
TEXTS = ("title", "text", "address", "grams")

Told = Callable[[int], None]


def told_nobody(written: int) -> None:
    """Nobody waits for the number of orders written."""


@dataclass
class Bringing:
    """One file being written."""

    file: OrderFile
    plan: Plan
    by: Actor
    now: datetime
    event: int
    """The file's event in the ledger."""
    progress: Told = told_nobody
    """Told how many orders are written so far."""
    written: int = 0
    desks: set[UUID] = field(default_factory=set)
    """Where anything came in or changed."""
    updated: list[str] = field(default_factory=list)
    """Numbers of matters that took over a change."""

    def write(self) -> None:
        """Everything that the plan says."""
        self._write_new(self.plan.of(Fate.NEW))
        for one in self.plan.of(Fate.UPDATE):
            self._update(one)
            self._count_written(1)
        for one in self.plan.of(Fate.CONFLICT):
            self._offer(one)
            self._count_written(1)
        self._adopt([one for one in self.plan.of(Fate.SAME) if one.order is None])

    # ── new ──

    def _write_new(self, planned: Iterable[Planned]) -> None:
        ordered = sorted(planned, key=lambda one: (one.row.received, one.row.line))
        numbers = next_numbers(the_district(), len(ordered))
        for first in range(0, len(ordered), BATCH):
            batch = zip(ordered[first:first + BATCH], numbers[first:first + BATCH], strict=True)
            made = [self._new(one, number) for one, number in batch]
            insert_many([turn.issue for turn, *_ in made])
            insert_many([clock for turn, *_ in made for clock in turn.clocks.new])
            insert_many([entry for _, entry, _, _ in made])
            insert_many([reporter for *_, reporter, _ in made if reporter])
            insert_many([order for *_, order in made])
            self._count_written(len(made))

    def _count_written(self, n: int) -> None:
        self.written += n
        self.progress(self.written)

    def _new(self, one: Planned, number: int) -> tuple[Turn, Entry, Reporter | None, Order]:
        row, where = one.row, one.where
        desk = self.plan.ground.desk_of(where.place)
        self.desks.add(desk.id)
        issue = self._issue(row, one, number, desk)
        turn = self._received(issue, row, one)
        entry = Entry(issue=issue, version=1, act=Act.RECEIVE.value, to_state=issue.state, by_id=self.by.account_id,
                      by_part=Part.IMPORT.value, organisation_id=issue.first_id, is_public=True, happened_at=self.now,
                      event=self.event)
        reporter = new_reporter(issue, row.name, row.phone) if row.name or row.phone else None
        return turn, entry, reporter, Order(issue=issue, file=self.file, digest=row.digest, said=row.content,
                                            is_restricted=row.is_restricted)

    def _issue(self, row: OrderRow, one: Planned, number: int, desk: Organisation) -> Issue:
        code = one.where.place.code
        street = code_at(PlaceKind.STREET, code)
        address, item = row.word(Meaning.ADDRESS), self.plan.ground.item(row)
        return Issue(
            number=rules.number(localdate(row.received), number), title=row.title, text=row.text,
            channel=channel_of(self.file.sender).value, urgency=row.urgency.value, size=Size.GENERAL.value,
            class_path=" / ".join(row.classes), place=one.where.place, place_code=code,
            is_restricted=row.is_restricted or item in self.plan.ground.confidential, street_code=street or code,
            community_code=code_at(PlaceKind.COMMUNITY, code), address=address, place_text=one.where.text,
            item_id=item, first=desk, desk=desk, owner_text=row.word(Meaning.UNIT),
            received_at=row.received.astimezone(UTC), is_imported=True, sender=self.file.sender,
            sender_number=row.number, grams=grams_of(the_district(), row.title, row.text, address))

    def _received(self, issue: Issue, row: OrderRow, one: Planned) -> Turn:
        """The row *receive* of the table, its clocks counted."""
        known = Known(reachable=bool(row.phone))
        turn = turn_on(issue, by=self.by, now=issue.received_at, known=known, standing=standing_of(issue, known))
        place = one.where.place
        done = ISSUE.step(None, Act.RECEIVE, IMPORTER, IssueFacts(
            now=self.now, place_level=place.place_kind.level, place_text=one.where.text))
        issue.state = done.to.value
        turn.clocks.apply(done.row.clocks)
        if (own := self.plan.ground.terms.get(issue.item_id) if issue.item_id else None) is not None:
            turn.clocks.retime(ClockKind.HANDLE, own)
        for clock in turn.clocks.new:
            self._count(clock, turn)
        turn.clocks.show()
        return turn

    def _count(self, clock: Clock, turn: Turn) -> None:
        if ClockKind(clock.kind) in FROM_HERE:
            clock.started_at = self.now
            set_due(clock, due_of(turn.calendar, self.now, length_of(clock)), turn.calendar)
        clock.told_late = clock.due_at is not None and clock.due_at < self.now
        clock.told_soon = clock.soon_at is not None and clock.soon_at <= self.now

    # ── known before ──

    def _update(self, one: Planned) -> None:
        assert one.issue is not None  # noqa: S101  an update is of a matter that stands
        turn = begin(one.issue.id, by=self.by, seen=None, now=self.now)
        order = one.order or Order(issue=turn.issue)
        take_over(turn, order, one.row.content, (one.row.name, one.row.phone), self.file.sender)
        order.file, order.digest, order.said, order.version = (self.file, one.row.digest, one.row.content,
                                                               turn.issue.version)
        order.is_restricted = one.row.is_restricted
        order.save()
        _restrict(one)
        self.desks.add(turn.issue.desk_id)
        self.updated.append(turn.issue.number)

    def _offer(self, one: Planned) -> None:
        """Keep what the sender says now beside the matter, until a person has decided."""
        assert one.issue is not None  # noqa: S101  a conflict is of a matter that stands
        row, order = one.row, one.order or Order(issue=one.issue, said=_texts_of(one.issue))
        order.file, order.offered_digest, order.offered_at = self.file, row.digest, self.now
        order.offered = {**row.content, Meaning.NAME.value: row.name, Meaning.PHONE.value: row.phone}
        order.save()
        self.desks.add(one.issue.desk_id)

    def _adopt(self, planned: Iterable[Planned]) -> None:
        """What came in by another way is known as an order from now on."""
        known = [one for one in planned if one.issue is not None]
        insert_many([Order(issue=one.issue, file=self.file, digest=one.row.digest, said=one.row.content,
                           is_restricted=one.row.is_restricted, version=one.issue.version)
                     for one in known if one.issue is not None])
        for one in known:
            _restrict(one)


def _restrict(one: Planned) -> None:
    """What its sender marks as confidential is so from now on; a sender who says nothing lifts nothing."""
    if one.row.is_restricted and one.issue is not None and not one.issue.is_restricted:
        Issue.objects.filter(id=one.issue.id).update(is_restricted=True)


def channel_of(sender: str) -> Channel:
    """The hotline by its number; any other sender is another system."""
    return Channel.HOTLINE if OF_THE_HOTLINE in half_width(sender) else Channel.IMPORT


def _texts_of(issue: Issue) -> dict[str, str]:
    return {meaning.value: getattr(issue, meaning.value) for meaning in TAKEN if getattr(issue, meaning.value)}


def take_over(turn: Turn, order: Order, content: dict[str, str], reporter: tuple[str, str], sender: str) -> None:
    """The act *add_paper* by which a matter takes over its sender's change: texts, reporter, a line that says what.

    Raises RuleBroken where the table has no such act.
    """
    issue = turn.issue
    before = order.said or _texts_of(issue)
    turn.parts = IMPORTER
    turn.step(Act.ADD_PAPER, given={Need.TEXT})
    if issue.state != State.CLOSED.value:
        for meaning in TAKEN:
            if meaning in content or meaning is Meaning.ADDRESS:
                setattr(issue, meaning.value, content.get(meaning.value, ""))
        issue.grams = grams_of(the_district(), issue.title, issue.text, issue.address)
        update_row(issue, TEXTS)
    _report(issue, *reporter)
    turn.finish(text=line(sender, before, content), note=f"{sender} {issue.sender_number}",
                detail={"sender": sender, "by_role": role_of(turn.by)})


def _report(issue: Issue, name: str, phone: str) -> None:
    """The reporter as the sender names them now; a sender that names nobody changes nothing."""
    if not name and not phone:
        return
    standing = Reporter.objects.filter(issue=issue).order_by("id").first()
    if standing is None:
        new_reporter(issue, name, phone).save(force_insert=True)
    elif (standing.name, standing.phone) != (name, phone):
        phone = phone or standing.phone
        Reporter.objects.filter(id=standing.id).update(name=name or standing.name, phone=phone, phone_key=key_of(phone))


def line(sender: str, before: dict[str, str], after: dict[str, str]) -> str:
    """The trail's words on a sender's change: what was, what is; the old text is cut first where both are too long."""
    parts = [f"{sender}更新了来文"]
    for meaning, was, now in differences(before, after):
        parts.append(f"{meaning.label}：{now or '（空）'}" + (f"（原来：{was}）" if was else ""))
    return "\n".join(parts)[:LONGEST_LINE]
