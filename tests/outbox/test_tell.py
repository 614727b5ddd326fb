"""Telling: what is written with the act, and what is refused before it."""
from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from liandong.districts.models import District
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.outbox.models import InboxItem, Message
from liandong.outbox.services import loading, tell

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
ASSIGNED = {"number": "YC-1", "office": "府山街道", "due": "11月26日"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return create_district(1, "越城区")


def test_a_message_and_its_job_are_written_together(district: District) -> None:
    with scope(district.id):
        tell([7, 8, 7], "issue.assigned", about=uuid4(), values=ASSIGNED, now=NOW)
        told = list(Message.objects.order_by("recipient"))
    assert [m.recipient for m in told] == [7, 8]
    jobs = list(ProcrastinateJob.objects.values_list("args", "lock"))
    assert sorted(args["message"] for args, _ in jobs) == sorted(str(m.id) for m in told)
    assert all(set(args) == {"district", "message"} for args, _ in jobs)


def test_a_rolled_back_act_owes_nobody_anything(district: District) -> None:
    class Stop(Exception): ...

    with scope(district.id):
        with pytest.raises(Stop), transaction.atomic():
            tell([7], "issue.assigned", about=uuid4(), values=ASSIGNED, now=NOW)
            raise Stop
        assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_telling_any_number_costs_two_statements(
        district: District, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for recipients in ([7], list(range(50))):
        with scope(district.id), django_assert_num_queries(2):
            tell(recipients, "issue.assigned", about=uuid4(), values=ASSIGNED, now=NOW)


def test_nobody_to_tell_costs_nothing(district: District, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with scope(district.id), django_assert_num_queries(0):
        tell([], "issue.assigned", about=uuid4(), values=ASSIGNED, now=NOW)


def test_a_message_without_a_value_that_its_words_need_is_refused(district: District) -> None:
    with scope(district.id), pytest.raises(KeyError, match="due"):
        tell([7], "issue.assigned", about=uuid4(), values={"number": "YC-1", "office": "府山街道"}, now=NOW)


def test_a_quiet_kind_is_never_told_at_once(district: District) -> None:
    with scope(district.id), pytest.raises(ValueError, match="quiet"):
        tell([7], "issue.recalled", about=uuid4(), values=ASSIGNED, at_once=True, now=NOW)


def test_the_past_of_a_demo_lies_read_in_the_inbox_and_is_not_sent(district: District) -> None:
    with scope(district.id):
        with loading():
            tell([7, 8], "issue.assigned", about=uuid4(), values=ASSIGNED, at_once=True, now=NOW)
        assert InboxItem.objects.exclude(read_at=None).count() == 2
        assert not Message.objects.filter(settled_at=None).exists()
    assert not ProcrastinateJob.objects.exists()
