"""How a table is read in the child (`confined.child`). No Django here.

Checks in the order of trust.md 6: type, the zip's directory, then the reader. Yields first the headings, then
[row number, cells].
"""
from __future__ import annotations

import codecs
import csv
import datetime as dt
import gzip
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from liandong.confined.limits import RefusedFile
from liandong.confined.zips import MAX_RATIO, MAX_UNPACKED, RATIO_FROM, check_zip

MAX_COLUMNS = 300
MAX_FIELD = 32_767
"""Characters in a cell: what a spreadsheet itself allows."""
BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ")


def xlsx_rows(path: Path, sheet: str, most: int) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a sheet with the numbers that the spreadsheet shows."""
    check_zip(path, "xl/")
    from python_calamine import CalamineWorkbook  # after the checks: nothing of it runs on a file that they refuse

    book = CalamineWorkbook.from_path(str(path))
    if sheet and sheet not in book.sheet_names:
        raise RefusedFile("sheet")
    found = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
    if found.total_height > most + 1:
        raise RefusedFile("rows")
    if found.total_width > MAX_COLUMNS:
        raise RefusedFile("columns")
    yield from enumerate(found.to_python(skip_empty_area=False), start=1)


def unpacked(path: Path) -> Path:
    """A .gz beside itself, unpacked within the limits."""
    packed, out, size = path.stat().st_size, path.with_suffix(".out"), 0
    with gzip.open(path) as source, out.open("wb") as target:
        while block := source.read(1024**2):
            size += len(block)
            if size > MAX_UNPACKED:
                raise RefusedFile("unpacked")
            if size > RATIO_FROM and size > MAX_RATIO * packed:
                raise RefusedFile("ratio")
            target.write(block)
    return out


def encoding_of(path: Path) -> str:
    """UTF-8 if all of it is, else GB18030; refused if it is no text at all."""
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8-sig", "gb18030")}
    with path.open("rb") as file:
        head = file.read(512).lstrip().lower()
        if head.startswith((*(b.lower() for b in BINARY), b"<!doctype", b"<html", b"<?xml")):
            raise RefusedFile("type")
        file.seek(0)
        while block := file.read(1024**2):
            if b"\0" in block:
                raise RefusedFile("type")
            for name, decoder in list(decoders.items()):
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    del decoders[name]
    for name, decoder in decoders.items():
        with suppress(UnicodeDecodeError):
            decoder.decode(b"", final=True)
            return name
    raise RefusedFile("encoding")


def delimiter_of(line: str) -> str:
    """Comma, semicolon or tab: whichever the headings use most."""
    return max(",;\t", key=line.count)


def csv_rows(path: Path, most: int) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a text table, numbered as a spreadsheet would show them."""
    csv.field_size_limit(MAX_FIELD)
    with path.open(encoding=encoding_of(path), newline="") as file:
        delimiter = delimiter_of(file.readline(MAX_FIELD))
        file.seek(0)
        try:
            for number, row in enumerate(csv.reader(file, delimiter=delimiter, strict=True), start=1):
                if number > most + 1:
                    raise RefusedFile("rows")
                if len(row) > MAX_COLUMNS:
                    raise RefusedFile("columns")
                yield number, row
        except csv.Error as error:
            raise RefusedFile("field" if "field larger" in str(error) else "broken") from error


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates by ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    text = value.isoformat() if isinstance(value, dt.date | dt.time) else str(value).strip()
    if len(text) > MAX_FIELD or "\0" in text:
        raise RefusedFile("field")
    return text


def rows_of(path: Path, kind: str, sheet: str, most: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file of a known kind that hold anything at all."""
    rows = xlsx_rows(path, sheet, most) if kind == ".xlsx" else csv_rows(
        unpacked(path) if kind == ".csv.gz" else path, most)
    for number, row in rows:
        cells = [text_of(value) for value in row]
        if any(cells):
            yield number, cells


def read(arguments: list[str]) -> Iterator[object]:
    """FILE KIND SHEET MOST: the lines of the answer; one without its end was broken off."""
    path, kind, sheet, most = Path(arguments[0]), arguments[1], arguments[2], int(arguments[3])
    rows = rows_of(path, kind, sheet, most)
    number, headings = next(rows, (0, []))
    if not headings:
        raise RefusedFile("empty")
    yield {"headings": headings, "row": number}
    yield from rows
    yield {"end": True}
