"""Named reads of files of orders."""
from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from liandong.issues import reach
from liandong.issues.models import Issue
from liandong.issues.orders.models import Order, OrderFile, SenderColumns
from liandong.issues.orders.plans import BRINGERS
from liandong.issues.orders.terms import FileState
from liandong.kernel.masking import mask_name, mask_text
from liandong.people.access import Actor

NEWEST = 50
HOTLINE = "12345 热线"
"""Proposed while no sender is known."""


def files(actor: Actor) -> QuerySet[OrderFile]:
    """The newest files of one's own offices; one query."""
    mine = actor.organisations(*BRINGERS)
    return (OrderFile.objects.filter(organisation__in=list(mine)).exclude(state=FileState.DROPPED.value)
            .select_related("by").defer("rows", "headers", "notes").order_by("-brought_at")[:NEWEST])


def senders() -> list[str]:
    """Whose columns are known, the latest said first; one query."""
    found = SenderColumns.objects.order_by("-since", "sender").values_list("sender", flat=True)
    return list(dict.fromkeys([*found, HOTLINE]))


def conflicts_of(file: OrderFile, actor: Actor) -> QuerySet[Order]:
    """What of a file still waits for a decision, among what somebody sees; one query."""
    seen = Issue.objects.filter(reach.visible(actor)).values("id")
    return (Order.objects.filter(file=file, offered_at__isnull=False, issue__in=seen).select_related("issue")
            .order_by("id"))


def example(file: OrderFile, names: Collection[str]) -> Sequence[tuple[str, str]]:
    """The headers of a file with what its first row says there, masked and cut short; `names` are columns of names."""
    cells = file.rows[0][1] if file.rows else []
    said = {header: str(cells[at]) if at < len(cells) else "" for at, header in enumerate(file.headers) if header}
    return [(header, (mask_name(cell) if header in names else mask_text(cell))[:40]) for header, cell in said.items()]
