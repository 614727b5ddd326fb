"""Kinds of matters, and the writing of one: its title, text and answers with the place's own names filled in.

Slots of the data files: ``c`` compound, ``b`` building, ``u`` entrance, ``f`` floor, ``r`` lane, ``no`` house number,
``s`` shop, ``t`` time of the evening, ``d`` how long already, ``n`` a small number, ``m`` a larger one; in what is
written later also ``past`` (a day while it was handled) and ``soon`` (a day to come).
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random
from typing import cast

from liandong.demo.compounds import CommunitySeed, CompoundSeed
from liandong.demo.files import Table, lists, names, rows, table, tables, text, texts, toml
from liandong.issues.terms import Channel, Size, Urgency
from liandong.kernel.levels import Level


@dataclass(frozen=True)
class Matter:
    """One kind of matter: what people say of it and what is answered, whose it is by the catalogue, how often."""

    key: str
    path: str
    """Class path as the sender of an order writes it (停车管理/私设地锁)."""
    item: str
    owner: str
    """Whom it goes to: ``community``, ``compound`` (the community with the property company attached), or
    ``office:…``, ``branch:…``, ``dept:…``, ``enterprise:…`` with the key of ``organisations.toml``."""
    place: str
    """Where it happens: ``street``, ``compound``, ``managed`` (with a property company) or ``plain`` (without)."""
    size: Size
    urgency: Urgency
    weight: int
    restricted: bool
    channels: Mapping[Channel, int]
    source: Table

    @property
    def term(self) -> int:
        """The item's own term in working days; by the size where the catalogue has none."""
        own = catalogue()[self.item]["suggested_deadline_working_days"]
        return int(own) if own else {Size.SIMPLE: 3, Size.GENERAL: 7, Size.HARD: 15}[self.size]

    @property
    def lead_level(self) -> Level:
        """The level that leads by the catalogue."""
        return Level(catalogue()[self.item]["lead_level"])

    @property
    def lasting(self) -> bool:
        """Whether it is a nuisance that people complain of again and again, not a question or a service."""
        return self.path.split("/")[0] not in {"便民服务", "为老服务", "咨询", "教育", "社会救助"}


@cache
def catalogue() -> dict[str, Mapping[str, str]]:
    """Rows of the duty catalogue by the item's code."""
    return {row["code"]: row for row in rows("liandong.duties", "duty_catalogue.csv")}


@cache
def matters() -> tuple[Matter, ...]:
    """All kinds of matters, in the order of the files."""
    return tuple(_matter(entry) for name in names("matters") for entry in tables(toml(name), "matter"))


def _matter(entry: Table) -> Matter:
    channels = {Channel(key): int(cast(int, weight)) for key, weight in table(entry, "channels").items()}
    return Matter(
        text(entry, "key"), text(entry, "path"), text(entry, "item"), text(entry, "owner"), text(entry, "place"),
        Size(text(entry, "size")), Urgency(text(entry, "urgency", "ordinary")), int(text(entry, "weight")),
        bool(entry.get("restricted", False)), channels, entry)


@dataclass(frozen=True)
class Site:
    """Where one matter happened, with the words that its texts use."""

    community: CommunitySeed
    compound: CompoundSeed
    in_compound: bool
    slots: Mapping[str, str]

    @property
    def place_code(self) -> str:
        """The compound where it lies in one, else the community."""
        return self.compound.code if self.in_compound else self.community.code

    @property
    def address(self) -> str:
        """The place as people write it down."""
        names = ("c", "b", "u") if self.in_compound else ("r", "no")
        return "".join(self.slots[name] for name in names) + ("" if self.in_compound else "号")


def fits(matter: Matter, compound: CompoundSeed) -> bool:
    """Whether the matter can happen in a compound: only one with, or without, a property company for some."""
    return {"managed": bool(compound.property_company), "plain": not compound.property_company}.get(matter.place, True)


def site(matter: Matter, community: CommunitySeed, rng: Random) -> Site:
    """A place in the community for one matter."""
    compound = rng.choice([place for place in community.compounds if fits(matter, place)])
    floors = "二三四五六"
    slots = {
        "c": compound.name, "b": f"{rng.randint(1, 28)}幢", "u": f"{rng.randint(1, 4)}单元",
        "f": f"{rng.choice(floors)}楼", "r": rng.choice(community.lanes), "no": str(rng.randint(3, 160)),
        "s": rng.choice(_words("shops")), "t": rng.choice(_words("evenings")), "d": rng.choice(_words("periods")),
        "n": str(rng.randint(2, 9)), "m": str(rng.randint(20, 60))}
    return Site(community, compound, matter.place != "street", slots)


def day_words(day: date) -> str:
    """11月18日."""
    return f"{day.month}月{day.day}日"


def fill(template: str, slots: Mapping[str, str]) -> str:
    """The template with the names filled in."""
    return template.format_map(slots)


def common(key: str) -> tuple[str, ...]:
    """A list of sentences that fit many matters."""
    return texts(toml("common.toml"), key)


def _words(key: str) -> tuple[str, ...]:
    return texts(table(toml("common.toml"), "words"), key)


def cases(matter: Matter, patrol: bool) -> dict[str, tuple[str, ...]]:
    """Title and text of each case by its tag: 1, 2 … what residents say, p, q what a patrol found."""
    found = lists(matter.source, "patrol" if patrol else "cases")
    return dict(zip("pqrs" if patrol else "123456789", found, strict=False))


def at_building(where: Site, case: tuple[str, ...]) -> Site:
    """The place of a case that names a building: the compound, though the matter mostly lies in the street."""
    return replace(where, in_compound=True) if any("{b}" in part for part in case) else where


def fitting(matter: Matter, key: str, tag: str) -> list[tuple[str, ...]]:
    """The entries of one of the matter's lists that fit a case, each as a tuple (a plain sentence as one of one)."""
    entries = cast(Sequence[str | Sequence[str]], matter.source.get(key, ()))
    given = texts(table(toml("fits.toml"), matter.key), key)
    tags = given or (tuple(str(n) for n in range(1, 10)) if key == "answers" else ("",) * len(entries))
    found = [entry for entry, of in zip(entries, tags, strict=False) if not of or tag in of]
    return [(entry,) if isinstance(entry, str) else tuple(entry) for entry in found]


def write(matter: Matter, channel: Channel, where: Site, tag: str, rng: Random) -> tuple[str, str]:
    """Title and text of a case of a matter as it came in over a channel."""
    title, said = cases(matter, channel is Channel.PATROL)[tag]
    if channel is Channel.PATROL:
        endings = rng.sample(common("patrol_endings"), k=rng.randint(1, 2))
        return fill(title, where.slots), fill(said, where.slots) + "".join(endings)
    parts = [rng.choice(texts(table(toml("common.toml"), "openings"), channel.value)), said]
    parts += _one(matter, "harms", tag, rng)
    if matter.lasting and rng.random() < 0.35:
        parts.append(rng.choice(common("tried")))
    parts += _one(matter, "wishes", tag, rng)
    if channel in {Channel.FORM, Channel.HOTLINE} and rng.random() < 0.2:
        parts.append(rng.choice(common("closings")))
    return fill(title, where.slots), fill("".join(parts), where.slots)


def _one(matter: Matter, key: str, tag: str, rng: Random) -> list[str]:
    """Mostly one of the sentences that fit."""
    found = fitting(matter, key, tag)
    return [rng.choice(found)[0]] if found and rng.random() < 0.88 else []
