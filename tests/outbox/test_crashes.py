"""The table of trust.md 2: a worker is killed at every named place, and nothing is lost and no inbox doubled."""
from __future__ import annotations

import email
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.outbox.crash import PLACES
from liandong.outbox.models import Delivery, InboxItem, Message
from tests.outbox import worker_process
from tests.outbox.factories import told

OWED = 3
STALLED = 0.8
"""Seconds until the test's worker counts as dead; a little more than it says itself."""
DOUBLED = {"mail.accepted"}
"""The one window in which a copy cannot be helped: the server has said yes, and we died before we wrote it down."""
pytestmark = pytest.mark.django_db(transaction=True)


def worker(folder: Path, place: str = "", *, wait: bool = False) -> BaseProcess:
    return worker_process.start(str(connection.settings_dict["NAME"]), folder, place, wait=wait)


def end_of(process: BaseProcess) -> int | None:
    """The exit code; minus the signal that killed it."""
    process.join(60)
    return process.exitcode


def message_ids(folder: Path) -> list[str]:
    """The Message-ID of every copy that the mail server took."""
    return [str(email.message_from_bytes(part)["Message-ID"]) for file in folder.glob("*.log")
            for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n") if part.strip()]


@pytest.mark.parametrize("place", PLACES)
def test_a_worker_killed_here_loses_nothing_and_doubles_no_inbox(place: str, tmp_path: Path) -> None:
    create_district(1, "越城区")
    with scope(1):
        told(range(OWED), at_once=True)
    assert end_of(worker(tmp_path, place)) == -signal.SIGKILL
    time.sleep(STALLED)
    assert end_of(worker(tmp_path)) == 0
    with scope(1):
        assert InboxItem.objects.count() == OWED
        assert not Message.objects.filter(settled_at=None).exists()
        assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    copies = message_ids(tmp_path)
    assert len(set(copies)) == OWED
    doubled = len(copies) - OWED
    assert 1 <= doubled <= OWED if place in DOUBLED else doubled == 0
    assert not ProcrastinateJob.objects.exclude(task_name__in=["outbox.tick", "outbox.rescue", "outbox.sweep",
                                                               "outbox.digest"]).exists()


def test_a_worker_killed_from_outside_leaves_jobs_that_come_back(tmp_path: Path) -> None:
    create_district(1, "越城区")
    first = worker(tmp_path, wait=True)
    with scope(1):
        for _ in range(20):
            told(range(5))
    until(lambda: InboxItem.objects.count() > 5)
    first.kill()
    assert end_of(first) == -signal.SIGKILL
    time.sleep(STALLED)
    assert end_of(worker(tmp_path)) == 0
    with scope(1):
        assert InboxItem.objects.count() == 100
        assert not Message.objects.filter(settled_at=None).exists()


def test_a_worker_that_is_asked_to_stop_ends_cleanly(tmp_path: Path) -> None:
    create_district(1, "越城区")
    for asked in (signal.SIGINT, signal.SIGTERM):
        with scope(1):
            told()
        running = worker(tmp_path, wait=True)
        until(lambda: not Message.objects.filter(settled_at=None).exists())
        os.kill(running.pid or 0, asked)
        assert end_of(running) == 0
    assert not ProcrastinateJob.objects.filter(status="doing").exists()


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for a worker to get there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with scope(1):
            if true():
                return
        time.sleep(0.05)
    raise AssertionError("the worker did not get there in time")
