"""Enumerations whose members carry the Chinese word that a reader sees."""
from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A member is its code (stored, compared, in URLs) and its `label` (a source text to be translated when shown).

    ``RECEIVED = "received", N_("待派单")``; `choices` is what a Django field or form takes.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Code and Chinese word of every member, in the order written."""
        return [(str(member.value), member.label) for member in cls]


class Doer(Labelled):
    """The base of a process's *parts*: as what somebody acts on one matter (desk, owner, second reader, the clock)."""

    @property
    def human(self) -> bool:
        """Whether a person presses a button; the clock and an import act by themselves."""
        return True
