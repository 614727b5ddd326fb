"""What is matched: registers (a folder or a workbook) or a kidney-exchange instance; templates and the sample."""
from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from liandong.engines.matching import Problem, problem_of, read_wmd
from liandong.kernel.errors import BadInput
from liandong.kernel.words import say
from liandong.plans.document import Names
from liandong.plans.registers import Registers, empty_market_is_refused, read, understand
from liandong.plans.terms import COLUMNS, SHEETS
from liandong.tables import Report, Table, read_table, write_table

SAMPLE = Path(__file__).with_name("sample")


@dataclass(frozen=True, eq=False)
class Case:
    """A problem with the names of what is in it; `registers` None for a kidney instance."""

    problem: Problem
    names: Names
    registers: Registers | None


class WrongRows(BadInput):
    """Rows that cannot be read; `report` says which."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(say("登记表有 %(n)s 处要改", n=len(report.problems)))


def case_of(path: Path, rules: Mapping[str, Any], *, without: tuple[str, ...] = (), add: Path | None = None) -> Case:
    """Read what a path holds.

    `without` leaves parties out by their numbers, `add` brings further offers in from a file of the same columns.
    Raises BadInput for what cannot be read, WrongRows with a report where rows are wrong.
    """
    if path.suffix == ".wmd":
        try:
            problem = read_wmd(path.read_text(encoding="utf-8-sig").splitlines(), int(rules["longest"]))
        except (ValueError, UnicodeDecodeError) as wrong:
            raise BadInput(say("%(name)s 读不出来：%(why)s", name=path.name, why=str(wrong))) from wrong
        numbers = [str(k + 1) for k in range(problem.parties)]
        return Case(problem, Names(numbers, numbers, numbers), None)
    registers, report = _more(path, add) if add else read(path)
    if registers is None:
        raise WrongRows(report)
    empty_market_is_refused(registers)
    names = Names(*([row["编号"] for row in rows] for rows in (registers.parties, registers.offers, registers.needs)))
    problem = problem_of(registers.market, **rules)
    return Case(_without(problem, names, without), names, registers)


def _more(path: Path, add: Path) -> tuple[Registers | None, Report]:
    tables = {name: read_table(path / f"{name}.csv" if path.is_dir() else path,
                               sheet=None if path.is_dir() else SHEETS[name]) for name in COLUMNS}
    given, more = tables["offers"], read_table(add)
    rows = [[record.get(heading, "") for heading in given.headers] for _, record in more.records()]
    tables["offers"] = Table(given.headers, [*given.rows, *rows], [*given.numbers, *more.numbers])
    return understand(tables)


def _without(problem: Problem, names: Names, without: tuple[str, ...]) -> Problem:
    unknown = sorted(set(without) - set(names.parties))
    if unknown:
        raise BadInput(say("没有编号是 %(codes)s 的单位。", codes=unknown))
    out = np.array([name in without for name in names.parties], bool)
    stays = ~(out[problem.giver] | out[problem.receiver])
    return problem.changed(edge_offer=problem.edge_offer[stays], edge_need=problem.edge_need[stays],
                           score=problem.score[stays])


def write_template(folder: Path) -> list[Path]:
    """Empty registers with the headings, as CSV files and as a workbook that also says what each column holds."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, columns in COLUMNS.items():
        file = folder / f"{name}.csv"
        file.write_text(",".join(column.heading for column in columns) + "\n", encoding="utf-8-sig")
        made.append(file)
    sheets: dict[str, list[list[object]]] = {
        SHEETS[name]: [[column.heading for column in columns]] for name, columns in COLUMNS.items()}
    sheets["说明"] = [["表", "列", "必填", "填什么"]]
    sheets["说明"] += [[SHEETS[name], column.heading, "是" if column.needed else "", column.says]
                     for name, columns in COLUMNS.items() for column in columns]
    book = folder / "registers.xlsx"
    write_table(book, sheets)
    return [*made, book]


def write_sample(folder: Path) -> list[Path]:
    """The registers of a composed street: 120 parties, 250 offers, 300 needs."""
    folder.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copy(file, folder / file.name)) for file in sorted(SAMPLE.glob("*.csv"))]
