"""Registering through the service: validated, audited, message queued, one transaction; beside one bare INSERT."""
from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

SECONDS = 6.0


def rate(work: Callable[[], object], threads: int = 1) -> float:
    """Calls a second over a few seconds, by so many threads of this process."""
    from django.db import connection

    counts = [0] * threads
    stop = time.perf_counter() + SECONDS

    def run(n: int) -> None:
        while time.perf_counter() < stop:
            work()
            counts[n] += 1
        connection.close()

    begun = time.perf_counter()
    crew = [threading.Thread(target=run, args=(n,)) for n in range(threads)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    return sum(counts) / (time.perf_counter() - begun)


def measure() -> list[tuple[str, float, float]]:
    """One thread and four: the service's rate, and that of a transaction with one bare INSERT of the same row."""
    from django.utils import timezone

    from benchmarks.world import DISTRICT
    from liandong.districts.scope import scope
    from liandong.issues import services
    from liandong.issues.models import Issue
    from liandong.issues.terms import Channel
    from liandong.people.models import Account
    from liandong.people.queries import actor_for
    from liandong.places.models import Division

    account = Account.objects.get(username="bench-00")
    with scope(DISTRICT):
        actor = actor_for(account.id, timezone.localdate())
        place = Division.objects.filter(code__gte=actor.posts[0].low, code__lt=actor.posts[0].high, kind="community")[0]
        model = Issue.objects.order_by("-id")[0]
    values: dict[str, Any] = {"title": "小区南门夜间停车", "text": "小区南门夜间停车堵住消防通道，请来看看。" * 3,
                              "channel": Channel.PHONE, "place_id": place.id, "address": "南门",
                              "reporter_name": "徐某某", "reporter_phone": "13800000001"}

    def create() -> None:
        with scope(DISTRICT):
            services.receive(services.Intake(**values), by=actor, now=timezone.now(), token=uuid.uuid4())

    columns = {field.attname: getattr(model, field.attname) for field in Issue._meta.concrete_fields}

    def bare() -> None:
        with scope(DISTRICT):
            Issue(**{**columns, "id": uuid.uuid4(), "number": uuid.uuid4().hex[:20], "token": None}).save(
                force_insert=True)

    return [(f"create by service, {n} thread{'s' if n > 1 else ''}", rate(create, n), rate(bare, n)) for n in (1, 4)]
