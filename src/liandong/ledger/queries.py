"""Named reads of the ledger."""
from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from liandong.ledger.models import Event


def of_subject(subject: UUID) -> QuerySet[Event]:
    """Every event on one subject, oldest first; one query. The district's policy decides what is seen."""
    return Event.objects.filter(subject=subject).order_by("id")


def of_acts(acts: Collection[str], *, actors: Collection[int] | None = None, subjects: Collection[UUID] | None = None,
            since: datetime | None = None, until: datetime | None = None) -> QuerySet[Event]:
    """Every event of these acts, narrowed by who, on what, from when and before when. Not evaluated."""
    wanted = Q(act__in=list(acts))
    if actors is not None:
        wanted &= Q(actor_id__in=list(actors))
    if subjects is not None:
        wanted &= Q(subject__in=list(subjects))
    if since is not None:
        wanted &= Q(happened_at__gte=since)
    if until is not None:
        wanted &= Q(happened_at__lt=until)
    return Event.objects.filter(wanted)
