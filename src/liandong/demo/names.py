"""Invented names, and telephone numbers that nobody has."""
from __future__ import annotations

from functools import cache

from pypinyin import Style, lazy_pinyin

from liandong.demo.files import table, text, texts, toml


@cache
def _pool() -> tuple[str, tuple[str, ...]]:
    pool = table(toml("people.toml"), "pool")
    return text(pool, "surnames"), texts(pool, "given")


def person_name(seed: int) -> str:
    """A full name from the pool of surnames and given names; the same for the same number."""
    surnames, given = _pool()
    return surnames[seed % len(surnames)] + given[seed // len(surnames) % len(given)]


def mobile(seed: int) -> str:
    """A mobile number of the range 138 0000 xxxx, which is given to nobody."""
    return f"1380000{seed % 10000:04d}"


def landline(seed: int) -> str:
    """A number of the local exchange 0000, which does not exist."""
    return f"0575-0000-{seed % 10000:04d}"


def login_of(name: str, ending: str) -> str:
    """The sign-in name as offices write it: the surname in full, initials of the rest, then the office's ending."""
    surname = "".join(lazy_pinyin(name[0]))
    rest = "".join(lazy_pinyin(name[1:], style=Style.FIRST_LETTER))
    return f"{surname}{rest}-{ending}"
