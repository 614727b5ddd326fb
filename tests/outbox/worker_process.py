"""A worker as a process of its own, forked from one that has Django loaded already (a start takes seconds)."""
from __future__ import annotations

import multiprocessing
import os
from multiprocessing.process import BaseProcess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def start(database: str, folder: Path, place: str = "", *, wait: bool = False) -> BaseProcess:
    """A worker whose mail goes into `folder`. With `place` it dies there as by kill -9; without `wait` it ends when
    the queue is empty.
    """
    os.environ["PYTHONPATH"] = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.outbox.worker_preload"])
    process = context.Process(target=serve, args=(database, str(folder), place, wait))
    process.start()
    return process


def serve(database: str, folder: str, place: str, wait: bool) -> None:
    """As `liandong worker`, with a mail folder, a patience that suits a test, no digest, and a place to die at."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    from liandong.outbox import channels, crash, digests, tasks, worker

    connections["default"].settings_dict["NAME"] = database
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", folder
    channels.address_of = lambda account: f"a{account}@example.org"
    channels.opening = lambda now: now
    digests.send = lambda now: 0
    worker.HEARTBEAT, tasks.STALLED_AFTER = 0.2, 0.6
    rescue = tasks.rescue_stalled

    async def rescue_at_start() -> int:
        """Impatient at the start only: a busy machine must not make a live worker look dead afterwards."""
        found = await rescue()
        tasks.STALLED_AFTER = 30.0
        return found

    tasks.rescue_stalled = rescue_at_start
    if place:
        worker.CONCURRENCY = 1  # another delivery under way would die in another place than the one named
        crash.arm(place)
    worker.main(wait=wait)
