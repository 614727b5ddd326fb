"""What one can choose in the forms of a matter: places, catalogue items, offices, colleagues."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liandong.duties import proposals
from liandong.duties import queries as duties
from liandong.duties.models import Item
from liandong.kernel.levels import Level
from liandong.orgs.models import Organisation
from liandong.people.access import Actor
from liandong.people.terms import WORKING_ROLES
from liandong.places import queries as places
from liandong.places.models import Division
from liandong.places.terms import PREFIX_LENGTHS, PlaceKind

STREET, COMMUNITY = PREFIX_LENGTHS[PlaceKind.STREET], PREFIX_LENGTHS[PlaceKind.COMMUNITY]


@dataclass(frozen=True)
class Choice:
    """Something that is typed or picked by its words, and what it stands for."""

    words: str
    id: UUID


def place_choices(actor: Actor) -> list[Choice]:
    """The places at which somebody may register matters, in the order of the code; their words are unique. One query a
    working appointment. A grid worker may name any place of the community: the grid's border is not the matter's."""
    areas = {post.low[:COMMUNITY] for post in actor.posts if post.role in WORKING_ROLES}
    outer = [area for area in areas if not any(area != other and area.startswith(other) for other in areas)]
    rows = [row for area in sorted(outer) for row in places.within(area)]
    names = {row.code: row.name for row in rows}
    return [Choice(_words_of(row, names), row.id) for row in rows
            if row.place_kind not in {PlaceKind.DISTRICT, PlaceKind.GRID}]


def _words_of(place: Division, names: dict[str, str]) -> str:
    """A place with what it lies in: 锦绣里小区（府山社区）. Streets alone."""
    above = COMMUNITY if len(place.code) > COMMUNITY else STREET
    within = names.get(place.code[:above], "") if len(place.code) > above else ""
    return f"{place.name}（{within}）" if within else place.name


def item_choices(today: date) -> list[Choice]:
    """The items of the catalogue in force, by code and name. One query."""
    return [Choice(f"{code} {name}", item_id) for item_id, code, name in duties.names_in_force(today)]


def meant(typed: str, among: Sequence[Choice]) -> list[Choice]:
    """What may have been meant: one where it is clear, by the whole words, their first word, or a part of one alone."""
    wanted = typed.strip().casefold()
    if not wanted:
        return []
    exact = [one for one in among if wanted in {one.words.casefold(), one.words.split(" ")[0].casefold(),
                                                one.words.split("（")[0].casefold()}]
    return exact or [one for one in among if wanted in one.words.casefold()]


@dataclass(frozen=True)
class OwnerChoice:
    """An office that may own a matter by an item. `needs_lead`: its rung only cooperates, so the lead is attached."""

    office: Organisation
    level: Level
    needs_lead: bool
    is_proposed: bool


def owner_choices(item: Item, place: Division) -> list[OwnerChoice]:
    """The offices that may own a matter by an item at a place: the proposed one first, then who leads, then who helps.
    Two queries if the item came whole."""
    proposed = proposals.proposed_owner(item, place)
    found = [OwnerChoice(body, group.level, group.needs_lead, proposed is not None and body.id == proposed.id)
             for group in proposals.owners_for(item, place.code) for body in group.bodies]
    return sorted(found, key=lambda one: (not one.is_proposed, one.needs_lead))
