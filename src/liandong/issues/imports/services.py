"""Bringing in a file of matters: the district with it where it is missing, one event, one message.

All or nothing: one transaction, and before it nothing but reading. A file is known by the SHA-256 of its bytes, a
matter by its sender's number: brought again, neither changes anything. Source: issue 7, "On real input"; trust.md 1, 6.
"""
from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from liandong.calendars.queries import working_calendar
from liandong.districts.models import District
from liandong.districts.scope import in_scope, scope
from liandong.districts.services import create_district
from liandong.issues.imports import reading
from liandong.issues.imports.catalogue import make_catalogue
from liandong.issues.imports.making import Places, Units, make_places, make_units
from liandong.issues.imports.mapping import ImportMap
from liandong.issues.imports.matters import Matters, known_numbers
from liandong.issues.imports.report import IssuesReport
from liandong.kernel.errors import BadInput
from liandong.kernel.words import say
from liandong.ledger import services as ledger
from liandong.ledger.queries import of_subject
from liandong.orgs.models import Organisation
from liandong.outbox import services as outbox
from liandong.people import queries as people
from liandong.people.access import IMPORT
from liandong.people.imports import USERNAME
from liandong.people.services import NewPerson, NewPost, add_people
from liandong.people.terms import Role
from liandong.places.models import Division
from liandong.places.terms import PlaceKind
from liandong.tables import read_table

KIND, ACT = "import", "issues-imported"
LARGEST = 100 * 1024**2
"""Bytes of a file on the command line."""


@dataclass(frozen=True)
class Dispatcher:
    """Somebody to be made dispatcher of a street with the import; no street: of the one with most to assign."""

    login: str
    street: str = ""


def import_issues(path: Path, how: ImportMap, *, now: datetime, district: int | None = None,
                  dispatchers: Sequence[Dispatcher] = (),
                  keep: Callable[[Sequence[tuple[str, str, str]]], None] | None = None) -> IssuesReport:
    """Bring in a file by a map, into the map's district or another; a district that is missing is made.

    `keep` is given the first passwords of dispatchers made, before the transaction ends: if they cannot be kept,
    nothing is. With a problem in the report nothing was written. Raises BadInput for a file that is no table, a
    district that is another, a sign-in name or street that cannot be.
    """
    report = IssuesReport()
    token = digest(path)
    rows = reading.read_rows(read_table(path, largest=LARGEST), how, report)
    if report.is_clean:
        last = max(row.received for row in rows).date()
        report.weeks = reading.weeks_forward(last, localdate(now))
        reading.check_future(rows, how, report.weeks, now, report)
    if not report.is_clean:
        return report
    for one in dispatchers:
        if not USERNAME.match(one.login):
            raise BadInput(say("登录名“%(login)s”不能用。", login=one.login))
    number = how.number if district is None else district
    try:
        with transaction.atomic(), ledger.loading("import"):
            _make_district(number, how)
            with scope(number):
                _bring_in(rows, how, report, token=token, now=now, dispatchers=dispatchers)
            if keep is not None:
                keep(report.passwords)
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) != "issue_sender_number":
            raise
        raise BadInput(say("同一批诉求正在由另一个进程导入，这一次没有写入。")) from error
    return report


def digest(path: Path) -> bytes:
    """The SHA-256 of a file's bytes; empty for one that is not there (reading it says so)."""
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _make_district(number: int, how: ImportMap) -> None:
    found = District.objects.filter(id=number).first()
    if found is None:
        create_district(number, how.name, code=how.code)
    elif found.code and found.code != how.code:
        raise BadInput(say("编号 %(number)s 是%(name)s（%(code)s），不是这个文件的区。", number=number, name=found.name,
                           code=found.code))


@in_scope
def _bring_in(rows: Sequence[reading.FileRow], how: ImportMap, report: IssuesReport, *, token: bytes, now: datetime,
              dispatchers: Sequence[Dispatcher]) -> None:
    subject = UUID(bytes=token[:16])
    before = of_subject(subject).filter(act=ACT).first()
    if before is not None:
        report.note(say("这个文件在 %(when)s 已经导入过，没有改动。", when=before.recorded_at))
        return
    _check_code(how)
    there = known_numbers(how.sender, [row.number for row in rows])
    new = [row for row in rows if row.number not in there]
    report.count("known", len(there))
    if not new:
        report.note(say("文件里的诉求都已经导入过，没有改动。"))
        return
    _write(new, how, report, subject=subject, token=token, now=now, dispatchers=dispatchers)


def _check_code(how: ImportMap) -> None:
    own = Division.objects.filter(kind=PlaceKind.DISTRICT.value).values_list("code", flat=True).first()
    if own is not None and own != how.code:
        raise BadInput(say("本区的代码是 %(own)s，对照表写的是 %(code)s。", own=own, code=how.code))


def _write(rows: Sequence[reading.FileRow], how: ImportMap, report: IssuesReport, *, subject: UUID, token: bytes,
           now: datetime, dispatchers: Sequence[Dispatcher]) -> None:
    places = make_places(rows, how, now=now)
    units = make_units(rows, how, places, now=now)
    catalogue = make_catalogue(how, report, now=now)
    event = ledger.record(ACT, kind=KIND, on=subject, by=None, role="import", happened_at=now, detail={
        "sha256": token.hex(), "sender": how.sender, "weeks": report.weeks, "matters": len(rows)})
    matters = Matters(how, places, units, catalogue, working_calendar(), report.weeks, now, report, event.id)
    matters.add_all(rows)
    report.count("matters", len(rows))
    _appoint(dispatchers, places, units, matters, report, now=now)
    _note_times(rows, report)
    report.note_unknown()
    _tell(units, report, subject=subject, now=now)


def _note_times(rows: Sequence[reading.FileRow], report: IssuesReport) -> None:
    last = max(row.received for row in rows)
    moved = last + report.weeks * reading.A_WEEK
    report.notes.insert(0, say("所有时间前移了 %(weeks)s 周：文件的最后一天 %(last)s 成为 %(moved)s。",
                               weeks=report.weeks, last=last.date().isoformat(), moved=moved.date().isoformat()))


def _tell(units: Units, report: IssuesReport, *, subject: UUID, now: datetime) -> None:
    """One message a file to everybody who works a desk of the district."""
    readers = _readers(units.all_desks, now)
    outbox.tell(readers, "import.done", about=subject, kind=KIND, now=now, values={
        "count": str(report.counts.get("matters", 0)), "open": str(report.counts.get("open", 0))})
    if not readers:
        report.note(say("各调度台还没有人任职，没有人收到导入的消息。"))


def _readers(desks: Iterable[UUID], now: datetime) -> list[int]:
    return sorted({one for desk in desks for one in people.desk_accounts(desk, localdate(now))})


def _appoint(dispatchers: Sequence[Dispatcher], places: Places, units: Units, matters: Matters, report: IssuesReport, *,
             now: datetime) -> None:
    """Make accounts for the new district's desks; everybody else comes by `import people`."""
    wanted = []
    for one in dispatchers:
        desk = _desk_for(one, places, units, matters)
        wanted.append(NewPerson(one.login, desk.name[:40], (NewPost(Role.DISPATCHER, desk, localdate(now)),)))
    passwords = add_people(wanted, by=IMPORT, now=now)
    names = {one.username: one.name for one in wanted}
    report.passwords = [(login, names[login], password) for login, password in passwords.items()]


def _desk_for(one: Dispatcher, places: Places, units: Units, matters: Matters) -> Organisation:
    if one.street:
        street = places.streets.get(one.street)
        if street is None:
            raise BadInput(say("没有这个街道：%(name)s。", name=one.street))
        return units.desk(street.code)
    busiest = max(units.desks, key=lambda code: (matters.waiting[code], code), default="")
    if not busiest:
        raise BadInput(say("文件里没有街道，不能任命调度。"))
    return units.desks[busiest]
