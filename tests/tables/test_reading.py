"""Files from outside: what is read, and what hostile ones do to us (nothing)."""
from __future__ import annotations

import datetime as dt
import gzip
import io
import os
import resource
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liandong.kernel.errors import BadInput
from liandong.tables import Report, read_table, read_upload, write_table
from liandong.tables.child import text_of
from liandong.tables.reading import REASONS
from tests.tables import files


def told(folder: Path, name: str, data: bytes) -> str:
    with pytest.raises(BadInput) as refusal:
        read_table(files.write(folder, name, data))
    return refusal.value.sentence.text


@pytest.mark.parametrize("case", files.HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason_and_leaves_the_process_as_it_was(case: str, tmp_path: Path) -> None:
    name, make, reasons = files.HOSTILE[case]
    path = files.write(tmp_path, name, make())
    pid, most = os.getpid(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadInput) as refusal:
        read_table(path)
    assert refusal.value.sentence.text in {REASONS[reason] for reason in reasons.split()}
    assert os.getpid() == pid
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most < 30 * 1024  # KiB: the bomb went off elsewhere


def test_a_file_of_another_kind_is_refused_by_its_extension(tmp_path: Path) -> None:
    assert "只收" in told(tmp_path, "a.xlsm", files.good())
    assert "只收" in told(tmp_path, "a.xls", b"x")


def test_a_file_that_is_too_large_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = files.write(tmp_path, "a.csv", b"a,b\n" * 1000)
    with pytest.raises(BadInput, match="超过"):
        read_table(path, largest=1000)


def test_a_missing_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="没有这个文件"):
        read_table(tmp_path / "none.csv")
    assert told(tmp_path, "a.csv", b"") == REASONS["empty"]


def test_a_workbook_is_read_as_text_with_the_row_numbers_that_it_shows(tmp_path: Path) -> None:
    path = files.write(tmp_path, "a.xlsx", files.good([["姓名", "数", ""], ["张三", 3], [], ["李四", 2.5]]))
    table = read_table(path)
    assert table.headers == ("姓名", "数")
    assert list(table.records()) == [(2, {"姓名": "张三", "数": "3"}), (4, {"姓名": "李四", "数": "2.5"})]


def test_a_sheet_is_taken_by_its_name_and_a_missing_one_is_named(tmp_path: Path) -> None:
    path = files.write(tmp_path, "a.xlsx", files.good())
    assert read_table(path, sheet="人员").headers == ("姓名", "电话")
    with pytest.raises(BadInput, match="没有名叫“任职”的工作表"):
        read_table(path, sheet="任职")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_table_is_read_in_either_encoding_and_with_either_delimiter(
        encoding: str, delimiter: str, tmp_path: Path) -> None:
    text = f"姓名{delimiter}住处\r\n张三{delimiter}府山街道\r\n"
    table = read_table(files.write(tmp_path, "a.csv", text.encode(encoding)))
    assert (table.headers, table.rows) == (("姓名", "住处"), [["张三", "府山街道"]])


def test_a_packed_text_table_is_unpacked(tmp_path: Path) -> None:
    table = read_table(files.write(tmp_path, "a.csv.gz", gzip.compress("甲,乙\n1,2\n".encode())))
    assert table.rows == [["1", "2"]]


def test_more_rows_than_allowed_are_refused(tmp_path: Path) -> None:
    path = files.write(tmp_path, "a.csv", b"a,b\n" + b"1,2\n" * 11)
    assert len(read_table(path, max_rows=11).rows) == 11
    with pytest.raises(BadInput, match="超过 10"):
        read_table(path, max_rows=10)


def test_a_heading_that_stands_twice_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="姓名"):
        read_table(files.write(tmp_path, "a.csv", "姓名,姓名\n1,2\n".encode()))


def test_the_columns_that_are_missing_are_named(tmp_path: Path) -> None:
    table = read_table(files.write(tmp_path, "a.csv", "姓名,电话\n1,2\n".encode()))
    assert table.missing(["姓名", "任职", "起"]) == ["任职", "起"]


def test_an_uploaded_file_is_read_by_its_extension_only() -> None:
    upload = SimpleUploadedFile("../../a.xlsx", files.good())
    assert read_upload(upload).rows == [["张三", "13800000000"]]
    with pytest.raises(BadInput):
        read_upload(SimpleUploadedFile("a.exe", files.good()))


def test_hostile_text_is_written_as_text_and_read_back_the_same(tmp_path: Path) -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.org", "\tx", "007", "2026-01-01"]
    path = tmp_path / "out.xlsx"
    write_table(path, {"一": [["文字"], *[[one] for one in hostile]]})
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read(files.SHEET)
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet.lower()
    assert [row[0] for row in read_table(path).rows] == [one.strip() for one in hostile]


def test_numbers_and_times_are_written_as_what_they_are() -> None:
    out = io.BytesIO()
    at = dt.datetime(2026, 11, 24, 1, 30, tzinfo=dt.UTC)
    write_table(out, {"一": [["数", "日", "时", "空"], [3, dt.date(2026, 11, 24), at, None]]})
    table = read_upload(SimpleUploadedFile("a.xlsx", out.getvalue()))
    assert table.rows == [["3", "2026-11-24", "2026-11-24 09:30:00", ""]]


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20).map(str.strip)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(any), min_size=1, max_size=5))
def test_what_is_written_is_read_back(rows: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "there.xlsx"
    write_table(path, {"一": [["甲", "乙", "丙"], *rows]})
    assert read_table(path).rows == rows


def test_a_report_is_clean_until_something_is_wrong() -> None:
    report = Report()
    report.count("people", 2)
    report.note("有 %(n)s 行", n=1)
    assert report.is_clean
    assert report.counts == {"people": 2}
    report.wrong(3, "姓名", "少了")
    assert not report.is_clean
    assert (report.problems[0].row, str(report.problems[0].sentence)) == (3, "少了")


def test_a_cell_is_plain_text() -> None:
    assert [text_of(v) for v in (None, True, 1.0, 1.5, " x ", dt.date(2026, 1, 2))] == [
        "", "TRUE", "1", "1.5", "x", "2026-01-02"]
