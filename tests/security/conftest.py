"""Two districts that stand for a whole file of tests; what a test writes is undone after it."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from tests.security.sides import Side, canaries, make_side


@dataclass(frozen=True)
class Two:
    """The own district, the foreign one, and every word by which a page could betray the foreign one."""

    own: Side
    foreign: Side
    canaries: frozenset[str]

    def leaks(self, text: str, *given: str) -> list[str]:
        """The canaries in a text, but for those that the asker brought along."""
        return sorted(word for word in self.canaries if word in text and not any(word in one for one in given))


def _undone() -> Any:
    """A transaction in which a request may begin its own, as in Django's TestCase."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # what TestCase sets: durable blocks may nest in it
    return block


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[Two]:
    with django_db_blocker.unblock(), _undone():
        own, foreign = make_side(1, foreign=False), make_side(2, foreign=True)
        yield Two(own, foreign, canaries(foreign))
        transaction.set_rollback(True)


@pytest.fixture
def two(standing: Two, django_db_blocker: Any) -> Iterator[Two]:
    with django_db_blocker.unblock(), _undone():
        standing.own.refresh()
        standing.foreign.refresh()
        yield standing
        transaction.set_rollback(True)
