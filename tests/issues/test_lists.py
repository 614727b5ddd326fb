"""Lists, counts, search, the desk and the page of a matter: what they hold, and what they cost."""
from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest

from liandong.issues.models import Issue
from liandong.issues.queries import DueIn, Filters, View, count, counts, desk, detail, list_page, visible
from liandong.issues.services import read_by_leader
from liandong.issues.standing import known_of, standing_of
from liandong.issues.terms import Solved, State
from liandong.kernel.errors import BadInput, NotFound
from liandong.people.access import Actor, may_see
from tests.issues.factories import ANSWER, START, World, answered, assigned, at, handling, received, the_resident

Queries = Callable[[int], AbstractContextManager[Any]]


def numbers(actor: Actor, now: Any = START, **filters: Any) -> list[str]:
    return [row.number for row in list_page(actor, Filters(**filters), "", now).rows]


def test_a_streets_list_holds_its_own_matters_only(world: World) -> None:
    mine = received(world)
    theirs = received(world, by=world.other_dispatcher, place_id=world.small.places.other_community.id)
    assert numbers(world.dispatcher) == [mine.number]
    assert numbers(world.other_dispatcher) == [theirs.number]
    assert numbers(world.coordinator) == [theirs.number, mine.number]
    assert numbers(world.officer) == []
    assert numbers(world.admin) == []


def test_an_officer_sees_what_the_office_owns(world: World) -> None:
    issue = assigned(world)
    received(world)
    assert numbers(world.officer) == [issue.number]
    assert numbers(world.officer, view=View.MINE) == [issue.number]


def test_who_returned_a_matter_goes_on_seeing_it(world: World) -> None:
    issue = assigned(world)
    world.do("send_back", issue, world.officer, item_id=world.item("CJ017"), proposed_id=world.office("office-team").id,
             reason="执法队的事")
    world.do("agree_return", issue, world.dispatcher)
    world.do("assign", issue, world.dispatcher, owner_id=world.office("office-team").id, item_id=world.item("CJ017"))
    assert numbers(world.officer) == [issue.number]


def test_open_matters_come_by_what_is_due_first(world: World) -> None:
    late = handling(world, at(2, 9))
    soon = received(world)
    rows = list_page(world.dispatcher, Filters(view=View.OPEN), "", at(60, 9)).rows
    assert [row.number for row in rows] == [soon.number, late.number]
    assert [row.due_at for row in rows] == [at(24, 17, 30), at(30, 17, 30)]


def test_all_matters_come_by_receipt_the_newest_first(world: World) -> None:
    first, second = received(world, now=START), received(world, now=START + timedelta(hours=1))
    assert numbers(world.dispatcher) == [second.number, first.number]


@pytest.mark.parametrize("view", [View.OPEN, View.ALL])
def test_pages_follow_one_another_without_gap_or_repeat(world: World, view: View) -> None:
    made = {received(world, now=START + timedelta(minutes=n)).number for n in range(7)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = list_page(world.dispatcher, Filters(view=view), cursor, START, size=3)
        seen += [row.number for row in page.rows]
        if not page.after:
            break
        cursor = page.after
    assert len(seen) == 7
    assert set(seen) == made


def test_filters_narrow(world: World) -> None:
    issue = handling(world)
    other = received(world, place_id=world.small.places.next_community.id, title="路面坏了", text="路面坏了，请修。")
    places = world.small.places
    assert numbers(world.dispatcher, states=frozenset({State.HANDLING})) == [issue.number]
    assert numbers(world.dispatcher, place=places.community.code) == [issue.number]
    assert numbers(world.dispatcher, place=places.compound.code) == [issue.number]
    assert numbers(world.dispatcher, place=places.next_community.code) == [other.number]
    assert numbers(world.dispatcher, item="GL016") == [issue.number]
    assert numbers(world.dispatcher, owner=world.urban) == [issue.number]
    assert numbers(world.dispatcher, category=world.catalogue.items["GL016"].parent_id) == [issue.number]
    assert numbers(world.dispatcher, due=DueIn.TODAY) == [other.number]
    assert numbers(world.dispatcher, at(25, 9), due=DueIn.LATE) == [other.number]
    assert numbers(world.dispatcher, view=View.FIRST) == [other.number]


def test_a_filter_that_is_none_of_ours_is_refused() -> None:
    for given in ({"view": "x"}, {"state": "open"}, {"category": "1"}, {"owner": "1"}, {"place": "a'b"}, {"due": "x"},
                  {"text": "字" * 41}, {"text": "a\x00b"}):
        with pytest.raises(BadInput):
            Filters.read(given)


def test_filters_read_what_they_write(world: World) -> None:
    filters = Filters(view=View.OPEN, states=frozenset({State.HANDLING, State.RECEIVED}), place="330602002",
                      item="GL016", owner=world.urban, due=DueIn.LATE, text="电梯 加装")
    assert Filters.read(dict(parse_qsl(filters.address()))) == filters


@pytest.mark.parametrize("text", [
    "电梯", "想装电梯", "管线迁移", "2 单元", "装电梯 牵头", "led 灯", "261124-0001", "261124"])
def test_a_text_is_found_in_title_text_address_or_number(world: World, text: str) -> None:
    issue = received(world, address="蕺山里小区 5 幢 2 单元，LED 灯箱旁")
    received(world, title="路面坏了", text="路面坏了，请修。", address="", now=at(25, 9))
    assert numbers(world.dispatcher, text=text) == [issue.number]


def test_a_search_stays_in_what_somebody_sees(world: World) -> None:
    received(world)
    assert numbers(world.other_dispatcher, text="电梯") == []
    assert numbers(world.officer, text="电梯") == []
    assert len(numbers(world.supervisor, text="电梯")) == 1


def test_one_character_is_too_short_to_search_for(world: World) -> None:
    with pytest.raises(BadInput):
        numbers(world.dispatcher, text="梯")


def test_counts_equal_the_lists_behind_them(world: World) -> None:
    handling(world)
    received(world, now=at(20, 9))
    received(world)
    answered(world)
    for actor in world.actors.values():
        found = counts(actor, START)
        for view, number in found.items():
            assert number.n == len(numbers(actor, view=view)), (actor.name, view)
            assert number.n == count(actor, Filters(view=view), START).n


def test_the_desk_lists_nothing_twice_and_its_figures_equal_the_lists(world: World) -> None:
    received(world, now=at(20, 9))
    received(world)
    handling(world)
    for actor in world.actors.values():
        found = desk(actor, START)
        listed = [row.number for group in found.groups for row in group.rows]
        assert len(listed) == len(set(listed)) == found.waiting
        for view, number in found.figures.items():
            assert number.n == len(numbers(actor, view=view))


def test_the_desk_of_a_dispatcher_is_grouped_as_drawn(world: World) -> None:
    late = received(world, now=at(20, 9))
    new = received(world)
    found = desk(world.dispatcher, START)
    assert [(group.view, [row.number for row in group.rows]) for group in found.groups] == [
        (View.LATE, [late.number]), (View.TRIAGE, [new.number])]
    assert (found.received_today, found.closed_today) == (1, 0)


def test_a_callers_desk_holds_what_is_to_call_and_nothing_else(world: World) -> None:
    received(world)
    handling(world)
    mine = answered(world)
    found = desk(world.caller, START)
    assert [(group.view, [row.number for row in group.rows]) for group in found.groups] == [(View.TURN, [mine.number])]


def test_an_empty_desk_says_what_is_due_next(world: World) -> None:
    issue = handling(world)
    found = desk(world.leader, START)
    assert found.groups == []
    assert found.next_due is not None
    assert found.next_due.number == issue.number


def test_who_has_to_act_finds_it_on_the_desk(world: World) -> None:
    issue = assigned(world)
    world.do("send_back", issue, world.officer, item_id=world.item("CJ017"), proposed_id=world.office("office-team").id,
             reason="执法队的事")
    assert numbers(world.dispatcher, view=View.TURN) == [issue.number]
    assert numbers(world.officer, view=View.TURN) == []
    done = answered(world)
    assert numbers(world.caller, view=View.TURN) == [done.number]


def test_what_ended_unresolved_stands_in_the_leaders_list_until_read(world: World) -> None:
    issue = answered(world)
    issue = world.do("judge", issue, the_resident(issue), solved=Solved.NOT)
    issue = world.do("answer", issue, world.officer, **ANSWER)
    world.do("judge", issue, the_resident(issue), solved=Solved.NOT)
    assert numbers(world.leader, view=View.UNSOLVED) == [issue.number]
    assert numbers(world.officer, view=View.UNSOLVED) == []
    read_by_leader(issue.id, by=world.leader, now=START)
    assert numbers(world.leader, view=View.UNSOLVED) == []
    assert list_page(world.leader, Filters(view=View.CLOSED), "", START).rows[0].end == "not_solved"


def test_a_list_costs_two_queries_at_one_row_and_at_fifty(world: World, django_assert_num_queries: Queries) -> None:
    handling(world)
    for actor in (world.dispatcher, world.officer, world.coordinator):
        list_page(actor, Filters(view=View.OPEN), "", START)  # names of places and bodies are read once
        with django_assert_num_queries(2):
            list_page(actor, Filters(view=View.OPEN), "", START)
    for _ in range(49):
        handling(world)
    for actor in (world.dispatcher, world.officer, world.coordinator):
        with django_assert_num_queries(2):
            assert len(list_page(actor, Filters(view=View.OPEN), "", START).rows) == 50
        with django_assert_num_queries(1):
            counts(actor, START)


def test_a_matters_page_costs_fourteen_queries_however_long_its_trail(
        world: World, django_assert_num_queries: Queries) -> None:
    issue = handling(world)
    detail(issue.number, world.dispatcher, START)  # its item, places and bodies are read once
    with django_assert_num_queries(13):  # the fourteenth is the settings', read once a scope
        detail(issue.number, world.dispatcher, START)
    for n in range(30):
        world.do("note", issue, world.officer, text=f"第 {n} 次")
    with django_assert_num_queries(13):
        found = detail(issue.number, world.dispatcher, START)
    assert len(found.entries) == 33


def test_a_matter_of_another_street_is_answered_like_one_that_never_was(world: World) -> None:
    issue = received(world)
    for number in (issue.number, "261124-9999"):
        with pytest.raises(NotFound) as refused:
            detail(number, world.other_dispatcher, START)
        assert str(refused.value) == "没有这一页"
    assert detail(issue.number, world.dispatcher, START).issue.id == issue.id


def test_the_page_shows_the_reporter_masked(world: World) -> None:
    found = detail(received(world).number, world.dispatcher, START).contact
    assert found is not None
    assert (found.name, found.phone, found.can_open) == ("徐某", "138****78", True)


def test_visible_holds_no_more_than_may_see(world: World) -> None:
    handling(world)
    received(world, by=world.grid, place_id=world.small.places.compound.id)
    received(world, by=world.other_dispatcher, place_id=world.small.places.other_community.id)
    answered(world)
    everything = list(Issue.objects.select_related("desk"))
    for actor in (*world.actors.values(), the_resident(everything[0])):
        seen = {one.id for one in visible(actor)}
        assert seen == {one.id for one in everything if may_see(actor, standing_of(one, known_of(one.id)))}, actor.name
