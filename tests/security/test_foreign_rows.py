"""Every address with ids of the foreign district, asked by every role, beside ids that never were.

Source: trust.md 3 (tests). A foreign thing answers like one that never was, to the letter; whoever is refused is paired
with the foreign district's rightful user, who sees the canary at the same address.
"""
from __future__ import annotations

import pytest

from tests.security.addresses import WAYS, Way
from tests.security.asking import ask, bare, text_of
from tests.security.conftest import Two
from tests.security.sides import nowhere
from tests.security.test_walk import EVERYONE, filled

WITH_IDS = [way for way in WAYS if way.takes_ids and not way.key]
SHOWING = [way for way in WAYS if way.shows]


def echoed(way: Way, ids: dict[str, str]) -> list[str]:
    """The ids of a query, which a list's links carry on."""
    query = way.path.partition("?")[2]
    return [value for name, value in ids.items() if f"{{{name}}}" in query]


@pytest.mark.parametrize("way", WITH_IDS, ids=str)
def test_a_foreign_thing_answers_like_one_that_never_was(two: Two, way: Way) -> None:
    foreign, none = two.foreign.ids, nowhere(two.foreign)
    (there, sent), (never, sent_never) = filled(way, foreign), filled(way, none)
    got: dict[str, int] = {}
    for who in way.asked_by or EVERYONE:
        answer, other = ask(two.own.browser(who), there, sent), ask(two.own.browser(who), never, sent_never)
        told, told_never = bare(answer, there, *echoed(way, foreign)), bare(other, never, *echoed(way, none))
        assert (answer.status_code, told) == (other.status_code, told_never), who
        assert two.leaks(bare(answer, there), *two.foreign.ids.values()) == [], who
        wanted = way.foreign if who in way.let_in else None
        if (wanted is not None and answer.status_code != wanted) or (
                who not in way.let_in and way.foreign != 200 and answer.status_code == 200):
            got[str(who)] = answer.status_code
    assert got == {}


@pytest.mark.parametrize("way", SHOWING, ids=str)
def test_the_rightful_user_sees_the_canary_at_the_same_address(two: Two, way: Way) -> None:
    path, post = filled(way, two.foreign.ids)
    blind = []
    for who in way.canary_for or way.let_in:
        answer = ask(two.foreign.browser(who), path, post)
        if answer.status_code != 200 or not two.leaks(text_of(answer), path):
            blind.append(f"{who}: {answer.status_code}")
    assert blind == []
