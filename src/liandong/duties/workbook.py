"""The catalogue as a workbook: the three published lists, and one full sheet from which it can be read back.

The published lists have the columns of the national form: basic 编号, 事项; cooperating 编号, 事项, 对应上级部门,
上级部门职责, 街道配合职责; taken back 编号, 事项, 承接部门, 工作方式. A workbook without the full sheet is read by its
published lists: what they do not hold (classes, terms, marks, basis) is kept from the version in force, by code; a new
code of the basic list is the street's own, of the two others the department's.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from liandong.duties.rows import COLUMN_OF, DEPTH, DeadlineRow, ItemRow, names, wrong_with
from liandong.duties.terms import Confidentiality, ListKind, Mark
from liandong.kernel.labelled import Labelled
from liandong.kernel.levels import LABELS, Level
from liandong.kernel.terms_of_time import Unit
from liandong.kernel.words import say
from liandong.tables import Report, Table

FULL = "完整清单"
NUMBER, MATTER = "编号", "事项"
PUBLISHED: dict[ListKind, tuple[str, ...]] = {
    ListKind.BASIC: (NUMBER, MATTER),
    ListKind.COOPERATING: (NUMBER, MATTER, "对应上级部门", "上级部门职责", "街道配合职责"),
    ListKind.TAKEN_BACK: (NUMBER, MATTER, "承接部门", "工作方式"),
}
CLASSES = tuple(f"{n}级类别" for n in "一二三四五"[:DEPTH])
MARKS = {level: f"{label}一级" for level, label in LABELS.items()}
FULL_COLUMNS = (NUMBER, MATTER, "英文名", "清单", "主责层级", "主责单位", "配合单位", *CLASSES, *MARKS.values(), "时限",
                "上级部门职责", "街道职责", "依据", "保密", "城管代码", "附加问题", "停办提示", "来源")
FIELD_COLUMNS = {"code": NUMBER, "name": MATTER, "name_en": "英文名", "list_kind": "清单", "lead_level": "主责层级",
                 "leads": "主责单位", "cooperating": "配合单位", "classes": CLASSES[0], "marks": "主责层级",
                 "deadlines": "时限", "department_does": "上级部门职责", "street_does": "街道职责", "basis": "依据",
                 "confidentiality": "保密", "stop_text": "停办提示", "source": "来源"}
UNITS = {Unit.WORKING_DAYS: "个工作日", Unit.WORKING_HOURS: "个工作小时", Unit.CLOCK_HOURS: "小时",
         Unit.SAME_DAY: "当天"}
_TERM = re.compile(rf"^(?:(.+?)\s+)?(?:(\d{{1,4}})\s*({'|'.join(list(UNITS.values())[:3])})|(当天))$")


def sheets(rows: Sequence[ItemRow]) -> dict[str, list[Sequence[object]]]:
    """All sheets by name, headings first: what `tables.write_table` takes."""
    published = {kind.label: [PUBLISHED[kind], *(_published(row) for row in rows if row.list_kind is kind)]
                 for kind in ListKind}
    return {**published, FULL: [FULL_COLUMNS, *(_full(row) for row in rows)]}


def _published(row: ItemRow) -> Sequence[object]:
    leads = "；".join(row.leads)
    if row.list_kind is ListKind.COOPERATING:
        return row.code, row.name, leads, row.department_does, row.street_does
    if row.list_kind is ListKind.TAKEN_BACK:
        return row.code, row.name, leads, row.department_does
    return row.code, row.name


def _full(row: ItemRow) -> Sequence[object]:
    classes = [*row.classes, *[""] * (DEPTH - len(row.classes))]
    marks = row.all_marks()
    return (row.code, row.name, row.name_en, row.list_kind.label, row.lead_level.label, "；".join(row.leads),
            "；".join(row.cooperating), *classes, *(marks[level].label for level in MARKS),
            "；".join(term_words(d) for d in row.deadlines), row.department_does, row.street_does, row.basis,
            Confidentiality(row.confidentiality).label if row.confidentiality else "", "；".join(row.city_codes),
            "\n".join(row.questions), row.stop_text, row.source)


def term_words(deadline: DeadlineRow) -> str:
    """A term as a cell holds it: 20 个工作日, with its name before it where it has one."""
    unit = Unit(deadline.unit)
    words = UNITS[unit] if unit is Unit.SAME_DAY else f"{deadline.amount} {UNITS[unit]}"
    return f"{deadline.name} {words}".strip()


def term_from(text: str) -> DeadlineRow | None:
    """The term in a cell's words; None if they say none."""
    found = _TERM.match(text.strip())
    if found is None:
        return None
    name, amount, words, same_day = found.groups()
    if same_day:
        return DeadlineRow(1, Unit.SAME_DAY.value, name or "")
    unit = next(unit for unit, said in UNITS.items() if said == words)
    return DeadlineRow(int(amount), unit.value, name or "")


def read(sheet: Callable[[str], Table | None], report: Report, current: Sequence[ItemRow]) -> list[ItemRow]:
    """The matters of a workbook, of which `sheet` gives one table by name (None where it is missing).

    The full sheet counts alone where there is one. `current` are the matters in force. What is wrong goes into the
    report: the column is named with its sheet.
    """
    full = sheet(FULL)
    if full is not None:
        return _read_sheet(full, FULL, FULL_COLUMNS[:6], report, _from_full)
    known = {row.code: row for row in current}
    made: list[ItemRow] = []
    for kind, columns in PUBLISHED.items():
        if (table := sheet(kind.label)) is not None:
            made += _read_sheet(table, kind.label, columns, report, _reader_of(kind, known))
    if not made and report.is_clean:
        report.wrong(0, "", say("文件里没有“%(full)s”，也没有三张公布的清单。", full=FULL))
    return made


Reader = Callable[[Mapping[str, str], Callable[[str, object], None]], "ItemRow | None"]


def _read_sheet(table: Table, name: str, columns: Sequence[str], report: Report, reader: Reader) -> list[ItemRow]:
    made: list[ItemRow] = []
    if missing := table.missing(columns):
        report.wrong(1, name, say("少了这些列：%(columns)s。", columns="、".join(missing)))
        return made
    for line, cells in table.records():
        def wrong(column: str, sentence: object, line: int = line) -> None:
            report.wrong(line, f"{name} {column}", sentence)  # type: ignore[arg-type]  # a Sentence, see callers
        row = reader({c: text.strip() for c, text in cells.items()}, wrong)
        if row is None:
            continue
        for field, sentence in wrong_with(row).items():
            wrong(FIELD_COLUMNS.get(field, COLUMN_OF.get(field, field)), sentence)
        made.append(row)
    return made


def _member(cells: Mapping[str, str], column: str, labels: Mapping[str, object],
            wrong: Callable[[str, object], None]) -> object | None:
    found = labels.get(cells.get(column, ""))
    if found is None:
        wrong(column, say("“%(value)s”不是 %(allowed)s 之一。", value=cells.get(column, ""), allowed="、".join(labels)))
    return found


def _labels(kind: type[Labelled]) -> dict[str, object]:
    return {member.label: member for member in kind}


LEVELS: dict[str, object] = {label: level for level, label in LABELS.items()}


def _from_full(cells: Mapping[str, str], wrong: Callable[[str, object], None]) -> ItemRow | None:
    kind = _member(cells, "清单", _labels(ListKind), wrong)
    level = _member(cells, "主责层级", LEVELS, wrong)
    marks = {at: _member(cells, column, _labels(Mark), wrong) for at, column in MARKS.items() if cells.get(column)}
    terms = [(text, term_from(text)) for text in names(cells.get("时限", ""))]
    for text, term in terms:
        if term is None:
            wrong("时限", say("“%(words)s”不是时限，要写成“20 个工作日”“2 小时”“当天”。", words=text))
    words = cells.get("保密", "")
    secret = next((c.value for c in Confidentiality if c.label == words), words)
    if not isinstance(kind, ListKind) or not isinstance(level, Level) or None in marks.values():
        return None
    return ItemRow(
        cells[NUMBER], cells[MATTER], kind, level, leads=names(cells["主责单位"]),
        cooperating=names(cells.get("配合单位", "")), classes=tuple(cells[c] for c in CLASSES if cells.get(c)),
        name_en=cells.get("英文名", ""), deadlines=tuple(term for _, term in terms if term),
        department_does=cells.get("上级部门职责", ""), street_does=cells.get("街道职责", ""),
        basis=cells.get("依据", ""), confidentiality=secret, city_codes=names(cells.get("城管代码", "")),
        questions=tuple(q.strip() for q in cells.get("附加问题", "").splitlines() if q.strip()),
        stop_text=cells.get("停办提示", ""), source=cells.get("来源", ""),
        marks={at: mark for at, mark in marks.items() if isinstance(mark, Mark)})


def _reader_of(kind: ListKind, known: Mapping[str, ItemRow]) -> Reader:
    level = Level.STREET if kind is ListKind.BASIC else Level.DISTRICT

    def reader(cells: Mapping[str, str], wrong: Callable[[str, object], None]) -> ItemRow:
        row = known.get(cells[NUMBER])
        if row is None or row.list_kind is not kind:
            help_of_street = ("街道办事处",) if kind is ListKind.COOPERATING else ()
            row = ItemRow(cells[NUMBER], "", kind, level, ("街道办事处",) if kind is ListKind.BASIC else (),
                          help_of_street)
        row = replace(row, name=cells[MATTER])
        if kind is ListKind.COOPERATING:
            return replace(row, leads=names(cells["对应上级部门"]), department_does=cells["上级部门职责"],
                           street_does=cells["街道配合职责"])
        if kind is ListKind.TAKEN_BACK:
            return replace(row, leads=names(cells["承接部门"]), department_does=cells["工作方式"])
        return row

    return reader
