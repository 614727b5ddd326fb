"""Rows read by statements that are made once: for what every page asks, where the ORM takes longer to say it than the
database to answer. The rows are the model's own, as the ORM would give them.
"""
from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from psycopg import sql

from liandong.districts.models import DistrictModel
from liandong.districts.scope import the_district

_M = TypeVar("_M", bound=models.Model)
_D = TypeVar("_D", bound=DistrictModel)
_Reading = tuple[str, list[str], list[tuple[int, Any]]]
"""The statement, the attributes in its order, and which of them the field itself has yet to read."""


def read_row(model: type[_M], column: str, value: object) -> _M | None:
    """The row with this value of a unique column, or None. For tables that belong to no district."""
    reading = _reading(model, column, (), False)
    found = _rows(model, reading, [value])
    return found[0] if found else None


def read_rows(model: type[_D], column: str, value: object, order: Sequence[str] = (), *,
              leaving: Sequence[str] = ()) -> list[_D]:
    """The district's rows with this value of a column, in an order; "-name" is descending.

    Columns in `leaving` are not read (they are read when they are asked for).
    """
    return _rows(model, _reading(model, column, tuple(order), True, tuple(leaving)), [the_district(), value])


def _rows(model: type[_M], reading: _Reading, values: Sequence[Any]) -> list[_M]:
    statement, names, unread = reading
    with connection.cursor() as c:
        c.execute(statement, values)
        found = c.fetchall()
    if not unread:
        return [model.from_db(connection.alias, names, row) for row in found]
    return [model.from_db(connection.alias, names, _read(list(row), unread)) for row in found]


def _read(row: list[Any], unread: list[tuple[int, Any]]) -> list[Any]:
    for place, read in unread:
        row[place] = read(row[place], None, connection)
    return row


@cache
def _reading(model: type[models.Model], column: str, order: tuple[str, ...], scoped: bool,
             leaving: tuple[str, ...] = ()) -> _Reading:
    fields = [field for field in model._meta.concrete_fields if field.name not in leaving]
    conditions = [sql.SQL("district_id = %s")] * scoped + [sql.SQL("{} = %s").format(sql.Identifier(column))]
    ordering = [sql.SQL("{} desc" if name.startswith("-") else "{}").format(sql.Identifier(name.lstrip("-")))
                for name in order]
    statement = sql.SQL("select {} from {} where {}{}").format(
        sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields),
        sql.Identifier(*model._meta.db_table.split('"."')), sql.SQL(" and ").join(conditions),
        sql.SQL(" order by {}").format(sql.SQL(", ").join(ordering)) if ordering else sql.SQL(""))
    unread = [(place, field.from_db_value) for place, field in enumerate(fields) if hasattr(field, "from_db_value")]
    return statement.as_string(None), [field.attname for field in fields], unread
