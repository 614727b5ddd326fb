"""Times as files write them: text in several forms, or the number that a spreadsheet keeps. No Django."""
from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from liandong.kernel.localtime import SHANGHAI

FIRST_DAY = datetime(1899, 12, 30)
"""The spreadsheet's own count of days begins here, without a zone."""
LOWEST, HIGHEST = 36526.0, 73051.0
"""The numbers of 1 January 2000 and of 1 January 2100: a number outside of them is no time."""
NUMBER = re.compile(r"^\d{5}(\.\d+)?$")
TEXT = re.compile(
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:时](\d{1,2})分?(?::?(\d{1,2})(?:\.\d+)?秒?)?)?$")
TIGHT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$")


def moment(text: str) -> datetime | None:
    """The moment in Shanghai that a cell names, to the second; None if it names none.

    Taken: 2026-11-03 09:14:22, 2026/11/3 9:14, 2026年11月3日 9时14分, 20261103091422, a day alone (its midnight), and
    a spreadsheet's count of days such as 46329.385.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if NUMBER.match(plain):
        days = float(plain)
        if not LOWEST <= days < HIGHEST:
            return None
        return (FIRST_DAY + timedelta(seconds=round(days * 86400))).replace(tzinfo=SHANGHAI)
    found = TEXT.match(plain) or TIGHT.match(plain)
    if found is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)
    except ValueError:
        return None
