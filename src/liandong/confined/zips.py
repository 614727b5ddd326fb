"""What the directory of a zip tells before anything is unpacked. No Django here: the child imports it. Trust.md 6."""
from __future__ import annotations

import zipfile
from pathlib import Path

from liandong.confined.limits import RefusedFile

MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024**2
MAX_RATIO = 200
RATIO_FROM = 1024**2
"""A ratio is judged only above this size: a small file may well shrink a lot."""
XML = (".xml", ".rels", ".vml")
MARK = b"PK\x03\x04"


def check_zip(path: Path, folder: str) -> None:
    """A document of the office kind whose parts lie in `folder` ("xl/", "word/"): its directory, and the first 4 KiB
    of each XML in it. Raises RefusedFile."""
    with path.open("rb") as file:
        if file.read(len(MARK)) != MARK:
            raise RefusedFile("type")
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise RefusedFile("entries")
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise RefusedFile("unpacked")
        for entry in entries:
            check_entry(entry)
        names = {entry.filename for entry in entries}
        if "[Content_Types].xml" not in names or not any(name.startswith(folder) for name in names):
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
