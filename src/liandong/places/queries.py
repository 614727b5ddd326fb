"""Named reads of places. Each is one query unless it says otherwise."""
from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from liandong.districts.reference import Reference
from liandong.districts.scope import the_district
from liandong.kernel.errors import BadInput, NotFound
from liandong.kernel.pinyin import LONGEST
from liandong.places.models import Division
from liandong.places.terms import PlaceKind, lineage
from liandong.places.terms import subtree as range_of

LAST = "\U0010ffff"
"""Sorts behind every character in the "C" order of the text columns."""
FEW = 12
OPTION_LIMIT = 2000


def root() -> Division:
    """The district's own place. Raises BadInput while no divisions are loaded."""
    place = Division.objects.filter(kind=PlaceKind.DISTRICT.value).first()
    if place is None:
        raise BadInput("第 %(n)s 号区还没有导入区划。", n=the_district())
    return place


def by_id(place_id: UUID) -> Division:
    """The place with this id. Raises NotFound."""
    place = Division.objects.filter(id=place_id).first()
    if place is None:
        raise NotFound
    return place


def by_codes(codes: Iterable[str]) -> dict[str, Division]:
    """Places by code; codes that are unknown are left out."""
    return {place.code: place for place in Division.objects.filter(code__in=list(codes))}


def within(code: str) -> QuerySet[Division]:
    """A place and all below it, in the order of the code: a range of the index. Not evaluated."""
    low, high = range_of(code)
    return Division.objects.filter(code__gte=low, code__lt=high).order_by("code")


def subtree(code: str) -> list[Division]:
    """A place and all below it, in the order of the code."""
    return list(within(code))


def path(place: Division) -> list[Division]:
    """District › street › community › compound, the place itself last."""
    return path_of(place.code)


def path_of(code: str) -> list[Division]:
    """The places from the district down to this code."""
    return list(Division.objects.filter(code__in=lineage(code)).order_by("code"))


def path_known(code: str, known: Reference) -> list[Division]:
    """`path_of` from the reference data: no query while places stay as they are."""
    return known.get("path of places", code, build=lambda: path_of(code))


def options(kind: PlaceKind, under: str | tuple[str, str] = "") -> list[Division]:
    """The places of one kind below a code, or inside a half-open range of codes, for a picker; at most 2000."""
    low, high = range_of(under) if isinstance(under, str) else under
    found = Division.objects.filter(kind=kind.value, code__gte=low, code__lt=high)
    return list(found.order_by("code")[:OPTION_LIMIT])


def streets(within_range: tuple[str, str] = ("", "~")) -> list[Division]:
    """Streets and towns whose code lies in a range, in the order of the code."""
    return options(PlaceKind.STREET, within_range)


def communities(street_code: str) -> list[Division]:
    """Communities and villages of a street, in the order of the code."""
    return options(PlaceKind.COMMUNITY, street_code)


def compounds(community_code: str) -> list[Division]:
    """Compounds of a community, in the order of the code."""
    return options(PlaceKind.COMPOUND, community_code)


def grids(community_code: str) -> list[Division]:
    """Grids of a community, in the order of the code."""
    return options(PlaceKind.GRID, community_code)


def search(text: str, within_range: tuple[str, str] = ("", "~"), *, limit: int = FEW) -> list[Division]:
    """Places whose name, pinyin or initials begin so, within a range of codes, in the order of the code.

    The beginnings are ranges of indexed text. Where they find nothing, names that hold the text: a second query.
    """
    text = text.strip()[:40]
    if not text or "\x00" in text:
        return []
    sound = text.lower().replace(" ", "")[:LONGEST]
    begins = _begins("name", text)
    if sound.isascii():
        begins |= _begins("pinyin", sound) | _begins("initials", sound)
    there = Division.objects.filter(code__gte=within_range[0], code__lt=within_range[1]).order_by("code")
    return list(there.filter(begins)[:limit]) or list(there.filter(name__contains=text)[:limit])


def _begins(column: str, text: str) -> Q:
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + LAST})
