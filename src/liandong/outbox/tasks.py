"""The jobs of the queue. They are `def` (a thread), for an `async` task that blocks stops the heartbeat and is run
again while it runs (trust.md 2 b); only the rescue is `async`, as the library's calls are. Arguments are identifiers.
"""
from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import structlog
from asgiref.sync import sync_to_async
from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from liandong.outbox import delivering, digests, queue, sweep, ticks

log = structlog.get_logger(__name__)
MOST_RESCUES = 5
"""A job that has been started so often and still dies takes its worker with it: it is given up."""
STALLED_AFTER = 30.0
"""Seconds without a heartbeat after which a worker counts as dead; the worker's own settings must agree."""


class WhenSaid(BaseRetryStrategy):
    """A job that said when comes back then; any other failure stays failed, and the sweep finds the debt."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        return RetryDecision(retry_at=exception.at) if isinstance(exception, delivering.Later) else None


@app.task(name=queue.DELIVER, queue=queue.QUEUE, retry=WhenSaid())
def deliver(*, district: int, message: str) -> None:
    """Bring one message to its reader."""
    delivering.deliver(district, UUID(message), timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="outbox.tick", queue="clock", lock="outbox.tick", queueing_lock="outbox.tick")
def tick(timestamp: int) -> None:
    """The clock's own acts in every district."""
    ticks.tick(timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="outbox.sweep", queue="clock", lock="outbox.sweep", queueing_lock="outbox.sweep")
def sweep_debts(timestamp: int) -> None:
    """Queue again what is owed and stands in no queue."""
    sweep.sweep_all(timezone.now())


@app.periodic(cron="5-59/10 * * * *")
@app.task(name="outbox.digest", queue="clock", lock="outbox.digest", queueing_lock="outbox.digest")
def digest(timestamp: int) -> None:
    """The day's digests: asked often, so that a worker that slept at the hour makes good for it."""
    digests.send_all(timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="outbox.rescue", queue="clock")
async def rescue(timestamp: int) -> None:
    """Take back the jobs of dead workers. Never under a lock: a rescue that died would hold its own (trust.md 2 a)."""
    await rescue_stalled()


async def rescue_stalled() -> int:
    """Each stalled job runs again, or is given up after MOST_RESCUES. Returns how many there were."""
    jobs = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER))
    for job in jobs:
        log.warning("stalled job", job=job.id, task=job.task_name, attempts=job.attempts)
        if job.attempts < MOST_RESCUES:
            await app.job_manager.retry_job(job)
            continue
        if job.task_name == queue.DELIVER:
            await sync_to_async(_give_up)(job)
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
    return len(jobs)


def _give_up(job: Job) -> None:
    # over Django's own connection, as here, the library hands the arguments back as text
    given: object = job.task_kwargs
    args: Any = json.loads(given) if isinstance(given, str) else given
    delivering.give_up(int(args["district"]), UUID(args["message"]), timezone.now())
