"""Named reads of the ledger."""
from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from liandong.ledger.models import Event


def of_subject(subject: UUID) -> QuerySet[Event]:
    """Every event on one subject, oldest first; one query. The district's policy decides what is seen."""
    return Event.objects.filter(subject=subject).order_by("id")
