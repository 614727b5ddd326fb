"""Serving: the web server and the worker."""
from __future__ import annotations

import os
import sys

import click

from liandong.config import database


def granian_arguments(host: str, port: int, workers: int, threads: int) -> list[str]:
    """The command line of the web server; threads a worker never exceed its pool of connections."""
    return [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(workers), "--blocking-threads", str(threads), "--respawn-failed-workers",
            "--log-level", "warning", "liandong.config.wsgi:application"]


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, database.POOL_SIZE))
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """The web server."""
    arguments = granian_arguments(host, port, workers, threads)
    os.execv(arguments[0], arguments)  # noqa: S606  our own program, no shell


@click.command("worker")
def worker() -> None:
    """The worker: messages, deadlines, digests."""
    from liandong.outbox.worker import main as run

    run()


COMMANDS = [serve, worker]
