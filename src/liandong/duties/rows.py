"""A matter of the catalogue as a plain value, and the shipped file that holds 212 of them.

The file is a table with the columns `code`, `category1`, `category2` (classes), `matter_zh`, `matter_en`, `list`
(basic, cooperating, taken_back), `lead_level` (district, street, community, compound), `lead_org_zh` and
`cooperating_orgs_zh` (names divided by ";"), `suggested_deadline_working_days`, `basis`, `source`. What it lacks (duty
texts, questions, marks) stays empty; marks are derived by `rules.marks_from_row`.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from liandong.duties.rules import marks_from_row
from liandong.duties.terms import Confidentiality, ListKind, Mark
from liandong.kernel.levels import Level
from liandong.kernel.words import Sentence, say
from liandong.tables import Report, Table

SHIPPED = Path(__file__).parent / "data" / "duty_catalogue.csv"
COLUMNS = ("code", "category1", "category2", "matter_zh", "matter_en", "list", "lead_level", "lead_org_zh",
           "cooperating_orgs_zh", "suggested_deadline_working_days", "basis", "source")
COLUMN_OF = {"name": "matter_zh", "name_en": "matter_en", "leads": "lead_org_zh", "marks": "lead_level",
             "deadlines": "suggested_deadline_working_days", "classes": "category1"}
"""The column that holds a field of `ItemRow`, where it is called otherwise."""
CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$")
CLASS_MARK = " › "
"""Between the names of classes in `Item.class_path`."""
DEPTH = 5
"""Hotline orders carry up to five class levels. Source: domain.md, Duty catalogue."""


@dataclass(frozen=True)
class DeadlineRow:
    """A term: the first of an item is its handling term, further ones are milestones with a name."""

    amount: int
    unit: str = "working_days"
    name: str = ""


@dataclass(frozen=True)
class ItemRow:
    """One matter. `classes` from the widest to the nearest; `marks` empty means: derive them."""

    code: str
    name: str
    list_kind: ListKind
    lead_level: Level
    leads: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    name_en: str = ""
    deadlines: tuple[DeadlineRow, ...] = ()
    department_does: str = ""
    street_does: str = ""
    basis: str = ""
    confidentiality: str = ""
    city_codes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    stop_text: str = ""
    source: str = ""
    marks: Mapping[Level, Mark] = field(default_factory=dict)

    def all_marks(self) -> dict[Level, Mark]:
        """The marks of the four levels: as given, else derived from lead level, list and cooperating bodies."""
        return dict(self.marks) or marks_from_row(self.lead_level, self.list_kind, self.cooperating)


LIMITS = {"name": 120, "name_en": 200, "basis": 300, "source": 300, "department_does": 1000, "street_does": 1000,
          "stop_text": 500}


def wrong_with(row: ItemRow) -> dict[str, Sentence]:
    """What cannot be taken, by field."""
    wrong = {name: say("最多 %(n)s 个字。", n=limit)
             for name, limit in LIMITS.items() if len(getattr(row, name)) > limit}
    if not CODE.match(row.code):
        wrong["code"] = say("编号用字母和数字，最多 20 位。")
    if not row.name:
        wrong["name"] = say("事项不能为空。")
    if row.list_kind is ListKind.TAKEN_BACK and row.lead_level is Level.STREET:
        wrong["lead_level"] = say("收回的事项不能由街道主责。")
    elif [level for level, mark in row.all_marks().items() if mark is Mark.LEADS] != [row.lead_level]:
        wrong["marks"] = say("四级里要有一级、也只有一级是主责，并且就是主责层级。")
    if any(not 1 <= deadline.amount <= 1000 for deadline in row.deadlines):
        wrong["deadlines"] = say("时限是 1 到 1000 的整数。")
    if any(len(name) > 80 for name in (*row.leads, *row.cooperating)):
        wrong["leads"] = say("单位名称最多 80 个字。")
    if len(row.classes) > DEPTH or any(len(name) > 120 for name in row.classes):
        wrong["classes"] = say("类别最多 %(n)s 级，每级最多 120 个字。", n=DEPTH)
    if row.confidentiality not in {"", *(c.value for c in Confidentiality)}:
        wrong["confidentiality"] = say("保密一栏只填“一般”或“保密”。")
    return wrong


def names(text: str) -> tuple[str, ...]:
    """Names divided by a semicolon, Chinese or not, each once."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;；]", text) if part.strip()))


def read_rows(table: Table, report: Report) -> list[ItemRow]:
    """The matters of a table in the columns above; what is wrong goes into the report, by row and column."""
    made: list[ItemRow] = []
    if missing := table.missing(COLUMNS):
        report.wrong(1, "", say("文件少了这些列：%(columns)s。", columns="、".join(missing)))
        return made
    for line, cells in table.records():
        problems = _enumerated(cells)
        if not problems:
            item = _item(cells)
            problems = wrong_with(item)
            made.append(item)
        for column, sentence in problems.items():
            report.wrong(line, COLUMN_OF.get(column, column), sentence)
    return made


def _enumerated(cells: Mapping[str, str]) -> dict[str, Sentence]:
    wrong = {}
    for column, allowed in (("list", ListKind), ("lead_level", Level)):
        values = [member.value for member in allowed]
        if cells[column] not in values:
            wrong[column] = say("“%(value)s”不是 %(allowed)s 之一。", value=cells[column], allowed="、".join(values))
    days = cells["suggested_deadline_working_days"]
    if days and not (days.isascii() and days.isdigit() and len(days) <= 4):
        wrong["suggested_deadline_working_days"] = say("时限是 1 到 1000 的整数。")
    return wrong


def _item(cells: Mapping[str, str]) -> ItemRow:
    days = cells["suggested_deadline_working_days"]
    return ItemRow(
        cells["code"], cells["matter_zh"], ListKind(cells["list"]), Level(cells["lead_level"]),
        leads=names(cells["lead_org_zh"]), cooperating=names(cells["cooperating_orgs_zh"]),
        classes=tuple(name for name in (cells["category1"], cells["category2"]) if name), name_en=cells["matter_en"],
        deadlines=(DeadlineRow(int(days)),) if days else (), basis=cells["basis"], source=cells["source"])
