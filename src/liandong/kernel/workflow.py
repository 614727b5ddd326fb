"""A process is a table: states, acts, who may do them, only if, and what it does to the clocks.

Buttons, permissions, audit wording and the diagrams in docs/workflows/ are read off the rows, so none can disagree.
Source: architecture.md, "A process is a table".
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final, Generic, TypeVar

from liandong.kernel.errors import NotAllowed, RuleBroken
from liandong.kernel.labelled import Doer, Labelled
from liandong.kernel.words import Sentence, say

S = TypeVar("S", bound=Labelled)
A = TypeVar("A", bound=StrEnum)
F = TypeVar("F")
C = TypeVar("C", contravariant=True)


class Same(Enum):
    """The type of `SAME`."""

    SAME = "same"


SAME: Final = Same.SAME
"""The target of a row that changes no state."""


class Effect:
    """The base of what a row does to clocks: data that the services interpret."""

    __slots__ = ()


@dataclass(frozen=True)
class Guard(Generic[C]):
    """A condition of a row: `test` answers None, or the sentence that says why not.

    `name` tells the condition in Chinese for the tables in docs/workflows/. A guard that `hides` greys no button: when
    it fails, it is the turn of the row's twin (a first and a second return, say), and the act is left out.
    """

    name: str
    test: Callable[[C], Sentence | None]
    hides: bool = False


@dataclass(frozen=True)
class Row(Generic[S, A, F]):
    """One line of the table. A state of None is the pseudo state before the thing exists."""

    act: A
    label: str
    frm: frozenset[S | None]
    to: S | Same
    by: frozenset[Doer]
    guards: tuple[Guard[F], ...] = ()
    clocks: tuple[Effect, ...] = ()

    @property
    def button(self) -> bool:
        """Whether a person does it; what only the clock or an import does is no button."""
        return any(part.human for part in self.by)

    def target(self, state: S | None) -> S:
        """The state after the act, done in `state`."""
        if isinstance(self.to, Same):
            assert state is not None  # noqa: S101  `Workflow` refuses a row that stays where nothing is yet
            return state
        return self.to

    def broken(self, facts: F) -> tuple[Guard[F], Sentence] | None:
        """The first guard that fails, in the row's order, with its reason."""
        for guard in self.guards:
            reason = guard.test(facts)
            if reason is not None:
                return guard, reason
        return None


def row(act: A, label: str, frm: S | AbstractSet[S | None] | None, to: S | Same, by: AbstractSet[Doer],
        *guards: Guard[F], clocks: Sequence[Effect] = ()) -> Row[S, A, F]:
    """A row as it is written: one state or a set of them, then the guards."""
    states: Iterable[S | None] = frm if isinstance(frm, AbstractSet) else (frm,)
    return Row(act, label, frozenset(states), to, frozenset(by), guards, tuple(clocks))


@dataclass(frozen=True)
class Choice(Generic[S, A, F]):
    """A button: allowed, or greyed with its reason."""

    row: Row[S, A, F]
    allowed: bool
    reason: Sentence | None = None


@dataclass(frozen=True)
class Step(Generic[S, A, F]):
    """An act that may be done now: from where to where."""

    row: Row[S, A, F]
    frm: S | None
    to: S


class Workflow(Generic[S, A, F]):
    """A table that has checked itself.

    Raises ValueError with what is wrong: two rows with one state and act, a row without label or doer, a state that
    cannot be reached, a state from which no end can be.
    """

    def __init__(self, name: str, start: S | None, rows: Sequence[Row[S, A, F]]) -> None:
        self.name = name
        self.start = start
        self.rows = tuple(rows)
        self._rows = self._by_state_and_act()
        self.states: frozenset[S | None] = frozenset({start}).union(*(_mentioned(each) for each in self.rows))
        """Every state of the table, the pseudo state of the beginning included."""
        leaving = {frm for frm, to in self.moves() if frm != to}
        self.ends: frozenset[S] = frozenset(each for each in self.states - leaving if each is not None)
        """The states that nothing leaves."""
        self._check_ways()

    def choices(self, state: S | None, roles: AbstractSet[Doer], facts: F) -> list[Choice[S, A, F]]:
        """The buttons of somebody who acts as `roles`, in the table's order."""
        found = []
        for each in self.rows:
            if state not in each.frm or not any(part.human for part in each.by & roles):
                continue
            broken = each.broken(facts)
            if broken is None:
                found.append(Choice(each, True))
            elif not broken[0].hides:
                found.append(Choice(each, False, broken[1]))
        return found

    def step(self, state: S | None, act: A, roles: AbstractSet[Doer], facts: F) -> Step[S, A, F]:
        """What the act does now.

        Raises RuleBroken if it is no act of this state or a guard fails (with the guard's sentence), NotAllowed if
        nobody of `roles` may do it here.
        """
        each = self._rows.get((state, act))
        if each is None:
            where = Sentence("" if state is None else state.label)
            raise RuleBroken(say("现在是“%(state)s”，不能“%(act)s”。", state=where, act=Sentence(self.label(act))))
        if not each.by & roles:
            raise NotAllowed(say("您的任职不能在这件事上“%(act)s”。", act=Sentence(each.label)))
        broken = each.broken(facts)
        if broken is not None:
            raise RuleBroken(broken[1])
        return Step(each, state, each.target(state))

    def label(self, act: A) -> str:
        """The word on the act's button, for trails and messages; the act's code if no row has it."""
        return next((each.label for each in self.rows if each.act == act), str(act))

    def moves(self) -> Iterator[tuple[S | None, S]]:
        """Every way from a state to a state, in the table's order, once a row."""
        for each in self.rows:
            for state in sorted(each.frm, key=_order):
                yield state, each.target(state)

    def mermaid(self) -> str:
        """The table as a state diagram; rows between the same two states share an arrow."""
        arrows: dict[tuple[S | None, S], list[str]] = {}
        for each in self.rows:
            for state in sorted(each.frm, key=_order):
                arrows.setdefault((state, each.target(state)), []).append(each.label)
        named = sorted((state for state in self.states if state is not None), key=_order)
        lines = ["stateDiagram-v2", *(f'    state "{state.label}" as {state.value}' for state in named)]
        if self.start is not None:
            lines.append(f"    [*] --> {self.start.value}")
        for (frm, to), labels in arrows.items():
            words = " / ".join(dict.fromkeys(labels))
            lines.append(f"    {'[*]' if frm is None else frm.value} --> {to.value}: {words}")
        lines += [f"    {end.value} --> [*]" for end in sorted(self.ends, key=_order)]
        return "\n".join(lines) + "\n"

    def _by_state_and_act(self) -> dict[tuple[S | None, A], Row[S, A, F]]:
        table: dict[tuple[S | None, A], Row[S, A, F]] = {}
        for each in self.rows:
            self._check_row(each)
            for state in each.frm:
                if (state, each.act) in table:
                    raise ValueError(f"{self.name}: two rows for state {state} and act {each.act}")
                table[state, each.act] = each
        return table

    def _check_row(self, each: Row[S, A, F]) -> None:
        if not each.label:
            raise ValueError(f"{self.name}: the row {each.act} has no label")
        if not each.by:
            raise ValueError(f"{self.name}: nobody may do {each.act}")
        if not each.frm:
            raise ValueError(f"{self.name}: the row {each.act} starts nowhere")
        if None in each.frm and each.to is SAME:
            raise ValueError(f"{self.name}: the row {each.act} stays where nothing is yet")

    def _check_ways(self) -> None:
        moves = set(self.moves())
        lost = self.states - _closure({self.start}, moves)
        if lost:
            raise ValueError(f"{self.name}: not reachable: {_names(lost)}")
        stuck = self.states - _closure(set(self.ends), {(to, frm) for frm, to in moves})
        if stuck:
            raise ValueError(f"{self.name}: no end can be reached from: {_names(stuck)}")


def _mentioned(each: Row[S, A, F]) -> frozenset[S | None]:
    return each.frm if isinstance(each.to, Same) else each.frm | {each.to}


def _closure(seeds: AbstractSet[S | None], moves: AbstractSet[tuple[S | None, S | None]]) -> set[S | None]:
    """Everything that can be reached from `seeds` along `moves`."""
    seen, border = set(seeds), set(seeds)
    while border:
        border = {to for frm, to in moves if frm in border} - seen
        seen |= border
    return seen


def _order(state: Labelled | None) -> int:
    """The place of a state in its enumeration, the pseudo state first: sets have no order of their own."""
    return -1 if state is None else list(type(state)).index(state)


def _names(states: AbstractSet[S | None]) -> str:
    return ", ".join("(new)" if state is None else state.value for state in sorted(states, key=_order))
