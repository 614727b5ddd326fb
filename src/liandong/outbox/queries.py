"""Named reads of the outbox. What a reader has read is asked only for that reader (domain.md, "Less burden" 8)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.timezone import localtime

from liandong.districts.scope import the_district
from liandong.outbox.models import Delivery, DigestHour, InboxItem, Message, Sweep
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


def digest_hour(account: int) -> int | None:
    """The hour of the digest that somebody chose; None: the district's. One query."""
    return DigestHour.objects.filter(recipient=account).values_list("hour", flat=True).first()


@dataclass(frozen=True)
class Sent:
    """How many messages one reader was sent today, and in seven days, today among them."""

    recipient: int
    today: int
    week: int


def sent(now: datetime, most: int = 20) -> list[Sent]:
    """Who was sent the most messages today, then in seven days, the digests among them; one query, by an index."""
    midnight = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = (Message.objects.filter(created_at__gte=midnight - 6 * A_DAY, created_at__lte=now).values("recipient")
            .annotate(week=Count("id"), today=Count("id", filter=Q(created_at__gte=midnight)))
            .order_by("-today", "-week", "recipient")[:most])
    return [Sent(row["recipient"], row["today"], row["week"]) for row in rows]
