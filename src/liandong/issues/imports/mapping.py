"""The map of a file: which column is what, and whose words mean what. Read from TOML, checked wholly before use.

Sections: `sender`, `open_days`, `time_format`, `blank` · `[district]` number, name, code, catalogue · `[columns]` ·
`[texts]` title, text (templates: `{column}`) · `[places]` street, community (patterns of names) · `[state]` and
`[overdue]` · `[channels]`, `[types]` (word of the file → ours) · `[[units]]` match, kind · `[[offices]]` match, also ·
`[leads]` (body of the shipped catalogue → unit of the file) · `[items]` (class path → code of the catalogue).
"""
from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from liandong.issues.terms import Channel, Size
from liandong.kernel.errors import BadInput
from liandong.kernel.words import Sentence, say
from liandong.orgs.terms import OrgKind

SHIPPED = Path(__file__).parents[1] / "maps"
LARGEST = 1024**2
"""Bytes of a map."""
SEPARATOR = "/"
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
UNIT_KINDS = (OrgKind.DEPARTMENT, OrgKind.BRANCH, OrgKind.ENTERPRISE, OrgKind.STREET_OFFICE, OrgKind.COMMUNITY,
              OrgKind.COORDINATION)
"""What a unit of the file may become; a community's and the coordination office's are those that stand already."""
CODE = re.compile(r"^\d{6}$")


@dataclass(frozen=True)
class Columns:
    """The file's own column names; empty for what it does not have."""

    number: str
    received: str
    street: str
    community: str = ""
    address: str = ""
    channel: str = ""
    type: str = ""
    unit: str = ""
    overdue: str = ""
    closed: str = ""
    """A time: the row is history closed then."""
    state: str = ""
    classes: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that must be there."""
        single = [getattr(self, name) for name in self.__dataclass_fields__ if name != "classes"]
        return tuple(dict.fromkeys(name for name in (*single, *self.classes) if name))


@dataclass(frozen=True)
class UnitRule:
    """Units whose name matches are of this kind; the pattern's groups `street` and `community` say which one's."""

    match: re.Pattern[str]
    kind: OrgKind


@dataclass(frozen=True)
class OfficeNames:
    """Street offices whose name matches go by these names in the catalogue."""

    match: re.Pattern[str]
    also: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ImportMap:
    """All that is known of a kind of file. The fields are the sections of the TOML, see above."""

    sender: str
    number: int
    name: str
    code: str
    columns: Columns
    title: str
    text: str
    catalogue: str = ""
    open_days: int | None = None
    """Rows of the file's last days are matters to be handled; None: whatever is not said to be closed."""
    time_format: str = "%Y-%m-%d %H:%M:%S"
    blank: frozenset[str] = frozenset({"", "-"})
    """Cells that say nothing."""
    street: re.Pattern[str] = re.compile("(街道|镇|乡)$")
    community: re.Pattern[str] = re.compile("(社区|村)$")
    closed_states: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    in_time: frozenset[str] = frozenset()
    channels: Mapping[str, Channel] = field(default_factory=dict)
    types: Mapping[str, Size] = field(default_factory=dict)
    units: tuple[UnitRule, ...] = ()
    offices: tuple[OfficeNames, ...] = ()
    leads: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)

    def item_code(self, classes: tuple[str, ...]) -> str:
        """The catalogue's code for a class path: the path's own, else that of the nearest class above."""
        for depth in range(len(classes), 0, -1):
            if code := self.items.get(SEPARATOR.join(classes[:depth])):
                return code
        return ""


def fill(template: str, cells: Mapping[str, str]) -> str:
    """A template with its columns filled in; nothing but columns can be named."""
    return PLACEHOLDER.sub(lambda found: cells[found[1]], template)


def read_map(path: Path) -> ImportMap:
    """The map in a file, or the shipped one of a bare name (`pingshan`). Raises BadInput with the place at fault."""
    if not path.suffix and len(path.parts) == 1 and not path.exists():
        path = (SHIPPED / path.name).with_suffix(".toml")
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise BadInput(say("没有这个对照表，或者它太大：%(name)s。", name=path.name))
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(say("对照表读不出来：%(why)s", why=str(error))) from error
    return _Reader(found).map()


class _Reader:
    """Reads the sections one by one; the first thing wrong is told with its name."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self.found = found

    def map(self) -> ImportMap:
        known = {"sender", "open_days", "time_format", "blank", "district", "columns", "texts", "places", "state",
                 "overdue", "channels", "types", "units", "offices", "leads", "items"}
        if strange := sorted(set(self.found) - known):
            self.wrong(strange[0], say("没有这一节"))
        district, texts = self.section("district"), self.section("texts")
        places = self.section("places")
        more = {name: self.pattern(places, "places", name) for name in ("street", "community") if name in places}
        columns = self.columns()
        made = ImportMap(
            sender=self.text(self.found, "", "sender", most=40),
            number=self.whole(district, "district", "number", 32767),
            name=self.text(district, "district", "name", most=40), code=self.text(district, "district", "code"),
            catalogue=str(district.get("catalogue", ""))[:60], columns=columns,
            title=self.text(texts, "texts", "title"), text=self.text(texts, "texts", "text"),
            open_days=self.whole(self.found, "", "open_days", 3660) if "open_days" in self.found else None,
            time_format=str(self.found.get("time_format", ImportMap.time_format)),
            blank=frozenset({"", *self.words(self.found, "", "blank")}),
            closed_states=frozenset(self.words(self.section("state"), "state", "closed")),
            late=frozenset(self.words(self.section("overdue"), "overdue", "yes")),
            in_time=frozenset(self.words(self.section("overdue"), "overdue", "no")),
            channels={word: self.one_of(Channel, ours, "channels") for word, ours in self.section("channels").items()},
            types={word: self.one_of(Size, ours, "types") for word, ours in self.section("types").items()},
            units=tuple(UnitRule(self.pattern(one, "units", "match"), self.kind(one)) for one in self.many("units")),
            offices=tuple(OfficeNames(self.pattern(one, "offices", "match"), self.words(one, "offices", "also"))
                          for one in self.many("offices")),
            leads=self.pairs("leads"), items=self.pairs("items"), **more)
        if not CODE.match(made.code):
            self.wrong("district.code", say("区划代码是 6 位数字"))
        return made

    def columns(self) -> Columns:
        given = dict(self.section("columns"))
        classes = self.words(given, "columns", "classes")
        given.pop("classes", None)
        for name in ("number", "received", "street"):
            self.text(given, "columns", name)
        if strange := sorted(set(given) - set(Columns.__dataclass_fields__)):
            self.wrong(f"columns.{strange[0]}", say("没有这一项"))
        return Columns(**{name: self.text(given, "columns", name) for name in given}, classes=classes)

    def wrong(self, where: str, why: Sentence) -> None:
        raise BadInput(say("对照表的 %(where)s 不对：%(why)s。", where=where, why=why))

    def section(self, name: str) -> Mapping[str, Any]:
        found = self.found.get(name, {})
        if not isinstance(found, dict):
            self.wrong(name, say("应是一节"))
        return dict(found)

    def many(self, name: str) -> list[Mapping[str, Any]]:
        found = self.found.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.wrong(name, say("应是若干节"))
        return list(found)

    def pairs(self, name: str) -> dict[str, str]:
        return {word: self.text(self.section(name), name, word) for word in self.section(name)}

    def text(self, section: Mapping[str, Any], where: str, name: str, *, most: int = 400) -> str:
        found = section.get(name)
        if not isinstance(found, str) or not 0 < len(found) <= most:
            self.wrong(f"{where}.{name}".lstrip("."), say("应是 1 到 %(n)s 个字", n=most))
        return str(found)

    def whole(self, section: Mapping[str, Any], where: str, name: str, most: int) -> int:
        found = section.get(name)
        if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found <= most:
            self.wrong(f"{where}.{name}".lstrip("."), say("应是 1 到 %(n)s 的整数", n=most))
        return int(found or 0)

    def words(self, section: Mapping[str, Any], where: str, name: str) -> tuple[str, ...]:
        found = section.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.wrong(f"{where}.{name}".lstrip("."), say("应是一列文字"))
        return tuple(found)

    def pattern(self, section: Mapping[str, Any], where: str, name: str) -> re.Pattern[str]:
        text = self.text(section, where, name)
        try:
            return re.compile(text)
        except re.error as error:
            raise BadInput(say("对照表的 %(where)s 不对：%(why)s。", where=f"{where}.{name}", why=str(error))
                           ) from error

    def one_of(self, kind: type[Any], value: object, where: str) -> Any:
        if value not in {each.value for each in kind}:
            self.wrong(where, say("“%(value)s”不是 %(allowed)s 之一", value=str(value),
                                  allowed="、".join(each.value for each in kind)))
        return kind(value)

    def kind(self, section: Mapping[str, Any]) -> OrgKind:
        kind: OrgKind = self.one_of(OrgKind, section.get("kind"), "units.kind")
        if kind not in UNIT_KINDS:
            self.wrong("units.kind", say("“%(value)s”不是 %(allowed)s 之一", value=kind.value,
                                         allowed="、".join(each.value for each in UNIT_KINDS)))
        return kind
