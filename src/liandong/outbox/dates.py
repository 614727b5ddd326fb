"""The date in a message: kept free of any language, worded when somebody reads it."""
from __future__ import annotations

import re
from datetime import datetime

from liandong.kernel.calendar import SHANGHAI
from liandong.kernel.words import N_, Sentence, say

UNKNOWN = "unknown"
"""Stands for the end of a term that reaches into a year whose working days nobody knows yet."""
SHORT = re.compile(r"(\d\d)-(\d\d) (\d\d:\d\d)")
"""How dates were written before the word was left to the reader: 11-26 11:40."""
MONTHS = (N_("1月"), N_("2月"), N_("3月"), N_("4月"), N_("5月"), N_("6月"), N_("7月"), N_("8月"), N_("9月"), N_("10月"),
          N_("11月"), N_("12月"))


def kept(at: datetime | None) -> str:
    """A moment as a message keeps it; None is one that is not known."""
    return UNKNOWN if at is None else at.isoformat(timespec="minutes")


def worded(value: str) -> Sentence:
    """What was kept, to be translated when shown: 11月26日 11:40, in the district's time.

    Words and numbers that older messages keep stay what they are.
    """
    if value in {UNKNOWN, "待年历"}:
        return say("待年历的日子")
    if short := SHORT.fullmatch(value):
        return _sentence(int(short[1]), int(short[2]), short[3])
    try:
        at = datetime.fromisoformat(value) if "T" in value else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        return Sentence(value)
    here = at.astimezone(SHANGHAI)
    return _sentence(here.month, here.day, f"{here:%H:%M}")


def _sentence(month: int, day: int, time: str) -> Sentence:
    if not 1 <= month <= len(MONTHS):
        return Sentence(time)
    return say("%(month)s%(day)s日 %(time)s", month=Sentence(MONTHS[month - 1]), day=day, time=time)
