"""Registers: what is wrong is told by row and column; times in words; what is written can be read."""
from __future__ import annotations

from pathlib import Path

import pytest

from liandong.engines.matching.times import week_bits
from liandong.plans.files import SAMPLE, WrongRows, case_of, write_template
from liandong.plans.registers import read
from liandong.plans.terms import COLUMNS, TIMES_EXAMPLE
from liandong.tables import read_table, write_table

RULES = {"theta": 1.0, "longest": 3, "deals_a_party": 0}


@pytest.mark.parametrize(("text", "bits"), [
    ("", 0), ("周一 上午", 0b001), ("周日 晚上", 1 << 20), ("周末", 0b111111 << 15), ("工作日 下午", 0b010010010010010),
    ("周二 9:00-11:30", 0b001 << 3), ("周二 11:00-19:00", 0b111 << 3), ("周一 18:00—次日8:00", 0b101),
    ("周六至周一 全天", 0b111111 << 15 | 0b111), ("周一 上午；周三 晚上", 0b1 | 0b100 << 6)])
def test_times_are_read(text: str, bits: int) -> None:
    assert week_bits(text) == bits


def test_the_example_of_the_template_is_understood_and_other_words_are_not() -> None:
    assert week_bits(TIMES_EXAMPLE)
    with pytest.raises(ValueError, match="春天"):
        week_bits("春天 上午")


def test_the_sample_is_a_street() -> None:
    registers, report = read(SAMPLE)
    assert registers is not None
    assert report.is_clean
    assert [len(rows) for rows in (registers.parties, registers.offers, registers.needs)] == [120, 250, 300]


def test_a_workbook_and_a_folder_hold_the_same(tmp_path: Path) -> None:
    sheets = {}
    for name, title in (("parties", "单位"), ("offers", "资源"), ("needs", "需求")):
        table = read_table(SAMPLE / f"{name}.csv")
        sheets[title] = [list(table.headers), *table.rows]
    write_table(tmp_path / "street.xlsx", sheets)
    one, other = case_of(tmp_path / "street.xlsx", RULES), case_of(SAMPLE, RULES)
    assert one.names == other.names
    assert (one.problem.edge_offer == other.problem.edge_offer).all()
    assert (one.problem.score == other.problem.score).all()


def test_the_template_has_every_column(tmp_path: Path) -> None:
    write_template(tmp_path)
    for name, columns in COLUMNS.items():
        assert read_table(tmp_path / f"{name}.csv").headers == tuple(column.heading for column in columns)
    assert read_table(tmp_path / "registers.xlsx", sheet="需求").headers[0] == "编号"


def test_what_is_wrong_is_told_by_row_and_column(tmp_path: Path) -> None:
    (tmp_path / "parties.csv").write_text("编号,名称,性质,东,北\nA,甲,社区,0,0\nA,乙,,0,x\n", encoding="utf-8")
    (tmp_path / "offers.csv").write_text("编号,单位,类别,名称,时间\n1,B,空间场地,礼堂,随便\n", encoding="utf-8")
    (tmp_path / "needs.csv").write_text("编号,单位,类别,名称,重要\n1,A,空间场地,礼堂,9\n", encoding="utf-8")
    with pytest.raises(WrongRows) as wrong:
        case_of(tmp_path, RULES)
    found = {(problem.row, problem.column) for problem in wrong.value.report.problems}
    assert found == {(3, "性质"), (3, "编号"), (3, "北"), (2, "单位"), (2, "时间"), (2, "重要")}


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    for name in COLUMNS:
        (tmp_path / f"{name}.csv").write_text("编号\n1\n", encoding="utf-8")
    with pytest.raises(WrongRows) as wrong:
        case_of(tmp_path, RULES)
    assert {problem.column for problem in wrong.value.report.problems} >= {"名称", "单位", "类别"}
