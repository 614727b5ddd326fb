"""Kinds of places. Source: domain.md, "Who there is" and "Codes"."""
from __future__ import annotations

from liandong.kernel.labelled import Labelled
from liandong.kernel.levels import Level
from liandong.kernel.words import N_


class PlaceKind(Labelled):
    """What a division is. A grid is a working area of a community, no level of government."""

    DISTRICT = "district", N_("区")
    STREET = "street", N_("街道")
    COMMUNITY = "community", N_("社区")
    COMPOUND = "compound", N_("小区")
    GRID = "grid", N_("网格")

    @property
    def level(self) -> Level:
        """The rung of the duty ladder on which a matter at this place begins."""
        return Level.COMMUNITY if self is PlaceKind.GRID else Level(self.value)


PREFIX_LENGTHS = {PlaceKind.DISTRICT: 6, PlaceKind.STREET: 9, PlaceKind.COMMUNITY: 12}
"""Significant characters of the 12-digit statistical code: 6 district, 3 street, 3 community."""
END = "~"
"""Sorts behind every character of a code: the subtree of `code` is code <= x < code + END (bytes compared)."""


def subtree(code: str) -> tuple[str, str]:
    """The half-open range of codes that holds a place and all below it."""
    return code, code + END


def lineage(code: str) -> tuple[str, ...]:
    """The codes from the district down to a place itself: 330602 · 330602001 · 330602001002 · 330602001002X01."""
    return tuple(code[:n] for n in PREFIX_LENGTHS.values() if n < len(code)) + ((code,) if code else ())


def code_at(kind: PlaceKind, code: str) -> str:
    """The code of the district, street or community in which a place lies; empty if the place lies above it."""
    length = PREFIX_LENGTHS.get(kind, len(code))
    return code[:length] if len(code) >= length else ""
