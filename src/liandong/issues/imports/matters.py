"""The matters of a file as rows of the database, written in bulk.

What is to be handled is RECEIVED at its street's desk: *handle* runs from when the matter was received, moved as all
times are; *triage* from the import, since nobody here could have assigned it before. What is late when it comes in is
told by the file's one message: the clock sends none of its own for that, nor for the triage of a month's matters at
once. The rest is closed history: no clocks, in no rate. Source: workflows.md, rows *receive* and *receive_closed*.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.utils.timezone import localdate

from liandong.districts.scope import the_district
from liandong.districts.services import next_numbers
from liandong.districts.together import insert_many
from liandong.issues import rules
from liandong.issues.facts import due_of
from liandong.issues.grams import grams_of
from liandong.issues.guards import IssueFacts
from liandong.issues.imports.catalogue import Catalogue
from liandong.issues.imports.making import Places, Units, Where
from liandong.issues.imports.mapping import ImportMap
from liandong.issues.imports.reading import A_WEEK, FileRow
from liandong.issues.imports.report import IssuesReport
from liandong.issues.models import Clock, Entry, Issue
from liandong.issues.services.clockwork import Clockwork, length_of, set_due
from liandong.issues.terms import Act, Channel, ClockKind, Part, Size, State, Urgency
from liandong.issues.workflow import ISSUE
from liandong.kernel.calendar import Term, WorkingCalendar
from liandong.orgs.models import Organisation
from liandong.places.terms import PlaceKind, code_at

BATCH = 500
IMPORTERS = frozenset({Part.IMPORT})


@dataclass
class Matters:
    """Makes and writes the rows of all matters."""

    how: ImportMap
    places: Places
    units: Units
    catalogue: Catalogue
    calendar: WorkingCalendar
    weeks: int
    now: datetime
    report: IssuesReport
    event: int
    """The file's event in the ledger."""
    waiting: Counter[str] = field(default_factory=Counter)
    """Matters to be handled, by street."""
    issues: list[Issue] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def add_all(self, rows: Sequence[FileRow]) -> None:
        """Write every row, in the order of receipt, so that numbers grow with time; each line of the trail names the
        file's one event. By the batch: a server ends a transaction in which it hears nothing for a minute.
        """
        ordered = sorted(rows, key=lambda row: (row.received, row.line))
        open_from = self._open_from(ordered)
        numbers = next_numbers(the_district(), len(ordered))
        for row, number in zip(ordered, numbers, strict=True):
            closed = row.says_closed or (open_from is not None and row.received.date() <= open_from)
            self._add(row, number, is_history=closed)
            if len(self.issues) == BATCH:
                self._write()
        self._write()

    def _open_from(self, rows: Sequence[FileRow]) -> date | None:
        """The last day of which matters count as closed: the file's last days are to be handled."""
        if self.how.open_days is None:
            return None
        return rows[-1].received.date() - timedelta(days=self.how.open_days)

    def _add(self, row: FileRow, number: int, *, is_history: bool) -> None:
        issue = self._issue(row, number, is_history=is_history)
        if is_history:
            self._close(issue, row)
        else:
            self._open(issue, self.places.where(row))
            self.waiting[issue.street_code] += 1
        self.issues.append(issue)
        self.report.count("history" if is_history else "open")

    def _issue(self, row: FileRow, number: int, *, is_history: bool) -> Issue:
        """All that does not hang on whether it is to be handled."""
        received = self.moved(row.received)
        where, item = self.places.where(row), self.catalogue.item(self.how, row.classes)
        owner = self.units.by_name.get(row.unit)
        code = where.place.code
        street = code_at(PlaceKind.STREET, code)
        desk = self.units.desk(street)
        self._note_unknown(row, where, known_item=item is not None, owner=owner)
        return Issue(
            number=rules.number(localdate(received), number), title=row.title, text=row.text,
            channel=self.how.channels.get(row.channel, Channel.IMPORT).value, urgency=Urgency.ORDINARY.value,
            size=self.size(row).value, class_path=row.class_path, place=where.place, place_code=code,
            street_code=street or code, community_code=code_at(PlaceKind.COMMUNITY, code), address=row.address,
            place_text=where.text, item_id=item, first=desk, desk=desk, owner_text=row.unit,
            owner=owner if is_history else None, owner_level=owner.level or None if is_history and owner else None,
            received_at=received, is_imported=True, is_history=is_history, sender=self.how.sender,
            sender_number=row.number, grams=grams_of(the_district(), row.title, row.text, row.address))

    def moved(self, at: datetime) -> datetime:
        """A time of the file, moved forward by whole weeks."""
        return (at + self.weeks * A_WEEK).astimezone(UTC)

    def size(self, row: FileRow) -> Size:
        """The class of a matter by the file's type."""
        return self.how.types.get(row.type, Size.GENERAL)

    def _note_unknown(self, row: FileRow, where: Where, *, known_item: bool, owner: Organisation | None) -> None:
        unknown = self.report.unknown
        if row.classes and not known_item:
            unknown["class"][row.class_path] += 1
        if row.unit and owner is None:
            unknown["unit"][row.unit] += 1
        if where.text:
            unknown["place"][where.text] += 1
        if row.channel and row.channel not in self.how.channels:
            unknown["channel"][row.channel] += 1
        if row.type and row.type not in self.how.types:
            unknown["type"][row.type] += 1

    # ── to be handled, or closed ──

    def _open(self, issue: Issue, where: Where) -> None:
        facts = IssueFacts(now=self.now, place_level=where.place.place_kind.level, place_text=where.text)
        done = ISSUE.step(None, Act.RECEIVE, IMPORTERS, facts)
        issue.state = done.to.value
        works = Clockwork(issue, (), calendar=self.calendar, now=issue.received_at, reachable=False,
                          anew=self.catalogue.own.anew, term=lambda kind: self._term(issue, kind))
        works.apply(done.row.clocks)
        triage = works.running(ClockKind.TRIAGE)
        if triage is not None:
            triage.started_at, triage.told_soon, triage.told_late = self.now, True, True
            set_due(triage, due_of(self.calendar, self.now, length_of(triage)), self.calendar)
        for clock in works.new:
            clock.told_late = clock.told_late or (clock.due_at is not None and clock.due_at < self.now)
            clock.told_soon = clock.told_soon or (clock.soon_at is not None and clock.soon_at <= self.now)
        works.show()
        self.clocks += works.new
        self._entry(issue, Act.RECEIVE, done.to)

    def _term(self, issue: Issue, kind: ClockKind) -> Term:
        size = Size(issue.size)
        return self.catalogue.term(issue.item_id, size) if kind is ClockKind.HANDLE else self.catalogue.own.of(kind)

    def _close(self, issue: Issue, row: FileRow) -> None:
        """Where the file does not say when it was closed, it stands as closed on receipt: no time is invented."""
        done = ISSUE.step(None, Act.RECEIVE_CLOSED, IMPORTERS, IssueFacts(now=self.now, closed_in_file=True))
        issue.state = done.to.value
        issue.closed_at = self.moved(row.closed) if row.closed else issue.received_at
        Clockwork(issue, (), calendar=self.calendar, now=self.now, reachable=False,
                  anew=self.catalogue.own.anew, term=lambda kind: self._term(issue, kind)).show()
        self._entry(issue, Act.RECEIVE_CLOSED, done.to, {"late": row.late, "closing_known": row.closed is not None})

    def _entry(self, issue: Issue, act: Act, to: State, detail: dict[str, object] | None = None) -> None:
        self.entries.append(Entry(
            issue=issue, version=1, act=act.value, to_state=to.value, by_part=Part.IMPORT.value,
            organisation_id=issue.first_id, is_public=True, happened_at=issue.received_at, detail=detail or {},
            event=self.event))

    def _write(self) -> None:
        for rows in (self.issues, self.clocks, self.entries):
            insert_many(rows)
            rows.clear()


def known_numbers(sender: str, numbers: Iterable[str]) -> set[str]:
    """Which of a sender's numbers stand already; one query."""
    return set(Issue.objects.filter(sender=sender, sender_number__in=list(numbers))
               .values_list("sender_number", flat=True))
