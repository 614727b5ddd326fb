"""Whether the database still holds what the ledger promises: asked of its own catalogue, for every role.

What `config/bootstrap.sql` made, a careless administrator or a restore may have unmade; the application would not
notice. Superusers, and who may make roles on a rented server, are not asked: against them only a witness helps. Source:
trust.md 4.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

KEPT_BY = "liandong_ledger"
WRITER = "liandong_app"
HONEST = frozenset({"district_id", "happened_at", "actor_id", "role", "act", "kind", "subject", "note", "detail",
                    "loaded"})
"""The columns that the application may list in an INSERT; the database makes the others."""

TABLE = """
select pg_get_userbyid(c.relowner), o.rolcanlogin, c.relrowsecurity and c.relforcerowsecurity, c.relhasrules
  from pg_class c join pg_roles o on o.oid = c.relowner where c.oid = to_regclass('ledger.event')"""
TRIGGERS = """
select t.tgname, t.tgenabled, t.tgfoid = to_regproc('ledger.refuse'), p.prosrc ilike '%%raise exception%%'
  from pg_trigger t join pg_proc p on p.oid = t.tgfoid
 where t.tgrelid = to_regclass('ledger.event') and not t.tgisinternal"""
ROLES = """
select r.rolname, what
  from pg_roles r cross join lateral (values
       ('change rows', has_any_column_privilege(r.oid, 'ledger.event', 'update')),
       ('delete rows', has_table_privilege(r.oid, 'ledger.event', 'delete')),
       ('empty the table', has_table_privilege(r.oid, 'ledger.event', 'truncate')),
       ('add triggers', has_table_privilege(r.oid, 'ledger.event', 'trigger')),
       ('make things in its schema', has_schema_privilege(r.oid, 'ledger', 'create')),
       ('act as its owner', pg_has_role(r.oid, %s, 'member')),
       ('write into it', r.rolname <> %s and has_any_column_privilege(r.oid, 'ledger.event', 'insert'))
     ) as held (what, is_so)
 where is_so and not r.rolsuper and (not r.rolcreaterole or r.rolname ~ '^liandong_')
   and r.rolname <> %s and r.rolname !~ '^pg_'
 order by 1, 2"""
COLUMNS = """
select attname from pg_attribute
 where attrelid = to_regclass('ledger.event') and attnum > 0 and not attisdropped
   and has_column_privilege(%s, 'ledger.event', attname, 'insert')"""
TRIGGERS_WANTED = {"no_change": "changed or deleted", "no_truncate": "emptied"}
ALWAYS = "A"
"""Fires as a replica too."""


class Cursor(Protocol):
    """What is needed of a cursor: Django's, or the driver's own."""

    def execute(self, query: Any, params: Any = None) -> Any: ...

    def fetchall(self) -> Sequence[Sequence[Any]]: ...


def broken(cursor: Cursor) -> Iterator[str]:
    """What does not hold any more, a sentence each; nothing where all is well. Four queries."""
    table = _ask(cursor, TABLE)
    if not table:
        yield "there is no ledger: run `liandong setup-database`"
        return
    yield from _of_table(table[0])
    yield from _of_triggers(_ask(cursor, TRIGGERS, ()))
    for role, what in _ask(cursor, ROLES, (KEPT_BY, WRITER, KEPT_BY)):
        yield f"the role {role} can {what}: the ledger is no longer append-only for it. {MEND}"
    columns = {name for (name,) in _ask(cursor, COLUMNS, (WRITER,))}
    if missing := HONEST - columns:
        yield f"the role {WRITER} cannot write {', '.join(sorted(missing))}: no act can be recorded. {MEND}"
    if forged := columns - HONEST:
        yield f"the role {WRITER} can forge {', '.join(sorted(forged))}, which the database alone makes. {MEND}"


MEND = "See config/bootstrap.sql for what it may do, and take back the rest."


def _ask(cursor: Cursor, query: str, params: tuple[str, ...] | None = None) -> Sequence[Sequence[Any]]:
    cursor.execute(query, params)
    return cursor.fetchall()


def _of_table(table: Sequence[Any]) -> Iterator[str]:
    owner, signs_in, walled, has_rules = table
    if owner != KEPT_BY:
        yield f"the ledger belongs to {owner}, who can change it: it must belong to {KEPT_BY}"
    if signs_in:
        yield f"{owner}, who owns the ledger, can sign in: alter role {owner} nologin"
    if not walled:
        yield "the ledger has no row-level security: alter table ledger.event enable and force row level security"
    if has_rules:
        yield "a rule stands on the ledger and may swallow what is recorded: drop it"


def _of_triggers(found: Sequence[Sequence[Any]]) -> Iterator[str]:
    fit = {name for name, enabled, refuses, raises in found if enabled == ALWAYS and refuses and raises}
    for name, done in TRIGGERS_WANTED.items():
        if name not in fit:
            yield (f"the trigger {name} does not stand: the ledger can be {done} by whoever owns it. "
                   f"alter table ledger.event enable always trigger {name}")
    for name in sorted({name for name, *_ in found} - set(TRIGGERS_WANTED)):
        yield f"the trigger {name} on the ledger is none of ours and may change what is recorded: drop it"
