"""What a calendar may say, and how typed days are read. Pure: no clock, no database."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from liandong.kernel.words import Sentence, say

FIRST_YEAR, LAST_YEAR = 2004, 2099
MOST_LINES: Final = 80
LONGEST_NAME: Final = 40
NEXT_YEAR_IS_ASKED_FROM: Final = 11
"""The state announces the next year's arrangement in November; the month from which the desk asks for it."""
DAY = r"(?:(\d{4})\s*[-./年]\s*)?(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?"
LINE = re.compile(rf"{DAY}(?:\s*(?:…+|\.{{2,3}}|~|～|至|到|—+|–)\s*{DAY})?(?:\s+(\S.*))?")


@dataclass
class Typed:
    """The days read from a text field, and what is wrong with it (None when all is well)."""

    days: dict[date, str] = field(default_factory=dict)
    wrong: Sentence | None = None


def read_days(text: str, year: int) -> Typed:
    """Days as an administrator types them: a day or a range a line, then a name.

    ``10-01…10-07 国庆节``, ``2月10日至2月16日 春节``, ``2027-05-09``.
    """
    typed = Typed()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        typed.wrong = say("最多 %(n)s 行", n=MOST_LINES)
        return typed
    for line in lines:
        days, name = _read(line, year)
        if days is None:
            typed.wrong = say("看不懂这一行：%(line)s。写成 10-01…10-07 国庆节", line=line[:40])
            return typed
        typed.days.update(dict.fromkeys(days, name))
    return typed


def _read(line: str, year: int) -> tuple[list[date] | None, str]:
    found = LINE.fullmatch(line)
    if found is None:
        return None, ""
    first = _day(found.group(1, 2, 3), year)
    last = _day(found.group(4, 5, 6), year) if found.group(5) else first
    name = (found.group(7) or "").strip()
    if first is None or last is None or not first <= last or len(name) > LONGEST_NAME:
        return None, ""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)], name


def _day(parts: tuple[str | None, ...], year: int) -> date | None:
    """The day, if it exists and is of this year."""
    if int(parts[0] or year) != year:
        return None
    try:
        return date(year, int(parts[1] or 0), int(parts[2] or 0))
    except ValueError:
        return None


def is_weekday(day: date) -> bool:
    """Monday to Friday: what a day is worth where nobody says otherwise."""
    return day.isoweekday() <= 5


def faults(holidays: Iterable[date], makeup_days: Iterable[date]) -> dict[str, Sentence]:
    """What is wrong with a year's days, by field."""
    free, worked = set(holidays), set(makeup_days)
    found: dict[str, Sentence] = {}
    if not any(is_weekday(day) for day in free):
        found["holidays"] = say("至少有一天工作日放假，请照公布的安排填")
    if both := free & worked:
        found["makeup_days"] = say("%(day)s 同时写成放假和上班", day=min(both))
    elif weekdays := sorted(day for day in worked if is_weekday(day)):
        found["makeup_days"] = say("%(day)s 不在周末，不用写成调休上班", day=weekdays[0])
    return found


def year_of(year: int, overrides: Mapping[date, bool]) -> dict[date, bool]:
    """Every day of a year that only the district knows: weekdays, but for the days it names."""
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    days = {day: is_weekday(day) for day in (first + timedelta(days=n) for n in range(length))}
    days.update({day: working for day, working in overrides.items() if day.year == year})
    return days


def year_to_ask_for(today: date, known: Iterable[int]) -> int | None:
    """The year whose calendar the administrator's desk asks for: this one if it is missing, from November the next."""
    years = set(known)
    if today.year not in years:
        return today.year
    if today.month >= NEXT_YEAR_IS_ASKED_FROM and today.year + 1 not in years:
        return today.year + 1
    return None
