"""Finding the owner: take, assign, recall, accept, pass on; and the law that nothing owned above goes below."""
from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from liandong.issues import guards, services
from liandong.issues.models import Clock, Entry, Handler, Issue
from liandong.issues.terms import ClockKind, State
from liandong.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from liandong.outbox.models import Message
from tests.issues.factories import START, World, assigned, at, handling, received


def at_community(world: World, **values: Any) -> Issue:
    return received(world, by=world.secretary, **values)


def test_a_community_takes_what_communities_lead(world: World) -> None:
    issue = world.do("take", at_community(world), world.secretary, item_id=world.item("AQ001"))
    assert (issue.state, issue.owner_id) == (State.HANDLING, world.office("community-330602002045").id)
    assert (issue.owner_level, issue.owner_mark) == ("community", "leads")
    assert (issue.holder_id, issue.assigned_by_id) == (world.secretary.account_id, None)
    assert list(Handler.objects.values_list("account_id", flat=True)) == [world.secretary.account_id]


def test_a_community_cannot_take_what_the_street_leads(world: World) -> None:
    with pytest.raises(RuleBroken, match="主责"):
        world.do("take", at_community(world), world.secretary, item_id=world.item("GL016"))


def test_a_streets_desk_does_not_take_what_its_offices_lead(world: World) -> None:
    with pytest.raises(RuleBroken, match="要派单"):
        world.do("take", received(world), world.dispatcher, item_id=world.item("GL016"))


def test_a_matter_owned_above_cannot_be_handed_below(world: World) -> None:
    for code, key in (("CJ024", "community-330602002045"), ("AQ002", "office-urban"), ("GL016", "property")):
        issue = received(world)
        with pytest.raises(RuleBroken, match=r"不得下派|配合"):
            world.do("assign", issue, world.dispatcher, owner_id=world.office(key).id, item_id=world.item(code))
        assert Issue.objects.get(id=issue.id).version == 1


def test_who_only_cooperates_needs_the_lead_beside(world: World) -> None:
    issue, community = received(world), world.office("community-330602002045").id
    with pytest.raises(RuleBroken, match="不得下派"):
        world.do("assign", issue, world.dispatcher, owner_id=community, item_id=world.item("GL016"))
    issue = world.do("assign", issue, world.dispatcher, owner_id=community, item_id=world.item("GL016"),
                     lead_id=world.urban)
    assert (issue.owner_mark, issue.lead_id) == ("cooperates", world.urban)


@pytest.mark.parametrize(("item", "level", "mark"), [
    ("CJ024", "community", "none"), ("AQ002", "street", "taken_back"), ("GL016", "community", "cooperates"),
    ("CJ024", "street", "leads"), ("CJ024", None, None)])
def test_the_database_itself_refuses_an_owner_below(
        world: World, item: str, level: str | None, mark: str | None) -> None:
    issue = received(world)
    with pytest.raises(IntegrityError, match=r"issue_never_down|issue_owner_mark|issue_owner_has_a_level"), \
            transaction.atomic(), connection.cursor() as c:
        c.execute("update issues_issue set owner_id = %s, item_id = %s, owner_level = %s, owner_mark = %s"
                  " where id = %s", [world.urban, world.item(item), level, mark, issue.id])


def test_what_the_database_refuses_is_said_in_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "may_own", lambda *_, **__: None)  # a service that has forgotten the law
    issue = received(world)
    with pytest.raises(RuleBroken, match="按权责清单"):
        world.do("assign", issue, world.dispatcher, owner_id=world.office("community-330602002045").id,
                 item_id=world.item("CJ024"))
    assert Issue.objects.get(id=issue.id).state == State.RECEIVED


def test_an_office_of_another_place_is_not_assigned_to(world: World) -> None:
    with pytest.raises(RuleBroken, match="不管这个地点"):
        world.do("assign", received(world), world.dispatcher, owner_id=world.office("office-other").id,
                 item_id=world.item("GL016"))


def test_only_items_and_offices_that_there_are_can_be_named(world: World) -> None:
    issue = received(world)
    with pytest.raises(BadInput) as refused:
        world.do("assign", issue, world.dispatcher, owner_id=uuid4(), item_id=world.item("GL016"))
    assert set(refused.value.fields) == {"owner"}
    with pytest.raises(BadInput) as refused:
        world.do("assign", issue, world.dispatcher, owner_id=world.urban, item_id=uuid4())
    assert set(refused.value.fields) == {"item"}
    with pytest.raises(BadInput) as refused:
        world.do("assign", issue, world.dispatcher, owner_id=world.urban, item_id=world.item("GL016"),
                 holder_id=world.team.account_id)
    assert set(refused.value.fields) == {"holder"}


def test_only_the_desk_assigns(world: World) -> None:
    issue = received(world)
    for actor, refusal in ((world.leader, NotAllowed), (world.supervisor, NotAllowed), (world.officer, NotFound),
                           (world.other_dispatcher, NotFound)):
        with pytest.raises(refusal):
            world.do("assign", issue, actor, owner_id=world.urban, item_id=world.item("GL016"))


def test_assigning_tells_the_office_and_not_who_assigned(world: World) -> None:
    issue = assigned(world)
    told = Message.objects.filter(what="issue.assigned", about=issue.id).values_list("recipient", flat=True)
    assert set(told) == {world.officer.account_id, world.colleague.account_id}


def test_the_desk_recalls_what_nobody_has_accepted(world: World) -> None:
    issue = world.do("recall", assigned(world), world.dispatcher)
    assert (issue.state, issue.owner_id, issue.owner_level, issue.holder_id) == (State.RECEIVED, None, None, None)
    assert Clock.objects.get(issue=issue, kind=ClockKind.ACCEPT).was_met is None
    assert Clock.objects.filter(issue=issue, kind=ClockKind.TRIAGE).count() == 2
    with pytest.raises(RuleBroken, match="现在是“办理中”"):
        world.do("recall", handling(world), world.dispatcher)


def test_an_outsider_cannot_accept(world: World) -> None:
    issue = assigned(world)
    with pytest.raises(NotFound):
        world.do("accept", issue, world.team)
    with pytest.raises(NotAllowed):
        world.do("accept", issue, world.dispatcher)


def test_accepting_late_is_late(world: World) -> None:
    issue = world.do("accept", assigned(world), world.officer, at(25, 9, 1))
    assert Clock.objects.get(issue=issue, kind=ClockKind.ACCEPT).was_met is False
    on_time = world.do("accept", assigned(world), world.officer, at(25, 9))
    assert Clock.objects.get(issue=on_time, kind=ClockKind.ACCEPT).was_met is True


def test_a_matter_is_passed_on_within_the_office_only(world: World) -> None:
    issue = world.do("pass_on", handling(world), world.officer, to=world.colleague.account_id)
    assert issue.holder_id == world.colleague.account_id
    assert set(Handler.objects.values_list("account_id", flat=True)) == {world.officer.account_id,
                                                                         world.colleague.account_id}
    with pytest.raises(RuleBroken, match="只能转给本单位的同事"):
        world.do("pass_on", issue, world.officer, to=world.team.account_id)


def test_a_stale_form_is_told_who_did_what(world: World) -> None:
    issue = handling(world)
    world.do("pass_on", issue, world.officer, to=world.colleague.account_id)
    with pytest.raises(Stale) as refused:
        services.note(issue.id, by=world.officer, seen=issue.version, now=START, text="晚了")
    assert str(refused.value) == "您打开后，O某 已经转同事。请看最新情况再办。"


def test_each_act_is_one_version_and_one_line_of_the_trail(world: World) -> None:
    issue = handling(world)
    assert list(Entry.objects.filter(issue=issue).order_by("version").values_list("version", "act", "by_part")) == [
        (1, "receive", "staff"), (2, "assign", "desk"), (3, "accept", "owner")]
    with pytest.raises(IntegrityError, match="entry_version"), transaction.atomic():
        Entry.objects.create(issue=issue, version=3, act="note", to_state=issue.state, by_part="owner",
                             happened_at=START)


def test_what_is_told_keeps_its_date_free_of_any_language(world: World) -> None:
    issue = assigned(world)
    told = Message.objects.filter(about=issue.id, what="issue.assigned").first()
    assert told is not None
    assert datetime.fromisoformat(told.values["due"]) == issue.next_due_at
