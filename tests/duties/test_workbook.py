"""The catalogue goes out as a workbook and comes back the same, or in the three published lists."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.duties import queries, services, workbook
from liandong.duties.rows import DeadlineRow, ItemRow
from liandong.duties.terms import Confidentiality, ListKind, Mark
from liandong.kernel.levels import Level
from liandong.tables import Report, Table, read_table, write_table
from tests.duties.factories import ROWS, Catalogue, small_catalogue
from tests.places.factories import NOW

DAY = date(2026, 11, 24)
RICH = ItemRow(
    "CJ018", "违法建设认定、处罚和强制拆除", ListKind.COOPERATING, Level.DISTRICT, ("区综合行政执法局", "区自然资源局"),
    ("街道办事处", "社区"), ("城乡建设", "规划", "违法建设"), "Judge and demolish illegal building",
    (DeadlineRow(5, name="责令停工"), DeadlineRow(48, "clock_hours", "查封"), DeadlineRow(1, "same_day", "告知")),
    "认定并拆除", "发现后报告\n到场配合", "城乡规划法", Confidentiality.RESTRICTED.value, ("06001", "06002"),
    ("何时开始建？", "是否有人住？"), "已进入诉讼的不办", "测试",
    {Level.DISTRICT: Mark.LEADS, Level.STREET: Mark.NONE, Level.COMMUNITY: Mark.COOPERATES, Level.COMPOUND: Mark.NONE})


@pytest.fixture
def catalogue(db: None) -> Iterator[Catalogue]:
    district = create_district(1, "越城区")
    with scope(district.id):
        yield small_catalogue()


def written(folder: Path, sheets: dict[str, list[tuple[str, ...]]]) -> Path:
    file = folder / "catalogue.xlsx"
    write_table(file, sheets)
    return file


def load(file: Path) -> Report:
    return services.import_duties(file, effective_on=DAY, name="新版", by=None, now=NOW)


@pytest.mark.parametrize(("words", "term"), [
    ("20 个工作日", DeadlineRow(20)), ("3个工作日", DeadlineRow(3)),
    ("责令停工 5 个工作日", DeadlineRow(5, name="责令停工")),
    ("2 个工作小时", DeadlineRow(2, "working_hours")), ("48 小时", DeadlineRow(48, "clock_hours")),
    ("当天", DeadlineRow(1, "same_day")), ("告知 当天", DeadlineRow(1, "same_day", "告知")),
    ("尽快", None), ("个工作日", None), ("-3 个工作日 后", None),
])
def test_a_term_is_read_from_its_words(words: str, term: DeadlineRow | None) -> None:
    assert workbook.term_from(words) == term


@pytest.mark.django_db
def test_what_goes_out_comes_back_the_same_with_every_field(catalogue: Catalogue, tmp_path: Path) -> None:
    services.load_catalogue([RICH, *ROWS[2:]], effective_on=date(2026, 2, 1), name="全版", by=None, now=NOW)
    before = queries.version_on(DAY)
    assert before is not None
    rows = queries.rows_of(before.id)
    assert rows[0] == RICH
    file = tmp_path / "out.xlsx"
    write_table(file, workbook.sheets(rows))
    assert load(file).counts == {"items": len(rows)}
    after = queries.version_on(DAY)
    assert after is not None
    assert after.id != before.id
    assert queries.rows_of(after.id) == rows


@pytest.mark.django_db
def test_the_shipped_212_matters_go_out_in_three_lists_and_come_back_the_same(
        catalogue: Catalogue, tmp_path: Path) -> None:
    services.import_duties(effective_on=date(2026, 3, 1), name="212", by=None, now=NOW)
    version = queries.version_on(DAY)
    assert version is not None
    rows = queries.rows_of(version.id)
    file = tmp_path / "out.xlsx"
    write_table(file, workbook.sheets(rows))
    sizes = {kind: len(read_table(file, sheet=kind.label).rows) for kind in ListKind}
    assert sizes == {ListKind.BASIC: 100, ListKind.COOPERATING: 66, ListKind.TAKEN_BACK: 46}
    assert read_table(file, sheet="上级部门收回事项").headers == ("编号", "事项", "承接部门", "工作方式")
    assert load(file).is_clean
    again = queries.version_on(DAY)
    assert again is not None
    assert queries.rows_of(again.id) == rows


@pytest.mark.django_db
def test_the_three_published_lists_alone_keep_by_code_what_they_do_not_hold(
        catalogue: Catalogue, tmp_path: Path) -> None:
    file = written(tmp_path, {
        "基本履职事项": [("编号", "事项"), ("GL016", "加装电梯的协调"), ("NEW1", "新增的街道事项")],
        "配合履职事项": [workbook.PUBLISHED[ListKind.COOPERATING],
                        ("CJ018", "违法建设拆除", "区综合行政执法局", "认定并拆除", "发现后报告")],
        "上级部门收回事项": [workbook.PUBLISHED[ListKind.TAKEN_BACK],
                             ("AQ002", "消防监督检查", "区消防救援大队", "直接检查")]})
    assert load(file).counts == {"items": 4}
    lift = queries.item("GL016", DAY)
    assert (lift.name, len(lift.deadlines.all()), lift.class_path) == (
        "加装电梯的协调", 1, "城乡建设 › 城市建设和市政管理")
    assert queries.marks_of(queries.item("NEW1", DAY))[Level.STREET] is Mark.LEADS
    assert queries.item("CJ018", DAY).street_does == "发现后报告"
    assert queries.marks_of(queries.item("AQ002", DAY))[Level.STREET] is Mark.TAKEN_BACK


@pytest.mark.django_db
def test_every_bad_cell_is_named_by_row_and_column_and_nothing_is_written(
        catalogue: Catalogue, tmp_path: Path) -> None:
    full = [str(cell) for cell in workbook.sheets([RICH])["完整清单"][1]]

    def changed(column: str, value: str) -> tuple[str, ...]:
        return tuple(value if name == column else cell
                     for name, cell in zip(workbook.FULL_COLUMNS, full, strict=True))

    bad = [("清单", "其他"), ("主责层级", "市"), ("街道一级", "配"), ("时限", "尽快"), ("事项", ""), ("保密", "机密"),
           ("编号", "有 空")]
    rows = [changed(column, value) for column, value in bad]
    report = load(written(tmp_path, {"完整清单": [workbook.FULL_COLUMNS, *rows]}))
    named = [(p.row, p.column.removeprefix("完整清单 ")) for p in report.problems]
    assert named == [(n, column) for n, (column, _) in enumerate(bad, 2)]
    assert queries.version_on(DAY) == catalogue.version


@pytest.mark.django_db
@pytest.mark.parametrize("sheets", [
    {"表一": [("甲", "乙"), ("1", "2")]},
    {"基本履职事项": [("序", "事"), ("1", "2")]},
    {"完整清单": [("编号", "事项"), ("1", "2")]},
])
def test_a_workbook_without_the_right_sheets_or_columns_is_reported(
        catalogue: Catalogue, tmp_path: Path, sheets: dict[str, list[tuple[str, ...]]]) -> None:
    assert not load(written(tmp_path, sheets)).is_clean
    assert queries.version_on(DAY) == catalogue.version


def test_marks_that_name_no_single_lead_are_refused_in_the_column_of_the_lead() -> None:
    report = Report()
    row = replace(RICH, marks={**RICH.marks, Level.STREET: Mark.LEADS})
    sheet = workbook.sheets([row])["完整清单"]
    table = Table(workbook.FULL_COLUMNS, [[str(cell) for cell in sheet[1]]], [2])
    workbook.read(lambda name: table, report, [])
    assert [(p.row, p.column) for p in report.problems] == [(2, "完整清单 主责层级")]
