"""Putting deliveries into the queue, in the transaction that owes them."""
from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.jobs import Job

DELIVER = "outbox.deliver"
QUEUE = "outbox"


def lock_of(district: int, message: UUID) -> str:
    """The name under which only one job at a time works on a message: two would both find an e-mail unsent."""
    return f"{district}:{message}"


def enqueue(district: int, messages: Iterable[UUID]) -> None:
    """One job a message, in one statement. Arguments are identifiers only (trust.md 11)."""
    jobs = [Job(queue=QUEUE, lock=lock_of(district, message), queueing_lock=None, task_name=DELIVER,
                task_kwargs={"district": district, "message": str(message)}) for message in messages]
    if jobs:
        app.job_manager.batch_defer_jobs(jobs)
