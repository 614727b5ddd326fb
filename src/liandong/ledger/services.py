"""Recording an act, in the transaction that does it."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Literal
from uuid import UUID

from liandong.districts.scope import the_district
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


def record_many(events: list[Event]) -> None:
    """Append events made by `draft` in one statement (imports)."""
    Event.objects.bulk_create(events, batch_size=2000)


def draft(act: str, *, kind: str, on: UUID, by: int | None, happened_at: datetime, role: str = "", note: str = "",
          detail: Mapping[str, object] | None = None) -> Event:
    """An event that is not yet written: for who writes it together with other rows, and for `record_many`."""
    return Event(act=act, kind=kind, subject=on, district_id=the_district(), actor_id=by, role=role, note=note,
                 detail=dict(detail or {}), happened_at=happened_at, loaded=_loaded.get())
