"""Divisions as rows of a file, before they are written.

The file is a CSV in UTF-8 with the columns `code12` (statistical code, 12 digits), `name`, `level` (district, street,
community), `parent_code`; `parent_name` and `kind` (居委会/社区, 村委会, 街道, 镇) may follow and are not needed:
a village stands on the community's rung.
"""
from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from liandong.kernel.errors import BadInput
from liandong.kernel.words import Sentence, say
from liandong.places.terms import PREFIX_LENGTHS, PlaceKind, code_at

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


def read_csv(path: Path) -> list[DivisionRow]:
    """The divisions of a CSV file, checked line by line.

    Raises BadInput naming every bad line and column; nothing is returned then.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return read_rows(list(csv.DictReader(lines)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput("文件不是 UTF-8 的 CSV，请另存后再来。") from error


def read_rows(rows: Sequence[Mapping[str, str]]) -> list[DivisionRow]:
    """The divisions of rows keyed by the columns; line numbers count the header as line 1."""
    if not rows:
        raise BadInput("文件里没有数据行。")
    if missing := [column for column in COLUMNS if column not in rows[0]]:
        raise BadInput("文件少了这些列：%(columns)s。", columns="、".join(missing))
    made, wrong = [], dict[str, Sentence]()
    for line, row in enumerate(rows, 2):
        level, code12 = (row["level"] or "").strip(), (row["code12"] or "").strip()
        if level not in {kind.value for kind in PREFIX_LENGTHS}:
            wrong[f"{line} level"] = say("“%(level)s”不是 district、street、community 之一。", level=level)
            continue
        kind = PlaceKind(level)
        length = PREFIX_LENGTHS[kind]
        division = DivisionRow(code12[:length], (row["name"] or "").strip(), kind)
        if len(code12) != 12 or code12[length:].strip("0"):
            wrong[f"{line} code12"] = say("“%(code)s”不是%(kind)s的 12 位代码。", code=code12, kind=kind)
        elif problem := wrong_with(division):
            wrong[f"{line} name"] = problem
        else:
            made.append(division)
    if wrong:
        raise BadInput("文件有 %(n)s 处不对，没有导入。", n=len(wrong), fields=wrong)
    return made


def in_order(rows: Iterable[DivisionRow]) -> list[DivisionRow]:
    """Those above before those below."""
    return sorted(rows, key=lambda row: (len(row.code), row.code))

def next_code(community_code: str, kind: PlaceKind, taken: Iterable[str]) -> str:
    """The next free own code below a community: X01, X02 … for compounds, G01 … for grids."""
    letter = "X" if kind is PlaceKind.COMPOUND else "G"
    numbers = [int(code[13:]) for code in taken if code.startswith(community_code + letter)]
    return f"{community_code}{letter}{max(numbers, default=0) + 1:02d}"
