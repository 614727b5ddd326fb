"""Finding the owner: take, assign, recall, accept, pass to a colleague. Source: workflows.md, "Issue"."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.issues.guards import Target
from liandong.issues.models import Entry, Issue
from liandong.issues.services.act import Turn, begin
from liandong.issues.services.citing import Cited, cited, target_of
from liandong.issues.services.offices import colleague, office_for
from liandong.issues.services.telling import own_office, owner_of, tell
from liandong.issues.terms import Act, ClockKind
from liandong.kernel.levels import Level
from liandong.orgs.models import Organisation
from liandong.people import queries as people
from liandong.people.access import Actor


@dataclass(frozen=True)
class Hand:
    """An owner as an act names it: the office, the item cited for it, who leads beside it."""

    owner: Organisation
    item: Cited | None
    lead: Organisation | None
    target: Target


@in_scope
def take(issue_id: UUID, *, by: Actor, seen: int, now: datetime, item_id: UUID) -> Issue:
    """The desk handles a matter itself, because its own office leads by the item."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    issue = turn.issue
    hand = hand_to(turn, issue.desk_id, item_id)
    turn.step(Act.TAKE, **facts(hand))
    put(turn, hand)
    issue.assigned_by = None
    _accepted(turn)
    issue.holder_id = by.account_id
    turn.handled(by.account_id)
    return turn.finish(public=True, detail=cites(hand))


@in_scope
def assign(issue_id: UUID, *, by: Actor, seen: int, now: datetime, owner_id: UUID, item_id: UUID,
           lead_id: UUID | None = None, holder_id: int | None = None) -> Issue:
    """Hand a matter to the office that owns it by the catalogue; where that only cooperates, with the lead attached."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    hand = hand_to(turn, owner_id, item_id, lead_id)
    turn.step(Act.ASSIGN, **facts(hand))
    put(turn, hand)
    turn.issue.assigned_by_id = turn.standing.desk
    turn.issue.holder_id = colleague(holder_id, owner_id, turn)
    done = turn.finish(target=owner_id, note=hand.owner.name, detail=cites(hand))
    tell(turn, owner_of(turn), "issue.assigned", office=turn.issue.desk.name)
    return done


@in_scope
def recall(issue_id: UUID, *, by: Actor, seen: int, now: datetime) -> Issue:
    """The desk takes back what nobody has accepted yet."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    turn.step(Act.RECALL)
    told, office = owner_of(turn), turn.issue.desk.name
    without_owner(turn)
    done = turn.finish()
    tell(turn, told, "issue.recalled", office=office)
    return done


@in_scope
def accept(issue_id: UUID, *, by: Actor, seen: int, now: datetime) -> Issue:
    """A person of the owning office takes the matter in hand; the first duty passes to that office."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    turn.step(Act.ACCEPT)
    _accepted(turn)
    turn.issue.holder_id = by.account_id
    turn.handled(by.account_id)
    done = turn.finish(public=True)
    tell(turn, people.desk_accounts(turn.issue.desk_id, turn.today), "issue.accepted", office=own_office(turn))
    return done


@in_scope
def pass_on(issue_id: UUID, *, by: Actor, seen: int, now: datetime, to: int) -> Issue:
    """Give a matter to a colleague of the same office."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    issue = turn.issue
    same = issue.owner_id is not None and people.works_at(to, issue.owner_id, turn.today)
    turn.step(Act.PASS_ON, target=Target(level=Level(issue.owner_level or issue.desk.level), same_office=same))
    issue.holder_id = to
    turn.handled(by.account_id, to)
    done = turn.finish(detail={"to": to})
    tell(turn, [to], "issue.passed-on")
    return done


def holder_left(turn: Turn) -> Issue:
    """The clock's own act: the appointment by which somebody held the matter is over, its office has it back."""
    turn.step(Act.HOLDER_LEFT)
    turn.issue.holder_id = None
    return turn.finish(target=turn.issue.owner_id)


# ── shared with returns and rulings ──

def hand_to(turn: Turn, owner_id: UUID | None, item_id: UUID | None, lead_id: UUID | None = None, *,
            ruling: bool = False) -> Hand:
    """Read the owner, the item and the lead of an act. Raises BadInput for what there is not, RuleBroken for an office
    of another place or an item that is not in force."""
    owner = office_for(owner_id, "owner", turn.issue)
    item = None if item_id is None else cited(item_id, turn.today)
    lead = None if lead_id is None else office_for(lead_id, "lead", turn.issue)
    return Hand(owner, item, lead, target_of(owner, item, lead=lead, ruling=ruling))


def facts(hand: Hand) -> dict[str, Any]:
    """What the guards are told of it."""
    return {"target": hand.target, "item": hand.item.label if hand.item else "",
            "marks": hand.item.marks if hand.item else None}


def cites(hand: Hand) -> dict[str, object]:
    """What the trail keeps of it."""
    return {"item": hand.item.label if hand.item else "", "owner": hand.owner.name,
            "lead": hand.lead.name if hand.lead else ""}


def put(turn: Turn, hand: Hand) -> None:
    """Make it the matter's: owner with its rung and mark, item, lead; the item's own term counts from receipt."""
    issue, item = turn.issue, hand.item
    issue.owner, issue.lead = hand.owner, hand.lead
    issue.item_id = item.id if item else None
    issue.owner_level = hand.target.level.value
    mark = item.mark(hand.target.level) if item else None
    issue.owner_mark = mark.value if mark else None
    issue.holder_id = issue.accepted_at = issue.ruling = None
    issue.is_ruled = False
    issue.is_restricted = issue.is_restricted or (item is not None and item.is_restricted)
    if item is not None and item.term is not None:
        turn.clocks.retime(ClockKind.HANDLE, item.term)


def without_owner(turn: Turn) -> None:
    """The matter is nobody's again: the first duty goes back to the office that received it."""
    issue = turn.issue
    if issue.accepted_at is not None:
        first = Entry.objects.filter(issue=issue, version=1).values_list("organisation_id", flat=True).first()
        issue.first_id = first or issue.desk_id
    issue.owner = issue.lead = issue.holder = issue.assigned_by = issue.ruling = None
    issue.owner_level = issue.owner_mark = issue.accepted_at = None
    issue.is_ruled = False


def _accepted(turn: Turn) -> None:
    issue = turn.issue
    issue.accepted_at = turn.now
    assert issue.owner_id is not None  # noqa: S101  the table: only an owner accepts
    issue.first_id = issue.owner_id
