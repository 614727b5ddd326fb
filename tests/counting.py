"""How many queries something costs."""
from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def counted(do: Callable[[], object]) -> int:
    """Queries while it is done, savepoints aside."""
    with CaptureQueriesContext(connection) as seen:
        do()
    return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE")) for one in seen.captured_queries)
