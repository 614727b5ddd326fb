"""What each role can still do to the ledger, as a table. Source: trust.md 4."""
from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from liandong.config import embedded, keys
from liandong.config.paths import KEYS, socket_folder
from liandong.districts.scope import scope
from liandong.ledger.models import Event
from liandong.ledger.services import draft, loading, record, record_many

ACTS: dict[str, str] = {
    "insert": "insert into ledger.event (district_id, happened_at, act, kind, subject) "
              "values (1, now(), 'a', 'issue', gen_random_uuid())",
    "forge the number": "insert into ledger.event (id, district_id, happened_at, act, kind, subject) "
                        "overriding system value values (7, 1, now(), 'a', 'issue', gen_random_uuid())",
    "back-date": "insert into ledger.event (recorded_at, district_id, happened_at, act, kind, subject) "
                 "values (now() - interval '1 day', 1, now(), 'a', 'issue', gen_random_uuid())",
    "write into another district": "insert into ledger.event (district_id, happened_at, act, kind, subject) "
                                   "values (2, now(), 'a', 'issue', gen_random_uuid())",
    "update": "update ledger.event set act = 'x'",
    "delete": "delete from ledger.event",
    "truncate": "truncate ledger.event",
    "disable a trigger": "alter table ledger.event disable trigger no_change",
    "drop a trigger": "drop trigger no_change on ledger.event",
    "replace the trigger's function": "create or replace function ledger.refuse() returns trigger language plpgsql "
                                      "as $$ begin return new; end $$",
    "drop a policy": "drop policy written on ledger.event",
    "retype a column": "alter table ledger.event alter column note type varchar(9)",
    "swallow inserts by a rule": "create rule quiet as on insert to ledger.event do instead nothing",
    "add a trigger": "create trigger mine before insert on ledger.event for each row execute function ledger.refuse()",
    "drop the table": "drop table ledger.event",
    "pretend to be a replica": "set session_replication_role = replica",
}
MAY: dict[str, set[str]] = {
    "liandong_app": {"insert"},
    "liandong_city": set(),
    "liandong_find": set(),
    "liandong_owner": set(),
    "liandong_migrate": set(),
}
"""Everything else is refused. The ledger's own role signs in nowhere; against the superuser only a witness helps."""


def _name() -> str:
    return str(connection.settings_dict["NAME"])


@contextmanager
def signed_in_as(role: str) -> Iterator[psycopg.Connection]:
    """The two roles that sign in do so; the others are taken on by the administrator for one statement."""
    if role in {"liandong_app", "liandong_migrate"}:
        password = keys.read(KEYS / role)
        with psycopg.connect(host=str(socket_folder()), dbname=_name(), user=role, password=password) as open_:
            yield open_
    else:
        with embedded.superuser(_name()) as admin:
            admin.execute(f"set session authorization {role}".encode())
            admin.autocommit = False  # afterwards: a rollback would take the role back too
            yield admin


def can(open_: psycopg.Connection, act: str) -> bool:
    """Whether a statement passes; what it did is taken back."""
    open_.execute("set app.district = '1'")
    try:
        open_.execute(ACTS[act].encode())
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.GeneratedAlways, psycopg.errors.RaiseException,
            psycopg.errors.CheckViolation):
        return False
    finally:
        open_.rollback()
    return True


def one_event() -> None:
    with scope(1):
        record("before", kind="issue", on=uuid.uuid4(), by=None, happened_at=timezone.now())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", MAY)
def test_a_role_can_do_to_the_ledger_what_the_table_says_and_nothing_else(role: str) -> None:
    one_event()
    with signed_in_as(role) as open_:
        assert {act for act in ACTS if can(open_, act)} == MAY[role]


@pytest.mark.django_db(transaction=True)
def test_the_triggers_refuse_even_the_superuser_also_as_a_replica() -> None:
    one_event()
    with embedded.superuser(_name()) as admin:
        for setting in ("origin", "replica"):
            admin.execute(f"set session_replication_role = {setting}".encode())
            for act in ("update", "delete", "truncate"):
                with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                    admin.execute(ACTS[act].encode())


@pytest.mark.django_db
def test_the_orm_inserts_and_reads_and_changes_nothing() -> None:
    with scope(1):
        event = record("a", kind="issue", on=uuid.uuid4(), by=None, happened_at=timezone.now())
        assert event.pk
        assert Event.objects.get(pk=event.pk).recorded_at == event.recorded_at
        for change in (lambda: Event.objects.update(act="x"), lambda: Event.objects.all().delete(), event.save,
                       event.delete):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()


@pytest.mark.django_db
def test_many_events_are_written_in_one_statement_with_times_of_the_database() -> None:
    with scope(1):
        now = timezone.now()
        record_many([draft("a", kind="issue", on=uuid.uuid4(), by=None, happened_at=now) for _ in range(3)])
        assert Event.objects.count() == 3
        assert all(abs(e.recorded_at - now) < timedelta(seconds=5) for e in Event.objects.all())


@pytest.mark.django_db
def test_the_events_of_a_district_are_seen_in_it_alone_and_the_citys_under_district_0() -> None:
    secret = secrets.token_hex(8)
    for district in (0, 1, 2):
        with scope(district):
            record(secret, kind="issue", on=uuid.uuid4(), by=None, happened_at=timezone.now())
    for district in (0, 1, 2):
        with scope(district):
            assert {e.district_id for e in Event.objects.filter(act=secret)} == {district}


@pytest.mark.django_db
def test_only_what_is_loaded_may_have_happened_long_before_it_is_recorded_and_it_says_so() -> None:
    long_ago = timezone.now() - timedelta(days=90)
    with scope(1), loading("import"):
        event = record("a", kind="issue", on=uuid.uuid4(), by=None, happened_at=long_ago)
    assert event.loaded == "import"
    with scope(1):
        assert record("b", kind="issue", on=uuid.uuid4(), by=None, happened_at=timezone.now()).loaded == ""
