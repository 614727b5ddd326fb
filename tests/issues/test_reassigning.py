"""A matter that is handled already goes to another office: by the same law, with a reason, in the same term."""
from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from liandong.issues.models import Clock, Entry, Issue
from liandong.issues.terms import Act, ClockKind, State
from liandong.kernel.errors import NotAllowed, RuleBroken
from liandong.outbox.models import Message
from tests.issues.factories import START, World, at, handling, received
from tests.issues.pages import browser_of, html


def housing(world: World) -> UUID:
    return world.office("dept-housing").id


def reassigned(world: World, issue: Issue | None = None) -> Issue:
    """From the street's urban office to the department that leads on public drains."""
    return world.do("reassign", issue or handling(world), world.dispatcher, owner_id=housing(world),
                    item_id=world.item("CJ024"), reason="是公共排水，不是加装电梯")


def test_the_new_owner_is_to_accept_and_the_first_duty_waits_with_the_receiver(world: World) -> None:
    issue = reassigned(world)
    assert (issue.state, issue.owner_id) == (State.ASSIGNED, housing(world))
    assert (issue.holder_id, issue.accepted_at) == (None, None)
    assert issue.first_id == world.desk
    issue = world.do("accept", issue, world.liaison)
    assert (issue.first_id, issue.holder_id) == (housing(world), world.liaison.account_id)


def test_the_term_runs_on_from_receipt(world: World) -> None:
    issue = handling(world)
    started = Clock.objects.get(issue=issue, kind=ClockKind.HANDLE).started_at
    issue = world.do("reassign", issue, world.dispatcher, at(25, 10), owner_id=housing(world),
                     item_id=world.item("CJ024"), reason="是公共排水")
    handle = Clock.objects.get(issue=issue, kind=ClockKind.HANDLE)
    assert (handle.started_at, handle.ended_at, handle.stands_since) == (started, None, None)
    assert Clock.objects.get(issue=issue, kind=ClockKind.ACCEPT, ended_at=None).started_at == at(25, 10)


def test_the_law_of_the_catalogue_holds_here_too(world: World) -> None:
    issue = handling(world)
    with pytest.raises(RuleBroken, match="不得下派"):
        world.do("reassign", issue, world.dispatcher, owner_id=world.office("community-330602002045").id,
                 item_id=world.item("CJ024"), reason="请社区办")
    assert Issue.objects.get(id=issue.id).owner_id == world.urban


def test_it_needs_a_reason_another_office_and_the_desk(world: World) -> None:
    issue = handling(world)
    to: dict[str, Any] = {"owner_id": housing(world), "item_id": world.item("CJ024")}
    with pytest.raises(RuleBroken, match="请写明理由"):
        world.do("reassign", issue, world.dispatcher, **to, reason="  ")
    with pytest.raises(RuleBroken, match="已经由这家单位办理"):
        world.do("reassign", issue, world.dispatcher, owner_id=world.urban, item_id=world.item("GL016"),
                 reason="再派一次")
    with pytest.raises(NotAllowed):
        world.do("reassign", issue, world.officer, **to, reason="给别人")
    with pytest.raises(RuleBroken, match="现在是“待派单”"):
        world.do("reassign", received(world), world.dispatcher, **to, reason="还没派")


def test_both_offices_are_told_and_the_trail_says_to_whom_and_why(world: World) -> None:
    issue = reassigned(world)
    told = {what: set(Message.objects.filter(about=issue.id, what=what).values_list("recipient", flat=True))
            for what in ("issue.reassigned-away", "issue.assigned")}
    assert told["issue.reassigned-away"] == {world.officer.account_id}
    assert world.liaison.account_id in told["issue.assigned"]
    entry = Entry.objects.get(issue=issue, act=Act.REASSIGN)
    assert (entry.text, entry.target_id, entry.is_public) == ("是公共排水，不是加装电梯", housing(world), False)


def test_it_is_done_on_its_page(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)
    issue, desk = handling(site), browser_of(site.dispatcher)
    address = f"/issues/{issue.number}/act/reassign/"
    same = desk.get(address).content.decode()
    assert "派给谁" in same
    assert "checked" not in same.split('name="owner"')[1][:80], "who has it already is not proposed"
    other = desk.get(address, {"item": "CJ024"}).content.decode()
    assert f'value="{housing(site)}" id="id_owner_0" checked' in other
    values = {"seen": issue.version, "item": site.item("CJ024"), "owner": housing(site), "reason": ""}
    empty = desk.post(address, values)
    assert empty.status_code == 422
    assert desk.post(address, {**values, "reason": "是公共排水"}).status_code == 302
    shown = html(site.dispatcher, f"/issues/{issue.number}/")
    assert "改派" in shown
    assert "是公共排水" in shown
    assert "Reassign" in html(site.dispatcher, f"/issues/{handling(site).number}/", "en")
