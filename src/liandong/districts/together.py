"""Rows written by statements that are made once: for what is done hundreds of times a second.

Each model's rows travel as one JSON value, so the statement is short and always the same: one journey to the database
instead of one a table, and none of the ORM's work of making SQL. Measured on registering a matter: half of its time.
Constraints, policies and defaults hold as for single statements; keys between the rows are checked at its end. COPY,
which would be quicker still, is refused by row-level security.
"""
from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connection, models
from psycopg import sql

PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.DateField,
         models.UUIDField, models.JSONField, models.ForeignKey, ArrayField)
"""Kinds of columns whose Python value is what JSON says of it; a model with another one is refused."""
BATCH = 500
"""Rows of an import that go into one statement."""
Link = tuple[models.Model, str, models.Model]


def insert_together(rows: Sequence[models.Model], *, link: Link | None = None) -> None:
    """Insert these rows, neighbours of one model together.

    `link` (row, field, other) fills a number field of one row with the key that the database gives another one; each
    of the two must be the only one of its model. Raises what the database says (IntegrityError and so on).
    """
    groups = [(model, list(group)) for model, group in groupby(rows, key=type)]
    linked = (type(link[0]), link[1], type(link[2])) if link else None
    statement = _statement(tuple(model for model, _ in groups), linked)
    with connection.cursor() as c:
        c.execute(statement, [json.dumps([_row(row) for row in group], default=_plain) for _, group in groups])
        key = c.fetchone()[0]
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    if link:
        link[2].pk = key
        setattr(link[0], link[1], key)


def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert many new rows of one model; a statement a batch, none for no rows."""
    for first in range(0, len(rows), BATCH):
        insert_together(rows[first:first + BATCH])


def update_row(row: models.Model, names: tuple[str, ...]) -> None:
    """Write some fields of one stored row of a district, found by its key. Raises DatabaseError if it is not there."""
    statement, columns = _update(type(row), names)
    with connection.cursor() as c:
        c.execute(statement, [json.dumps({column: getattr(row, name) for name, column in columns}, default=_plain),
                              row.district_id, row.pk])  # type: ignore[attr-defined]  # every row of a district has it
        if c.rowcount != 1:
            raise DatabaseError(f"{type(row).__name__} {row.pk} is not there to be written")


def _row(row: models.Model) -> dict[str, Any]:
    return {column: getattr(row, name) for name, column in _columns(type(row))}


def _plain(value: object) -> str:
    """What JSON has no word for: moments and keys."""
    return value.isoformat() if isinstance(value, date) else str(value)


@cache
def _columns(model: type[models.Model]) -> list[tuple[str, str]]:
    """Attribute and column of all that an INSERT lists: none that the database fills."""
    fields = [field for field in model._meta.local_concrete_fields
              if not getattr(field, "generated", False) and not isinstance(field, models.BigAutoField)]
    for field in fields:
        if not isinstance(field, PLAIN):
            raise TypeError(f"{model.__name__}.{field.name} has no plain form")
    return [(field.attname, field.column) for field in fields]


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[tuple[str, str]]]:
    """The statement, and attribute and column of what it writes."""
    wanted = {model._meta.get_field(name).column for name in names}  # type: ignore[union-attr]  # fields with a column
    columns = [(name, column) for name, column in _columns(model) if column in wanted]
    changed = [sql.SQL("{0} = new.{0}").format(sql.Identifier(column)) for _, column in columns]
    return sql.SQL("update {0} as old set {1} from jsonb_populate_record(null::{0}, %s::jsonb) as new "
                   "where old.district_id = %s and old.{2} = %s").format(
        _table(model), sql.SQL(", ").join(changed), sql.Identifier(_key(model))).as_string(None), columns


@cache
def _statement(shape: tuple[type[models.Model], ...],
               linked: tuple[type[models.Model], str, type[models.Model]] | None) -> str:
    names = {model: sql.Identifier(f"w{n}") for n, model in enumerate(shape)}
    parts = [sql.SQL("{} as (insert into {} ({}) select {} from jsonb_populate_recordset(null::{}, %s::jsonb) "
                     "returning {})").format(
        names[model], _table(model), sql.SQL(", ").join(sql.Identifier(column) for _, column in _columns(model)),
        sql.SQL(", ").join(_sources(model, linked, names)), _table(model), sql.Identifier(_key(model)))
        for model in shape]
    last = linked[2] if linked else shape[0]
    return sql.SQL("with {} select {} from {} limit 1").format(
        sql.SQL(", ").join(parts), sql.Identifier(_key(last)), names[last]).as_string(None)


def _sources(model: type[models.Model], linked: Any, names: dict[type[models.Model], sql.Identifier]) -> list[Any]:
    """Where each column comes from: its own value, or the other row's key."""
    return [sql.SQL("(select {} from {})").format(sql.Identifier(_key(linked[2])), names[linked[2]])
            if linked and model is linked[0] and name == linked[1] else sql.Identifier(column)
            for name, column in _columns(model)]


def _key(model: type[models.Model]) -> str:
    key = model._meta.pk
    assert key is not None  # noqa: S101  every model has one
    return str(key.column)


def _table(model: type[models.Model]) -> sql.Identifier:
    """A table of another schema is named 'schema"."table' for Django."""
    return sql.Identifier(*model._meta.db_table.split('"."'))
