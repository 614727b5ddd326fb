"""Compounds, lanes and grids of the demo: invented, under real communities."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from liandong.demo.files import rows, tables, text, texts, toml
from liandong.places.rows import short_name
from liandong.places.terms import PlaceKind

DISTRICT = "330602"


@dataclass(frozen=True)
class CompoundSeed:
    """A compound or grid; `code` continues the community's code (X01 a compound, G01 a grid)."""

    code: str
    community: str
    name: str
    kind: PlaceKind
    property_company: str = ""
    """Key of the company in ``organisations.toml``; empty where nobody manages the houses."""
    has_owners_committee: bool = False
    invented: bool = True


@dataclass(frozen=True)
class CommunitySeed:
    """A real community in which demo matters happen, with its invented lanes."""

    code: str
    name: str
    lanes: tuple[str, ...]
    compounds: tuple[CompoundSeed, ...]
    grids: tuple[CompoundSeed, ...]

    @property
    def street(self) -> str:
        """The significant part of the street's code."""
        return self.code[:9]


@cache
def division_names() -> dict[str, str]:
    """Names of the real divisions by the significant part of their code (6, 9 or 12 digits)."""
    cut = {"district": 6, "street": 9, "community": 12}
    return {row["code12"][:cut[row["level"]]]: row["name"] for row in rows("liandong.places", "yuecheng_330602.csv")}


def streets() -> list[str]:
    """Codes of the 16 streets and the town, in order."""
    return sorted(code for code in division_names() if len(code) == 9)


@cache
def communities() -> tuple[CommunitySeed, ...]:
    """The communities that the demo's matters use, in the order of the file."""
    made = []
    for entry in tables(toml("compounds.toml"), "community"):
        code = text(entry, "code")
        named = cast(Sequence[tuple[str, str, bool]], entry["compounds"])
        compounds = tuple(
            CompoundSeed(f"{code}X{n:02d}", code, name, PlaceKind.COMPOUND, company, committee)
            for n, (name, company, committee) in enumerate(named, 1))
        grids = tuple(
            CompoundSeed(f"{code}G{n:02d}", code, f"{short_name(division_names()[code])}第{n}网格", PlaceKind.GRID)
            for n in range(1, int(text(entry, "grids", "1")) + 1))
        made.append(CommunitySeed(code, short_name(division_names()[code]), texts(entry, "lanes"), compounds, grids))
    return tuple(made)


def compounds() -> list[CompoundSeed]:
    """All invented places below the communities: compounds first, then the grids of the same community."""
    return [place for community in communities() for place in (*community.compounds, *community.grids)]
