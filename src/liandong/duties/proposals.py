"""Who may own a matter at a place, and who is proposed. The catalogue proposes; a person decides."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liandong.duties.models import Item, ItemBody
from liandong.duties.naming import Register, aside, bare
from liandong.duties.queries import marks_of
from liandong.duties.rules import lead_level, may_own
from liandong.duties.terms import Mark
from liandong.kernel.levels import Level
from liandong.kernel.words import Sentence
from liandong.orgs import queries as orgs
from liandong.orgs.models import Organisation
from liandong.orgs.terms import OrgKind
from liandong.places.models import Division

_OF_COMPOUND = (("业主委员会", OrgKind.OWNERS_COMMITTEE), ("业委会", OrgKind.OWNERS_COMMITTEE),
                ("党支部", OrgKind.PARTY_COMMITTEE), ("党组织", OrgKind.PARTY_COMMITTEE),
                ("物业", OrgKind.PROPERTY_COMPANY))
_DEFAULT_OF = {Level.STREET: OrgKind.STREET_DESK, Level.COMMUNITY: OrgKind.COMMUNITY}
"""Who answers on a rung where the register knows no office of the name."""


@dataclass(frozen=True)
class OwnerGroup:
    """One rung with the bodies that may own there, by pinyin.

    `needs_lead`: the rung only cooperates, so the leading body must be attached. `refusal`: why nobody of the rung may
    own; then `bodies` is empty.
    """

    level: Level
    mark: Mark
    bodies: tuple[Organisation, ...] = ()
    needs_lead: bool = False
    refusal: Sentence | None = None


def proposed_owner(item: Item, place: Division) -> Organisation | None:
    """The body that leads by the catalogue, at a place; None where it is a district's body that the register does not
    know, or the compound has none: then the matter goes up to be ruled. Two queries if the item came whole."""
    level = lead_level(marks_of(item))
    return _proposed(item, level, orgs.owners_at(level, place.code)) if level else None


def _proposed(item: Item, level: Level, there: Sequence[Organisation]) -> Organisation | None:
    """Of several leads the first named leads; on the district's rung the next is proposed where the register does not
    know it, on the others the rung's desk."""
    leads = [body for body in item.bodies.all() if body.leads]
    for body in leads if level is Level.DISTRICT else leads[:1]:
        if found := _on_rung(body, level, there):
            return found
    return _default(level, there)


def owners_for(item: Item, place_code: str) -> list[OwnerGroup]:
    """All four rungs with who may own there by the item's marks, from the district down. Two queries if the item
    came whole."""
    marks = marks_of(item)
    there = orgs.owners(place_code)
    return [_group(level, marks.get(level, Mark.NONE), there) for level in Level]


def _group(level: Level, mark: Mark, there: Sequence[Organisation]) -> OwnerGroup:
    refusal = may_own(mark, lead_attached=True, ruling=False)
    if refusal is not None:
        return OwnerGroup(level, mark, refusal=refusal)
    needs_lead = may_own(mark, lead_attached=False, ruling=False) is not None
    return OwnerGroup(level, mark, tuple(o for o in there if o.rung is level), needs_lead)


def helpers(item: Item, place_code: str) -> list[Organisation]:
    """The bodies that the catalogue names as helping, at a place, as far as the register knows them, each once. Two
    queries if the item came whole. Of several leads all but the one proposed count as helping."""
    there = orgs.owners(place_code)
    level = lead_level(marks_of(item))
    owner = _proposed(item, level, [o for o in there if o.rung is level]) if level else None
    found: dict[object, Organisation] = {}
    for body in sorted(item.bodies.all(), key=lambda body: not body.leads):
        if body.level and (one := _resolve(body, Level(body.level), there)):
            found.setdefault(one.id, one)
    return [one for one in found.values() if owner is None or one.id != owner.id]


def _resolve(body: ItemBody, level: Level, there: Sequence[Organisation]) -> Organisation | None:
    on_level = [o for o in there if o.rung is level]
    return _on_rung(body, level, on_level) or _default(level, on_level)


def _on_rung(body: ItemBody, level: Level, there: Sequence[Organisation]) -> Organisation | None:
    """The body of the register that a line of the catalogue means, among those of a rung at a place."""
    mine = [o for o in there if o.rung is level]
    if body.organisation_id:
        return next((o for o in mine if o.id == body.organisation_id), None)
    if level is Level.COMPOUND:
        kind = next((kind for word, kind in _OF_COMPOUND if word in bare(body.name)), None)
        return next((o for o in mine if o.org_kind is kind), None)
    if level is Level.COMMUNITY:
        return _default(level, mine)
    register = Register(mine)
    return register.office(body.name) if level is Level.STREET and aside(body.name) else register.find(body.name)


def _default(level: Level, there: Sequence[Organisation]) -> Organisation | None:
    kind = _DEFAULT_OF.get(level)
    return next((o for o in there if o.org_kind is kind), None)
