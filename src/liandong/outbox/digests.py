"""One digest a day, at the reader's hour or the district's, on days on which offices open. domain.md, Less burden 8."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from django.db.models import Count
from django.utils.timezone import localtime

from liandong.districts import settings
from liandong.districts.scope import in_scope, scope
from liandong.kernel.ids import uuid7
from liandong.outbox import channels, services, ticks
from liandong.outbox.models import Digest, DigestHour, InboxItem
from liandong.outbox.terms import DIGEST

log = structlog.get_logger(__name__)
FRESH = timedelta(days=7)
"""Unread messages older than this call for no digest any more."""


@dataclass(frozen=True)
class Tally:
    """How many of one reader's matters are due today, and how many are overdue."""

    due: int = 0
    overdue: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.due + other.due, self.overdue + other.overdue)


Collector = Callable[[datetime], Mapping[int, Tally]]
"""Asked in a district's scope; answers by account, and names only those who have something."""
collectors: list[Collector] = []


def register(collector: Collector) -> Collector:
    """Add who knows what is due for whom (from an application's `ready()`); twice is once."""
    if collector not in collectors:
        collectors.append(collector)
    return collector


def send_all(now: datetime) -> int:
    """Every district's digests that are due; one district that fails stops no other. Returns how many were told."""
    told = 0
    for district in ticks.districts():
        try:
            with scope(district):
                told += send(now)
        except Exception:
            log.exception("digest failed", district=district)
    return told


@in_scope
def send(now: datetime) -> int:
    """Tell those of this district who have something and have not been told today. Returns how many."""
    local, hours = localtime(now), hours_chosen(now)
    usual = settings.read("digest_hour")
    if local.hour < min([usual, *hours.values()]) or not _opens_after(now, local.date()):
        return 0
    due, unread = _due(now), _unread(now)
    today = local.date()
    had = set(Digest.objects.filter(day=today).values_list("recipient", flat=True))
    recipients = sorted(one for one in (set(due) | set(unread)) - had if local.hour >= hours.get(one, usual))
    Digest.objects.bulk_create([Digest(recipient=one, day=today) for one in recipients])
    alike: dict[tuple[Tally, int], list[int]] = defaultdict(list)
    for one in recipients:
        alike[due.get(one, Tally()), unread.get(one, 0)].append(one)
    for (tally, news), readers in alike.items():
        services.tell(readers, DIGEST, about=uuid7(), kind=DIGEST, at_once=True, now=now, values={
            "due": str(tally.due), "overdue": str(tally.overdue), "unread": str(news)})
    return len(recipients)


def is_time(now: datetime) -> bool:
    """Whether the district's hour has come and offices still open today. An unknown year counts as open."""
    local = localtime(now)
    return local.hour >= settings.read("digest_hour") and _opens_after(now, local.date())


def hours_chosen(now: datetime) -> dict[int, int]:
    """The hour by reader, of those who chose one; an hour at which today's offices have closed counts as none chosen,
    else a district that closes earlier from some day on would cost them the digest. One query.
    """
    chosen = dict(DigestHour.objects.values_list("recipient", "hour"))
    local = localtime(now)
    in_time = {hour for hour in set(chosen.values())
               if _opens_after(local.replace(hour=hour, minute=30), local.date())}
    return {reader: hour for reader, hour in chosen.items() if hour in in_time}


def _opens_after(at: datetime, day: date) -> bool:
    """Whether offices are open, or open once more, on the day. An unknown year counts as open."""
    opens = channels.opening(at)
    return opens is None or localtime(opens).date() == day


def _due(now: datetime) -> dict[int, Tally]:
    due: dict[int, Tally] = {}
    for collector in collectors:
        for account, tally in collector(now).items():
            due[account] = due.get(account, Tally()) + tally
    return due


def _unread(now: datetime) -> dict[int, int]:
    """Unread messages by reader. Digests do not count, else one would call for the next; nor does what is old, else
    somebody who has left would be told for ever.
    """
    rows = InboxItem.objects.filter(read_at=None, created_at__gte=now - FRESH).exclude(message__what=DIGEST)
    return dict(rows.values_list("recipient").annotate(n=Count("id")))
