"""Named reads of the register: desks, owners, one body. Each is one query unless it says otherwise."""
from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from liandong.kernel.errors import NotFound
from liandong.kernel.levels import Level
from liandong.orgs.models import Organisation
from liandong.orgs.terms import COMPOUND_KINDS, DESKS, OrgKind
from liandong.places.models import Division
from liandong.places.terms import PlaceKind, code_at, lineage

DISTRICT_OWNERS = (OrgKind.COORDINATION, OrgKind.DEPARTMENT, OrgKind.ENTERPRISE)
STREET_OWNERS = (OrgKind.STREET_DESK, OrgKind.STREET_OFFICE)
_DESK_OF_PLACE = {PlaceKind.DISTRICT: Level.DISTRICT, PlaceKind.STREET: Level.STREET}
_KIND_OF_DESK = {level: kind for kind, level in DESKS.items()}
_RUNG_PLACE = {Level.DISTRICT: PlaceKind.DISTRICT, Level.STREET: PlaceKind.STREET, Level.COMMUNITY: PlaceKind.COMMUNITY}


def organisation(organisation_id: UUID) -> Organisation:
    """A body with the place it serves and its superior. Raises NotFound."""
    found = Organisation.objects.select_related("serves", "superior").filter(id=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def by_key(key: str) -> Organisation:
    """The body with this lasting key. Raises NotFound."""
    found = Organisation.objects.select_related("serves").filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def by_ids(ids: Iterable[UUID]) -> dict[UUID, Organisation]:
    """Bodies by id, with their places; what is unknown is left out."""
    return {o.id: o for o in Organisation.objects.select_related("serves").filter(id__in=list(ids))}


def desk_at(level: Level, code: str) -> Organisation | None:
    """The desk of a level for the area in which a place lies; None above the place, and on the compound's rung."""
    kind = _KIND_OF_DESK.get(level)
    if kind is None or not (area := code_at(_RUNG_PLACE[level], code)):
        return None
    return Organisation.objects.select_related("serves").filter(kind=kind.value, serves__code=area).first()


def desk_for(place: Division) -> Organisation:
    """The desk to which a matter at a place comes: the community's, for a street's or the district's place theirs.

    Raises NotFound where the register has none.
    """
    found = desk_at(_DESK_OF_PLACE.get(place.place_kind, Level.COMMUNITY), place.code)
    if found is None:
        raise NotFound("“%(place)s”还没有接收事项的单位。", place=place.name)
    return found


def desk_above(body: Organisation) -> Organisation | None:
    """The desk of the next level up in the body's area; None for the district's own. `body.serves` must be loaded.

    A department, a branch and an enterprise have the district's coordination office above them; an office of a street
    has the street's desk, of which it is a part; a resident unit the community's.
    """
    kind, code = body.org_kind, body.serves.code
    if kind is OrgKind.COORDINATION:
        return None
    if body.rung is Level.DISTRICT or kind is OrgKind.STREET_DESK:
        return desk_at(Level.DISTRICT, code)
    if body.rung in {Level.STREET, Level.COMMUNITY}:
        return desk_at(Level.STREET, code)
    return desk_at(Level.COMMUNITY, code) or desk_at(Level.STREET, code) or desk_at(Level.DISTRICT, code)


def desks(level: Level) -> list[Organisation]:
    """All desks of a level, in the order of their places' codes."""
    kind = _KIND_OF_DESK[level]
    return list(Organisation.objects.select_related("serves").filter(kind=kind.value).order_by("serves__code"))


def owners(place_code: str, levels: Iterable[Level] = tuple(Level)) -> list[Organisation]:
    """Bodies that may own a matter at a place, from the district's rung downwards, on each rung by pinyin.

    District: coordination office, departments, enterprises, the branches that serve the street. Street: desk and
    offices. Community: its office. Compound: property company, owners' committee and Party group of the compound.
    What the catalogue says of an item is `duties.queries.owners_for`.
    """
    condition = Q()
    for level in levels:
        condition |= _owning(level, place_code)
    found = Organisation.objects.select_related("serves").filter(condition) if condition else ()
    return sorted(found, key=lambda o: (Level(o.level).rank, o.pinyin, o.name))


def owners_at(level: Level, place_code: str) -> list[Organisation]:
    """Bodies that may own on one rung in the area of a place; see `owners`."""
    return owners(place_code, (level,))


def _owning(level: Level, place_code: str) -> Q:
    district, street = code_at(PlaceKind.DISTRICT, place_code), code_at(PlaceKind.STREET, place_code)
    community = code_at(PlaceKind.COMMUNITY, place_code)
    if level is Level.DISTRICT:
        bodies = Q(kind__in=[k.value for k in DISTRICT_OWNERS], serves__code=district)
        return bodies | Q(kind=OrgKind.BRANCH.value, serves__code__in=[district, street, community])
    if level is Level.STREET:
        return Q(kind__in=[k.value for k in STREET_OWNERS], serves__code=street)
    if level is Level.COMMUNITY:
        return Q(kind=OrgKind.COMMUNITY.value, serves__code=community)
    own = [code for code in lineage(place_code) if len(code) > len(community) > 0]
    return (Q(kind__in=[k.value for k in COMPOUND_KINDS]) |
            Q(kind=OrgKind.PARTY_COMMITTEE.value, level=Level.COMPOUND.value)) & Q(serves__code__in=own)


def of_kinds(*kinds: OrgKind) -> QuerySet[Organisation]:
    """All bodies of some kinds, by pinyin. Not evaluated."""
    return Organisation.objects.filter(kind__in=[k.value for k in kinds]).order_by("pinyin", "name")
