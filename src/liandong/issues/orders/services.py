"""The use cases of a file of orders: upload, say what its columns mean, bring it in, throw it away, decide."""
from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.utils.timezone import localdate

from liandong.districts.scope import in_scope, the_district
from liandong.issues.orders import columns as words
from liandong.issues.orders import queue
from liandong.issues.orders.bringing import Bringing, Told, told_nobody
from liandong.issues.orders.columns import NEEDED, Meaning
from liandong.issues.orders.models import OrderFile, SenderColumns
from liandong.issues.orders.plans import Plan, plan, post_for
from liandong.issues.orders.terms import FileState
from liandong.issues.services.texts import tidy
from liandong.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken
from liandong.kernel.words import say
from liandong.ledger import services as ledger
from liandong.outbox import services as outbox
from liandong.people import queries as people
from liandong.people.access import Actor, Post, Right, may, role_of
from liandong.tables import read_upload

MOST = 2000
"""Rows of one file: a day of a whole city's hotline."""
KEPT = timedelta(days=1)
"""How long the rows of a file wait to be confirmed."""
AT_ONCE = 200
"""Orders that are written while the page waits; more are a job's."""
LONGEST = timedelta(minutes=30)
"""A job of so many rows takes seconds; after this its worker is dead for good."""
KIND, ACT = "import", "orders.imported"


@dataclass(frozen=True)
class Uploaded:
    """A file that has come in; `again` is the one that brought the same bytes in before."""

    file: OrderFile
    again: bool = False


@in_scope
def upload(given: UploadedFile, sender: str, *, by: Actor, now: datetime) -> Uploaded:
    """Keep the rows of a file until somebody confirms them. The same bytes of a sender are done once.

    Raises NotAllowed, and BadInput for what is no such table (`tables.read_upload`) or a sender without a name.
    """
    post = _post(by)
    sender = tidy(sender, "sender", 40, needed=True)
    digest = hashlib.sha256()
    for block in given.chunks():
        digest.update(block)
    forget_drafts(now)
    mine = OrderFile.objects.filter(sender=sender, digest=digest.hexdigest(), organisation=post.organisation_id)
    before = mine.exclude(state=FileState.DROPPED.value).order_by("-brought_at").first()
    if before is not None:
        return Uploaded(before, before.state == FileState.DONE.value)
    table = read_upload(given, max_rows=MOST)
    known = words.known(versions(sender), table.headers, localdate(now))
    file = OrderFile.objects.create(
        sender=sender, name=tidy((given.name or "")[-120:], "name", 120), digest=digest.hexdigest(),
        organisation_id=post.organisation_id, by_id=by.account_id or 0, brought_at=now, headers=list(table.headers),
        rows=[[line, cells] for line, cells in zip(table.numbers, table.rows, strict=True)],
        columns=_stored(known) if known else None)
    return Uploaded(file)


def _post(by: Actor, organisation_id: UUID | None = None) -> Post:
    post = post_for(by, organisation_id)
    if post is None or not may(by, Right.BRING_IN):
        raise NotAllowed(say("您的任职不能导入来文。"))
    return post


def _stored(columns: words.Columns) -> dict[str, str]:
    return {meaning.value: header for meaning, header in columns.items()}


def versions(sender: str) -> list[tuple[date, dict[Meaning, str]]]:
    """How a sender called its columns, with the day from which on; one query."""
    return [(since, words.from_words(stored)) for since, stored in
            SenderColumns.objects.filter(sender=sender).order_by("-since").values_list("since", "columns")]


def file_of(file_id: UUID, by: Actor, *, lock: bool = False) -> OrderFile:
    """A file of one's own office. Raises NotFound for any other."""
    files = OrderFile.objects.select_for_update(of=("self",)) if lock else OrderFile.objects.select_related("by")
    mine = [post.organisation_id for post in by.posts if post_for(by, post.organisation_id)]
    found = files.filter(id=file_id, organisation__in=mine).exclude(state=FileState.DROPPED.value).first()
    if found is None:
        raise NotFound
    return found


@in_scope
def choose(file_id: UUID, chosen: Mapping[Meaning, str], since: date, *, by: Actor, now: datetime) -> OrderFile:
    """Say what the columns of a file mean, and remember it for its sender from a day on.

    Raises BadInput by the meaning at fault, RuleBroken for a file that is done.
    """
    file = _draft(file_id, by)
    wrong = {meaning.value: say("请选一列。") for meaning in NEEDED if not chosen.get(meaning)}
    taken: dict[str, Meaning] = {}
    for meaning, header in chosen.items():
        if header and header not in file.headers:
            wrong[meaning.value] = say("文件里没有这一列。")
        elif header and (other := taken.setdefault(header, meaning)) is not meaning:
            wrong[meaning.value] = say("这一列已经选作“%(other)s”。", other=say(other.label))
    if wrong:
        raise BadInput(fields=wrong)
    file.columns = {meaning.value: header for meaning, header in chosen.items() if header}
    file.save(update_fields=["columns"])
    SenderColumns.objects.update_or_create(sender=file.sender, since=since, defaults={
        "columns": file.columns, "said_by_id": by.account_id or 0})
    return file


def _draft(file_id: UUID, by: Actor) -> OrderFile:
    _post(by)
    file = file_of(file_id, by, lock=True)
    _refuse_writing(file)
    if file.state != FileState.DRAFT.value:
        raise RuleBroken(say("这个文件已经导入，不能再改。"))
    return file


def _refuse_writing(file: OrderFile) -> None:
    if file.state == FileState.WRITING.value:
        raise RuleBroken(say("这个文件正在导入，请等一下。"))


def plan_of(file: OrderFile, *, by: Actor, now: datetime) -> Plan:
    """What a draft would do now; its columns must be known."""
    post = _post(by, file.organisation_id)
    records = [(line, cells) for line, cells in file.rows or []]
    return plan(records, file.headers, words.from_words(file.columns or {}), file.sender, by=by, post=post, now=now)


@in_scope
def confirm(file_id: UUID, *, by: Actor, now: datetime) -> Plan | None:
    """Write a draft, all or nothing: at once if it is short, else by a job of the queue, and the file is then WRITING.

    Gives the plan, with its problems if it has any (then nothing happens); None: it was done or begun before. Two who
    press at once: the second finds it so. Raises RuleBroken for a file whose columns nobody has named.
    """
    _post(by)
    file = file_of(file_id, by, lock=True)
    if file.state != FileState.DRAFT.value:
        return None
    if not file.columns:
        raise RuleBroken(say("先对好列名，再导入。"))
    made = plan_of(file, by=by, now=now)
    if not made.report.is_clean:
        return made
    if made.work <= AT_ONCE:
        _write(file, made, by, now)
        return made
    file.state, file.counts, file.brought_at = FileState.WRITING.value, {**made.counts, "work": made.work}, now
    file.save(update_fields=["state", "counts", "brought_at"])
    queue.enqueue(the_district(), file.id, by.account_id or 0)
    return made


@in_scope
def bring_in(file_id: UUID, *, by: Actor, now: datetime, progress: Told = told_nobody) -> bool:
    """Write a file that is WRITING; whether it was written. One that is no longer clean is a draft again.

    The row stays unlocked until the end, so that `progress` can be seen: the job's own lock lets one in at a time.
    """
    file = file_of(file_id, by)
    if file.state != FileState.WRITING.value:
        return False
    made = plan_of(file, by=by, now=now)
    if made.report.is_clean:
        _write(file, made, by, now, progress=progress, waits=True)
    else:
        OrderFile.objects.filter(id=file.id).update(state=FileState.DRAFT.value, progress=0)
    return made.report.is_clean


def give_back(now: datetime) -> int:
    """Files that have been WRITING for too long are drafts again (a worker that died for good); how many that were."""
    return OrderFile.objects.filter(state=FileState.WRITING.value, brought_at__lt=now - LONGEST).update(
        state=FileState.DRAFT.value, progress=0)


def _write(file: OrderFile, made: Plan, by: Actor, now: datetime, *, waits: bool = False,
           progress: Told = told_nobody) -> None:
    try:
        _written(file, made, by, now, waits, progress)
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) not in {
                "issue_sender_number", "order_file_done_once"}:
            raise
        raise RuleBroken(say("同一批来文刚刚由别人导入，这一次没有写入。请再看一遍。")) from error


def _written(file: OrderFile, made: Plan, by: Actor, now: datetime, waits: bool,
             progress: Told) -> None:
    counts = made.counts
    event = ledger.record(ACT, kind=KIND, on=file.id, by=by.account_id, role=role_of(by), happened_at=now, detail={
        "sha256": file.digest, "sender": file.sender, **counts})
    writing = Bringing(file, made, by, now, event.id, progress)
    writing.write()
    file.state, file.rows, file.done_at, file.event = FileState.DONE.value, None, now, event.id
    file.counts = {**counts, "updated": writing.updated}
    file.notes = [[note.text, dict(note.values)] for note in made.report.notes]
    file.save(update_fields=["state", "rows", "done_at", "event", "counts", "notes"])
    if made.work:
        _tell(file, counts, writing.desks, None if waits else by.account_id, now)


def _tell(file: OrderFile, counts: Mapping[str, int], desks: set[UUID], but: int | None, now: datetime) -> None:
    """One message a file to who works the desks that it reached; whoever waited for a job is told too."""
    readers = {one for desk in sorted(desks) for one in people.desk_accounts(desk, localdate(now))}
    outbox.tell(sorted(readers - {but}), "orders.done", about=file.id, kind=KIND, now=now,
                at_once=counts["urgent"] > 0, values={
                    "sender": file.sender, "new": str(counts["new"]), "urgent": str(counts["urgent"]),
                    "update": str(counts["update"]), "conflict": str(counts["conflict"])})


@in_scope
def drop(file_id: UUID, *, by: Actor) -> None:
    """Throw a draft away, with its rows."""
    file = _draft(file_id, by)
    file.state, file.rows = FileState.DROPPED.value, None
    file.save(update_fields=["state", "rows"])


def forget_drafts(now: datetime) -> int:
    """Drafts that nobody confirmed within a day lose their rows; how many that were. Two statements."""
    give_back(now)
    return OrderFile.objects.filter(state=FileState.DRAFT.value, brought_at__lt=now - KEPT).update(
        state=FileState.DROPPED.value, rows=None)
