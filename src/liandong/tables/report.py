"""What an import says about a file: what is wrong and where, what was noted, what was brought in."""
from __future__ import annotations

from dataclasses import dataclass, field

from liandong.kernel.words import Sentence


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `row` is the number that the spreadsheet shows (the headings are row 1), 0 for the file."""

    row: int
    column: str
    sentence: Sentence


@dataclass
class Report:
    """All or nothing: as long as there is a problem, nothing of the file is written."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)
    """What was kept as text, shifted or left out, without stopping the file."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many of what were brought in, by a word of the importer."""

    @property
    def is_clean(self) -> bool:
        """Whether the file may be written."""
        return not self.problems

    def wrong(self, row: int, column: str, text: str | Sentence, **values: object) -> None:
        """Note a problem at a cell."""
        sentence = text if isinstance(text, Sentence) else Sentence(text, values)
        self.problems.append(Problem(row, column, sentence))

    def note(self, text: str | Sentence, **values: object) -> None:
        """Note something that stops nothing."""
        self.notes.append(text if isinstance(text, Sentence) else Sentence(text, values))

    def count(self, what: str, number: int = 1) -> None:
        """Count something that was brought in."""
        self.counts[what] = self.counts.get(what, 0) + number
