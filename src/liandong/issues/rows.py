"""A row of a list as plain values, read in one query."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liandong.issues.models import UNKNOWN
from liandong.issues.terms import Channel, ClockKind, End, State, Urgency
from liandong.kernel.calendar import Unit
from liandong.kernel.levels import Level
from liandong.places.terms import PlaceKind

COLUMNS = (
    "id", "number", "title", "state", "end", "channel", "urgency", "received_at", "closed_at", "owner_level",
    "owner__name", "owner__short_name", "owner_text", "holder__name", "desk__name", "desk__short_name",
    "next_clock", "next_due_at", "next_soon_at", "next_unit", "clock_stands", "met_at", "place__kind", "place__name",
    "place__parent__name", "place_text", "item__code", "item__parent__name", "class_path")
"""What a row reads, in the order of `row_of`."""
BELOW_COMMUNITY = {PlaceKind.COMPOUND, PlaceKind.GRID}


@dataclass(frozen=True)
class Row:
    """A matter in a list. `due_at` None on an open matter: its year is not known yet (待年历)."""

    id: UUID
    number: str
    title: str
    state: State
    end: End | None
    channel: Channel
    urgency: Urgency
    received_at: datetime
    closed_at: datetime | None
    owner_level: Level | None
    owner: str
    """Short name of the owning office, or the text that an import kept; empty where nobody owns it yet."""
    holder: str
    desk: str
    clock: ClockKind | None
    """The clock shown; None when the matter is over."""
    due_at: datetime | None
    soon_at: datetime | None
    unit: Unit
    stands: bool
    """The handling term stands (停表)."""
    met_at: datetime | None
    """Of a closed matter: when its last handling term was ended; against `due_at` it was in time or late."""
    place: str
    """The community where it is known, else the street."""
    item_code: str
    category: str
    """The class in the catalogue, or the path that an import kept; empty: 未分类."""


def row_of(values: tuple[Any, ...]) -> Row:
    """A row from the values of `COLUMNS`."""
    of: dict[str, Any] = dict(zip(COLUMNS, values, strict=True))
    due: datetime | None = of["next_due_at"]
    below = of["place__kind"] in BELOW_COMMUNITY
    return Row(
        id=of["id"], number=of["number"], title=of["title"], state=State(of["state"]),
        end=End(of["end"]) if of["end"] else None, channel=Channel(of["channel"]), urgency=Urgency(of["urgency"]),
        received_at=of["received_at"], closed_at=of["closed_at"],
        owner_level=Level(of["owner_level"]) if of["owner_level"] else None,
        owner=of["owner__short_name"] or of["owner__name"] or of["owner_text"], holder=of["holder__name"] or "",
        desk=of["desk__short_name"] or of["desk__name"],
        clock=ClockKind(of["next_clock"]) if of["next_clock"] else None,
        due_at=due if due is not None and due < UNKNOWN else None, soon_at=of["next_soon_at"],
        unit=Unit(of["next_unit"] or Unit.WORKING_DAYS), stands=of["clock_stands"], met_at=of["met_at"],
        place=of["place_text"] or (of["place__parent__name"] if below else of["place__name"]),
        item_code=of["item__code"] or "", category=of["item__parent__name"] or of["class_path"])
