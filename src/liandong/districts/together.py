"""Rows of several tables written in one statement: for what is done hundreds of times a second.

One journey to the database instead of one a table, and none of the ORM's work of making SQL: measured on registering a
matter, a third of its time. Constraints, policies and defaults hold as for single statements; keys between the rows are
checked at the statement's end.
"""
from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any

from django.db import connection, models
from psycopg import sql

Shape = tuple[tuple[type[models.Model], int], ...]


def insert_together(rows: Sequence[models.Model], *,
                    link: tuple[models.Model, str, models.Model] | None = None) -> None:
    """Insert these rows, neighbours of one model together.

    `link` (row, field, other) fills a plain number field of one row with the key that the database gives another one;
    that other row must be the only one of its model. Raises what the database says (IntegrityError and so on).
    """
    shape: Shape = tuple((model, len(list(group))) for model, group in groupby(rows, key=type))
    linked = (type(link[0]), link[1], type(link[2])) if link else None
    statement = _statement(shape, linked)
    values = [_value(row, field) for row in rows for field in _fields(type(row))
              if link is None or row is not link[0] or field.name != link[1]]
    with connection.cursor() as c:
        c.execute(statement, values)
        key = c.fetchone()[0]
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    if link:
        link[2].pk = key
        setattr(link[0], link[1], key)


@cache
def _fields(model: type[models.Model]) -> list[Any]:
    """The columns that an INSERT lists: none that the database fills."""
    return [field for field in model._meta.local_concrete_fields
            if not getattr(field, "generated", False) and not isinstance(field, models.AutoField | models.BigAutoField)]


def _value(row: models.Model, field: Any) -> Any:
    return field.get_db_prep_save(field.pre_save(row, True), connection)


@cache
def _statement(shape: Shape, linked: tuple[type[models.Model], str, type[models.Model]] | None) -> str:
    parts, names = [], {}
    for n, (model, count) in enumerate(shape):
        names[model] = sql.Identifier(f"w{n}")
        parts.append(sql.SQL("{} as (insert into {} ({}) values {} returning {})").format(
            names[model], _table(model), sql.SQL(", ").join(sql.Identifier(f.column) for f in _fields(model)),
            sql.SQL(", ").join([_places(model, linked, names)] * count), sql.Identifier(_key(model))))
    last = linked[2] if linked else shape[0][0]
    return sql.SQL("with {} select {} from {} limit 1").format(
        sql.SQL(", ").join(parts), sql.Identifier(_key(last)), names[last]).as_string(None)


def _places(model: type[models.Model], linked: Any, names: dict[type[models.Model], sql.Identifier]) -> sql.Composed:
    """The placeholders of one row; a linked column reads the other row's key."""
    return sql.SQL("({})").format(sql.SQL(", ").join(
        sql.SQL("(select {} from {})").format(sql.Identifier(_key(linked[2])), names[linked[2]])
        if linked and model is linked[0] and field.name == linked[1] else sql.SQL("%s") for field in _fields(model)))


def _key(model: type[models.Model]) -> str:
    key = model._meta.pk
    assert key is not None  # noqa: S101  every model has one
    return str(key.column)


def _table(model: type[models.Model]) -> sql.Identifier:
    """A table of another schema is named 'schema"."table' for Django."""
    return sql.Identifier(*model._meta.db_table.split('"."'))
