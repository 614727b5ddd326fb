"""The walk: every address, asked by every role, with ids of the own district, of a foreign one, and that never were.

Source: trust.md 3 (tests). A foreign thing answers like one that never was, to the letter; whoever is refused is paired
with the foreign district's rightful user, who sees the canary at the same address.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import get_resolver, resolve
from django.urls.resolvers import URLResolver

from liandong.people.terms import Role
from tests.security.addresses import WAYS, Way
from tests.security.asking import ask, bare, text_of
from tests.security.conftest import Two
from tests.security.sides import EXPIRED, NO_POST, NOBODY, nowhere, side_states

EVERYONE: list[Role | str] = [*Role, NO_POST, EXPIRED, NOBODY]
WITH_IDS = [way for way in WAYS if way.takes_ids and not way.key]
SHOWING = [way for way in WAYS if way.shows]


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one, space)
        else:
            assert one.name, f"{one.pattern} has no name"
            yield str(one.name)


def filled(way: Way, ids: dict[str, str]) -> tuple[str, dict[str, Any] | None]:
    """A way's address and form with ids put in."""
    path = way.path.format(**ids)
    return path, None if way.post is None else {name: str(value).format(**ids) for name, value in way.post.items()}


def echoed(way: Way, ids: dict[str, str]) -> list[str]:
    """The ids of a query, which a list's links carry on."""
    query = way.path.partition("?")[2]
    return [value for name, value in ids.items() if f"{{{name}}}" in query]


def expected(way: Way, who: Role | str) -> frozenset[int]:
    if who == NOBODY:
        return frozenset({way.nobody})
    if who in {NO_POST, EXPIRED}:
        return way.lost
    if who in way.let_in:
        return way.ok
    return frozenset({way.refused if not way.sees or who in way.sees else 404})


def test_every_address_of_the_product_stands_in_the_table() -> None:
    ids = dict.fromkeys(("account", "code"), "0")
    ids |= dict.fromkeys(("appointment", "organisation", "item", "delivery", "inbox", "place", "street", "category",
                          "token"), "01a210b8-f143-7723-9d37-d1f070503598")
    ids |= dict.fromkeys(side_states(), "261124-00001")
    asked = {resolve(way.path.format(**ids).split("?")[0]).url_name for way in WAYS}
    assert set(names(get_resolver())) - asked == set(), "addresses without an entry in tests/security/addresses.py"


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_an_address_lets_in_whom_it_should_and_shows_nobody_a_foreign_word(two: Two, way: Way) -> None:
    path, post = filled(way, two.own.ids)
    got: dict[str, int] = {}
    for who in way.asked_by or EVERYONE:
        answer = ask(two.own.browser(who), path, post)
        if answer.status_code not in expected(way, who):
            got[str(who)] = answer.status_code
        assert two.leaks(text_of(answer), path) == [], who
    assert got == {}


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
