"""The four levels of a district, from above to below. Source: domain.md, "Who there is"."""
from __future__ import annotations

from enum import StrEnum

from liandong.kernel.words import N_


class Level(StrEnum):
    """A rung of the duty ladder."""

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    COMPOUND = "compound"

    @property
    def rank(self) -> int:
        """1 is the highest rung, 4 the lowest."""
        return list(Level).index(self) + 1

    @property
    def label(self) -> str:
        return LABELS[self]

    def is_below(self, other: Level) -> bool:
        return self.rank > other.rank


LABELS = {Level.DISTRICT: N_("区"), Level.STREET: N_("街道"), Level.COMMUNITY: N_("社区"), Level.COMPOUND: N_("小区")}
