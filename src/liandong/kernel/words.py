"""Text that code without Django hands upwards: marked here, translated where it is shown."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:
    """Mark a Chinese source text for translation and hand it back unchanged."""
    return text


@dataclass(frozen=True)
class Sentence:
    """A sentence to be translated when somebody reads it.

    `text` is the Chinese source with placeholders such as ``%(n)s``; `values` fill them.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


def say(text: str, **values: object) -> Sentence:
    """A sentence from its source text (Babel collects the first argument) and its values."""
    return Sentence(text, values)
