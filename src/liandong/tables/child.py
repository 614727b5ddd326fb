"""The child in which a file from outside is read. Run as a program of its own; imports nothing of ours.

A parser can be brought down without an exception: an .xlsx of 1,732 bytes with the cells A1 and XFD1048576 makes the
reader ask for 512 GiB and abort. So it happens here, with limits, and the parent sees an end instead. Checks in the
order of trust.md 6: type, the zip's directory, then the reader. Writes one JSON line a row to standard output: first
the headings, then [row number, cells]; a refusal is a line {"refused": code}.
"""
from __future__ import annotations

import codecs
import csv
import ctypes
import datetime as dt
import gzip
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

MEMORY = 1024**3
CPU_SECONDS = 20
MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024**2
MAX_RATIO = 200
RATIO_FROM = 1024**2
"""A ratio is judged only above this size: a small file may well shrink a lot."""
MAX_COLUMNS = 300
MAX_FIELD = 32_767
"""Characters in a cell: what a spreadsheet itself allows."""
XML = (".xml", ".rels", ".vml")
NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ")


class RefusedFile(Exception):
    """The file is not taken; the code names the reason."""


def limit() -> None:
    """Memory, time, files; and no network where the kernel lets us."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_CORE, 0),
                       (resource.RLIMIT_NOFILE, 64), (resource.RLIMIT_NPROC, 0)):
        with suppress(ValueError, OSError):  # a lower limit of the system's own may stand already
            resource.setrlimit(what, (most, most))
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(NEW_USER_AND_NETWORK)


def check_zip(path: Path) -> None:
    """What the directory of a zip tells before anything is unpacked, and the first 4 KiB of each XML in it."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise RefusedFile("entries")
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise RefusedFile("unpacked")
        for entry in entries:
            check_entry(entry)
        names = {entry.filename for entry in entries}
        if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
            raise RefusedFile("type")
        for entry in entries:
            if entry.filename.lower().endswith(XML):
                with archive.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(4096).replace(b"\0", b"").upper():  # UTF-16 is XML too
                        raise RefusedFile("doctype")


def check_entry(entry: zipfile.ZipInfo) -> None:
    """One entry: its name, whether it is locked, and how much it swells."""
    name = entry.filename.lower().replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/"):
        raise RefusedFile("name")
    if "vba" in name or "macrosheets" in name:
        raise RefusedFile("macro")
    if entry.flag_bits & 1:
        raise RefusedFile("locked")
    if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise RefusedFile("ratio")


def xlsx_rows(path: Path, sheet: str, most: int) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a sheet with the numbers that the spreadsheet shows."""
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            raise RefusedFile("type")
    check_zip(path)
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


def tell(out: IO[str], what: object) -> None:
    """One line of the answer."""
    out.write(json.dumps(what) + "\n")


def main(arguments: list[str]) -> None:
    """child.py FILE KIND SHEET MOST: answers on standard output."""
    limit()
    path, kind, sheet, most = Path(arguments[0]), arguments[1], arguments[2], int(arguments[3])
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="ascii", write_through=False)
    try:
        rows = rows_of(path, kind, sheet, most)
        number, headings = next(rows, (0, []))
        if not headings:
            raise RefusedFile("empty")
        tell(out, {"headings": headings, "row": number})
        for row in rows:
            tell(out, row)
        tell(out, {"end": True})
    except RefusedFile as refusal:
        tell(out, {"refused": str(refusal)})
    except Exception:  # whatever a reader raises on a bad file means the same to the person who brought it
        tell(out, {"refused": "broken"})
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
