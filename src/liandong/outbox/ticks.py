"""The clock's own acts: every minute, in every district."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import structlog

from liandong.districts.models import District
from liandong.districts.scope import CITY, scope

log = structlog.get_logger(__name__)
Ticker = Callable[[datetime], object]
"""Called with `now` in a district's scope, in a transaction of its own; must bear being called again at once."""
tickers: list[Ticker] = []


def register(ticker: Ticker) -> Ticker:
    """Add what is to be done every minute (from an application's `ready()`); twice is once."""
    if ticker not in tickers:
        tickers.append(ticker)
    return ticker


def districts() -> list[int]:
    """Every district; the city itself has no matters."""
    return list(District.objects.exclude(id=CITY).order_by("id").values_list("id", flat=True))


def tick(now: datetime) -> int:
    """Let every ticker act in every district; one that fails stops no other. Returns how many failed."""
    failed = 0
    for ticker, district in _turns():
        try:
            with scope(district):
                ticker(now)
        except Exception:
            failed += 1
            log.exception("tick failed", district=district, ticker=ticker.__qualname__)
    return failed


def _turns() -> Iterator[tuple[Ticker, int]]:
    for district in districts():
        for ticker in tickers:
            yield ticker, district
