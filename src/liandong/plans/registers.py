"""Registers of parties, offers and needs: a workbook with three sheets or a folder with three CSV files, to arrays.

All or nothing: what cannot be read is told by row and column, and nothing is matched.
"""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from liandong.engines.matching import Market
from liandong.engines.matching.texts import rows_of
from liandong.engines.matching.times import week_bits
from liandong.kernel.errors import BadInput
from liandong.kernel.words import say
from liandong.plans.terms import (
    COLUMNS,
    DEFAULT_COST,
    DEFAULT_RADIUS,
    DEFAULT_WEIGHT,
    MOST_COST,
    NEEDS,
    NEIGHBOUR_CLOSENESS,
    NEIGHBOURS,
    OFFERS,
    PARTIES,
    SHEETS,
    TIMES_EXAMPLE,
    YES,
)
from liandong.tables import Report, Table, read_table

Row = Mapping[str, str]
MOST_KINDS = 62


@dataclass(frozen=True, eq=False)
class Registers:
    """Rows by heading, and the same as arrays; row k of a table is number k of the arrays."""

    parties: Sequence[Row]
    offers: Sequence[Row]
    needs: Sequence[Row]
    market: Market

    def short_name(self, party: int) -> str:
        """What a drawing calls a party."""
        return self.parties[party]["简称"] or self.parties[party]["名称"]

    def short_offer(self, offer: int) -> str:
        """What a drawing calls an offer."""
        return self.offers[offer]["短名"] or self.offers[offer]["名称"][:6]


def communities(parties: Sequence[Row]) -> list[str]:
    """Communities in the order in which the register names them first; never ranked."""
    return list(dict.fromkeys(row["社区"] for row in parties if row["社区"]))


def read(path: Path) -> tuple[Registers | None, Report]:
    """The registers in a folder or a workbook; None with a report of what is wrong. Raises BadInput for no table."""
    tables = {name: read_table(path / f"{name}.csv" if path.is_dir() else path,
                               sheet=None if path.is_dir() else SHEETS[name]) for name in COLUMNS}
    return understand(tables)


def understand(tables: Mapping[str, Table]) -> tuple[Registers | None, Report]:
    """Registers from tables with the headings of `COLUMNS`; None where something is wrong."""
    report = Report()
    rows: dict[str, list[Row]] = {}
    for name, columns in COLUMNS.items():
        missing = tables[name].missing([column.heading for column in columns if column.needed])
        for heading in missing:
            report.wrong(1, heading, say("“%(sheet)s”里没有这一列。", sheet=SHEETS[name]))
        rows[name] = [{column.heading: record.get(column.heading, "").strip() for column in columns}
                      for _, record in tables[name].records()]
    if not report.is_clean:
        return None, report
    reader = Reader(rows, {name: tables[name].numbers for name in COLUMNS}, report)
    market = reader.market()
    if not report.is_clean:
        return None, report
    return Registers(rows[PARTIES], rows[OFFERS], rows[NEEDS], market), report


class Reader:
    """Turns cells into numbers and notes what is wrong."""

    def __init__(self, rows: Mapping[str, list[Row]], numbers: Mapping[str, list[int]], report: Report) -> None:
        self.rows, self.numbers, self.report = rows, numbers, report
        self.party = {row["编号"]: k for k, row in enumerate(rows[PARTIES])}
        for name in COLUMNS:
            self._filled(name)
        self.kinds = {kind: k for k, kind in enumerate(sorted({row["性质"] for row in rows[PARTIES]}))}
        self.categories = {one: k for k, one in enumerate(sorted(
            {row["类别"] for name in (OFFERS, NEEDS) for row in rows[name]}))}
        self.units = {one: k for k, one in enumerate(sorted(
            {row["计量"] for name in (OFFERS, NEEDS) for row in rows[name] if row["计量"]}))}
        if len(self.kinds) > MOST_KINDS:
            report.wrong(0, "性质", say("单位的性质最多 %(most)s 种。", most=MOST_KINDS))

    def _filled(self, name: str) -> None:
        seen: set[str] = set()
        for number, row in zip(self.numbers[name], self.rows[name], strict=True):
            for column in COLUMNS[name]:
                if column.needed and not row[column.heading]:
                    self.report.wrong(number, column.heading, say("“%(sheet)s”的这一格要填。", sheet=SHEETS[name]))
            if row["编号"] in seen:
                self.report.wrong(number, "编号", say("编号“%(code)s”在“%(sheet)s”里出现了两次。",
                                                    code=row["编号"], sheet=SHEETS[name]))
            seen.add(row["编号"])
            if name != PARTIES and row["单位"] and row["单位"] not in self.party:
                self.report.wrong(number, "单位", say("“%(sheet)s”里没有编号“%(code)s”。", sheet=SHEETS[PARTIES],
                                                    code=row["单位"]))

    def figures(self, name: str, heading: str, default: float, low: float, high: float, whole: bool = False,
                ) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """A column of numbers between two limits."""
        found = np.full(len(self.rows[name]), default)
        for k, (number, row) in enumerate(zip(self.numbers[name], self.rows[name], strict=True)):
            if not row[heading]:
                continue
            try:
                value = float(row[heading])
            except ValueError:
                value = np.nan
            if not low <= value <= high or (whole and value != int(value)):
                self.report.wrong(number, heading, say("“%(value)s”不行，要填 %(low)s 到 %(high)s 的数。",
                                                       value=row[heading], low=f"{low:g}", high=f"{high:g}"))
                continue
            found[k] = value
        return found

    def times(self, name: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """The column of times as bits of a week."""
        bits = np.zeros(len(self.rows[name]), np.int64)
        for k, (number, row) in enumerate(zip(self.numbers[name], self.rows[name], strict=True)):
            try:
                bits[k] = week_bits(row["时间"])
            except ValueError as unknown:
                self.report.wrong(number, "时间", say("看不懂“%(words)s”。写法如“%(example)s”。", words=str(unknown),
                                                  example=TIMES_EXAMPLE))
        return bits

    def open_to(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Whom offers are for, as bits of kinds."""
        bits = np.zeros(len(self.rows[OFFERS]), np.int64)
        for k, row in enumerate(self.rows[OFFERS]):
            wanted = [word.strip() for word in re.split("[，,、]", row["对象"]) if word.strip()]
            for word in wanted:
                if word in self.kinds:
                    bits[k] |= 1 << self.kinds[word]
            if wanted and not bits[k]:
                bits[k] = 1 << MOST_KINDS  # only for kinds that are not in this register: for nobody here
        return bits

    def codes(self, name: str, heading: str, known: Mapping[str, int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """A column of words as numbers, -1 for none."""
        return np.array([known.get(row[heading], -1) for row in self.rows[name]], np.int64)

    def market(self) -> Market:
        """All of it as arrays."""
        groups = {name: k for k, name in enumerate(communities(self.rows[PARTIES]))}
        closeness = np.eye(len(self.categories))
        for a, b in NEIGHBOURS:
            if a in self.categories and b in self.categories:
                x, y = self.categories[a], self.categories[b]
                closeness[x, y] = closeness[y, x] = NEIGHBOUR_CLOSENESS
        offer_text, need_text = rows_of(*([row["名称"] + " " + row["说明"] for row in self.rows[name]]
                                          for name in (OFFERS, NEEDS)))
        place = np.stack([self.figures(PARTIES, way, 0.0, -1e7, 1e7) for way in ("东", "北")], axis=1)
        return Market(
            place=place, kind=self.codes(PARTIES, "性质", self.kinds), group=self.codes(PARTIES, "社区", groups),
            offer_owner=self.codes(OFFERS, "单位", self.party),
            offer_category=self.codes(OFFERS, "类别", self.categories),
            slots=self.figures(OFFERS, "份数", 1, 0, 1000, whole=True).astype(np.int64),
            offer_quantity=self.figures(OFFERS, "数量", 0, 0, 1e9), offer_unit=self.codes(OFFERS, "计量", self.units),
            offer_times=self.times(OFFERS), open_to=self.open_to(),
            cost=self.figures(OFFERS, "代价", DEFAULT_COST, 0, MOST_COST),
            gift=np.array([row["赠予"] == YES for row in self.rows[OFFERS]], bool),
            need_owner=self.codes(NEEDS, "单位", self.party), need_category=self.codes(NEEDS, "类别", self.categories),
            need_quantity=self.figures(NEEDS, "数量", 0, 0, 1e9), need_unit=self.codes(NEEDS, "计量", self.units),
            need_times=self.times(NEEDS), radius=self.figures(NEEDS, "半径", DEFAULT_RADIUS, 0, 1e6),
            weight=self.figures(NEEDS, "重要", DEFAULT_WEIGHT, 1, 5, whole=True).astype(np.int64),
            closeness=closeness, offer_text=offer_text, need_text=need_text)


def empty_market_is_refused(registers: Registers) -> None:
    """Raises BadInput where there is nothing to match."""
    if not registers.offers or not registers.needs:
        raise BadInput(say("资源和需求至少各要一行。"))
