"""A district's own terms rule its acts, and cost no query more."""
from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandong.districts import settings
from liandong.issues.models import Clock, Issue
from liandong.issues.own_terms import own_terms
from liandong.issues.services.ticking import tick
from liandong.issues.terms import ClockKind, State
from liandong.kernel.errors import RuleBroken
from tests.issues.factories import START, World, answered, assigned, at, handling, received


def days(amount: int) -> dict[str, object]:
    return {"amount": amount, "unit": "working_days"}


def due(issue: Issue, kind: ClockKind) -> object:
    return Clock.objects.get(issue=issue, kind=kind.value).due_at


def sent_back(world: World, issue: Issue, day: int, minute: int = 0) -> Issue:
    return world.do("send_back", issue, world.officer, now=at(day, 9, minute), item_id=world.item("GL016"),
                    proposed_id=world.office("dept-housing").id, reason="不归本单位")


def test_clocks_run_as_the_district_says(world: World) -> None:
    settings.write("accept_term", days(2))
    settings.write("judge_term", {"amount": 48, "unit": "clock_hours"})
    assert due(assigned(world), ClockKind.ACCEPT) == at(26, 17, 30)
    assert due(answered(world), ClockKind.JUDGE) == at(26, 9)


def test_what_runs_already_keeps_its_date(world: World) -> None:
    issue = assigned(world)
    before = due(issue, ClockKind.ACCEPT)
    settings.write("accept_term", days(3))
    assert due(issue, ClockKind.ACCEPT) == before


def test_the_time_to_send_back_is_the_districts_and_is_said(world: World) -> None:
    settings.write("return_window", days(2))
    issue = handling(world)
    with pytest.raises(RuleBroken, match="接收前或接收后 2 个工作日内才能退回"):
        sent_back(world, issue, 27)
    assert sent_back(world, issue, 26).state == State.SENT_BACK


def test_an_unanswered_return_goes_up_after_the_districts_grace(world: World) -> None:
    settings.write("return_grace", days(2))
    issue = sent_back(world, assigned(world), 24)
    tick(at(27, 17, 30))
    assert Issue.objects.get(id=issue.id).state == State.SENT_BACK
    tick(at(27, 17, 31))
    assert Issue.objects.get(id=issue.id).state == State.ESCALATED


def test_terms_cost_no_query_where_the_settings_are_read(world: World) -> None:
    received(world, now=START)
    settings.read("digest_hour")
    with CaptureQueriesContext(connection) as seen:
        assert own_terms().of(ClockKind.JUDGE).amount == 5
    assert len(seen) == 0
