"""A long file becomes a job of the queue, in the transaction that confirms it."""
from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.jobs import Job

TASK = "issues.bring_orders"
QUEUE = "outbox"


def enqueue(district: int, file: UUID, account: int) -> None:
    """One job a file; its lock lets one worker in at a time. Arguments are identifiers only (trust.md 11)."""
    app.job_manager.batch_defer_jobs([Job(
        queue=QUEUE, lock=f"orders:{district}:{file}", queueing_lock=None, task_name=TASK,
        task_kwargs={"district": district, "file": str(file), "account": account})])
