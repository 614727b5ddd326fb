"""A long file as a job: in a transaction and with a progress of its own, on committed rows."""
from __future__ import annotations

from datetime import timedelta
from time import sleep

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.issues.models import Issue
from liandong.issues.orders import jobs, progress, queue, services
from liandong.issues.orders.bringing import Bringing
from liandong.issues.orders.models import OrderFile
from liandong.issues.orders.terms import FileState
from liandong.outbox.models import Message
from tests.issues.factories import World, small_world
from tests.issues.orders.files import SENDER, brought, csv_file, named, order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed(monkeypatch: pytest.MonkeyPatch) -> World:
    """The small district, committed, so that the progress's own connection sees it; one order is long."""
    monkeypatch.setattr(services, "AT_ONCE", 0)
    monkeypatch.setattr(progress, "EVERY", 0.02)
    create_district(1, "越城区")
    with scope(1):
        return small_world()


def confirmed(world: World, rows: list[list[str]]) -> OrderFile:
    with scope(1):
        now = timezone.now()
        file = services.upload(csv_file(rows), SENDER, by=world.dispatcher, now=now).file
        if not file.columns:
            named(file.id, world.dispatcher)
        services.confirm(file.id, by=world.dispatcher, now=now)
        return OrderFile.objects.get(id=file.id)


def state_of(file: OrderFile) -> tuple[str, int]:
    with scope(1):
        return OrderFile.objects.values_list("state", "progress").get(id=file.id)


def test_a_confirmed_file_is_queued_with_identifiers_alone_and_written_once(committed: World) -> None:
    file = confirmed(committed, [order("SX001"), order("SX002")])
    job = ProcrastinateJob.objects.get(task_name=queue.TASK)
    assert job.args == {"district": 1, "file": str(file.id), "account": committed.dispatcher.account_id}
    assert state_of(file) == (FileState.WRITING, 0)
    for _ in range(2):
        jobs.bring_orders(1, file.id, committed.dispatcher.account_id or 0)
    assert state_of(file)[0] == FileState.DONE
    with scope(1):
        assert Issue.objects.count() == 2
        told = Message.objects.filter(what="orders.done").values_list("recipient", flat=True)
        assert set(told) == {committed.dispatcher.account_id, committed.second_dispatcher.account_id}


def test_others_see_how_far_it_is_while_its_transaction_is_open(
        committed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    file = confirmed(committed, [order("SX001"), order("SX002")])
    seen: list[int] = []

    def write(bringing: Bringing) -> None:
        bringing.progress(1)
        for _ in range(200):
            sleep(0.02)
            if OrderFile.objects.values_list("progress", flat=True).get(id=file.id) == 1:
                seen.append(1)
                break

    monkeypatch.setattr(Bringing, "write", write)
    jobs.bring_orders(1, file.id, committed.dispatcher.account_id or 0)
    assert seen == [1]


def test_what_another_file_brought_meanwhile_is_not_written_twice(
        committed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    file = confirmed(committed, [order("SX001"), order("SX002")])
    with scope(1):
        monkeypatch.setattr(services, "AT_ONCE", 200)
        brought(committed, [order("SX001")], now=timezone.now())
    jobs.bring_orders(1, file.id, committed.dispatcher.account_id or 0)
    with scope(1):
        assert Issue.objects.filter(sender_number="SX001").count() == 1
        assert Issue.objects.count() == 2


def test_a_file_whose_person_left_or_whose_worker_died_is_a_draft_again(committed: World) -> None:
    file = confirmed(committed, [order("SX001")])
    jobs.bring_orders(1, file.id, committed.officer.account_id or 0)
    assert state_of(file) == (FileState.DRAFT, 0)
    with scope(1):
        services.confirm(file.id, by=committed.dispatcher, now=timezone.now())
        assert services.give_back(timezone.now()) == 0
        assert services.give_back(timezone.now() + services.LONGEST + timedelta(minutes=1)) == 1
    assert state_of(file) == (FileState.DRAFT, 0)
