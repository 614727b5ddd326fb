"""The district's scope: a transaction in which the database shows one district's rows."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction

_P = ParamSpec("_P")
_R = TypeVar("_R")
_current: ContextVar[int | None] = ContextVar("district", default=None)
_kept: ContextVar[dict[str, Any] | None] = ContextVar("kept", default=None)
_whole_city: ContextVar[bool] = ContextVar("whole_city", default=False)

CITY = 0
"""The district number of acts that belong to no district (sign-ins, system acts)."""


class NoScope(Exception):
    """Business rows were asked for outside of any scope: a mistake of the code, never of the user."""


def current_district() -> int | None:
    """The district in whose scope we are, or None."""
    return _current.get()


def sees_whole_city() -> bool:
    return _whole_city.get()


def the_district() -> int:
    """The district in whose scope we are; raises NoScope outside of one."""
    if (district := _current.get()) is None:
        raise NoScope("no district's scope is set")
    return district


def set_district(district: int | None) -> None:
    """Tell the database. By the statement, not by set_config(): only the statement travels to the nodes of Citus.

    SET takes no bind parameters, so the number is put in as a number.
    """
    with connection.cursor() as c:
        c.execute(f"set local app.district = '{'' if district is None else int(district)}'")


def kept() -> dict[str, Any]:
    """What may be kept to the end of the scope, by name: a scope is one transaction, in which settings are read once.

    Outside of a scope nothing is kept: each call gives an empty dict of its own.
    """
    found = _kept.get()
    return {} if found is None else found


@contextmanager
def entered(district: int | None, *, put_back: bool = True) -> Iterator[None]:
    """Inside an open transaction: show this district's rows.

    Nested (a request in a TestCase, a service in a command) PostgreSQL keeps a SET LOCAL after RELEASE,
    so the old value is put back by hand; where the transaction ends with the scope, that needs no statement.
    """
    before = _current.get()
    if before == district:
        yield
        return
    token, keeping = _current.set(district), _kept.set({})
    try:
        set_district(district)
        yield
        if put_back and not connection.needs_rollback:
            set_district(before)
    finally:
        _kept.reset(keeping)
        _current.reset(token)


@contextmanager
def scope(district: int | None) -> Iterator[None]:
    """One transaction in one district; nested it is a savepoint, or nothing if the district is the same."""
    if connection.in_atomic_block and _current.get() == district:
        yield
        return
    nested = connection.in_atomic_block
    with transaction.atomic(), entered(district, put_back=nested):
        yield


@contextmanager
def whole_city() -> Iterator[None]:
    """Read-only figures over every district, as a role that may only read."""
    token = _whole_city.set(True)
    try:
        with transaction.atomic(), connection.cursor() as c:
            c.execute("set local role liandong_city")
            yield
            if not connection.needs_rollback:
                c.execute("reset role")
    finally:
        _whole_city.reset(token)


def in_scope(service: Callable[_P, _R]) -> Callable[_P, _R]:
    """Mark a use case: it runs inside a district's scope, in a savepoint of its own.

    The request commits at 403 and 409 too, and a refusal leaves nothing half-written.
    """

    @wraps(service)
    def inner(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        the_district()
        with transaction.atomic():
            return service(*args, **kwargs)

    return inner
