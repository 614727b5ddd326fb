"""Recording an act, in the transaction that does it."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Literal
from urllib.parse import unquote_plus
from uuid import UUID

from liandong.districts.scope import the_district
from liandong.kernel.ids import uuid7
from liandong.kernel.masking import mask_text
from liandong.ledger.models import Event

_loaded: ContextVar[str] = ContextVar("loaded", default="")


@contextmanager
def loading(source: Literal["import", "demo"]) -> Iterator[None]:
    """What is recorded inside was loaded: its time of happening may lie before its time of recording, and says so."""
    token = _loaded.set(source)
    try:
        yield
    finally:
        _loaded.reset(token)


def record(act: str, *, kind: str, on: UUID, by: int | None, happened_at: datetime, role: str = "", note: str = "",
           detail: Mapping[str, object] | None = None) -> Event:
    """Append one event to the district's ledger.

    `note` and `detail` hold no personal data in the clear: the ledger is never erased. Source: trust.md 4 and 11.
    """
    event = draft(act, kind=kind, on=on, by=by, happened_at=happened_at, role=role, note=note, detail=detail)
    event.save(force_insert=True)
    return event


def exported(what: str, *, by: int | None, role: str, now: datetime, rows: int, asked: str = "") -> Event:
    """Append who took away a spreadsheet of what: `what`.exported, with the filter of the list and the number of rows.

    `asked` is the filter as an address has it; what was searched for may be a telephone, so it is masked.
    """
    return record(f"{what}.exported", kind="export", on=uuid7(), by=by, role=role, happened_at=now,
                  detail={"rows": rows, "asked": mask_text(unquote_plus(asked))})


def record_many(events: list[Event]) -> None:
    """Append events made by `draft` in one statement (imports)."""
    Event.objects.bulk_create(events, batch_size=2000)


def draft(act: str, *, kind: str, on: UUID, by: int | None, happened_at: datetime, role: str = "", note: str = "",
          detail: Mapping[str, object] | None = None) -> Event:
    """An event that is not yet written: for who writes it together with other rows, and for `record_many`."""
    return Event(act=act, kind=kind, subject=on, district_id=the_district(), actor_id=by, role=role, note=note,
                 detail=dict(detail or {}), happened_at=happened_at, loaded=_loaded.get())
