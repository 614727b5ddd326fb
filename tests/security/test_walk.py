"""The walk: every address of the product, asked by every role with ids of the own district.

Source: trust.md 3 (tests). What foreign ids get, and the rightful user's own look: test_foreign_rows.py.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import get_resolver, resolve
from django.urls.resolvers import URLResolver

from liandong.people.terms import Role
from tests.security.addresses import WAYS, Way
from tests.security.asking import ask, text_of
from tests.security.conftest import Two
from tests.security.sides import EXPIRED, NO_POST, NOBODY, side_states

EVERYONE: list[Role | str] = [*Role, NO_POST, EXPIRED, NOBODY]


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
                          "token", "order", "file", "attachment"), "01a210b8-f143-7723-9d37-d1f070503598")
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
