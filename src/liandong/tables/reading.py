"""Reading a table that somebody brought: size and extension here, everything else in a limited child (trust.md 6)."""
from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.core.files.uploadedfile import UploadedFile

from liandong.confined.running import Stopped, run
from liandong.kernel.errors import BadInput
from liandong.kernel.words import N_, Sentence, say

KINDS = (".csv.gz", ".csv", ".xlsx")
LARGEST = 20 * 1024**2
"""Bytes of an uploaded file; a file given on the command line may be larger by `largest`."""
MAX_ROWS = 100_000
READER = Path(__file__).with_name("child.py")

REASONS = {
    "type": N_("文件的内容和扩展名对不上。请另存为 .xlsx 或 .csv 再传。"),
    "broken": N_("这个文件读不出来，可能损坏了。请用表格软件打开，另存一份再传。"),
    "entries": N_("压缩包里的文件太多，不收。请另存为 .xlsx 或 .csv 再传。"),
    "unpacked": N_("文件展开后超过 200 MB，不收。请拆成几份再传。"),
    "ratio": N_("文件展开后大得不正常，不收。请另存为 .xlsx 或 .csv 再传。"),
    "name": N_("压缩包里有不安全的路径，不收。"),
    "macro": N_("文件里有宏，不收。请另存为不含宏的 .xlsx 再传。"),
    "doctype": N_("文件里有外部声明，不收。请另存为 .xlsx 或 .csv 再传。"),
    "locked": N_("文件加了密码，读不了。请取消密码再传。"),
    "sheet": N_("文件里没有名叫“%(sheet)s”的工作表。"),
    "rows": N_("行数超过 %(most)s，不收。请拆成几份再传。"),
    "columns": N_("列数超过 300，不收。请删掉不用的列再传。"),
    "field": N_("有一格的文字太长，不收。一格最多 32767 个字符。"),
    "empty": N_("表是空的：第一行应是列名。"),
    "encoding": N_("文字编码认不出来。请另存为 UTF-8 的 .csv 或 .xlsx 再传。"),
    "stopped": N_("这个文件读起来占用的内存或时间不正常，已停下。请删掉空白的远处单元格，另存一份再传。"),
}
"""What is told for each reason of the child; "stopped" where it was ended by its limits."""


@dataclass(frozen=True)
class Table:
    """A table as text. `numbers` are the row numbers that a spreadsheet shows; blank rows are left out."""

    headers: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and cells by heading; a cell beyond the end of a row is empty."""
        width = len(self.headers)
        for number, row in zip(self.numbers, self.rows, strict=True):
            yield number, dict(zip(self.headers, row + [""] * (width - len(row)), strict=False))

    def missing(self, wanted: Iterable[str]) -> list[str]:
        """The columns that an importer needs and the table lacks."""
        return [name for name in wanted if name not in self.headers]


def kind_of(name: str) -> str:
    """The kind by the extension; raises BadInput for what is not accepted."""
    for kind in KINDS:
        if name.lower().endswith(kind):
            return kind
    raise BadInput(say("只收 .xlsx、.csv 或 .csv.gz 文件。"))


def read_table(path: Path, *, sheet: str | None = None, max_rows: int = MAX_ROWS, largest: int = LARGEST) -> Table:
    """The table in a file; the first sheet if none is named.

    Raises BadInput with a sentence for whatever is not such a table, hostile or broken; the reader's memory, time and
    descriptors are a child's, so nothing that a file does reaches this process.
    """
    kind = kind_of(path.name)
    if not path.is_file():
        raise BadInput(say("没有这个文件：%(name)s。", name=path.name))
    _check_size(path.stat().st_size, largest)
    with tempfile.TemporaryDirectory(prefix="liandong-table-") as folder:
        copy = Path(folder) / "given"
        shutil.copyfile(path, copy)
        return _read(copy, kind, sheet or "", max_rows)


def read_upload(upload: UploadedFile, *, sheet: str | None = None, max_rows: int = MAX_ROWS,
                largest: int = LARGEST) -> Table:
    """The table in an uploaded file; the name it came with is used for its extension only."""
    kind = kind_of(upload.name or "")
    _check_size(upload.size or 0, largest)
    with tempfile.TemporaryDirectory(prefix="liandong-table-") as folder:
        copy = Path(folder) / "given"
        with copy.open("wb") as target:
            for block in upload.chunks():
                target.write(block)
        return _read(copy, kind, sheet or "", max_rows)


def _check_size(size: int, largest: int) -> None:
    if size > largest:
        raise BadInput(say("文件超过 %(most)s MB，不收。请拆成几份再传。", most=largest // 1024**2))
    if size == 0:
        raise BadInput(Sentence(REASONS["empty"]))


def _read(file: Path, kind: str, sheet: str, most: int) -> Table:
    try:
        answer = run(READER, [str(file), kind, sheet, str(most)], file.parent)
    except Stopped:
        raise BadInput(Sentence(REASONS["stopped"])) from None
    with answer.open(encoding="ascii") as lines:
        table = _assemble(lines, sheet, most)
    if table is None:
        raise BadInput(Sentence(REASONS["stopped"]))
    return table


def _assemble(lines: IO[str], sheet: str, most: int) -> Table | None:
    """The table of an answer; None if the answer breaks off. Raises BadInput for a refusal."""
    headers: tuple[str, ...] = ()
    rows: list[list[str]] = []
    numbers: list[int] = []
    for line in lines:
        try:
            said = json.loads(line)
        except ValueError:
            return None
        if isinstance(said, list):
            numbers.append(said[0])
            rows.append(said[1])
        elif "headings" in said:
            headers = _headers(said["headings"])
        elif "refused" in said:
            raise BadInput(Sentence(REASONS[said["refused"]], {"sheet": sheet, "most": most}))
        else:
            return Table(headers, rows, numbers)
    return None


def _headers(found: list[str]) -> tuple[str, ...]:
    while found and not found[-1]:
        found = found[:-1]
    twice = {name for name in found if name and found.count(name) > 1}
    if twice:
        raise BadInput(say("列名“%(name)s”出现了两次。", name=min(twice)))
    return tuple(found)
