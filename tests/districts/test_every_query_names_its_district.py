"""Spread over several machines, a query goes to one of them only if the district stands in it. Source: trust.md 3."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Prefetch
from django.test.utils import CaptureQueriesContext

from liandong.districts.models import DistrictModel
from liandong.districts.scope import scope
from liandong.orgs.models import Contact, Organisation
from liandong.places.models import Division
from tests.districts.rows import organisation, two_districts

pytestmark = pytest.mark.django_db
TABLES = [f'"{m._meta.db_table}"' for m in apps.get_models() if issubclass(m, DistrictModel)]


def fresh() -> Organisation:
    return Organisation.objects.get(key="N0")


async def later() -> list[object]:
    return [await Organisation.objects.acount(), await Organisation.objects.aget(key="N0"),
            [c async for c in Contact.objects.all()]]


ACTS: dict[str, Callable[[], object]] = {
    "list": lambda: list(Organisation.objects.all()),
    "get": fresh,
    "count": lambda: Organisation.objects.count(),
    "exists": lambda: Organisation.objects.exists(),
    "reverse": lambda: list(fresh().contacts.all()),
    "forward": lambda: fresh().serves.name,
    "select_related": lambda: list(Contact.objects.select_related("organisation__serves")),
    "prefetch back": lambda: list(Organisation.objects.prefetch_related("contacts")),
    "prefetch forward": lambda: list(Contact.objects.prefetch_related("organisation__serves")),
    "prefetch sliced": lambda: list(Organisation.objects.prefetch_related(
        Prefetch("contacts", Contact.objects.order_by("-position")[:1], to_attr="top"))),
    "annotate": lambda: list(Organisation.objects.annotate(n=Count("contacts"))),
    "aggregate": lambda: Division.objects.aggregate(n=Count("served_by__contacts")),
    "exclude": lambda: list(Organisation.objects.exclude(contacts__position=7)),
    "or": lambda: list(Organisation.objects.filter(key="N0") | Organisation.objects.filter(key="N1")),
    "union": lambda: list(Organisation.objects.filter(key="N0").union(Organisation.objects.filter(key="N1"))),
    "Exists": lambda: list(Organisation.objects.filter(Exists(Contact.objects.filter(organisation=OuterRef("pk"))))),
    "subquery": lambda: list(Organisation.objects.filter(serves__in=Division.objects.filter(code="330602001"))),
    "iterator": lambda: list(Organisation.objects.iterator(chunk_size=2)),
    "lock": lambda: list(Organisation.objects.select_for_update(of=("self",)).filter(contacts__position=1)),
    "save": lambda: fresh().save(),
    "refresh": lambda: fresh().refresh_from_db(),
    "deferred": lambda: Organisation.objects.only("pk")[0].name,
    "get_or_create": lambda: fresh().contacts.get_or_create(position=55),
    "bulk_update": lambda: Organisation.objects.bulk_update(Organisation.objects.all(), ["pinyin"]),
    "update": lambda: Organisation.objects.update(pinyin=F("key")),
    "update over a join": lambda: Organisation.objects.filter(serves__name="街道").update(pinyin="x"),
    "full_clean": lambda: organisation("new", Division.objects.get()).full_clean(exclude=["pinyin", "uscc"]),
    "async": async_to_sync(later),
    "delete one": lambda: Contact.objects.filter(position=0)[0].delete(),
    "delete many": lambda: Contact.objects.all().delete(),
    "delete over a join": lambda: Contact.objects.filter(organisation__key="N1").delete(),
    "delete cascade": lambda: fresh().delete(),
}


@pytest.mark.parametrize("name", ACTS)
def test_every_query_on_a_districts_table_names_the_district(name: str) -> None:
    two_districts()
    with scope(1), CaptureQueriesContext(connection) as captured:
        ACTS[name]()
    asked = [q["sql"] for q in captured.captured_queries if any(table in q["sql"] for table in TABLES)]
    assert asked
    for sql in asked:
        assert "district_id" in sql.split("WHERE", 1)[-1] if "WHERE" in sql else '("district_id"' in sql, sql
