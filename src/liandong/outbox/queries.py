"""Named reads of the outbox. What a reader has read is asked only for that reader (domain.md, "Less burden" 8)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet, Sum

from liandong.districts.scope import the_district
from liandong.outbox.models import Delivery, InboxItem, Message, Sweep
from liandong.outbox.sweep import without_job
from liandong.outbox.terms import State

A_DAY = timedelta(days=1)


def inbox(account: int) -> QuerySet[InboxItem]:
    """One's own messages, for a page in the order (-created_at, -id); one query."""
    return InboxItem.objects.filter(recipient=account).select_related("message")


def unread_count(account: int) -> int:
    """How many of one's messages are unread; one query, by an index of unread ones only."""
    with connection.cursor() as c:  # by hand: every page asks it
        c.execute("select count(*) from outbox_inboxitem where district_id = %s and recipient = %s and read_at is null",
                  [the_district(), account])
        return int(c.fetchone()[0])


def dead_letters() -> QuerySet[Delivery]:
    """Deliveries that were given up, newest first; one query."""
    return Delivery.objects.filter(state=State.DEAD.value).select_related("message").order_by("-id")


@dataclass(frozen=True)
class Debts:
    """How the outbox stands. `lost` and `swept` are nought when all is well."""

    owed: int
    """Messages on their way, those that wait for opening time or another try included."""
    lost: int
    """Owed for long and in no queue: the next sweep takes them."""
    swept: int
    """Queued again by sweeps within a day."""


def debts(now: datetime) -> Debts:
    """Four queries at most."""
    return Debts(owed=Message.objects.filter(settled_at=None).count(), lost=len(without_job(now)),
                 swept=Sweep.objects.filter(at__gte=now - A_DAY).aggregate(n=Sum("found"))["n"] or 0)
