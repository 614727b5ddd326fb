"""Refusals: each carries the sentence that the reader sees and the HTTP status that says the same."""
from __future__ import annotations

from collections.abc import Mapping

from liandong.kernel.words import Sentence, say


class Refused(Exception):
    """Something was not done, and nothing of it was written."""

    status = 409

    def __init__(self, sentence: Sentence | str, **values: object) -> None:
        self.sentence = sentence if isinstance(sentence, Sentence) else Sentence(sentence, values)
        super().__init__(str(self.sentence))


class NotAllowed(Refused):
    """The reader's appointments do not give the right."""

    status = 403


class NotFound(Refused):
    """There is no such thing, or not for this reader: the two are answered alike."""

    status = 404

    def __init__(self, sentence: Sentence | str | None = None, **values: object) -> None:
        super().__init__(say("没有这一页") if sentence is None else sentence, **values)


class RuleBroken(Refused):
    """A rule of the process forbids it now."""


class Stale(Refused):
    """Somebody else acted since the form was made."""


class BadInput(Refused):
    """What was typed cannot be taken; `fields` names each place and what to do about it."""

    status = 422

    def __init__(self, sentence: Sentence | str | None = None, *, fields: Mapping[str, Sentence] | None = None,
                 **values: object) -> None:
        super().__init__(say("有几处要改") if sentence is None else sentence, **values)
        self.fields = dict(fields or {})
