"""What becomes of an order that comes in again. Pure: no clock, no database.

Source: forms.md: repeated files change nothing; an order changed by both sides is shown as a conflict, never
overwritten.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from liandong.issues.orders.columns import Meaning

TAKEN = (Meaning.TITLE, Meaning.TEXT, Meaning.ADDRESS)
"""What a matter takes over when its sender changes it; what else changed is told and not taken."""


class Fate(StrEnum):
    """What a row of a file does."""

    NEW = "new"
    SAME = "same"
    """Nothing: it came before, just so."""
    UPDATE = "update"
    """Only the sender changed it: the matter takes it over."""
    CONFLICT = "conflict"
    """Both sides changed it: a person decides."""
    OVER = "over"
    """The sender changed it after it was over here: nothing can be taken over."""


@dataclass(frozen=True)
class Known:
    """What stands here of an order: what its sender said last, and whether anybody has done anything since."""

    digests: frozenset[str]
    """Of what came before and of what was decided not to be taken."""
    is_touched: bool
    is_over: bool = False
    """It stands where nothing can be added any more: withdrawn, or gone into another matter."""


def fate(digest: str, known: Known | None) -> Fate:
    """What a row does, by the fingerprint of all that it says."""
    if known is None:
        return Fate.NEW
    if digest in known.digests:
        return Fate.SAME
    if known.is_over:
        return Fate.OVER
    return Fate.CONFLICT if known.is_touched else Fate.UPDATE


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[Meaning, str, str]]:
    """What the sender says otherwise now: meaning, before, after; in the order of the meanings."""
    return [(meaning, before.get(meaning, ""), after.get(meaning, "")) for meaning in Meaning
            if before.get(meaning, "") != after.get(meaning, "")]
