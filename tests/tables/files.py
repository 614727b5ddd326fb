"""Hostile and broken files, made here: nothing hostile is kept in the repository. Source: trust.md 6."""
from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def good(rows: list[list[object]] | None = None) -> bytes:
    """A workbook of two columns."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("人员")
    for y, row in enumerate(rows or [["姓名", "电话"], ["张三", "13800000000"]]):
        sheet.write_row(y, 0, row)
    book.close()
    return out.getvalue()


def rebuilt(change: dict[str, bytes], base: bytes | None = None) -> bytes:
    """The good workbook with some entries replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base or good())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name))
        for name, data in change.items():
            new.writestr(name, data)
    return out.getvalue()


def sheet_of(cells: str) -> bytes:
    return f"{XML_HEAD}<worksheet {NAMESPACE}><sheetData>{cells}</sheetData></worksheet>".encode()


def row_bomb() -> bytes:
    """1.2 MB that unpack to 300 MiB of rows."""
    row = b"<row><c><v>1</v></c></row>"
    return rebuilt({SHEET: sheet_of("").replace(b"<sheetData>", b"<sheetData>" + row * (300 * 1024**2 // len(row)))})


def ratio_bomb() -> bytes:
    """100 MiB of one cell: below the sum, but swelling a thousandfold."""
    return rebuilt({SHEET: sheet_of(f'<row><c t="inlineStr"><is><t>{"a" * 100 * 1024**2}</t></is></c></row>')})


def far_cell() -> bytes:
    """Two cells at the ends of a sheet: a reader asks for 512 GiB and aborts."""
    return rebuilt({SHEET: sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>'
                                    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')})


def lying_zip() -> bytes:
    """The directory and the entry say 100 bytes of what holds a million."""
    body = rebuilt({SHEET: sheet_of("<row><c><v>1</v></c></row>" * 40_000)})
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        entry = archive.getinfo(SHEET)
    true, lie = struct.pack("<L", entry.file_size), struct.pack("<L", 100)
    assert body.count(true) >= 1
    return body.replace(true, lie)


def many_entries() -> bytes:
    return rebuilt({f"xl/media/{n}.txt": b"" for n in range(2_100)})


def xxe(head: str) -> bytes:
    return rebuilt({SHEET: (head + sheet_of("<row><c><v>1</v></c></row>").decode().removeprefix(XML_HEAD)).encode()})


def utf16_doctype() -> bytes:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
    return rebuilt({SHEET: text.encode("utf-16")})


def locked() -> bytes:
    body = bytearray(good())
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = 0
        while (start := body.find(mark, start)) >= 0:
            body[start + at] |= 1
            start += 4
    return bytes(body)


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an xlsx that unpacks to 300 MiB of rows": ("a.xlsx", row_bomb, "unpacked"),
    "an xlsx with one cell that swells a thousandfold": ("a.xlsx", ratio_bomb, "ratio"),
    "an xlsx whose cells lie at both ends of the sheet": ("a.xlsx", far_cell, "rows stopped"),
    "a zip whose declared size lies": ("a.xlsx", lying_zip, "broken stopped"),
    "a zip of two thousand entries and more": ("a.xlsx", many_entries, "entries"),
    "an external entity": ("a.xlsx", lambda: xxe(DOCTYPE), "doctype"),
    "a billion laughs": ("a.xlsx", lambda: xxe(LAUGHS), "doctype"),
    "a DOCTYPE in UTF-16": ("a.xlsx", utf16_doctype, "doctype"),
    "a macro named xlsx": ("a.xlsx", lambda: rebuilt({"xl/vbaProject.bin": b"x"}), "macro"),
    "a path out of the zip": ("a.xlsx", lambda: rebuilt({"../../etc/cron.d/x": b"x"}), "name"),
    "a path with backslashes": ("a.xlsx", lambda: rebuilt({"xl\\..\\..\\x": b"x"}), "name"),
    "an absolute path": ("a.xlsx", lambda: rebuilt({"/tmp/x": b"x"}), "name"),
    "a locked workbook": ("a.xlsx", locked, "locked"),
    "a zip that is no workbook": ("a.xlsx", lambda: _zip({"a.txt": b"x"}), "type"),
    "a picture named xlsx": ("a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "type"),
    "an old workbook named xlsx": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "type"),
    "half a workbook": ("a.xlsx", lambda: good()[:2000], "broken"),
    "a workbook named csv": ("a.csv", good, "type"),
    "a web page named csv": ("a.csv", lambda: b"\n<!DOCTYPE html><p>a,b", "type"),
    "a program named csv": ("a.csv", lambda: b"\x7fELF,1\n2,3", "type"),
    "bytes of no encoding": ("a.csv", lambda: b"a,b\n\xff\xff,\x80\xff\n", "encoding"),
    "a csv with NUL": ("a.csv", lambda: b"a,b\n1,\0\n", "type"),
    "a csv with an endless field": ("a.csv", lambda: b"a,b\n" + b"x" * 1_000_000 + b",1\n", "field"),
    "a csv with an open quote": ("a.csv", lambda: b'a,b\n"x,1\n2,3\n', "broken"),
    "a csv of too many columns": ("a.csv", lambda: b",".join([b"a"] * 400) + b"\n", "columns"),
    "a gz bomb": ("a.csv.gz", lambda: gzip.compress(b"a,b\n" * 60_000_000), "unpacked ratio"),
    "half a gz": ("a.csv.gz", lambda: gzip.compress(bytes(range(256)) * 999)[:200], "broken"),
    "a csv named gz": ("a.csv.gz", lambda: b"a,b\n1,2\n", "broken"),
    "only blank rows": ("a.csv", lambda: b"\n,,\n", "empty"),
}
"""Name of the case: file name, how it is made, and the reasons of `tables.reading.REASONS` that may be told."""


def _zip(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def write(folder: Path, name: str, data: bytes) -> Path:
    """The file on disk."""
    path = folder / name
    path.write_bytes(data)
    return path
