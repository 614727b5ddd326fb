"""Named reads of the register: desks, owners, one body. Each is one query unless it says otherwise."""
from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from liandong.kernel.errors import NotFound
from liandong.kernel.levels import Level
from liandong.orgs.models import Organisation
from liandong.orgs.terms import DESKS, OrgKind
from liandong.places.models import Division
from liandong.places.terms import PlaceKind, lineage

DISTRICT_OWNERS = (OrgKind.COORDINATION, OrgKind.DEPARTMENT, OrgKind.ENTERPRISE)
STREET_OWNERS = (OrgKind.STREET_DESK, OrgKind.STREET_OFFICE)
_KIND_OF_DESK = {level: kind for kind, level in DESKS.items()}


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


def desks(level: Level) -> list[Organisation]:
    """All desks of a level, in the order of their places' codes."""
    kind = _KIND_OF_DESK[level]
    return list(Organisation.objects.select_related("serves").filter(kind=kind.value).order_by("serves__code"))


def owners(place_code: str, levels: Iterable[Level] = tuple(Level)) -> list[Organisation]:
    """Bodies that may own a matter at a place, from the district's rung downwards, on each rung by pinyin.

    District: coordination office, departments, enterprises, the branches that serve the street. Street: desk and
    offices. Community: its office. Compound: property company, owners' committee and Party group of the compound.
    What the catalogue says of an item is `duties.proposals.owners_for`. Two queries: the places, then their bodies.
    """
    places = {place.id: place for place in Division.objects.filter(code__in=lineage(place_code))}
    wanted = frozenset(levels)
    found = []
    for body in Organisation.objects.filter(serves__in=places):
        body.serves = places[body.serves_id]
        if _may_own(body, wanted):
            found.append(body)
    return sorted(found, key=lambda o: (Level(o.level).rank, o.pinyin, o.name))


def _may_own(body: Organisation, levels: frozenset[Level]) -> bool:
    """Whether a body stands on one of the rungs, at the place that is the rung's own."""
    place, kind = body.serves.place_kind, body.org_kind
    if body.rung not in levels:
        return False
    if body.rung is Level.DISTRICT:
        return kind is OrgKind.BRANCH or (kind in DISTRICT_OWNERS and place is PlaceKind.DISTRICT)
    if body.rung is Level.STREET:
        return kind in STREET_OWNERS and place is PlaceKind.STREET
    if body.rung is Level.COMMUNITY:
        return kind is OrgKind.COMMUNITY and place is PlaceKind.COMMUNITY
    return place is PlaceKind.COMPOUND  # a property company's own seat serves the whole district and owns nothing


def owners_at(level: Level, place_code: str) -> list[Organisation]:
    """Bodies that may own on one rung in the area of a place; see `owners`. Two queries."""
    return owners(place_code, (level,))


def of_kinds(*kinds: OrgKind) -> QuerySet[Organisation]:
    """All bodies of some kinds, by pinyin. Not evaluated."""
    return Organisation.objects.filter(kind__in=[k.value for k in kinds]).order_by("pinyin", "name")
