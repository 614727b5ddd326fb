"""Names as they sound, for order and search: offices stand by pinyin, never by rank.

Source: domain.md, "Less burden, not more" 6.
"""
from __future__ import annotations

from pypinyin import Style, lazy_pinyin

LONGEST = 200


def pinyin(name: str) -> str:
    """A name in small letters without tones or gaps: 越都花苑 → yueduhuayuan; digits and letters stay."""
    return _kept("".join(lazy_pinyin(name)))[:LONGEST]


def initials(name: str) -> str:
    """The first letters, as an input method takes them: 越都花苑 → ydhy."""
    return _kept("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)))[:40]


def _kept(text: str) -> str:
    return "".join(c for c in text.lower() if c.isascii() and c.isalnum())
