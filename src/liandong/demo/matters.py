"""Kinds of matters, and the writing of one: its title, text and answers with the place's own names filled in.

Slots of the data files: ``c`` compound, ``b`` building, ``u`` entrance, ``f`` floor, ``r`` lane, ``no`` house number,
``s`` shop, ``t`` time of the evening, ``d`` how long already, ``n`` a small number, ``m`` a larger one; in what is
written later also ``past`` (a day while it was handled) and ``soon`` (a day to come).
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import cast

from liandong.demo.compounds import CommunitySeed, CompoundSeed
from liandong.demo.files import Table, lists, names, rows, table, tables, text, texts, toml
from liandong.issues.terms import Channel, Size, Urgency
from liandong.kernel.levels import Level

SHOPS = ("阿强水果店", "老台门面馆", "小芳服装店", "和记五金", "越香饭店", "好邻居便利店", "鑫源烟酒", "水乡烧烤", "阿婆臭豆腐",
         "美佳理发店", "一品包子铺", "顺发汽修", "金桂茶室", "大拇指教育", "糖水铺子", "老船工酒馆", "佳佳干洗", "红灯笼大排档")
EVENINGS = ("晚上十点以后", "半夜十二点", "晚上九点多", "凌晨一两点", "晚上十一点", "后半夜")
PERIODS = ("一个多星期", "半个月", "快一个月", "三四天", "十来天", "两个多月", "一年多", "大半年")


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
        "s": rng.choice(SHOPS), "t": rng.choice(EVENINGS), "d": rng.choice(PERIODS),
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


def write(matter: Matter, channel: Channel, where: Site, rng: Random) -> tuple[str, str]:
    """Title and text of a matter as it came in over a channel."""
    if channel is Channel.PATROL:
        title, said = rng.choice(lists(matter.source, "patrol"))
        endings = rng.sample(common("patrol_endings"), k=rng.randint(1, 2))
        return fill(title, where.slots), fill(said, where.slots) + "".join(endings)
    title, said = rng.choice(lists(matter.source, "cases"))
    parts = [rng.choice(texts(table(toml("common.toml"), "openings"), channel.value)), said]
    if rng.random() < 0.85:
        parts.append(rng.choice(texts(matter.source, "harms")))
    if matter.lasting and rng.random() < 0.35:
        parts.append(rng.choice(common("tried")))
    if rng.random() < 0.85:
        parts.append(rng.choice(texts(matter.source, "wishes")))
    if channel in {Channel.FORM, Channel.HOTLINE} and rng.random() < 0.2:
        parts.append(rng.choice(common("closings")))
    return fill(title, where.slots), fill("".join(parts), where.slots)
