"""What the clock does by itself: rescue, sweep, digest, tick; each over all districts, each by itself."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.utils.timezone import localtime
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from liandong.districts import settings
from liandong.districts.models import District
from liandong.districts.scope import current_district, scope, the_district
from liandong.districts.services import create_district
from liandong.kernel.ids import uuid7
from liandong.outbox import channels, digests, queries, services, sweep, tasks, ticks
from liandong.outbox.delivering import deliver
from liandong.outbox.digests import Tally
from liandong.outbox.models import Delivery, Digest, Message
from tests.outbox.factories import OPEN, told

LATER = OPEN + timedelta(minutes=11)


@pytest.fixture
def two(db: None) -> tuple[District, District]:
    return create_district(1, "越城区"), create_district(2, "坪山区")


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticks, "tickers", [])
    monkeypatch.setattr(digests, "collectors", [])
    monkeypatch.setattr(channels, "opening", lambda now: now)


def _at(hour: int) -> datetime:
    """An hour of the day of OPEN, in the district's time."""
    return localtime(OPEN).replace(hour=hour, minute=5)


def run(statement: str, *values: int) -> None:
    with connection.cursor() as c:
        c.execute(statement, values)


# ── tick ──

@pytest.mark.usefixtures("two", "hooks")
def test_a_ticker_that_fails_in_one_district_stops_neither_the_others_nor_another_ticker() -> None:
    seen: list[tuple[str, int | None]] = []

    def breaks(now: datetime) -> None:
        seen.append(("breaks", current_district()))
        if current_district() == 1:
            run("select 1 / 0")

    def counts(now: datetime) -> None:
        seen.append(("counts", current_district()))

    for ticker in (breaks, counts, counts):
        ticks.register(ticker)
    assert ticks.tick(OPEN) == 1
    assert seen == [("breaks", 1), ("counts", 1), ("breaks", 2), ("counts", 2)]


# ── sweep ──

def lose_jobs() -> None:
    run("delete from procrastinate_jobs")


@pytest.mark.usefixtures("two")
def test_a_message_whose_job_is_lost_is_queued_again_and_counted() -> None:
    with scope(1):
        message = told()
        lose_jobs()
        assert sweep.sweep_all(OPEN + timedelta(minutes=5)) == 0
        assert queries.debts(LATER).lost == 1
        assert sweep.sweep_all(LATER) == 1
        assert sweep.sweep_all(LATER) == 0
        debts = queries.debts(LATER)
    assert (debts.owed, debts.lost, debts.swept) == (1, 0, 1)
    assert ProcrastinateJob.objects.get().args == {"district": 1, "message": str(message.id)}


@pytest.mark.usefixtures("two")
def test_a_message_that_waits_for_its_job_is_no_debt() -> None:
    with scope(1):
        told()
        assert sweep.sweep_all(LATER) == 0
        assert queries.debts(LATER).swept == 0


# ── rescue ──

def stall(attempts: int) -> None:
    """As a worker leaves a job that was killed in it: doing, and no worker."""
    run("update procrastinate_jobs set status = 'doing', attempts = %s, worker_id = null", attempts)


@pytest.mark.usefixtures("two")
def test_a_stalled_job_comes_back() -> None:
    with scope(1):
        told()
    stall(tasks.MOST_RESCUES - 1)
    assert async_to_sync(tasks.rescue_stalled)() == 1
    assert ProcrastinateJob.objects.get().status == "todo"


@pytest.mark.usefixtures("two")
def test_a_job_that_kills_its_worker_each_time_becomes_a_dead_letter() -> None:
    with scope(1):
        message = told()
    stall(tasks.MOST_RESCUES)
    assert async_to_sync(tasks.rescue_stalled)() == 1
    assert ProcrastinateJob.objects.get().status == "failed"
    with scope(1):
        assert [letter.message_id for letter in queries.dead_letters()] == [message.id]
        assert sweep.sweep(LATER) == 0


def test_the_rescue_is_never_under_a_lock() -> None:
    rescue = app.tasks["outbox.rescue"]
    assert rescue.lock is None
    assert rescue.queueing_lock is None


# ── digest ──

def unread(account: int, now: datetime = OPEN) -> None:
    message = told([account], now=now)
    deliver(the_district(), message.id, now)


def digest_values() -> dict[int, dict[str, str]]:
    return dict(Message.objects.filter(what="digest").values_list("recipient", "values"))


@pytest.mark.usefixtures("two", "hooks")
def test_each_reader_has_one_digest_a_day_with_all_that_is_so() -> None:
    digests.register(lambda now: {7: Tally(due=2), 8: Tally(overdue=1)})
    digests.register(lambda now: {7: Tally(due=1, overdue=4)})
    with scope(1):
        unread(7)
        assert digests.send(OPEN) == 2
        assert digests.send(LATER) == 0
        assert digest_values() == {7: {"due": "3", "overdue": "4", "unread": "1"},
                                   8: {"due": "0", "overdue": "1", "unread": "0"}}
        assert digests.send(OPEN + timedelta(days=1)) == 2
    with scope(2):
        assert not Digest.objects.exists()


@pytest.mark.usefixtures("two", "hooks")
def test_who_has_nothing_is_told_nothing_and_a_digest_calls_for_no_other() -> None:
    with scope(1):
        unread(7)
        assert digests.send(OPEN) == 1
        for message in Message.objects.filter(what="digest"):
            deliver(1, message.id, OPEN)
        Message.objects.exclude(what="digest").delete()
        assert digests.send(OPEN + timedelta(days=1)) == 0


@pytest.mark.usefixtures("two", "hooks")
def test_old_unread_messages_call_for_no_digest() -> None:
    with scope(1):
        unread(7, OPEN - timedelta(days=8))
        assert digests.send(OPEN) == 0


@pytest.mark.usefixtures("two", "hooks")
def test_a_digest_waits_for_the_districts_hour_and_for_a_day_on_which_offices_open(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "opening", lambda now: max(now, datetime(2026, 11, 25, 0, 30, tzinfo=UTC)))
    with scope(1):
        settings.write("digest_hour", 7)
        assert not digests.is_time(datetime(2026, 11, 24, 22, 59, tzinfo=UTC))
        assert digests.is_time(datetime(2026, 11, 24, 23, 0, tzinfo=UTC))
        assert not digests.is_time(datetime(2026, 11, 24, 2, 0, tzinfo=UTC))


@pytest.mark.usefixtures("two", "hooks")
def test_who_chose_an_hour_has_the_digest_at_that_hour_and_all_others_at_the_districts() -> None:
    digests.register(lambda now: {7: Tally(due=1), 8: Tally(due=1), 9: Tally(due=1)})
    with scope(1):
        services.set_digest_hour(7, 7)
        services.set_digest_hour(8, 14)
        assert [(hour, digests.send(_at(hour)), sorted(digest_values())) for hour in (6, 7, 8, 13, 14, 15)] == [
            (6, 0, []), (7, 1, [7]), (8, 1, [7, 9]), (13, 0, [7, 9]), (14, 1, [7, 8, 9]), (15, 0, [7, 8, 9])]
        services.set_digest_hour(7, None)
        assert digests.hours_chosen(OPEN) == {8: 14}


@pytest.mark.usefixtures("two", "hooks")
def test_an_hour_at_which_offices_have_closed_costs_nobody_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "opening", lambda now: now if localtime(now).hour < 14 else now + timedelta(days=1))
    digests.register(lambda now: {8: Tally(due=1)})
    with scope(1):
        services.set_digest_hour(8, 16)
        assert (digests.send(_at(7)), digests.send(_at(8)), digests.send(_at(16))) == (0, 1, 0)


@pytest.mark.usefixtures("two", "hooks")
def test_messages_are_counted_by_reader_today_and_in_seven_days_the_most_first() -> None:
    with scope(1):
        for reader, days in ((7, (0, 0, 3)), (8, (0, 6, 6)), (9, (1, 7)), (10, (7,))):
            for ago in days:
                services.tell([reader], "issue.not-solved", about=uuid7(), values={"number": "1"},
                              now=_at(9) - timedelta(days=ago))
        assert [(one.recipient, one.today, one.week) for one in queries.sent(_at(10))] == [
            (7, 2, 3), (8, 1, 3), (9, 0, 1)]
    with scope(2):
        assert queries.sent(_at(10)) == []


@pytest.mark.usefixtures("two", "hooks")
def test_one_district_whose_facts_break_does_not_cost_the_others_their_digest() -> None:
    def collect(now: datetime) -> dict[int, Tally]:
        if current_district() == 1:
            run("select 1 / 0")
        return {7: Tally(due=1)}

    digests.register(collect)
    assert digests.send_all(OPEN) == 1


# ── arguments ──

@pytest.mark.usefixtures("two")
def test_job_arguments_hold_identifiers_only() -> None:
    with scope(1):
        message = told(at_once=True)
        assert Delivery.objects.count() == 0
    for job in ProcrastinateJob.objects.all():
        assert UUID(job.args["message"]) == message.id
        assert set(job.args) == {"district", "message"}
