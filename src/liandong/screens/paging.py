"""Keyset paging: a page begins after a row, not after a number of rows. Source: mock/README.md 5, Pager."""
from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from liandong.kernel.errors import BadInput
from liandong.kernel.words import N_, Sentence

SIZE = 50
LONGEST = 400
"""No cursor of ours is longer; a longer one is not read."""
BROKEN = Sentence(N_("翻页的记号坏了，请从第一页看起。"))

Kind = type[datetime] | type[date] | type[int] | type[str] | type[UUID]
Value = datetime | date | int | str | UUID


@dataclass(frozen=True)
class Key:
    """A column of the order. It must not be null: order by a column that is filled for every row."""

    name: str
    kind: Kind
    descending: bool = False


@dataclass(frozen=True)
class Cursor:
    """The values of the row beside which a page begins, and whether one goes back from it."""

    values: tuple[Value, ...]
    back: bool = False


def encode(cursor: Cursor) -> str:
    """The cursor as opaque text for an address."""
    plain = [int(cursor.back), *(v if isinstance(v, int) else v.isoformat() if isinstance(v, date) else str(v)
                                 for v in cursor.values)]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).rstrip(b"=").decode()


def decode(text: str, order: Sequence[Key]) -> Cursor:
    """The cursor that an address holds.

    Raises `BadInput` for whatever was not made by `encode` for the same order.
    """
    try:
        if len(text) > LONGEST:
            raise ValueError(text[:20])
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        back, *values = json.loads(raw)
        if back not in (0, 1) or len(values) != len(order):
            raise ValueError(raw)
        return Cursor(tuple(_read(v, key.kind) for v, key in zip(values, order, strict=True)), bool(back))
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise BadInput(BROKEN) from error


def _read(value: object, kind: Kind) -> Value:
    if kind is int:
        if type(value) is not int or abs(value) > 2**63 - 1:
            raise ValueError(value)
        return value
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(value)
    value.encode()  # a lone surrogate cannot be sent to the database
    if kind is datetime:
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise ValueError(value)
        return at
    if kind is date:
        return date.fromisoformat(value)
    return UUID(value) if kind is UUID else value


def condition(order: Sequence[Key], cursor: Cursor) -> Q:
    """The rows beyond the cursor in the direction it goes. The first column alone bounds the scan of an index."""
    whole, same = Q(), Q()
    for key, value in zip(order, cursor.values, strict=True):
        beyond = "lt" if key.descending != cursor.back else "gt"
        whole |= same & Q(**{f"{key.name}__{beyond}": value})
        same &= Q(**{key.name: value})
    first = order[0]
    bound = "lte" if first.descending != cursor.back else "gte"
    return Q(**{f"{first.name}__{bound}": cursor.values[0]}) & whole


def ordering(order: Sequence[Key], *, back: bool = False) -> list[str]:
    """The arguments of `order_by`."""
    return [f"-{key.name}" if key.descending != back else key.name for key in order]


Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page and the cursors to its neighbours ("" where there is none)."""

    rows: Sequence[Row]
    before: str = ""
    after: str = ""


M = TypeVar("M", bound=Model)


def page_of(queryset: QuerySet[M, Row], order: Sequence[Key], cursor_text: str, *,
            read: Callable[[Row], tuple[Value, ...]], size: int = SIZE) -> Page[Row]:
    """One page of a queryset; `read` gives a row's values in the order's columns. Costs one query."""
    cursor = decode(cursor_text, order) if cursor_text else None
    if cursor is not None:
        queryset = queryset.filter(condition(order, cursor))
    back = cursor is not None and cursor.back
    return page_from(list(queryset.order_by(*ordering(order, back=back))[: size + 1]), cursor, read=read, size=size)


def page_from(found: list[Row], cursor: Cursor | None, *, read: Callable[[Row], tuple[Value, ...]],
              size: int = SIZE) -> Page[Row]:
    """The page of rows that were read beside a cursor, one more than fit on it; no query."""
    back = cursor is not None and cursor.back
    more, rows = len(found) > size, found[:size]
    if back:
        rows.reverse()
    if not rows:
        return Page(())
    before = encode(Cursor(read(rows[0]), back=True)) if (more if back else cursor is not None) else ""
    after = encode(Cursor(read(rows[-1]))) if (True if back else more) else ""
    return Page(rows, before, after)
