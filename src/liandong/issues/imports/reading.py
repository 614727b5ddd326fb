"""From a table to matters as plain values: everything is checked before anything is written.

A bad value (a time that is none, a number that is missing or stands twice, a text that is too long) is a problem at
its row and column and stops the file. A word that nobody knows is no bad value: it is kept, and told later.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from liandong.issues.imports.mapping import PLACEHOLDER, SEPARATOR, ImportMap, fill
from liandong.issues.limits import LIMITS
from liandong.issues.services.texts import tidy
from liandong.kernel.errors import BadInput
from liandong.kernel.words import Sentence, say
from liandong.tables import Report, Table

SHANGHAI = ZoneInfo("Asia/Shanghai")
EARLIEST = date(2000, 1, 1)
CELLS = {"number": 40, "street": 40, "community": 40, "address": LIMITS["address"], "channel": 40, "type": 40,
         "unit": 80}
"""The longest that a cell may be, in characters, where its meaning gives a limit."""
LONGEST_CLASS, LONGEST_PATH = 60, 200
LONGEST_CELL = 2000
A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class FileRow:
    """One matter of the file. Times are the file's own, in Shanghai; empty text where the file says nothing."""

    line: int
    number: str
    received: datetime
    closed: datetime | None
    says_closed: bool
    street: str
    community: str
    address: str
    classes: tuple[str, ...]
    channel: str
    type: str
    unit: str
    late: bool | None
    title: str
    text: str

    @property
    def class_path(self) -> str:
        """The file's own classes, from the widest to the nearest."""
        return f" {SEPARATOR} ".join(self.classes)


def weeks_forward(last: date, today: date) -> int:
    """By how many whole weeks times move, so that the last day lies in the week before today; never backwards.

    Whole weeks keep the day of the week, and with it what a working day was.
    """
    return max(0, ((today - last).days - 1) // 7)


def read_rows(table: Table, how: ImportMap, report: Report) -> list[FileRow]:
    """The matters of a table, in its order; what is wrong goes into the report."""
    templates = PLACEHOLDER.findall(how.title) + PLACEHOLDER.findall(how.text)
    if missing := table.missing(dict.fromkeys((*how.columns.all, *templates))):
        report.wrong(1, "", say("文件少了这些列：%(columns)s。", columns="、".join(missing)))
        return []
    made = [row for line, cells in table.records() if (row := _Row(line, cells, how, report).read()) is not None]
    _once(made, how, report)
    if not made and report.is_clean:
        report.wrong(0, "", say("文件里没有一行数据。"))
    return made


def check_future(rows: list[FileRow], how: ImportMap, weeks: int, now: datetime, report: Report) -> None:
    """Nothing may have happened after the import, once times are moved."""
    for row in rows:
        for column, at in ((how.columns.received, row.received), (how.columns.closed, row.closed)):
            if at is not None and at + weeks * A_WEEK > now:
                report.wrong(row.line, column, say("时间在将来：%(value)s。", value=f"{at:%Y-%m-%d %H:%M}"))


def _once(rows: list[FileRow], how: ImportMap, report: Report) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if row.number in seen:
            report.wrong(row.line, how.columns.number,
                         say("编号“%(number)s”在第 %(line)s 行已经有了。", number=row.number, line=seen[row.number]))
        seen.setdefault(row.number, row.line)


class _Row:
    """One row under examination; every fault of it is told, not only the first."""

    def __init__(self, line: int, cells: Mapping[str, str], how: ImportMap, report: Report) -> None:
        self.line, self.cells, self.how, self.report = line, dict(cells), how, report
        self.said = len(report.problems)

    def read(self) -> FileRow | None:
        how, columns = self.how, self.how.columns
        self.clean()
        number, received = self.cell("number"), self.time(columns.received, needed=True)
        if not number:
            self.wrong(columns.number, say("编号不能为空。"))
        closed = self.time(columns.closed, needed=False) if columns.closed else None
        if received and closed and closed < received:
            self.wrong(columns.closed, say("办结早于登记。"))
        title, text = (self.made_of(name, template) for name, template in (("title", how.title), ("text", how.text)))
        classes = tuple(self.classes())
        if len(self.report.problems) > self.said or received is None:
            return None
        state = self.cell("state")
        return FileRow(
            self.line, number, received, closed, closed is not None or state in how.closed_states,
            self.cell("street"), self.cell("community"), self.cell("address"), classes, self.cell("channel"),
            self.cell("type"), self.cell("unit"), self.late(), title, text)

    def clean(self) -> None:
        """Every cell that is used, trimmed and bounded."""
        limits = {getattr(self.how.columns, name): limit for name, limit in CELLS.items()}
        for column in self.how.columns.classes:
            limits[column] = LONGEST_CLASS
        used = {*self.how.columns.all, *PLACEHOLDER.findall(self.how.title), *PLACEHOLDER.findall(self.how.text)}
        for column in used:
            try:
                self.cells[column] = tidy(self.cells[column], column, limits.get(column, LONGEST_CELL))
            except BadInput as error:
                self.wrong(column, error.fields[column])
                self.cells[column] = ""

    def wrong(self, column: str, sentence: Sentence) -> None:
        self.report.wrong(self.line, column, sentence)

    def said_in(self, column: str) -> str:
        """A cell, empty if it says nothing."""
        found = self.cells.get(column, "")
        return "" if found in self.how.blank else found

    def cell(self, name: str) -> str:
        return self.said_in(getattr(self.how.columns, name))

    def time(self, column: str, *, needed: bool) -> datetime | None:
        text = self.said_in(column)
        if not text:
            if needed:
                self.wrong(column, say("时间不能为空。"))
            return None
        try:
            found = datetime.strptime(text, self.how.time_format).replace(tzinfo=SHANGHAI)
        except ValueError:
            self.wrong(column, say("“%(value)s”不是时间，应写成 %(like)s 这样。", value=text[:40],
                                   like=datetime(2026, 11, 24, 9, 30).strftime(self.how.time_format)))
            return None
        if found.date() < EARLIEST:
            self.wrong(column, say("时间太早：%(value)s。", value=text[:40]))
            return None
        return found

    def classes(self) -> Iterator[str]:
        """Up to the first class that says nothing."""
        path = [self.said_in(column) for column in self.how.columns.classes]
        while path and not path[-1]:
            path.pop()
        if sum(len(one) + 3 for one in path) > LONGEST_PATH:
            self.wrong(self.how.columns.classes[0], say("类别太长：合起来最多 %(n)s 个字。", n=LONGEST_PATH))
        yield from path

    def made_of(self, name: str, template: str) -> str:
        """A title or text out of several columns; the fault of one that is too long is the first column's."""
        column = (PLACEHOLDER.findall(template) or [""])[0]
        filled = fill(template, self.cells)
        try:
            return tidy(filled, name, LIMITS[name], needed=True)
        except BadInput as error:
            self.wrong(column, error.fields[name])
            return ""

    def late(self) -> bool | None:
        word = self.said_in(self.how.columns.overdue) if self.how.columns.overdue else ""
        return True if word in self.how.late else False if word in self.how.in_time else None
