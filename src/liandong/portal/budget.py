"""How often one may fail to find a matter: per number, per address, and for the whole site. Source: trust.md 7."""
from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache

from liandong.issues.links import bare


@dataclass(frozen=True)
class Budget:
    """So many failures in so many seconds."""

    name: str
    failures: int
    seconds: int


BUDGETS = (Budget("number", 5, 3600), Budget("address", 20, 3600), Budget("site", 2000, 3600))


def _keys(number: str, address: str) -> list[tuple[Budget, str]]:
    values = {"number": bare(number), "address": address, "site": ""}
    return [(one, f"follow:{one.name}:{hashlib.sha256(values[one.name].encode()).hexdigest()[:32]}") for one in BUDGETS]


def is_spent(number: str, address: str) -> bool:
    """Whether no further try is answered now; only the link itself works then."""
    return any(int(cache.get(key) or 0) >= one.failures for one, key in _keys(number, address))


def spend(number: str, address: str) -> None:
    """Count one failure."""
    for one, key in _keys(number, address):
        if not cache.add(key, 1, one.seconds):
            try:
                cache.incr(key)
            except ValueError:  # it lapsed between the two
                cache.add(key, 1, one.seconds)
