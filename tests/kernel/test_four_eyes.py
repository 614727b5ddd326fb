"""Two persons where two are needed. Source: domain.md, "Four eyes"."""
from __future__ import annotations

import pytest

from liandong.kernel.four_eyes import SENTENCE, not_the_same_person


@pytest.mark.parametrize(("second", "firsts", "may"), [
    (2, (1,), True), (1, (1,), False), (3, (1, 2), True), (2, (1, 2), False), (2, (None,), True), (2, (), True),
    (None, (1,), False), (None, (None,), False), (None, (), False),
])
def test_the_second_person_is_known_and_is_none_of_the_first(
        second: int | None, firsts: tuple[int | None, ...], may: bool) -> None:
    assert not_the_same_person(second, *firsts) is may


def test_the_refusal_says_that_another_person_is_needed() -> None:
    assert "另一个人" in str(SENTENCE)
