"""Keeping, giving out and erasing attachments. Who may do so is decided by the capability whose matter it is."""
from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from liandong.districts.scope import in_scope, the_district
from liandong.files import queries, rules, storing
from liandong.files.checking import Checked
from liandong.files.models import File
from liandong.kernel.errors import NotFound
from liandong.kernel.words import say
from liandong.ledger import services as ledger

UNFINISHED_AFTER = timedelta(days=1)
"""Bytes without a row may be of an act under way; after a day they are not."""
AT_NIGHT = (3, 17)


@in_scope
def keep(files: Sequence[Checked], *, kind: str, subject: UUID, step: int, public: bool, by: int | None, role: str,
         now: datetime) -> list[File]:
    """Store what was checked: bytes, rows, and an event each. The last thing that an act does.

    Whoever calls holds the lock on the matter. Raises BadInput where the matter has too many; then, as when anything
    else fails here, no byte stays.
    """
    if not files:
        return []
    number, size = queries.room_of(subject)
    rules.check_room(number + len(files), size + sum(len(one.data) for one in files))
    written: list[Path] = []
    try:
        rows = [_row(one, kind=kind, subject=subject, step=step, public=public, by=by, now=now) for one in files]
        for row, one in zip(rows, files, strict=True):
            written.append(_place(row))
            storing.put(written[-1], one.data)
        File.objects.bulk_create(rows)
        ledger.record_many([ledger.draft(
            "file.kept", kind=kind, on=subject, by=by, role=role, happened_at=now,
            detail={"file": str(row.id), "step": step, "kind": row.kind, "size": row.size, "digest": row.digest,
                    "public": public}) for row in rows])
    except BaseException:
        storing.drop(*written)
        raise
    return rows


def _row(one: Checked, *, kind: str, subject: UUID, step: int, public: bool, by: int | None, now: datetime) -> File:
    return File(subject_kind=kind, subject=subject, step=step, name=one.name, kind=one.kind.value, suffix=one.suffix,
                size=len(one.data), digest=hashlib.sha256(one.data).hexdigest(), is_public=public, by_id=by, at=now)


def _place(row: File) -> Path:
    return storing.place(row.district_id or the_district(), row.digest, row.id)


@dataclass(frozen=True)
class Opened:
    """A file to be given out."""

    file: File
    bytes: BinaryIO


@in_scope
def open_internal(subject: UUID, id: UUID, *, by: int, role: str, now: datetime) -> Opened:
    """A file for an official, who may see the matter (the caller has asked). The reading of an internal file is
    recorded. Raises NotFound."""
    opened = _open(queries.file_of(subject, id))
    if not opened.file.is_public:
        ledger.record("file.read", kind=opened.file.subject_kind, on=subject, by=by, role=role, happened_at=now,
                      detail={"file": str(id)})
    return opened


@in_scope
def open_public(subject: UUID, id: UUID) -> Opened:
    """A file for whoever holds the matter's link. Raises NotFound for an internal one, as for one that never was."""
    found = queries.file_of(subject, id)
    return _open(found if found is not None and found.is_public else None)


def _open(file: File | None) -> Opened:
    if file is None:
        raise NotFound
    try:
        return Opened(file, storing.take(_place(file)))
    except FileNotFoundError:
        raise NotFound(say("这个文件不在了，请告诉管理员。")) from None


@in_scope
def erase(subject: UUID) -> int:
    """Delete all files of a matter: rows now, bytes when that is committed. Returns how many there were.

    A crash in between leaves bytes without a row: `sweep` takes them. No event of its own: who erases records why.
    """
    rows = list(File.objects.filter(subject=subject))
    File.objects.filter(subject=subject).delete()
    paths = [_place(row) for row in rows]
    transaction.on_commit(lambda: storing.drop(*paths))
    return len(rows)


def sweep(now: datetime) -> int:
    """Remove the district's bytes without a row that are older than a day. Returns how many."""
    found = leftovers(now)
    storing.drop(*found)
    return len(found)


def leftovers(now: datetime) -> list[Path]:
    """The district's bytes that no row knows, and that are no act's under way."""
    known = {_place(row) for row in File.objects.only("district", "digest")}
    before = (now - UNFINISHED_AFTER).timestamp()
    return [path for path in storing.of_district(the_district())
            if path not in known and path.stat().st_mtime < before]


def missing() -> list[File]:
    """The district's files whose bytes are gone, or not as many as there were."""
    return [row for row in File.objects.only("district", "digest", "size") if not _is_there(row)]


def _is_there(row: File) -> bool:
    path = _place(row)
    return path.is_file() and path.stat().st_size == row.size


def sweep_at_night(now: datetime) -> int:
    """The sweep, in one minute of the night; a night that is missed does no harm."""
    at = localtime(now)
    return sweep(now) if (at.hour, at.minute) == AT_NIGHT else 0
