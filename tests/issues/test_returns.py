"""Sending back, sending up, ruling."""
from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from liandong.issues.models import Clock, Handback, Issue, Ruling
from liandong.issues.services.ticking import tick
from liandong.issues.terms import ClockKind, State
from liandong.kernel.errors import NotAllowed, NotFound, RuleBroken
from liandong.outbox.models import Message
from tests.issues.factories import START, World, assigned, at, handling, received


def sent_back(world: World, issue: Issue, now: datetime = START) -> Issue:
    return world.do("send_back", issue, world.officer, now, item_id=world.item("CJ017"),
                    proposed_id=world.office("office-team").id, reason="清单写明由执法队主责")


def handle(issue: Issue) -> Clock:
    return Clock.objects.get(issue=issue, kind=ClockKind.HANDLE)


def test_an_owner_sends_back_with_the_item_and_the_owner_proposed(world: World) -> None:
    issue = sent_back(world, assigned(world))
    asked = Handback.objects.get(issue=issue)
    assert (issue.state, issue.next_clock, issue.desk_id) == (State.SENT_BACK, ClockKind.DECIDE, world.desk)
    assert (asked.returned_by_id, asked.asked_by_id, asked.decision) == (world.urban, world.officer.account_id, "")
    assert handle(issue).stands_since is None
    assert set(Message.objects.filter(what="issue.sent-back").values_list("recipient", flat=True)) == {
        world.dispatcher.account_id, world.second_dispatcher.account_id}


def test_a_return_that_is_agreed_is_nobodys_again(world: World) -> None:
    issue = sent_back(world, handling(world))
    assert issue.first_id == world.urban
    issue = world.do("agree_return", issue, world.dispatcher)
    assert (issue.state, issue.owner_id, issue.accepted_at) == (State.RECEIVED, None, None)
    assert issue.first_id == world.desk, "the office that received it leads again"
    assert Handback.objects.get(issue=issue).decision == "agreed"


def test_a_return_that_is_refused_counts_as_accepted(world: World) -> None:
    issue = world.do("refuse_return", sent_back(world, assigned(world)), world.dispatcher,
                     item_id=world.item("GL016"), reason="街道主责")
    assert (issue.state, issue.accepted_at, issue.first_id) == (State.HANDLING, START, world.urban)
    assert issue.holder_id == world.officer.account_id


def test_only_the_desk_that_assigned_answers_a_return(world: World) -> None:
    issue = sent_back(world, assigned(world))
    for actor, refusal in ((world.officer, NotAllowed), (world.leader, NotAllowed), (world.other_dispatcher, NotFound)):
        with pytest.raises(refusal):
            world.do("agree_return", issue, actor)


def test_a_working_day_after_accepting_it_is_too_late_to_send_back(world: World) -> None:
    issue = handling(world)
    with pytest.raises(RuleBroken, match="接收前或接收后 1 个工作日内才能退回"):
        sent_back(world, issue, at(25, 9, 1))
    assert sent_back(world, issue, at(25, 9)).state == State.SENT_BACK


def test_what_a_desk_took_itself_cannot_be_sent_back(world: World) -> None:
    issue = world.do("take", received(world, by=world.secretary), world.secretary, item_id=world.item("AQ001"))
    with pytest.raises(RuleBroken, match="没有派单可退"):
        world.do("send_back", issue, world.secretary, item_id=world.item("CJ017"), proposed_id=world.urban, reason="")


def test_a_second_return_goes_to_the_district_and_the_term_stands(world: World) -> None:
    issue = world.do("refuse_return", sent_back(world, assigned(world)), world.dispatcher, item_id=world.item("GL016"))
    issue = sent_back(world, issue)
    assert (issue.state, issue.clock_stands) == (State.ESCALATED, True)
    assert set(Message.objects.filter(what="issue.escalated").values_list("recipient", flat=True)) == {
        world.coordinator.account_id}
    with pytest.raises(NotAllowed):
        world.do("rule", issue, world.dispatcher, owner_id=world.urban, item_id=world.item("GL016"))


def test_an_unanswered_return_goes_up_a_working_day_later(world: World) -> None:
    issue = sent_back(world, assigned(world))
    assert tick(at(26, 9)).lapsed == 0
    assert tick(at(26, 9, 1)).lapsed == 1
    issue = Issue.objects.get(id=issue.id)
    assert (issue.state, issue.clock_stands) == (State.ESCALATED, True)
    missed, running = Clock.objects.filter(issue=issue, kind=ClockKind.DECIDE).order_by("started_at")
    assert (missed.was_met, running.ended_at) == (False, None)


def ruled(world: World, now: datetime = START, **values: Any) -> Issue:
    issue = sent_back(world, world.do("refuse_return", sent_back(world, assigned(world)), world.dispatcher,
                                      item_id=world.item("GL016")))
    return world.do("rule", issue, world.coordinator, now, **{
        "owner_id": world.office("office-team").id, "item_id": world.item("CJ017"), "text": "由执法队办理",
        "losing_view": "执法队认为应由城建办办理", **values})


def test_the_district_rules_and_the_losing_view_is_kept(world: World) -> None:
    issue = ruled(world)
    ruling = Ruling.objects.get(issue=issue)
    assert (ruling.owner_id, ruling.losing_view, ruling.by_id) == (
        world.office("office-team").id, "执法队认为应由城建办办理", world.coordinator.account_id)
    assert (issue.state, issue.is_ruled, issue.desk_id) == (State.ASSIGNED, True, world.office("coordination").id)
    assert Handback.objects.filter(issue=issue, decision="ruled").count() == 1


def test_what_was_ruled_cannot_be_sent_back(world: World) -> None:
    issue = ruled(world)
    with pytest.raises(RuleBroken, match="由裁定派出"):
        world.do("send_back", issue, world.team, item_id=world.item("GL016"), proposed_id=world.urban, reason="不归")


def test_a_ruling_that_is_recalled_binds_no_later_owner(world: World) -> None:
    issue = world.do("recall", ruled(world), world.coordinator)
    assert (issue.state, issue.is_ruled, issue.ruling_id) == (State.RECEIVED, False, None)
    issue = world.do("assign", issue, world.coordinator, owner_id=world.urban, item_id=world.item("GL016"))
    assert world.do("send_back", issue, world.officer, item_id=world.item("CJ017"), proposed_id=world.urban,
                    reason="").state == State.ESCALATED


def test_a_ruling_needs_no_item_but_a_text(world: World) -> None:
    assert ruled(world, item_id=None).item_id is None
    with pytest.raises(RuleBroken, match="只能由区协调办裁定"):
        ruled(world, item_id=None, text="")


def test_a_ruling_never_reaches_a_level_without_duty(world: World) -> None:
    with pytest.raises(RuleBroken, match="不得下派"):
        ruled(world, owner_id=world.office("community-330602002045").id, item_id=world.item("AQ002"))


def test_what_a_community_sends_up_the_streets_desk_assigns(world: World) -> None:
    issue = received(world, by=world.secretary)
    issue = world.do("escalate", issue, world.secretary, item_id=world.item("GL016"), tried="上门谈过两次")
    assert (issue.state, issue.clock_stands) == (State.ESCALATED, True)
    assert set(Message.objects.filter(what="issue.escalated").values_list("recipient", flat=True)) == {
        world.dispatcher.account_id, world.second_dispatcher.account_id}
    issue = world.do("rule", issue, world.dispatcher, owner_id=world.urban, item_id=world.item("GL016"))
    assert (issue.state, issue.desk_id, issue.ruling_id, issue.is_ruled) == (State.ASSIGNED, world.desk, None, True)


def test_the_streets_desk_cannot_rule_by_text(world: World) -> None:
    issue = world.do("escalate", received(world, by=world.secretary), world.secretary, tried="说不清是谁的事")
    with pytest.raises(RuleBroken, match="只有区协调办能凭裁定派单"):
        world.do("rule", issue, world.dispatcher, owner_id=world.urban, text="由城建办办理")


def test_what_the_community_owns_goes_up_to_the_street_whoever_assigned_it(world: World) -> None:
    community = world.office("community-330602002045").id
    issue = world.do("assign", received(world), world.dispatcher, owner_id=community, item_id=world.item("AQ001"))
    issue = world.do("accept", issue, world.secretary)
    issue = world.do("escalate", issue, world.secretary, item_id=world.item("CJ017"), tried="劝过三次")
    assert issue.desk_id == community
    assert world.do("rule", issue, world.dispatcher, owner_id=world.office("office-team").id,
                    item_id=world.item("CJ017")).state == State.ASSIGNED


def test_nobody_sends_up_what_its_own_level_leads(world: World) -> None:
    with pytest.raises(RuleBroken, match="不归上一级"):
        world.do("escalate", handling(world), world.officer, item_id=world.item("GL016"), tried="谈过")
    with pytest.raises(RuleBroken, match="请写明"):
        world.do("escalate", handling(world), world.officer, item_id=world.item("CJ024"), tried=" ")


def test_the_term_stands_only_as_long_as_the_decision_is_not_late(world: World) -> None:
    issue = world.do("escalate", handling(world), world.officer, item_id=world.item("CJ024"), tried="看过现场")
    assert (handle(issue).stands_since, handle(issue).due_at) == (START, at(52, 17, 30))
    assert tick(at(25, 9)).gone_on == 0
    assert tick(at(25, 9, 1)).gone_on == 1
    assert handle(issue).stands_since is None
    assert handle(issue).due_at == at(53, 17, 30), "a working day later than before, not more"
    later = world.do("rule", Issue.objects.get(id=issue.id), world.coordinator, at(27, 9),
                     owner_id=world.office("dept-housing").id, item_id=world.item("CJ024"))
    assert later.state == State.ASSIGNED


def test_a_decision_that_came_late_gains_no_time_though_nobody_ticked(world: World) -> None:
    issue = world.do("escalate", handling(world), world.officer, tried="看过现场")
    world.do("rule", issue, world.coordinator, at(27, 9), owner_id=world.urban, item_id=world.item("GL016"))
    assert handle(issue).due_at == at(53, 17, 30)
