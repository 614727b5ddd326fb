"""An order that both sides changed: a person takes the sender's word over, or keeps what stands here."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from liandong.districts.scope import in_scope
from liandong.issues import reach
from liandong.issues.models import Issue, Reporter
from liandong.issues.orders.bringing import IMPORTER, line, take_over
from liandong.issues.orders.changes import differences
from liandong.issues.orders.columns import Meaning
from liandong.issues.orders.models import Order
from liandong.issues.orders.plans import TAKES_PAPERS
from liandong.issues.services.act import begin
from liandong.issues.services.telling import owner_of, tell
from liandong.issues.terms import Act, Need, State
from liandong.kernel.errors import NotAllowed, NotFound
from liandong.kernel.masking import mask_name, mask_phone
from liandong.kernel.words import say
from liandong.ledger import services as ledger
from liandong.people.access import Actor, Right, may, role_of

REPORTER = frozenset({Meaning.NAME.value, Meaning.PHONE.value})


@dataclass(frozen=True)
class Difference:
    """What stands here and what the sender says now; the reporter's name and number masked."""

    meaning: Meaning
    ours: str
    theirs: str


def to_decide(actor: Actor) -> QuerySet[Order]:
    """The conflicts among the matters that somebody sees, the oldest first. Not evaluated."""
    if not may(actor, Right.BRING_IN):
        return Order.objects.none()
    seen = Issue.objects.filter(reach.visible(actor)).values("id")
    return (Order.objects.filter(offered_at__isnull=False, issue__in=seen).select_related("issue", "file")
            .order_by("offered_at", "id"))


def conflict(order_id: UUID, by: Actor) -> Order:
    """One that waits for a decision. Raises NotFound for any other."""
    found = to_decide(by).filter(id=order_id).first()
    if found is None:
        raise NotFound
    return found


def compared(order: Order) -> list[Difference]:
    """What differs, in the order of the meanings; one query for the reporter."""
    offered = dict(order.offered or {})
    issue, standing = order.issue, Reporter.objects.filter(issue=order.issue_id).order_by("id").first()
    ours = {**order.said, Meaning.TITLE.value: issue.title, Meaning.TEXT.value: issue.text,
            Meaning.ADDRESS.value: issue.address}
    found = [Difference(*one) for one in differences(ours, offered) if one[0].value not in REPORTER]
    for meaning, mask in ((Meaning.NAME, mask_name), (Meaning.PHONE, mask_phone)):
        here, there = getattr(standing, meaning.value, ""), offered.get(meaning.value, "")
        if there and here != there:
            found.append(Difference(meaning, mask(here), mask(there)))
    return found


@in_scope
def decide(order_id: UUID, *, take: bool, by: Actor, seen: int, now: datetime) -> Issue:
    """Take the sender's word over or keep what stands; either way the trail says so, and the owner is told.

    Raises NotAllowed, NotFound for what waits for no decision, Stale where somebody acted on the matter since,
    RuleBroken for taking over into a matter that is over.
    """
    if not may(by, Right.BRING_IN):
        raise NotAllowed(say("您的任职不能导入来文。"))
    order = Order.objects.select_for_update(of=("self",)).filter(id=order_id, offered_at__isnull=False).first()
    if order is None:
        raise NotFound
    turn = begin(order.issue_id, by=by, seen=seen, now=now)
    offered = dict(order.offered or {})
    reporter = offered.pop(Meaning.NAME.value, ""), offered.pop(Meaning.PHONE.value, "")
    sender = turn.issue.sender
    if take:
        take_over(turn, order, offered, reporter, sender)
    elif State(turn.issue.state) not in TAKES_PAPERS:  # the matter is over: the ledger alone says that it was kept
        ledger.record("orders.kept", kind="issue", on=turn.issue.id, by=by.account_id, role=role_of(by),
                      happened_at=now, detail={"sender": sender})
    else:
        turn.parts = IMPORTER
        turn.step(Act.ADD_PAPER, given={Need.TEXT})
        turn.finish(text="未采用，仍按现在的内容办理。\n" + line(sender, order.said, offered),
                    note=f"{sender} {turn.issue.sender_number}", detail={"sender": sender, "kept": True})
    order.digest, order.said, order.version = order.offered_digest, offered, turn.issue.version
    order.offered, order.offered_digest, order.offered_at = None, "", None
    order.save()
    tell(turn, owner_of(turn), "issue.paper-added")
    return turn.issue
