"""From the rows of a file to orders as plain values: everything is checked before anything is written.

A value that cannot be (a time that is none, a number that is missing or stands twice, a text that is too long) is a
problem at its row and column and stops the file. A word that nobody knows is no bad value: it is kept, and told.
"""
from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liandong.issues.limits import LIMITS, SHORTEST_PHONE
from liandong.issues.orders.columns import CLASSES, NEEDED, Columns, Meaning
from liandong.issues.orders.times import moment
from liandong.issues.services.texts import first_sentence, tidy
from liandong.issues.terms import Urgency
from liandong.kernel.errors import BadInput
from liandong.kernel.words import say
from liandong.tables import Report

LONGEST = {
    Meaning.NUMBER: 40, Meaning.TITLE: LIMITS["title"], Meaning.TEXT: LIMITS["text"],
    Meaning.ADDRESS: LIMITS["address"], Meaning.NAME: LIMITS["reporter_name"], Meaning.PHONE: LIMITS["reporter_phone"],
    Meaning.STREET: 40, Meaning.COMMUNITY: 40, Meaning.UNIT: 80, **dict.fromkeys(CLASSES, 60)}
"""Characters; 40 for what is not named. A title that is longer is cut: the text says it all."""
LONGEST_PATH = 200
BLANK = frozenset({"", "-", "—", "/", "无"})
"""Cells that say nothing."""
NUMBERS = frozenset({Meaning.NUMBER, Meaning.RECEIVED, Meaning.PHONE, Meaning.URGENCY, Meaning.RESTRICTED})
"""Cells in which full-width digits and letters become half-width; in what people wrote they stay."""
URGENT = frozenset({"紧急", "特急", "加急"})
RESTRICTED = frozenset({"是", "1", "true", "yes", "y", "保密", "举报"})


@dataclass(frozen=True)
class OrderRow:
    """One order of a file."""

    line: int
    number: str
    received: datetime
    title: str
    text: str
    said: Mapping[str, str]
    """Every other meaning that the file gives, by its code: the sender's own words."""
    name: str = ""
    phone: str = ""

    def word(self, meaning: Meaning) -> str:
        """What the sender says there; nothing where the file says nothing."""
        return self.said.get(meaning, "")

    @property
    def classes(self) -> tuple[str, ...]:
        """The sender's class path, from the widest, up to the first level that says nothing."""
        found: list[str] = []
        for meaning in CLASSES:
            if not (word := self.word(meaning)):
                break
            found.append(word)
        return tuple(found)

    @property
    def urgency(self) -> Urgency:
        """紧急 and 特急 run on the wall clock."""
        return Urgency.URGENT if self.word(Meaning.URGENCY) in URGENT else Urgency.ORDINARY

    @property
    def is_restricted(self) -> bool:
        """Whether the sender marks it as confidential (保密、举报)."""
        return self.word(Meaning.RESTRICTED).lower() in RESTRICTED

    @property
    def content(self) -> dict[str, str]:
        """All that is kept of what the sender said, but for who reported it."""
        return {Meaning.TITLE.value: self.title, Meaning.TEXT.value: self.text, **self.said}

    @property
    def digest(self) -> str:
        """The fingerprint of all that the row says; the same for the same."""
        every = [self.number, self.received.isoformat(), self.name, self.phone, sorted(self.content.items())]
        return hashlib.sha256(json.dumps(every, ensure_ascii=False).encode()).hexdigest()


def read_orders(records: Iterable[tuple[int, Sequence[str]]], headers: Sequence[str], columns: Columns, report: Report,
                now: datetime) -> list[OrderRow]:
    """The orders of a table, in its order; what is wrong goes into the report."""
    places = {meaning: headers.index(header) for meaning, header in columns.items()}
    made: list[OrderRow] = []
    lines: dict[str, int] = {}
    for line, cells in records:
        row = _Reading(line, {meaning: cells[at] if at < len(cells) else "" for meaning, at in places.items()},
                       columns, report).row(now)
        if row is None:
            continue
        if (before := lines.setdefault(row.number, line)) != line:
            report.wrong(line, columns[Meaning.NUMBER],
                         say("编号“%(number)s”在第 %(line)s 行已经有了。", number=row.number, line=before))
        made.append(row)
    if not made and report.is_clean:
        report.wrong(0, "", say("文件里没有一行数据。"))
    return made


class _Reading:
    """One row under examination; every fault of it is told, not only the first."""

    def __init__(self, line: int, cells: Mapping[Meaning, str], columns: Columns, report: Report) -> None:
        self.line, self.columns, self.report = line, columns, report
        self.before = len(report.problems)
        self.cells = {meaning: self.clean(meaning, text) for meaning, text in cells.items()}

    def clean(self, meaning: Meaning, text: str) -> str:
        """A cell, trimmed and bounded; empty if it says nothing."""
        text = unicodedata.normalize("NFKC", text) if meaning in NUMBERS else text
        text = text.strip().strip("\u3000\xa0")
        if text in BLANK:
            return ""
        limit = LIMITS["text"] if meaning is Meaning.TITLE else LONGEST.get(meaning, 40)
        try:
            return tidy(text, meaning, limit)
        except BadInput as error:
            self.report.wrong(self.line, self.columns[meaning], error.fields[meaning])
            return ""

    def row(self, now: datetime) -> OrderRow | None:
        received = self.time(now)
        for meaning in NEEDED:
            if meaning is not Meaning.RECEIVED and not self.cells[meaning]:
                self.wrong(meaning, say("这一格不能为空。"))
        phone = self.cells.get(Meaning.PHONE, "")
        if phone and sum(c.isdigit() for c in phone) < SHORTEST_PHONE:
            self.wrong(Meaning.PHONE, say("电话号码太短，至少要 %(n)s 位数字。", n=SHORTEST_PHONE))
        if sum(len(self.cells.get(one, "")) + 3 for one in CLASSES) > LONGEST_PATH:
            self.wrong(Meaning.CLASS_1, say("类别太长：合起来最多 %(n)s 个字。", n=LONGEST_PATH))
        if received is None or len(self.report.problems) > self.before:
            return None
        cells = self.cells
        text = cells[Meaning.TEXT]
        own = {Meaning.NUMBER, Meaning.RECEIVED, Meaning.TITLE, Meaning.TEXT, Meaning.NAME, Meaning.PHONE}
        return OrderRow(self.line, cells[Meaning.NUMBER], received,
                        first_sentence(cells.get(Meaning.TITLE) or text, LIMITS["title"]), text,
                        {meaning.value: word for meaning, word in cells.items() if word and meaning not in own},
                        cells.get(Meaning.NAME, ""), phone)

    def wrong(self, meaning: Meaning, sentence: object) -> None:
        column = self.columns.get(meaning) or next(iter(self.columns.values()))
        self.report.wrong(self.line, column, sentence)  # type: ignore[arg-type]  # a Sentence, see callers

    def time(self, now: datetime) -> datetime | None:
        text = self.cells[Meaning.RECEIVED]
        if not text:
            self.wrong(Meaning.RECEIVED, say("时间不能为空。"))
            return None
        found = moment(text)
        if found is None:
            self.wrong(Meaning.RECEIVED, say("“%(value)s”不是时间，应写成 2026-11-24 09:30:00 这样。", value=text[:40]))
        elif found > now:
            self.wrong(Meaning.RECEIVED, say("时间在将来：%(value)s。", value=text[:40]))
        elif found.year < 2000:
            self.wrong(Meaning.RECEIVED, say("时间太早：%(value)s。", value=text[:40]))
        else:
            return found
        return None
