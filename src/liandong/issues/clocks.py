"""What an act does to an issue's clocks, as data in the workflow's rows; the services interpret it in order.

Source: workflows.md, "Issue clocks" and the last column of the table. Each effect on a clock that does not run (or, for
`GoOn`, does not stand) does nothing, except `Start`, `Reopen` and `Anew`.
"""
from __future__ import annotations

from dataclasses import dataclass

from liandong.issues.terms import ClockKind
from liandong.kernel.workflow import Effect


@dataclass(frozen=True)
class Start(Effect):
    """A new clock begins at the act, in the term that the kind, the item and the urgency give."""

    clock: ClockKind
    if_reachable: bool = False
    """Only if the reporter left a way to be reached: nobody can be late in calling nobody."""

    def __str__(self) -> str:
        return f"{self.clock} starts" + (" if the reporter left a way" if self.if_reachable else "")


@dataclass(frozen=True)
class Meet(Effect):
    """What the clock waited for has happened: it ends, in time or late."""

    clock: ClockKind

    def __str__(self) -> str:
        return f"{self.clock} met"


@dataclass(frozen=True)
class Miss(Effect):
    """Its time went by: it ends as missed."""

    clock: ClockKind

    def __str__(self) -> str:
        return f"{self.clock} missed"


@dataclass(frozen=True)
class Stop(Effect):
    """It ends without a verdict, because nothing is waited for any more; if it was late already, it stays missed."""

    clock: ClockKind

    def __str__(self) -> str:
        return f"{self.clock} ends"


@dataclass(frozen=True)
class StopAll(Effect):
    """`Stop` for every clock of the issue that still runs or stands."""

    def __str__(self) -> str:
        return "all end"


@dataclass(frozen=True)
class Stand(Effect):
    """It stands: the rest of its working time is kept."""

    clock: ClockKind
    while_runs: ClockKind | None = None
    """Only until this other clock is due; from then on it runs again without anybody's act."""

    def __str__(self) -> str:
        return f"{self.clock} stands" + (f" while {self.while_runs} runs" if self.while_runs else "")


@dataclass(frozen=True)
class GoOn(Effect):
    """A clock that stands runs again with the rest it had; one that runs again already is left alone."""

    clock: ClockKind

    def __str__(self) -> str:
        return f"{self.clock} goes on"


@dataclass(frozen=True)
class Reopen(Effect):
    """It goes on as if it had never ended: same due date, no verdict."""

    clock: ClockKind

    def __str__(self) -> str:
        return f"{self.clock} goes on as if never ended"


@dataclass(frozen=True)
class Revive(Effect):
    """What ended with the matter (because it was merged) goes on as if it had never ended; what had ended before does
    not."""

    clock: ClockKind

    def __str__(self) -> str:
        return f"{self.clock} goes on as if never merged"


@dataclass(frozen=True)
class Anew(Effect):
    """A second clock of its kind begins, in the term of `rules.Terms.anew`; the first one's end stays."""

    clock: ClockKind

    def __str__(self) -> str:
        return f"{self.clock} anew"


@dataclass(frozen=True)
class Extend(Effect):
    """Its term becomes longer by what was granted: the due date moves, once."""

    clock: ClockKind

    def __str__(self) -> str:
        return f"{self.clock} moved"


@dataclass(frozen=True)
class Until(Effect):
    """A new clock that ends at the date which the act names."""

    clock: ClockKind

    def __str__(self) -> str:
        return f"{self.clock} starts"
