"""Numbers of matters by their ids and back, for pages that show nothing else of them."""
from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from liandong.issues.models import Issue


def numbers_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers of those ids that are matters of the district; one query, none for nothing."""
    wanted = set(ids)
    return dict(Issue.objects.filter(id__in=wanted).values_list("id", "number")) if wanted else {}


def with_number(number: str) -> UUID | None:
    """The matter of this number in the district; one query."""
    return Issue.objects.filter(number=number).values_list("id", flat=True).first()
