"""Rows of several tables in one statement: as the ORM would have written them, and under the same walls."""
from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.utils import ProgrammingError
from pytest_django import DjangoAssertNumQueries

from liandong.districts.models import District
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.districts.together import insert_together, update_row
from liandong.outbox.models import Digest, Message

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 1, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def district() -> District:
    return create_district(1, "越城区")


def a_message(**values: Any) -> Message:
    given: dict[str, Any] = {"recipient": 7, "what": "import.done", "kind": "file", "about": "0" * 32,
                                "values": {"n": "“3”", "不": [1, None]}, "created_at": NOW}
    return Message(**{**given, **values})


def test_rows_are_written_as_they_were_made(
        district: District, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with scope(district.id):
        messages, digest = [a_message(), a_message(at_once=True)], Digest(recipient=7, day=NOW.date())
        with django_assert_num_queries(1):
            insert_together([*messages, digest])
        assert [m.created_at for m in Message.objects.all()] == [NOW, NOW]
        assert {m.id for m in Message.objects.all()} == {m.id for m in messages}
        first = Message.objects.get(id=messages[0].id)
        assert (first.values, first.settled_at, first.at_once) == ({"n": "“3”", "不": [1, None]}, None, False)
        assert Digest.objects.get().id == digest.id
        digest.recipient = 8
        digest.save()
        assert Digest.objects.get().recipient == 8, "the row knows that it is stored"


def test_a_constraint_that_breaks_leaves_nothing_of_the_statement(district: District) -> None:
    with scope(district.id):
        twice = Digest(recipient=7, day=NOW.date()), Digest(recipient=7, day=NOW.date())
        with pytest.raises(IntegrityError, match="digest_once"), transaction.atomic():
            insert_together([a_message(), *twice])
        assert not Message.objects.exists()


def test_the_wall_between_districts_holds(district: District) -> None:
    other = create_district(2, "柯桥区")
    with scope(district.id):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            insert_together([a_message(district_id=other.id)])
        assert not Message.objects.exists()



def test_some_fields_of_a_row_are_written_and_the_others_left(
        district: District, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with scope(district.id):
        message = a_message()
        insert_together([message])
        message.settled_at, message.what = NOW, "issue.received"
        with django_assert_num_queries(1):
            update_row(message, ("settled_at",))
        stored = Message.objects.get(id=message.id)
        assert (stored.settled_at, stored.what) == (NOW, "import.done")


def test_a_row_that_is_not_there_is_not_written(district: District) -> None:
    with scope(district.id), pytest.raises(DatabaseError, match="is not there"), transaction.atomic():
        update_row(a_message(), ("settled_at",))
