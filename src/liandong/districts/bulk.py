"""Writing many rows of one table quickly: as one JSON value that the server takes apart.

Django's `bulk_create` sends a placeholder a value: for a table of fifty columns psycopg spends more time on taking that
text apart than the server on the rows. COPY is refused by row-level security.
"""
from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection
from psycopg import sql

from liandong.districts.models import DistrictModel

BATCH = 500
STATEMENT = sql.SQL("insert into {table} ({columns}) select {columns} from jsonb_populate_recordset(null::{table}, %s)")


def insert_many(rows: Sequence[DistrictModel]) -> None:
    """Insert new rows of one model as they are: no database defaults, no signals, nothing returned."""
    if not rows:
        return
    fields = rows[0]._meta.concrete_fields
    statement = STATEMENT.format(table=sql.Identifier(rows[0]._meta.db_table),
                                 columns=sql.SQL(", ").join(sql.Identifier(field.column) for field in fields))
    names = [(field.column, field.attname) for field in fields]
    with connection.cursor() as c:
        for first in range(0, len(rows), BATCH):
            values = [{column: getattr(row, name) for column, name in names} for row in rows[first:first + BATCH]]
            c.execute(statement.as_string(None), [json.dumps(values, default=str, ensure_ascii=False)])
