"""The directory: who can be called, by kind and pinyin."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from liandong.kernel.errors import NotFound
from liandong.kernel.pinyin import LONGEST
from liandong.orgs.models import Contact, Organisation, OrganisationArea, Premises
from liandong.orgs.terms import RESIDENT_UNITS, OrgKind
from liandong.places.terms import subtree
from liandong.screens.paging import Key, Page, ordering, page_of

ORDER = (Key("kind", str), Key("pinyin", str), Key("id", UUID))
"""Offices stand by pinyin within their kind, never ranked; so runs the index `organisation_directory`."""

BATCH = 500
"""Bodies that are held at once where all are read."""
GROUPS: dict[str, frozenset[OrgKind]] = {
    "department": frozenset({OrgKind.COORDINATION, OrgKind.SUPERVISION, OrgKind.DEPARTMENT}),
    "branch": frozenset({OrgKind.BRANCH}),
    "enterprise": frozenset({OrgKind.ENTERPRISE}),
    "street": frozenset({OrgKind.STREET_DESK, OrgKind.STREET_OFFICE}),
    "community": frozenset({OrgKind.COMMUNITY}),
    "party": frozenset({OrgKind.PARTY_COMMITTEE}),
    "compound": frozenset({OrgKind.PROPERTY_COMPANY, OrgKind.OWNERS_COMMITTEE}),
    "unit": RESIDENT_UNITS,
}
"""The views of the directory, each with its kinds."""


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for; empty fields ask for nothing. `area` is a place's code."""

    group: str = ""
    text: str = ""
    area: str = ""


def page(wanted: Wanted, cursor: str = "") -> Page[Organisation]:
    """One page of bodies with place and contacts. Two queries at any length (one if it is empty).

    Raises BadInput for a cursor that is not ours.
    """
    return page_of(_found(wanted), ORDER, cursor, read=lambda o: (o.kind, o.pinyin, o.id))


def every(wanted: Wanted) -> Iterator[Organisation]:
    """All bodies of a list in its order, with place and contacts; a query and one a batch for the contacts."""
    return _found(wanted).order_by(*ordering(ORDER)).iterator(chunk_size=BATCH)


def _found(wanted: Wanted) -> QuerySet[Organisation]:
    found = Organisation.objects.select_related("serves").prefetch_related(
        Prefetch("contacts", queryset=Contact.objects.order_by("position")))
    if kinds := GROUPS.get(wanted.group):
        found = found.filter(kind__in=sorted(k.value for k in kinds))
    if wanted.area:
        low, high = subtree(wanted.area)
        found = found.filter(serves__code__gte=low, serves__code__lt=high)
    if text := wanted.text.strip():
        by_sound = text.lower().replace(" ", "")[:LONGEST]
        named = Q(name__contains=text) | Q(short_name__contains=text)
        found = found.filter(named | Q(pinyin__startswith=by_sound) if by_sound.isascii() else named)
    return found


def entry(organisation_id: UUID) -> Organisation:
    """One body with place, superior, contacts, premises and areas. Four queries at most. Raises NotFound."""
    found = Organisation.objects.select_related("serves", "superior").prefetch_related(
        Prefetch("contacts", queryset=Contact.objects.order_by("position")),
        Prefetch("premises", queryset=Premises.objects.select_related("division").order_by("name")),
        Prefetch("areas", queryset=OrganisationArea.objects.select_related("division").order_by("division__code")),
    ).filter(id=organisation_id).first()
    if found is None:
        raise NotFound
    return found
