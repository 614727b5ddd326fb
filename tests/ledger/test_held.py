"""`held.broken` sees every way in which the ledger could have been opened. Each is done and taken back."""
from __future__ import annotations

import pytest
from django.db import connection

from liandong.config import embedded
from liandong.ledger.held import HONEST, broken

LOOSE = "alter table ledger.event"
WAYS = [
    (f"{LOOSE} disable trigger no_change", "the trigger no_change does not stand"),
    (f"{LOOSE} enable trigger no_truncate", "the trigger no_truncate does not stand"),
    ("drop trigger no_change on ledger.event", "the trigger no_change does not stand"),
    ("create or replace function ledger.refuse() returns trigger language plpgsql as $$ begin return new; end $$",
     "the ledger can be changed or deleted"),
    ("create trigger mine before insert on ledger.event for each row execute function ledger.refuse()",
     "the trigger mine on the ledger is none of ours"),
    ("create rule quiet as on insert to ledger.event do instead nothing", "a rule stands on the ledger"),
    ("grant update (note) on ledger.event to liandong_city", "the role liandong_city can change rows"),
    ("grant delete on ledger.event to liandong_app", "the role liandong_app can delete rows"),
    ("grant truncate on ledger.event to public", "the role liandong_migrate can empty the table"),
    ("grant trigger on ledger.event to liandong_find", "the role liandong_find can add triggers"),
    ("grant create on schema ledger to liandong_owner", "the role liandong_owner can make things in its schema"),
    ("grant liandong_ledger to liandong_migrate", "the role liandong_migrate can act as its owner"),
    ("grant insert (note) on ledger.event to liandong_city", "the role liandong_city can write into it"),
    ("grant insert on ledger.event to liandong_app", "the role liandong_app can forge id, recorded_at, xid"),
    ("revoke insert (note) on ledger.event from liandong_app", "the role liandong_app cannot write note"),
    ("alter role liandong_app createrole; grant delete on ledger.event to liandong_app",
     "the role liandong_app can delete rows"),
    (f"{LOOSE} owner to liandong_owner", "the ledger belongs to liandong_owner"),
    ("alter role liandong_ledger login", "can sign in: alter role liandong_ledger nologin"),
    (f"{LOOSE} no force row level security", "the ledger has no row-level security"),
    ("drop table ledger.event", "there is no ledger"),
]


@pytest.mark.django_db
def test_the_ledger_as_it_was_made_holds() -> None:
    with connection.cursor() as c:
        assert list(broken(c)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("way", "said"), WAYS)
def test_every_way_to_open_it_is_told(way: str, said: str) -> None:
    with embedded.superuser(str(connection.settings_dict["NAME"])) as admin:
        admin.autocommit = False
        try:
            admin.execute(way.encode())
            with admin.cursor() as c:
                found = list(broken(c))
        finally:
            admin.rollback()
            admin.autocommit = True
    assert any(said in one for one in found), found


@pytest.mark.django_db
def test_the_honest_columns_are_those_that_the_model_writes() -> None:
    with connection.cursor() as c:
        c.execute("select attname from pg_attribute where attrelid = 'ledger.event'::regclass and attnum > 0")
        assert {name for (name,) in c.fetchall()} - HONEST == {"id", "recorded_at", "xid"}
