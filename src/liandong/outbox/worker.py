"""The worker's own entry: `manage.py procrastinate worker` has no flags for the heartbeat (spike/NOTES.md 5)."""
from __future__ import annotations

import asyncio
from typing import cast

CONCURRENCY = 2
HEARTBEAT = 10.0
"""Seconds; three missed ones make a dead worker (`tasks.STALLED_AFTER`)."""
GRACE = 20.0
"""Seconds that running jobs get after SIGINT or SIGTERM; what is not done then is rescued later."""


def main(*, wait: bool = True) -> None:
    """Serve the queue until SIGINT or SIGTERM; with `wait` false, until it is empty.

    Raises ImproperlyConfigured if the database role is one for which there is no row-level security.
    """
    import django

    django.setup()
    from liandong.config.check import refuse_wrong_role

    refuse_wrong_role()
    asyncio.run(_run(wait))


async def _run(wait: bool) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from liandong.outbox import tasks

    worker = app.with_connector(cast(DjangoConnector, app.connector).get_worker_connector())
    async with worker.open_async():
        await tasks.rescue_stalled()  # what died while no worker was there does not wait for the minute
        await worker.run_worker_async(
            name="liandong", wait=wait, concurrency=CONCURRENCY, delete_jobs="successful", install_signal_handlers=True,
            shutdown_graceful_timeout=GRACE, update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=tasks.STALLED_AFTER)
