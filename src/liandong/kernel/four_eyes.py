"""Four eyes: what one person wrote or asked for, another person grants. Per person, not per role. Source: domain.md."""
from __future__ import annotations

from typing import Final

from liandong.kernel.words import Sentence, say

SENTENCE: Final[Sentence] = say("要由另一个人来定：写的人、提的人不能自己同意。")
"""The reason beside a refused act, the same wherever two persons are needed."""


def not_the_same_person(second: int | None, *firsts: int | None) -> bool:
    """Whether `second` may be the second person after `firsts`: somebody known, and none of them.

    All are account ids. Of the first ones None means that a machine or somebody without an account was it.
    """
    return second is not None and second not in firsts
