"""A row of a list as plain values, read in one query."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from liandong.districts.reference import Reference
from liandong.duties.models import Item
from liandong.issues.models import UNKNOWN
from liandong.issues.terms import Channel, ClockKind, End, State, Urgency
from liandong.kernel.calendar import Unit
from liandong.kernel.levels import Level
from liandong.orgs.models import Organisation
from liandong.places.models import Division
from liandong.places.terms import PlaceKind

COLUMNS = (
    "id", "number", "title", "state", "end", "is_restricted", "channel", "urgency", "received_at", "closed_at",
    "owner_level",
    "owner_id", "owner_text", "holder__name", "desk_id", "next_clock", "next_due_at", "next_soon_at", "next_unit",
    "clock_stands", "met_at", "place_id", "place_text", "item_id", "class_path", "parent_id", "open_ask",
    "twins")
"""What a row reads; the names of bodies, places and items come from the reference data."""
_T = TypeVar("_T")
Names = Mapping[UUID | None, _T]
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
    is_child: bool = False
    """Split from another matter."""
    twins: int = 0
    """How many matters were merged into it."""
    has_open_ask: bool = False
    """Something waits for another person's yes (待审批)."""
    is_restricted: bool = False


def rows_of(found: Sequence[tuple[Any, ...]], known: Reference) -> list[Row]:
    """Rows from the values of `COLUMNS`; no query while places, bodies and items stay as they are."""
    values = [dict(zip(COLUMNS, one, strict=True)) for one in found]
    offices = known.rows(Organisation, [one[name] for one in values for name in ("owner_id", "desk_id")])
    places = known.rows(Division, [one["place_id"] for one in values])
    above = known.rows(Division, [place.parent_id for place in places.values()])
    items = known.rows(Item, [one["item_id"] for one in values])
    classes = known.rows(Item, [item.parent_id for item in items.values()])
    return [_row_of(of, offices, {**above, **places}, {**classes, **items}) for of in values]


def _row_of(of: Mapping[str, Any], offices: Names[Organisation], places: Names[Division], items: Names[Item]) -> Row:
    due: datetime | None = of["next_due_at"]
    place, item, owner = places[of["place_id"]], items.get(of["item_id"]), offices.get(of["owner_id"])
    desk, kind = offices[of["desk_id"]], items.get(item.parent_id) if item else None
    community = places[place.parent_id] if place.kind in BELOW_COMMUNITY else place
    return Row(
        id=of["id"], number=of["number"], title=of["title"], state=State(of["state"]),
        end=End(of["end"]) if of["end"] else None, channel=Channel(of["channel"]), urgency=Urgency(of["urgency"]),
        received_at=of["received_at"], closed_at=of["closed_at"],
        owner_level=Level(of["owner_level"]) if of["owner_level"] else None,
        owner=owner.short_name or owner.name if owner else of["owner_text"], holder=of["holder__name"] or "",
        desk=desk.short_name or desk.name, clock=ClockKind(of["next_clock"]) if of["next_clock"] else None,
        due_at=due if due is not None and due < UNKNOWN else None, soon_at=of["next_soon_at"],
        unit=Unit(of["next_unit"] or Unit.WORKING_DAYS), stands=of["clock_stands"], met_at=of["met_at"],
        place=of["place_text"] or community.name, item_code=item.code if item else "",
        category=kind.name if kind else of["class_path"], is_child=of["parent_id"] is not None, twins=of["twins"],
        has_open_ask=bool(of["open_ask"]), is_restricted=of["is_restricted"])
