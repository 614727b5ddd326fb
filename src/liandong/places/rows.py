"""Divisions as rows of a file, before they are written.

The file is a table (.csv, .xlsx) with the columns `code12` (statistical code, 12 digits), `name`, `level` (district,
street, community), `parent_code`; `parent_name` and `kind` (居委会/社区, 村委会, 街道, 镇) may follow and are not
needed: a village stands on the community's rung.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from liandong.kernel.words import Sentence, say
from liandong.places.terms import PREFIX_LENGTHS, PlaceKind, code_at
from liandong.tables import Report, Table

COLUMNS = ("code12", "name", "level", "parent_code")
SHIPPED = Path(__file__).parent / "data" / "yuecheng_330602.csv"
SOURCE = "国家统计局统计用区划代码"
_OWN = re.compile(r"^[0-9]{12}[XG][0-9]{2,4}$")
_ABOVE = {PlaceKind.STREET: PlaceKind.DISTRICT, PlaceKind.COMMUNITY: PlaceKind.STREET,
          PlaceKind.COMPOUND: PlaceKind.COMMUNITY, PlaceKind.GRID: PlaceKind.COMMUNITY}


@dataclass(frozen=True)
class DivisionRow:
    """One place. `code` is the significant part: 6, 9 or 12 digits, below the community an own continuation."""

    code: str
    name: str
    kind: PlaceKind
    is_invented: bool = False

    @property
    def parent_code(self) -> str:
        """The code of the place above; empty for the district."""
        above = _ABOVE.get(self.kind)
        return code_at(above, self.code) if above else ""


def short_name(name: str) -> str:
    """A community's name as people say it: 渡东社区居委会 → 渡东社区, 塔山村委会 → 塔山村."""
    for ending in ("居民委员会", "居委会"):
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name.removesuffix("委会") if name.endswith("村委会") else name


def wrong_with(row: DivisionRow) -> Sentence | None:
    """Why a row cannot be a place, None if it can."""
    length = PREFIX_LENGTHS.get(row.kind)
    if not row.name.strip() or len(row.name) > 80:
        return say("名称不能为空，最多 80 个字。")
    if length is not None and not (row.code.isascii() and row.code.isdigit() and len(row.code) == length):
        return say("代码“%(code)s”不是%(length)s 位数字。", code=row.code, length=length)
    if length is None and not _OWN.match(row.code):
        return say("代码“%(code)s”不对：社区代码后面接 X01（小区）或 G01（网格）。", code=row.code)
    return None


def read_rows(table: Table, report: Report) -> dict[int, DivisionRow]:
    """The divisions of a table by row number; what is wrong goes into the report, by row and column."""
    made: dict[int, DivisionRow] = {}
    if missing := table.missing(COLUMNS):
        report.wrong(1, "", say("文件少了这些列：%(columns)s。", columns="、".join(missing)))
        return made
    for line, cells in table.records():
        row = _read(line, cells, report)
        if row is not None:
            made[line] = row
    return made


def _read(line: int, cells: Mapping[str, str], report: Report) -> DivisionRow | None:
    level, code12 = cells["level"].strip(), cells["code12"].strip()
    if level not in {kind.value for kind in PREFIX_LENGTHS}:
        report.wrong(line, "level", say("“%(level)s”不是 district、street、community 之一。", level=level))
        return None
    kind = PlaceKind(level)
    length = PREFIX_LENGTHS[kind]
    row = DivisionRow(code12[:length], cells["name"].strip(), kind)
    if len(code12) != 12 or code12[length:].strip("0"):
        report.wrong(line, "code12", say("“%(code)s”不是%(kind)s的 12 位代码。", code=code12, kind=kind))
    elif problem := wrong_with(row):
        report.wrong(line, "name", problem)
    return row


def in_order(rows: Iterable[DivisionRow]) -> list[DivisionRow]:
    """Those above before those below."""
    return sorted(rows, key=lambda row: (len(row.code), row.code))
