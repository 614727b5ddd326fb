"""Statements that every page of a reader asks again: made by the ORM once, then only filled with the time.

To say the condition of a list takes the ORM ten times as long as the database to answer it. What is kept is the text
and its values, by district and by all that it was made of; rows are never kept.
"""
from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from liandong.districts.scope import the_district
from liandong.kernel.localtime import local

MOST = 4000
ASKING = datetime(1900, 1, 1, 4, tzinfo=UTC)
"""Stands for the moment of asking while a statement is made."""
Made = Callable[[datetime], "QuerySet[Any, Any]"]

_kept: OrderedDict[Hashable, Statement] = OrderedDict()
_lock = Lock()


def end_of_day(now: datetime) -> datetime:
    """Midnight in Shanghai."""
    return local(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def start_of_day(now: datetime) -> datetime:
    """The midnight before."""
    return end_of_day(now) - timedelta(days=1)


@dataclass(frozen=True)
class Statement:
    """A statement with its values, in which moments counted from `ASKING` stand for those of a later asking."""

    sql: str
    values: tuple[Any, ...]

    def ask(self, now: datetime) -> list[tuple[Any, ...]]:
        """The rows as the database gives them."""
        moments = {ASKING: now, end_of_day(ASKING): end_of_day(now), start_of_day(ASKING): start_of_day(now)}
        with connection.cursor() as c:
            c.execute(self.sql, [moments.get(one, one) if isinstance(one, datetime) else one for one in self.values])
            return list(c.fetchall())


def rows(*about: Hashable, make: Made, now: datetime, around: str = "%s") -> list[tuple[Any, ...]]:
    """The rows of the queryset that `make` gives for a moment of asking; one query.

    `about` names all that the queryset depends on. `around` is SQL of ours into which the statement is put.
    """
    key = (the_district(), about)
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
    if found is None:
        try:
            sql, values = make(ASKING).query.sql_with_params()
        except EmptyResultSet:  # nothing can be in reach
            return []
        found = Statement(around.replace("%s", sql, 1), tuple(values))
        with _lock:
            _kept[key] = found
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return found.ask(now)
