"""Debts: messages that nobody is delivering are queued again, and counted. Source: trust.md 2 (d)."""
from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from procrastinate.contrib.django.models import ProcrastinateJob

from liandong.districts.scope import in_scope, scope, the_district
from liandong.outbox import queue, ticks
from liandong.outbox.models import Message, Sweep

log = structlog.get_logger(__name__)
PATIENCE = timedelta(minutes=10)
"""So long a message may be owed before the sweep looks whether it has a job at all."""
MOST = 1000
"""So many at a time; the next sweep takes the rest."""


def sweep_all(now: datetime) -> int:
    """Every district's debts; one district that fails stops no other. Returns how many messages were queued again."""
    found = 0
    for district in ticks.districts():
        try:
            with scope(district):
                found += sweep(now)
        except Exception:
            log.exception("sweep failed", district=district)
    return found


@in_scope
def sweep(now: datetime) -> int:
    """Queue again what is owed and stands in no queue. Two queries when there is nothing, which is normal."""
    lost = without_job(now)
    if lost:
        log.warning("debts swept", district=the_district(), found=len(lost))
        queue.enqueue(the_district(), lost)
        Sweep.objects.create(at=now, found=len(lost))
    return len(lost)


def without_job(now: datetime) -> list[UUID]:
    """Messages owed for longer than PATIENCE with no job waiting or at work; oldest first."""
    district = the_district()
    owed = list(Message.objects.filter(settled_at=None, created_at__lt=now - PATIENCE).order_by("created_at")
                .values_list("id", flat=True)[:MOST])
    if not owed:
        return []
    busy = set(ProcrastinateJob.objects.filter(
        status__in=["todo", "doing"], task_name=queue.DELIVER, lock__in=[queue.lock_of(district, m) for m in owed],
    ).values_list("lock", flat=True))
    return [m for m in owed if queue.lock_of(district, m) not in busy]
