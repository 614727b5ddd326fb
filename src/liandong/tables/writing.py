"""Writing a spreadsheet. Text stays text: no cell of ours becomes a formula or a link (trust.md 6)."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from liandong.kernel.localtime import local

SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True,
        "default_date_format": "yyyy-mm-dd"}
STREAMED = {**SAFE, "in_memory": False, "constant_memory": True}
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60
NARROWEST = 8


def write_table(target: Path | IO[bytes], sheets: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """Write sheets by name; the first row of each is its headings. Times are written as Shanghai's wall clock."""
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, SAFE)
    bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                _write(sheet, y, x, value, bold if y == 0 else None, moment)
        for x, width in enumerate(_widths(rows)):
            sheet.set_column(x, x, width)
    book.close()


def write_long_table(target: IO[bytes], name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write one sheet of any length, a row at a time, and say how many rows it has below its headings.

    Rows go to a temporary file as they come: the memory is that of one row, whatever the length.
    """
    book = xlsxwriter.Workbook(target, STREAMED)
    bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    coming = iter(rows)
    first = [headings, *islice(coming, 99)]
    for x, width in enumerate(_widths(first)):
        sheet.set_column(x, x, width)
    y = -1
    for part in (first, coming):
        for row in part:
            y += 1
            for x, value in enumerate(row):
                _write(sheet, y, x, value, bold if y == 0 else None, moment)
    if headings:
        sheet.autofilter(0, 0, max(y, 1), len(headings) - 1)
    book.close()
    return y


def _write(sheet: Any, y: int, x: int, value: object, style: Any, moment: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(y, x, local(value).replace(tzinfo=None) if value.tzinfo else value, moment)
    elif isinstance(value, date):
        sheet.write_datetime(y, x, value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(y, x, value, style)
    else:
        sheet.write_string(y, x, str(value), style)


def _widths(rows: Sequence[Sequence[object]]) -> list[int]:
    """Wide enough for the first hundred rows; a Chinese character counts twice."""
    widths: list[int] = []
    for row in rows[:100]:
        for x, value in enumerate(row):
            wide = sum(2 if ord(c) > 0x2E7F else 1 for c in str(value if value is not None else "")) + 2
            if x == len(widths):
                widths.append(NARROWEST)
            widths[x] = min(WIDEST, max(widths[x], wide))
    return widths
