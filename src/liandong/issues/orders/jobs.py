"""What a worker does with a long file."""
from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from liandong.districts.scope import scope
from liandong.issues.orders import services
from liandong.issues.orders.models import OrderFile
from liandong.issues.orders.progress import Progress
from liandong.issues.orders.terms import FileState
from liandong.kernel.errors import Refused
from liandong.people.queries import actor_for


def bring_orders(district: int, file_id: UUID, account: int) -> None:
    """Write a file that somebody confirmed, in one transaction. What is refused becomes a draft again, which says why.

    Run again (a worker that died) it begins anew, or finds the file done and does nothing.
    """
    now = timezone.now()
    try:
        with Progress(district, file_id) as progress, scope(district):
            by = actor_for(account, timezone.localdate(now))
            services.bring_in(file_id, by=by, now=now, progress=progress)
    except Refused:
        with scope(district):
            OrderFile.objects.filter(id=file_id, state=FileState.WRITING.value).update(
                state=FileState.DRAFT.value, progress=0)
