"""A statement that is made once answers as the queryset would, at whatever moment it is asked."""
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from liandong.issues import statements
from liandong.issues.filters import Filters, View, condition, of_view
from liandong.issues.lists import COUNTED, counts, list_page, number_of, visible
from liandong.people.access import Actor
from tests.issues.factories import START, World, handling, received

pytestmark = pytest.mark.django_db


def fresh(actor: Actor, view: View, now: Any) -> set[str]:
    return set(visible(actor).filter(condition(Filters(view=view), actor, now)).values_list("number", flat=True))


@pytest.mark.parametrize("days", [0, 1, 3, 9, 40])
def test_a_kept_statement_follows_the_clock(world: World, days: int) -> None:
    for _ in range(3):
        handling(world)
        received(world)
    for actor in (world.dispatcher, world.officer, world.coordinator, world.leader):
        for view in View:
            list_page(actor, Filters(view=view), "", START)
        counts(actor, START)
        now = START + timedelta(days=days)
        for view in View:
            page = list_page(actor, Filters(view=view), "", now)
            assert {row.number for row in page.rows} == fresh(actor, view, now), (view, actor)
        assert counts(actor, now) == {
            view: number_of(visible(actor).filter(of_view(view, actor, now))) for view in COUNTED}


def test_who_can_see_nothing_finds_nothing() -> None:
    from liandong.districts.scope import scope
    from liandong.districts.services import create_district

    district = create_district(1, "越城区")
    with scope(district.id):
        nobody = Actor(7, "没有任职")
        assert list_page(nobody, Filters(view=View.OPEN), "", START).rows == []
        assert set(counts(nobody, START).values()) == {number_of(visible(nobody))}


def test_no_more_statements_are_kept_than_fit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST", 3)
    for view in View:
        list_page(world.dispatcher, Filters(view=view), "", START)
    assert len(statements._kept) == 3
