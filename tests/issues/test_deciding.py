"""Who decides on what was sent up: the plain rule, the lists' condition, the digest and the parts say the same."""
from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from liandong.issues.hooks import tally
from liandong.issues.models import Issue
from liandong.issues.reach import my_turn, sent_up_to
from liandong.issues.standing import standing_of
from liandong.issues.terms import OPEN_STATES, State
from liandong.kernel.ids import uuid7
from liandong.kernel.levels import Level
from liandong.orgs.terms import DESKS, OrgKind
from liandong.people.access import decider, parts_on
from liandong.people.terms import Part, Role
from tests.issues.factories import START, World, received

KEYS = {OrgKind.COORDINATION: "coordination", OrgKind.STREET_DESK: "desk-330602002",
        OrgKind.COMMUNITY: "community-330602002045"}


@pytest.fixture
def matters(world: World) -> list[Issue]:
    """A matter of every open state, at every kind of desk, with an owner of every level and without one."""
    template, made = received(world), []
    template.grams = []
    ways = product(sorted(OPEN_STATES), DESKS, (None, *Level))
    for n, (state, kind, level) in enumerate(ways):
        values = {field.attname: getattr(template, field.attname) for field in Issue._meta.concrete_fields}
        made.append(Issue(**{**values, "id": uuid7(), "number": f"261101-{n:04d}", "state": state.value,
                             "desk_id": world.office(KEYS[kind]).id, "owner_level": level,
                             "next_due_at": START - timedelta(hours=1)}))
    Issue.objects.all().update(next_due_at=START + timedelta(days=9))
    Issue.objects.bulk_create(made)
    return list(Issue.objects.select_related("desk").exclude(id=template.id))


def test_the_lists_condition_is_the_plain_rule(matters: list[Issue]) -> None:
    assert len(matters) == len(OPEN_STATES) * len(DESKS) * (len(Level) + 1)
    for role in Role:
        ruled = {one.id for one in matters if one.state == State.ESCALATED and decider(
            DESKS[OrgKind(one.desk.kind)], Level(one.owner_level) if one.owner_level else None) is role}
        assert set(Issue.objects.filter(sent_up_to(role)).values_list("id", flat=True)) == ruled, role
        assert bool(ruled) is (role in {Role.DISPATCHER, Role.COORDINATOR})


def test_what_waits_on_a_desk_that_decides_is_what_it_may_rule(world: World, matters: list[Issue]) -> None:
    sent_up = [one for one in matters if one.state == State.ESCALATED]
    for actor in (world.dispatcher, world.other_dispatcher, world.coordinator):
        may = {one.id for one in sent_up if Part.UP in parts_on(actor, standing_of(one))}
        turn = Issue.objects.filter(my_turn(actor), state=State.ESCALATED.value)
        assert set(turn.values_list("id", flat=True)) == may, actor.name


def test_the_digest_counts_for_who_decides(world: World, matters: list[Issue]) -> None:
    Issue.objects.exclude(state=State.ESCALATED.value).update(next_due_at=START + timedelta(days=9))
    counted = tally(START)
    for actor in world.actors.values():
        mine = [one for one in matters if one.state == State.ESCALATED and Part.UP in parts_on(actor, standing_of(one))]
        assert actor.account_id is not None
        assert (counted[actor.account_id].overdue if mine else actor.account_id not in counted) == (len(mine) or True)
