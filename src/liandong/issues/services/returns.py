"""Sending back, sending up, and ruling on it. Source: workflows.md, "Issue"; domain.md, "Issue".

A matter is returned once by its owner to the desk that assigned it; a second return, and one that the desk left
unanswered, go up and are ruled.
"""
from __future__ import annotations

from datetime import datetime
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.issues.models import Handback, Issue, Ruling
from liandong.issues.services.act import Turn, begin
from liandong.issues.services.citing import cited
from liandong.issues.services.handover import cites, facts, hand_to, put, without_owner
from liandong.issues.services.offices import office, ruling_desk, street_desk
from liandong.issues.services.telling import deciders, desk_of, own_office, owner_of, tell
from liandong.issues.services.texts import given_by, tidy
from liandong.issues.standing import standing_of
from liandong.issues.terms import Act, ClockKind, Need, Part
from liandong.kernel.levels import Level
from liandong.orgs.terms import OrgKind
from liandong.people.access import Actor


@in_scope
def send_back(issue_id: UUID, *, by: Actor, seen: int, now: datetime, item_id: UUID, proposed_id: UUID,
              reason: str = "") -> Issue:
    """Ask to be rid of a matter: the item and the owner proposed say why, a word more may stand beside.

    The second time it goes to the district.
    """
    turn = begin(issue_id, by=by, seen=seen, now=now)
    issue, reason = turn.issue, tidy(reason, "reason", 1000)
    again = issue.was_returned
    item, proposed = cited(item_id, turn.today), office(proposed_id, "proposed")
    turn.step(Act.SEND_BACK_AGAIN if again else Act.SEND_BACK,
              given=given_by({Need.ITEM: item, Need.PROPOSED_OWNER: proposed}),
              item=item.label, marks=item.marks)
    assert issue.owner_id is not None  # noqa: S101  the table: an OWNER did it
    assert by.account_id is not None  # noqa: S101  as above
    Handback.objects.create(issue=issue, item_id=item.id, proposed=proposed, returned_by_id=issue.owner_id,
                            reason=reason, asked_by_id=by.account_id, asked_at=now)
    turn.handled(by.account_id)
    issue.was_returned = True
    if again:
        _up_to_district(turn)
    elif issue.assigned_by_id is not None:
        issue.desk_id = issue.assigned_by_id
    done = turn.finish(text=reason, target=proposed.id, note=reason,
                       detail={"item": item.label, "proposed": proposed.name})
    to, what = (deciders(turn), "issue.escalated") if again else (desk_of(turn, issue.desk_id), "issue.sent-back")
    tell(turn, to, what, office=own_office(turn))
    return done


@in_scope
def agree_return(issue_id: UUID, *, by: Actor, seen: int, now: datetime) -> Issue:
    """The desk takes the matter back, to assign it anew."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    turn.step(Act.AGREE_RETURN)
    asked_by = decide(turn, "agreed")
    without_owner(turn)
    done = turn.finish()
    tell(turn, [asked_by], "issue.return-agreed", office=turn.issue.desk.name)
    return done


@in_scope
def refuse_return(issue_id: UUID, *, by: Actor, seen: int, now: datetime, item_id: UUID, reason: str = "") -> Issue:
    """The matter stays with its owner, by the item cited; it counts as accepted."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    issue, reason = turn.issue, tidy(reason, "reason", 1000, needed=False)
    item = cited(item_id, turn.today)
    turn.step(Act.REFUSE_RETURN, given=given_by({Need.ITEM: item}), item=item.label, marks=item.marks)
    asked_by = decide(turn, "refused")
    if issue.accepted_at is None and issue.owner_id is not None:
        issue.accepted_at, issue.first_id = now, issue.owner_id
    issue.holder_id = issue.holder_id or asked_by
    done = turn.finish(text=reason, note=reason, detail={"item": item.label})
    tell(turn, [asked_by, *owner_of(turn)], "issue.return-refused", office=issue.desk.name)
    return done


@in_scope
def escalate(issue_id: UUID, *, by: Actor, seen: int, now: datetime, tried: str, item_id: UUID | None = None) -> Issue:
    """Send a matter up: a higher level leads by the item, or (without one) nobody clearly does. Says what was tried."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    issue, tried = turn.issue, tidy(tried, "tried", 1000)
    item = None if item_id is None else cited(item_id, turn.today)
    turn.step(Act.ESCALATE, given=given_by({Need.TRIED: tried}), item=item.label if item else "",
              marks=item.marks if item else None, nobody_clearly=item is None)
    if issue.owner is None:
        issue.item_id = item.id if item else issue.item_id
    elif issue.owner.org_kind is OrgKind.COMMUNITY:
        issue.desk = issue.owner  # the street decides on it, whichever desk had assigned it
    turn.standing = standing_of(issue, turn.known)
    done = turn.finish(text=tried, note=tried, detail={"item": item.label if item else ""})
    tell(turn, deciders(turn), "issue.escalated", office=own_office(turn))
    return done


@in_scope
def rule(issue_id: UUID, *, by: Actor, seen: int, now: datetime, owner_id: UUID, item_id: UUID | None = None,
         text: str = "", losing_view: str = "", lead_id: UUID | None = None) -> Issue:
    """Decide whose it is, of what came from below or is disputed; it cannot be sent back again.

    区协调办 alone can rule by its text where the catalogue gives no owner; the losing view is kept.
    """
    turn = begin(issue_id, by=by, seen=seen, now=now)
    issue = turn.issue
    text, losing_view = tidy(text, "text", 1000, needed=False), tidy(losing_view, "losing_view", 1000, needed=False)
    hand = hand_to(turn, owner_id, item_id, lead_id, ruling=bool(text))
    told = owner_of(turn)
    if hand.item is not None and hand.item.term is not None:
        turn.clocks.retime(ClockKind.HANDLE, hand.item.term)  # while it stands: the rest is of the item's own term
    turn.step(Act.RULE, **facts(hand))
    desk = ruling_desk(turn)
    put(turn, hand)
    assert by.account_id is not None  # noqa: S101  the table: UP and COORDINATION are people
    if Part.COORDINATION in turn.parts:
        issue.ruling = Ruling.objects.create(issue=issue, owner=hand.owner, item_id=issue.item_id, text=text,
                                             losing_view=losing_view, by_id=by.account_id, at=now)
    issue.is_ruled, issue.assigned_by_id, issue.desk_id = True, desk, desk
    asked_by = decide(turn, "ruled")
    done = turn.finish(text=text, target=hand.owner.id, note=text,
                       detail={**cites(hand), "losing_view": losing_view})
    owner = owner_of(turn)
    tell(turn, owner, "issue.ruled", office=issue.desk.name)
    tell(turn, {asked_by, *told}.difference(owner), "issue.ruling-told", office=hand.owner.name)
    return done


def pass_return(turn: Turn) -> Issue:
    """The clock's own act: an unanswered return goes up."""
    turn.step(Act.PASS_RETURN)
    decide(turn, "passed")
    turn.standing = standing_of(turn.issue, turn.known)
    done = turn.finish()
    tell(turn, deciders(turn), "issue.return-passed")
    return done


def decide(turn: Turn, decision: str) -> int | None:
    """Say what became of the return that waits, if there is one; answers who asked for it."""
    waiting = Handback.objects.filter(issue=turn.issue, decision__in=["", "passed"]).order_by("-asked_at").first()
    if waiting is None:
        return None
    waiting.decision, waiting.decided_at = decision, turn.now
    waiting.save(update_fields=["decision", "decided_at"])
    return waiting.asked_by_id


def _up_to_district(turn: Turn) -> None:
    """A second return is the district's: the matter is shown as sent up by the street's desk."""
    issue = turn.issue
    if issue.desk.rung is not Level.DISTRICT:
        issue.desk = street_desk(issue.street_code)
    turn.standing = standing_of(issue, turn.known)
