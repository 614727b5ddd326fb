"""Messages for tests."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from liandong.outbox.models import Message
from liandong.outbox.services import tell

OPEN = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
"""Wednesday, ten in the morning."""
NIGHT = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
"""Wednesday, nine in the evening."""
VALUES = {"number": "YC-1", "office": "府山街道", "due": "11月26日"}


def told(recipients: Sequence[int] = (7,), what: str = "issue.assigned", *, at_once: bool = False,
         now: datetime = OPEN) -> Message:
    """Tell some accounts something, in the open scope; the last recipient's message."""
    tell(recipients, what, about=uuid4(), values=VALUES, at_once=at_once, now=now)
    return Message.objects.order_by("-id")[0]
