"""The values that the components show. Capabilities build them; templates only lay them out.

Every text is a `Text`: ready, or a `Sentence` that is translated when it is shown.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from liandong.kernel.durations import Kind as DueKind
from liandong.kernel.durations import TimeWord
from liandong.kernel.levels import Level
from liandong.kernel.localtime import local
from liandong.screens.frame import Text
from liandong.screens.words import clock_time, when

Edge = Literal["none", "hand", "wait", "done"]
"""Who holds it: nobody, somebody, it waits for another, it is done. Source: mock/README.md 5, State edge."""


@dataclass(frozen=True)
class Due:
    """A deadline: its word, and under it the absolute time. The word never stands alone, nor without one."""

    kind: DueKind
    word: Text
    at: Text = ""
    iso: str = ""
    """The same time for machines (ISO 8601), for the `datetime` of the `time` element."""


@dataclass(frozen=True)
class Item:
    """A row of the one list: state at the left edge, deadline at the right."""

    edge: Edge
    state: Text
    title: Text
    href: str
    sub: Sequence[Text] = ()
    """Facts of the second line, shown joined by an interpunct."""
    level: Level | None = None
    """The level that owns the matter, drawn as a glyph; None where none owns it yet."""
    owner: Text = ""
    owner_sub: Text = ""
    due: Due | None = None


@dataclass(frozen=True)
class Figure:
    """A number that is a link and equals the length of the list behind it."""

    number: int | str
    label: Text
    href: str
    late: bool = False
    """Wine-red: only for one's own overdue count, never where places or people can be compared."""


@dataclass(frozen=True)
class ActButton:
    """A verb of the workflow. With a `why` it is greyed, can still be focused, and reads its reason out."""

    act: str
    label: Text
    href: str
    primary: bool = False
    why: Text = ""


@dataclass(frozen=True)
class Crumb:
    """A step of the place line: district, street, community, number."""

    label: Text
    href: str = ""


@dataclass(frozen=True)
class TrailLine:
    """A line of what happened: `did` changed the state, `note` did not, `next` is still to come."""

    at: Text
    kind: Literal["did", "note", "next"]
    act: Text = ""
    """The verb, shown bold at the start of the line."""
    text: Text = ""
    seen: bool = False
    """Marked 居民可见. What is public is marked, not what is private."""
    by: Text = ""
    iso: str = ""
    quote: Text = ""
    """Words that somebody wrote, on a line of their own."""
    files: Sequence[Crumb] = ()
    """What was attached, by name."""


@dataclass(frozen=True)
class Rung:
    """A rung of the duty ladder, from district to compound."""

    level: Level
    role: Literal["owns", "coop", "none"]
    role_word: Text
    text: Text = ""
    locked: bool = False
    """Shows the lock: the matter may not be handed down to here."""
    here: bool = False
    """The matter sits on this rung now (the red token)."""


@dataclass(frozen=True)
class SavedView:
    """A filter one comes back to, above the list."""

    label: Text
    href: str
    current: bool = False
    count: int | Text | None = None


@dataclass(frozen=True)
class Fact:
    """A pair of the facts list."""

    label: Text
    text: Text = ""
    small: Text = ""
    """A second, fainter line under the text."""
    href: str = ""
    instead: Text = ""
    """What stands there on paper, and after a minute on the screen (a name and telephone, masked again)."""


def iso(at: datetime | None) -> str:
    """The machine's form of a time, or nothing."""
    return "" if at is None else at.isoformat(timespec="minutes")


def due_of(word: TimeWord, at: datetime | None, now: datetime, *, note: Text = "") -> Due:
    """A clock's word with its absolute time: 17:30 today, with its weekday otherwise.

    `note` stands instead of the time where there is none to tell, such as 裁定后继续计时 beside a clock that stands.
    """
    return Due(word.kind, word.words, note or (due_at(at, now) if at else ""), iso(at))


def due_at(at: datetime, now: datetime) -> Text:
    """The time under a deadline's word."""
    return clock_time(at) if local(at).date() == local(now).date() else when(at)
