"""A search is cut off after what its reader may see and asked for, never before it."""
from __future__ import annotations

import pytest

from liandong.issues import search
from liandong.issues.queries import Filters, View, count, list_page
from tests.issues.factories import START, World, assigned, received

pytestmark = pytest.mark.django_db


def test_newer_matters_of_others_do_not_hide_an_officer_s_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", 3)
    own = assigned(world)
    for _ in range(5):
        received(world)
    asked = Filters(text="电梯")
    assert [row.number for row in list_page(world.officer, asked, "", START).rows] == [own.number]
    assert (count(world.officer, asked, START).n, count(world.officer, asked, START).more) == (1, False)
    cut = count(world.dispatcher, asked, START)
    assert (cut.n, cut.more) == (3, True), "what was cut off says that there may be more"


def test_what_is_over_does_not_hide_what_is_open(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    first = received(world)
    for _ in range(3):
        world.do("withdraw", received(world), world.caller, reason="不用了")
    found = list_page(world.dispatcher, Filters(view=View.OPEN, text="电梯"), "", START).rows
    assert [row.number for row in found] == [first.number]


def test_digits_are_a_number_s_beginning_and_words_too(world: World) -> None:
    issue = received(world, text="1205 室漏水，水一直流到楼下，请来看看")
    for text in ("1205", issue.number[:6]):
        assert issue.number in {row.number for row in list_page(world.dispatcher, Filters(text=text), "", START).rows}
