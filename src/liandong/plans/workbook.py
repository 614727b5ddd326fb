"""A plan as a workbook: summary, deals line by line, what is not met and why, communities with a chart."""
from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import xlsxwriter

from liandong.engines.matching import Plan, missing
from liandong.engines.matching.fairness import by_group
from liandong.plans.registers import Registers, communities
from liandong.plans.words import REASONS, Speaker
from liandong.tables.writing import SAFE


def write_workbook(target: Path, plan: Plan, registers: Registers, speak: Speaker) -> None:
    """Write it; sheets and headings in the speaker's language, names as the registers have them."""
    book = xlsxwriter.Workbook(str(target), SAFE)
    bold = book.add_format({"bold": True})
    for title, rows in (("结果", _summary(plan, speak)), ("建议", _deals(plan, registers, speak)),
                        ("没满足的", _unmet(plan, registers, speak))):
        _sheet(book, speak(title), rows, bold)
    rows = _communities(plan, registers, speak)
    sheet = _sheet(book, speak("各社区"), rows, bold)
    if len(rows) > 1:
        sheet.insert_chart("F2", _chart(book, speak("各社区"), rows))
    book.close()


def _sheet(book: Any, name: str, rows: list[list[object]], bold: Any) -> Any:
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            write = sheet.write_number if isinstance(value, int | float) else sheet.write_string
            write(y, x, value, bold if y == 0 else None)
    for x in range(max(map(len, rows))):
        longest = max(sum(2 if ord(c) > 0x2E7F else 1 for c in str(row[x])) for row in rows if x < len(row))
        sheet.set_column(x, x, min(48, longest + 2))
    return sheet


def _summary(plan: Plan, speak: Speaker) -> list[list[object]]:
    return [[speak("项目"), speak("数值")],
            [speak("建议谈的组数"), len(plan.deals)], [speak("满足的需求"), int(plan.met().sum())],
            [speak("全部需求"), len(plan.problem.weight)], [speak("满足的需求，按重要程度计分"), plan.value],
            [speak("证明过的上限，按重要程度计分"), plan.bound], [speak("最多还能好多少"), f"{plan.gap:.2%}"],
            [speak("用时（秒）"), round(plan.seconds, 1)], [speak("随机种子"), plan.seed],
            [speak("搜索轮数"), plan.rounds]]


def _deals(plan: Plan, registers: Registers, speak: Speaker) -> list[list[object]]:
    problem = plan.problem
    rows: list[list[object]] = [[speak(word) for word in (
        "组", "给的一方", "资源", "得的一方", "需求",
        "得的一方得到（按它自己的分值）", "给的一方付出（按它自己的分值）")]]
    for k, deal in enumerate(plan.deals, 1):
        for e in deal:
            offer, need = problem.edge_offer[e], problem.edge_need[e]
            rows.append([k, registers.parties[problem.giver[e]]["名称"], registers.offers[offer]["名称"],
                         registers.parties[problem.receiver[e]]["名称"], registers.needs[need]["名称"],
                         round(float(problem.gain[e]), 1), float(problem.cost[offer])])
    return rows


def _unmet(plan: Plan, registers: Registers, speak: Speaker) -> list[list[object]]:
    rows: list[list[object]] = [[speak(word) for word in ("编号", "单位", "类别", "需求", "重要", "最近的原因")]]
    for need, reason in enumerate(missing(plan, registers.market)):
        if reason is not None:
            row = registers.needs[need]
            rows.append([row["编号"], registers.parties[plan.problem.need_owner[need]]["名称"], row["类别"],
                         row["名称"], int(plan.problem.weight[need]), speak(REASONS[reason])])
    return rows


def _communities(plan: Plan, registers: Registers, speak: Speaker) -> list[list[object]]:
    met, wanted = by_group(plan.problem, plan.met())
    names = communities(registers.parties)
    parties = Counter(row["社区"] for row in registers.parties)
    return [[speak(word) for word in ("社区", "单位", "需求", "满足")],
            *([name, parties[name], int(wanted[k]), int(met[k])] for k, name in enumerate(names))]


def _chart(book: Any, sheet: str, rows: list[list[object]]) -> Any:
    """Needs as outline, what is met as a filled bar over it: readable without colours."""
    chart = book.add_chart({"type": "bar"})
    for column, fill in ((2, "#DFE3E8"), (3, "#1F2937")):
        chart.add_series({"name": [sheet, 0, column], "categories": [sheet, 1, 0, len(rows) - 1, 0],
                          "values": [sheet, 1, column, len(rows) - 1, column], "fill": {"color": fill},
                          "border": {"color": "#1F2937"}, "overlap": 100, "gap": 40})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 640, "height": 60 + 24 * len(rows)})
    return chart
