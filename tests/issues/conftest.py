"""One small district at work for every test that opens the database."""
from __future__ import annotations

from collections.abc import Iterator

import pytest

from liandong.districts.scope import entered, scope
from liandong.districts.services import create_district
from tests.issues.factories import World, small_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The small district, its scope open."""
    district = create_district(1, "越城区")
    with scope(district.id):
        yield small_world()


@pytest.fixture
def site(db: None) -> Iterator[World]:
    """The same, for tests that send requests: a request begins its own transaction, so the scope here has none."""
    district = create_district(1, "越城区")
    with entered(district.id):
        yield small_world()
