"""A file as its page shows it: what it would do, or has done. Nothing here decides anything."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from liandong.issues.orders.changes import Fate
from liandong.issues.orders.columns import Meaning
from liandong.issues.orders.models import OrderFile
from liandong.issues.orders.plans import Plan, Planned
from liandong.issues.orders.terms import FileState
from liandong.kernel.masking import mask_name, mask_phone
from liandong.kernel.words import N_, Sentence
from liandong.screens.words import gettext, stamp, translate

FATES = {Fate.NEW: N_("新登记"), Fate.SAME: N_("没有变化"), Fate.UPDATE: N_("照来文更新"),
         Fate.CONFLICT: N_("等决定"), Fate.OVER: N_("已撤回不更新")}
FEW = 5
"""Rows that a preview shows of the new ones."""
MOST_LISTED = 200


@dataclass(frozen=True)
class FileLine:
    """A file in the list of files."""

    id: str
    name: str
    sender: str
    state: Sentence
    is_done: bool
    who: str
    at: str
    counts: str


def lines(files: Iterable[OrderFile]) -> list[FileLine]:
    """Files as a table shows them."""
    return [FileLine(str(one.id), one.name, one.sender, Sentence(FileState(one.state).label),
                     one.state == FileState.DONE.value, one.by.name, stamp(one.brought_at), counted(one.counts))
            for one in files]


def counted(counts: Mapping[str, object]) -> str:
    """What became of the rows, in words; nothing before it is known."""
    found = [(word, counts[fate.value]) for fate, word in FATES.items() if counts.get(fate.value)]
    return gettext("、").join(f"{translate(Sentence(word))} {n}" for word, n in found)


@dataclass(frozen=True)
class Previewed:
    """A new order as it would be registered."""

    line: int
    number: str
    title: str
    place: str
    reporter: str


def preview(planned: Sequence[Planned]) -> list[Previewed]:
    """The first new rows, who reported masked."""
    return [Previewed(one.row.line, one.row.number, one.row.title, one.where.text or one.where.place.name,
                      f"{mask_name(one.row.name)} {mask_phone(one.row.phone)}".strip()) for one in planned[:FEW]]


def changes(plan: Plan, wanted: Fate) -> list[tuple[int, str, str, str]]:
    """Row, sender's number, our number and title of the orders with one fate."""
    return [(one.row.line, one.row.number, one.issue.number, one.issue.title) for one in plan.of(wanted)
            if one.issue is not None and not one.is_hidden][:MOST_LISTED]


def columns_shown(file: OrderFile) -> list[tuple[Sentence, str]]:
    """Which header is read as what, in the order of the meanings."""
    stored = file.columns or {}
    return [(Sentence(meaning.label), stored[meaning.value]) for meaning in Meaning if meaning.value in stored]


def notes_of(file: OrderFile) -> list[Sentence]:
    """What was kept as text when a file was done."""
    return [Sentence(text, values) for text, values in file.notes]
