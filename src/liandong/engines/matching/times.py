"""When something may happen, from the words in which registers say it, as bits of a week.

The language: days (周一 … 周日, 周一至周五, 工作日, 周末, 每天) and parts of a day (上午, 下午, 晚上, 全天,
9:00-17:00), clauses apart by “；”, days of a clause apart by “、”. A clause without days means every day, one without
a part the whole day. Monday's morning is bit 0, its afternoon bit 1, its evening bit 2, and so on to Sunday's evening.
"""
from __future__ import annotations

import re

PARTS = {"上午": 0b001, "下午": 0b010, "晚上": 0b100, "晚间": 0b100, "全天": 0b111}
DAYS = "一二三四五六日"
GROUPS = {"工作日": range(5), "周末": range(5, 7), "双休日": range(5, 7), "每天": range(7)}
NOON, EVENING = 12 * 60, 18 * 60
CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:-|—|–|至|到|~)+\s*(?:次日)?(\d{1,2})[:：](\d{2})")
RANGE = re.compile(f"(?:周|星期)([{DAYS}])(?:至|到|-|—)(?:周|星期)?([{DAYS}])")
DAY = re.compile(f"(?:周|星期)([{DAYS}])")
KNOWN = re.compile(f"{CLOCK.pattern}|{RANGE.pattern}|{DAY.pattern}|{'|'.join([*GROUPS, *PARTS])}|[、,，和的 ]")


def week_bits(text: str) -> int:
    """The bits of a week that a text names; 0 for an empty one: any time. Raises ValueError for words not known."""
    bits = 0
    for clause in re.split("[；;]", text.strip()):
        if not clause.strip():
            continue
        if rest := KNOWN.sub("", clause.strip()):
            raise ValueError(rest)
        part = _parts(clause)
        for day in _days(clause):
            bits |= part << (3 * day)
    return bits


def _days(clause: str) -> set[int]:
    found = {day for word, days in GROUPS.items() if word in clause for day in days}
    for first, last in RANGE.findall(clause):
        a, b = DAYS.index(first), DAYS.index(last)
        found |= {day % 7 for day in range(a, b + 1 if b >= a else b + 8)}
    found |= {DAYS.index(day) for day in DAY.findall(RANGE.sub("", clause))}
    return found or set(range(7))


def _parts(clause: str) -> int:
    bits = 0
    for word, part in PARTS.items():
        if word in clause:
            bits |= part
    for hour, minute, until_hour, until_minute in CLOCK.findall(clause):
        begin, end = int(hour) * 60 + int(minute), int(until_hour) * 60 + int(until_minute)
        if end <= begin:  # over midnight: the evening, and the morning if it goes on after seven
            bits |= 0b100 | (0b001 if end > 7 * 60 else 0) | (0b010 if begin < EVENING else 0)
            continue
        bits |= (0b001 if begin < NOON else 0) | (0b010 if begin < EVENING and end > NOON else 0)
        bits |= 0b100 if end > EVENING else 0
    return bits or 0b111
