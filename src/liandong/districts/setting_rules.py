"""What a setting may be: each rule makes a value of what was typed, or says what is wrong and how to write it. Pure.

A value comes as JSON has it, or as the words that a person types: "2 working_days", "08:30-12:00 13:30-17:30".
"""
from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import time
from typing import Any, Final

from liandong.kernel.calendar import Hours, Term, Unit
from liandong.kernel.errors import BadInput
from liandong.kernel.words import Sentence, say

Rule = Callable[[Any], Any]
MOST: Final = 1000
"""The longest term, in whichever unit."""
SIZES: Final = ("simple", "general", "hard")
_TERM = re.compile(r"(\d{1,4})\s*([a-z_]+)")
_SPAN = re.compile(r"([0-2]\d:[0-5]\d)\s*[-–~～至到]\s*([0-2]\d:[0-5]\d)")


def _wrong(sentence: Sentence) -> BadInput:
    return BadInput(fields={"value": sentence})


def _is_whole(value: Any, first: int, last: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and first <= value <= last


def whole(first: int, last: int) -> Rule:
    """A whole number between two, both counted in."""
    def rule(value: Any) -> int:
        number = int(value) if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value.strip()) else value
        if not _is_whole(number, first, last):
            raise _wrong(say("写 %(first)s 到 %(last)s 的整数。", first=first, last=last))
        return int(number)

    return rule


def a_term(value: Any) -> dict[str, Any]:
    """An amount and its unit."""
    typed = _TERM.fullmatch(value.strip()) if isinstance(value, str) else None
    parts = {"amount": int(typed[1]), "unit": typed[2]} if typed else value
    if (not isinstance(parts, dict) or set(parts) != {"amount", "unit"} or parts["unit"] not in list(Unit)
            or not _is_whole(parts["amount"], 1, 1 if parts["unit"] == Unit.SAME_DAY else MOST)):
        raise _wrong(say("写成数量和单位，例如 2 working_days。单位：working_days 工作日、"
                         "working_hours 工作时间的小时、clock_hours 日历钟的小时，"
                         "数量 1 到 %(most)s；当天写 1 same_day。", most=MOST))
    length = Term(parts["amount"], Unit(parts["unit"]))
    return {"amount": length.amount, "unit": length.unit.value}


def days_by_size(value: Any) -> dict[str, int]:
    """Working days for each class of a matter."""
    if (not isinstance(value, dict) or set(value) != set(SIZES)
            or not all(_is_whole(days, 1, MOST) for days in value.values())):
        raise _wrong(say('三类都写，每类是 1 到 %(most)s 的整数：{"simple": 3, "general": 7, "hard": 15}。', most=MOST))
    return {size: value[size] for size in SIZES}


def office_hours(value: Any) -> list[list[str]]:
    """The spans of a day in which the office is open."""
    spans = [list(found) for found in _SPAN.findall(value)] if isinstance(value, str) else value
    try:
        if isinstance(value, str) and _SPAN.sub("", value).strip(" ，,;；、"):
            raise ValueError
        hours = Hours(tuple((_minute(start), _minute(end)) for start, end in spans))
    except (ValueError, TypeError):
        raise _wrong(say("写成 08:30-12:00 13:30-17:30 这样：每段先开后关，从早到晚，不相交。")) from None
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in hours.spans]


def _minute(text: str) -> time:
    return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)


def as_typed(value: Any) -> str:
    """A value as a person types it; the setting's rule makes the same value of it again."""
    if isinstance(value, dict) and set(value) == {"amount", "unit"}:
        return f"{value['amount']} {value['unit']}"
    if isinstance(value, list):
        return " ".join(f"{start}-{end}" for start, end in value)
    return value if isinstance(value, str) else json.dumps(value)


def from_typed(text: str) -> Any:
    """What was typed, as JSON has it where it is JSON, else as it is: the rules read both."""
    try:
        return json.loads(text)
    except ValueError:
        return text
