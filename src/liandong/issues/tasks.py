"""The jobs of issues. Arguments are identifiers; see `outbox.tasks` for why they are `def`."""
from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from liandong.issues.orders import jobs, queue


@app.task(name=queue.TASK, queue=queue.QUEUE)
def bring_orders(*, district: int, file: str, account: int) -> None:
    """Write a long file of orders."""
    jobs.bring_orders(district, UUID(file), account)
