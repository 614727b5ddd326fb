"""What every page needs and hardly ever changes (places, bodies, catalogue), kept in the process until it changes.

The database itself says that it changed: a table marked by `operations.ReferenceTable` gives the district of every
row that a statement writes a fresh token, in the same transaction, whoever writes. The token is random, never a
counter: what a rolled-back change left here has a name that never comes again. Rows of matters are never kept.
"""
from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from liandong.districts.models import DistrictModel
from liandong.districts.scope import the_district
from liandong.districts.settings import fresh

_T = TypeVar("_T")
_Row = TypeVar("_Row", bound=DistrictModel)
SETTING = "reference_revision"
MOST = 20_000
"""Values kept in one process; the longest unused goes first."""

_values: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Reference:
    """The district's reference data as of one revision. What it gives is shared by threads: never change it."""

    district: int
    revision: str

    def get(self, name: str, *about: Hashable, build: Callable[[], _T]) -> _T:
        """A value by its name and what it is about; built by queries only once a process and revision."""
        key = (self.district, self.revision, name, about)
        found = _kept([key])
        if key in found:
            value: _T = found[key]
            return value
        value = build()
        if self._holds():
            _keep({key: value})
        return value

    def _holds(self) -> bool:
        """Whether nothing was changed since, in this very transaction either: what may be rolled back is not kept."""
        return bool(fresh().get(SETTING, "") == self.revision)

    def rows(self, model: type[_Row], ids: Iterable[UUID | None]) -> Mapping[UUID | None, _Row]:
        """Rows by their ids, one query for those that are not known yet. Ids that are none are left out."""
        keys = {one: (self.district, self.revision, model, one) for one in set(ids) if one is not None}
        kept = _kept(keys.values())
        found: dict[UUID | None, _Row] = {one: kept[key] for one, key in keys.items() if key in kept}
        if missing := [one for one in keys if one not in found]:
            read = list(model.objects.filter(id__in=missing))
            if self._holds():
                _keep({keys[row.id]: row for row in read})
            found |= {row.id: row for row in read}
        return found


def reference() -> Reference:
    """The reference data as they stand; one short query, that of all the district's settings."""
    return Reference(the_district(), fresh().get(SETTING, ""))


def attach(rows: Iterable[Model], known: Reference, **models: type[DistrictModel]) -> None:
    """Give rows their related reference rows by column name, as select_related would, without a join."""
    rows = list(rows)
    for name, model in models.items():
        found = known.rows(model, [getattr(row, f"{name}_id") for row in rows])
        for row in rows:
            row._state.fields_cache[name] = found.get(getattr(row, f"{name}_id"))


def _kept(keys: Iterable[Hashable]) -> dict[Hashable, Any]:
    found = {}
    with _lock:
        for key in keys:
            if key in _values:
                _values.move_to_end(key)
                found[key] = _values[key]
    return found


def _keep(values: Mapping[Hashable, Any]) -> None:
    with _lock:
        _values.update(values)
        while len(_values) > MOST:
            _values.popitem(last=False)
