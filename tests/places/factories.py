"""A small district of places: one district, two streets, three communities, one compound, one grid."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from liandong.places import queries, services
from liandong.places.models import Division
from liandong.places.rows import DivisionRow
from liandong.places.terms import PlaceKind

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""Tuesday 09:00 in Shanghai."""

ROWS = [
    DivisionRow("330602", "越城区", PlaceKind.DISTRICT),
    DivisionRow("330602002", "府山街道", PlaceKind.STREET),
    DivisionRow("330602001", "塔山街道", PlaceKind.STREET),
    DivisionRow("330602002045", "书圣故里社区", PlaceKind.COMMUNITY),
    DivisionRow("330602002046", "白马社区", PlaceKind.COMMUNITY),
    DivisionRow("330602001004", "花园社区", PlaceKind.COMMUNITY),
    DivisionRow("330602002045X01", "蕺山里小区", PlaceKind.COMPOUND, is_invented=True),
    DivisionRow("330602002045G01", "书圣故里第 1 网格", PlaceKind.GRID, is_invented=True),
]


@dataclass(frozen=True)
class Places:
    """The places by what they are; `other_street` and `other_community` lie beside."""

    district: Division
    street: Division
    other_street: Division
    community: Division
    next_community: Division
    other_community: Division
    compound: Division
    grid: Division


def small_district() -> Places:
    """Writes the places into the district in scope. Call inside `scope(…)`."""
    services.add_divisions(ROWS, by=None, now=NOW, source="测试")
    found = queries.by_codes(row.code for row in ROWS)
    return Places(*(found[row.code] for row in ROWS))
