"""Bigrams for Chinese search. Each token carries its district ("3电梯"), so that a search costs by the district.

Source: trust.md 3; scale.md, "Chinese search".
"""
from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """A text as it is searched: full-width digits and letters made narrow, small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def pairs(text: str) -> list[str]:
    """The pairs of neighbouring characters, each once, in order; a word of one character gives none."""
    found: dict[str, None] = {}
    for word in _WORDS.findall(plain(text)):
        for i in range(len(word) - 1):
            found[word[i:i + 2]] = None
    return list(found)


def grams_of(district: int, *texts: str) -> list[str]:
    """The tokens that a matter is found by."""
    found = dict.fromkeys(pair for text in texts for pair in pairs(text))
    return [f"{district}{pair}" for pair in found]


def wanted(district: int, text: str) -> list[str]:
    """The tokens that a search asks for; empty where the text has no two neighbouring characters."""
    return [f"{district}{pair}" for pair in pairs(text)]
