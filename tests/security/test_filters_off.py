"""With every filter of Python's taken out, row-level security alone hides the foreign district. Source: trust.md 3."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import pytest
from django.db import models
from django.db.models import Q

from liandong.districts import models as districts
from liandong.districts.backend import compiler
from liandong.districts.scope import entered, scope
from liandong.issues import details, reach
from liandong.issues.services import act, contacts
from liandong.people import access
from liandong.people.access import Reach, Right
from liandong.people.terms import Role
from tests.security.addresses import WAYS, Way
from tests.security.asking import ask, text_of
from tests.security.conftest import Two
from tests.security.sides import business_models, nowhere
from tests.security.test_walk import filled

EVERYTHING = Reach(everything=True)
READ = [way for way in WAYS if way.post is None and not way.key and not way.path.startswith("/accounts/")]
ASKERS = (Role.DISPATCHER, Role.OFFICER, Role.COORDINATOR, Role.CATALOGUE, Role.ADMIN)


@pytest.fixture
def filters_off() -> Iterator[None]:
    """Managers filter by nothing, everybody reaches everything, and every right is everybody's."""
    with ExitStack() as off:
        def put(place: Any, name: str, instead: Any) -> None:
            off.enter_context(patch.object(place, name, instead))

        put(districts.DistrictManager, "get_queryset", models.Manager.get_queryset)
        put(compiler, "_within_scope", lambda query: None)
        put(reach, "visible", lambda actor: Q())
        put(reach, "reach", lambda actor: EVERYTHING)
        for module in (act, contacts, details):
            put(module, "may_see", lambda actor, standing: True)
        off.enter_context(patch.dict(access.RIGHTS, dict.fromkeys(Right, frozenset(Role))))
        yield


def test_the_filters_are_off(two: Two, filters_off: None) -> None:
    """Somebody of another street reads the matter, and a dispatcher the accounts."""
    assert ask(two.own.browsers["other_dispatcher"], f"/issues/{two.own.ids['assigned']}/").status_code == 200
    assert ask(two.own.browser(Role.DISPATCHER), "/people/").status_code == 200


@pytest.mark.parametrize("way", READ, ids=str)
def test_without_filters_no_page_shows_a_foreign_row(two: Two, filters_off: None, way: Way) -> None:
    for ids in (two.own.ids, two.foreign.ids):
        path, _ = filled(way, ids)
        for who in ASKERS:
            answer = ask(two.own.browser(who), path)
            found = two.leaks(text_of(answer), path, *(ids.values() if ids is two.foreign.ids else ()))
            assert found == [], who


def test_without_filters_every_table_shows_one_district_and_nothing_outside_a_scope(
        two: Two, filters_off: None) -> None:
    seen = {}
    for model in business_models():
        with scope(two.own.district):
            others = model._base_manager.exclude(district_id=two.own.district).count()
        with entered(None):
            seen[model.__name__] = (others, model._base_manager.count())
    assert len(seen) > 20
    assert {name: counts for name, counts in seen.items() if counts != (0, 0)} == {}


def test_without_filters_a_foreign_row_is_neither_changed_nor_deleted(two: Two, filters_off: None) -> None:
    with scope(two.own.district):
        for model in business_models():
            rows = model._base_manager.filter(district_id=two.foreign.district)
            assert rows.update(district_id=two.own.district) == 0, model.__name__
            assert rows._raw_delete(rows.db) == 0, model.__name__  # no cascade in the way


def test_the_filters_were_there_to_be_taken_off(two: Two) -> None:
    assert nowhere(two.foreign).keys() == two.foreign.ids.keys()
    with scope(two.own.district):
        for model in business_models():
            sql = str(model._default_manager.all().query)
            assert "district_id" in sql.partition("WHERE")[2], model.__name__
