"""Organisations as a table that people bring (.csv, .xlsx), one organisation a row. The columns:

标识 (lasting key: letters, digits, hyphens) · 种类 (区级部门, 派出机构, 公共服务企业, 街道科室, 社区, 物业公司, 学校 …:
the words of `orgs.terms.OrgKind`) · 名称 · 服务地点 (code of the place it answers for: 6, 9, 12 digits or an own code);
and, if wanted, 层级 (区, 街道, 社区, 小区: for Party organisations) · 简称 · 上级标识 · 统一社会信用代码 · 别称 ·
所属地点 · 联系 · 场所.
Several values in a cell are divided by "；"; a contact is 岗位/姓名/电话, a house or room 名称/地址.
"""
from __future__ import annotations

import re
from collections.abc import Mapping

from liandong.kernel.levels import LABELS
from liandong.kernel.words import say
from liandong.orgs.rows import ContactRow, OrganisationRow, wrong_with
from liandong.orgs.terms import OrgKind
from liandong.tables import Report, Table

KEY, KIND, NAME, SERVES = "标识", "种类", "名称", "服务地点"
NEEDED = (KEY, KIND, NAME, SERVES)
LEVEL, SHORT, SUPERIOR, USCC = "层级", "简称", "上级标识", "统一社会信用代码"
ALSO, AREAS, CONTACTS, PREMISES = "别称", "所属地点", "联系", "场所"
COLUMN_OF = {"key": KEY, "kind": KIND, "name": NAME, "serves_code": SERVES, "level": LEVEL, "short_name": SHORT,
             "superior_key": SUPERIOR, "uscc": USCC, "contacts": CONTACTS, "premises": PREMISES}
KINDS = {kind.label: kind for kind in OrgKind}
LEVELS = {label: level for level, label in LABELS.items()}


def read_rows(table: Table, report: Report) -> dict[int, OrganisationRow]:
    """The organisations of a table by row number; what is wrong goes into the report, by row and column."""
    made: dict[int, OrganisationRow] = {}
    if missing := table.missing(NEEDED):
        report.wrong(1, "", say("文件少了这些列：%(columns)s。", columns="、".join(missing)))
        return made
    for line, found in table.records():
        cells = {column: text.strip() for column, text in found.items()}
        kind, level = KINDS.get(cells[KIND]), LEVELS.get(cells.get(LEVEL, ""))
        if kind is None:
            report.wrong(line, KIND, say("“%(value)s”不是单位种类，可以填：%(allowed)s。", value=cells[KIND],
                                         allowed="、".join(KINDS)))
            continue
        if cells.get(LEVEL) and level is None:
            report.wrong(line, LEVEL, say("“%(value)s”不是区、街道、社区、小区之一。", value=cells[LEVEL]))
        row = OrganisationRow(
            cells[KEY], kind, cells[NAME], cells[SERVES], level=level, short_name=cells.get(SHORT, ""),
            superior_key=cells.get(SUPERIOR, ""), areas=_parts(cells, AREAS), uscc=cells.get(USCC, ""),
            contacts=tuple(_contact(part) for part in _parts(cells, CONTACTS)),
            premises=tuple(_premises(part) for part in _parts(cells, PREMISES)), also=_parts(cells, ALSO))
        for field, sentence in wrong_with(row).items():
            report.wrong(line, COLUMN_OF[field], sentence)
        made[line] = row
    return made


def _parts(cells: Mapping[str, str], column: str) -> tuple[str, ...]:
    """The values of a cell, each once."""
    found = (part.strip() for part in re.split(r"[;；]", cells.get(column, "")))
    return tuple(dict.fromkeys(part for part in found if part))


def _contact(text: str) -> ContactRow:
    post, name, phone = ([part.strip() for part in text.split("/", 2)] + ["", ""])[:3]
    return ContactRow(post, name, phone)


def _premises(text: str) -> tuple[str, str]:
    name, _, address = text.partition("/")
    return name.strip(), address.strip()
