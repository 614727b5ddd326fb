"""Giving a matter that is handled already to another office. Source: workflows.md, "Issue", row reassign."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.issues.models import Issue
from liandong.issues.services.act import begin
from liandong.issues.services.handover import cites, facts, hand_to, put, without_owner
from liandong.issues.services.telling import owner_of, tell
from liandong.issues.services.texts import given_by, tidy
from liandong.issues.terms import Act, Need
from liandong.people.access import Actor


@in_scope
def reassign(issue_id: UUID, *, by: Actor, seen: int, now: datetime, owner_id: UUID, item_id: UUID, reason: str,
             lead_id: UUID | None = None) -> Issue:
    """The desk hands what one office handles to another, by the same law as an assignment; the term runs on.

    Both offices are told. Until the new one accepts, the first duty is with the office that received the matter.
    """
    turn = begin(issue_id, by=by, seen=seen, now=now)
    issue, reason = turn.issue, tidy(reason, "reason", 1000)
    hand = hand_to(turn, owner_id, item_id, lead_id)
    hand = replace(hand, target=replace(hand.target, same_office=owner_id == issue.owner_id))
    turn.step(Act.REASSIGN, given=given_by({Need.REASON: reason}), **facts(hand))
    before = owner_of(turn)
    without_owner(turn)
    put(turn, hand)
    issue.assigned_by_id = turn.standing.desk
    done = turn.finish(text=reason, target=owner_id, note=reason, detail=cites(hand))
    tell(turn, before, "issue.reassigned-away", office=issue.desk.name)
    tell(turn, owner_of(turn), "issue.assigned", office=issue.desk.name)
    return done
