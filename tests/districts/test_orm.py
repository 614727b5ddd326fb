"""What Django's ORM does over the composite key and under row-level security; reads private methods: fails loudly on a
new Django."""
from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, Window
from django.db.models.functions import RowNumber
from django.test.utils import CaptureQueriesContext

from liandong.districts.models import DistrictManager
from liandong.districts.scope import NoScope, current_district, scope, whole_city
from liandong.districts.services import create_district
from liandong.orgs.models import Contact, Organisation, OrganisationArea
from liandong.places.models import Division
from tests.districts.rows import organisation, two_districts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rows() -> None:
    two_districts()


def sql_of(act: Callable[[], object]) -> str:
    with CaptureQueriesContext(connection) as captured:
        act()
    return str(captured.captured_queries[-1]["sql"])


def test_a_scope_shows_its_district_alone() -> None:
    with scope(1):
        assert {o.district_id for o in Organisation.objects.all()} == {1}
        assert Organisation.objects.count() == 3


def test_outside_a_scope_every_question_is_an_error() -> None:
    with scope(1):
        body = Organisation.objects.defer("name").get(key="N0")
    acts: list[Callable[[], object]] = [
        Organisation.objects.count, lambda: body.serves, lambda: body.name, body.save, body.delete,
        lambda: list(body.contacts.all()), lambda: Organisation.objects.update(pinyin="x"),
        lambda: Division.objects.create(code="q", name="q"), lambda: list(Organisation.objects.none())]
    for act in acts:
        with pytest.raises(NoScope):
            act()


def test_the_scope_is_asked_when_the_sql_is_made_not_when_the_queryset_is() -> None:
    early = Organisation.objects.filter(key="N0")
    with scope(1):
        assert early.all()[0].district_id == 1
        kept = pickle.dumps(early.query)
    with scope(2):
        assert early.all()[0].district_id == 2
        early.query = pickle.loads(kept)
        assert early.all()[0].district_id == 2


def test_a_scope_in_a_scope_gives_the_outer_one_back() -> None:
    with scope(1):
        with scope(2):
            assert {o.district_id for o in Organisation.objects.all()} == {2}
        assert {o.district_id for o in Organisation.objects.all()} == {1}
        assert current_district() == 1
    assert current_district() is None


def test_the_city_reads_every_district_and_writes_none() -> None:
    with whole_city():
        assert Organisation.objects.count() == 6
        assert sum(len(o.contacts.all()) for o in Organisation.objects.prefetch_related("contacts")) == 12
        assert len({c.organisation.serves.district_id for c in Contact.objects.all()}) == 2
    with whole_city(), pytest.raises(ProgrammingError), transaction.atomic():
        Organisation.objects.update(pinyin="x")
    with pytest.raises(NoScope):
        Organisation.objects.count()


def test_joins_and_prefetches_compare_the_district_on_both_sides() -> None:
    with scope(1):
        body = Organisation.objects.select_related("serves", "superior").order_by("key")[0]
        assert sql_of(lambda: list(body.contacts.all())).count("district_id") >= 2
        assert "district_id" in sql_of(lambda: list(Organisation.objects.prefetch_related("contacts")))
        assert "district_id" in sql_of(lambda: list(Contact.objects.prefetch_related("organisation")))
        ones = Prefetch("contacts", Contact.objects.filter(position=1).select_related("organisation"), to_attr="ones")
        assert all(len(o.ones) == 1 for o in Organisation.objects.prefetch_related(ones))
        top = Prefetch("contacts", Contact.objects.order_by("-position")[:1], to_attr="top")
        assert all(len(o.top) == 1 for o in Organisation.objects.prefetch_related(top))


def test_exclude_exists_and_subqueries_stay_within_the_district() -> None:
    with scope(1):
        assert Organisation.objects.exclude(contacts__position=0).count() == 0
        assert Organisation.objects.exclude(contacts__position=7).count() == 3
        inner = Contact.objects.filter(organisation=OuterRef("pk"), position=1)
        assert Organisation.objects.filter(Exists(inner)).count() == 3
        assert Organisation.objects.filter(serves__in=Division.objects.filter(code="330602001")).count() == 3
        assert Organisation.objects.filter(serves__name="街道", contacts__position=1).distinct().count() == 3


def test_rows_are_counted_and_grouped_whole() -> None:
    with scope(1):
        ones = Count("contacts", filter=Q(contacts__position=1))
        counted = Organisation.objects.annotate(n=Count("contacts"), ones=ones)
        assert list(counted.values_list("n", "ones")) == [(2, 1)] * 3
        assert counted.select_related("serves")[0].n == 2
        assert Contact.objects.values("organisation__serves__name").annotate(n=Count("id"))[0]["n"] == 6
        assert Organisation.objects.alias(n=Count("contacts")).filter(n__gt=0).count() == 3
        assert counted.filter(n__gt=0).update(pinyin="z") == 3
        assert Division.objects.aggregate(n=Count("served_by__contacts"))["n"] == 6
        assert Division.objects.annotate(last=Max("served_by__key")).order_by("-last")[0].last == "N2"
        assert Organisation.objects.distinct("serves").count() == 1
        numbered = Organisation.objects.annotate(n=Window(RowNumber(), order_by=F("key").asc()))
        assert [o.n for o in numbered] == [1, 2, 3]


def test_rows_are_written_changed_and_deleted() -> None:
    with scope(1):
        body = Organisation.objects.get(key="N0")
        Organisation.objects.filter(serves__name="街道").update(pinyin="called")
        Organisation.objects.update(short_name=F("key"))
        every = list(Organisation.objects.all())
        for one in every:
            one.pinyin = "b"
        assert Organisation.objects.bulk_update(every, ["pinyin"]) == 3
        body.pinyin = "c"
        assert "district_id" in sql_of(lambda: body.save(update_fields=["pinyin"]))
        body.refresh_from_db()
        assert body.pinyin == "c"
        found, made = body.contacts.get_or_create(position=5, defaults={"post": "新"})
        assert made
        assert found.district_id == 1
        assert not body.contacts.update_or_create(position=5, defaults={"post": "旧"})[1]
        body.superior = every[1]
        body.save()
        assert list(every[1].inferiors.all()) == [body]
        assert len(list(Organisation.objects.iterator(chunk_size=2))) == 3
        locked = Organisation.objects.select_related("serves").select_for_update(of=("self",), skip_locked=True)
        assert len(locked.filter(contacts__position=1)) == 3
        body.delete()
        assert not Contact.objects.filter(organisation_id=body.pk).exists()
        Organisation.objects.all().delete()
        assert Contact.objects.count() == 0
    with scope(2):
        assert (Organisation.objects.count(), Contact.objects.count()) == (3, 6)


def test_a_conflict_updates_within_the_district() -> None:
    with scope(1):
        place = Division.objects.get()
        again = organisation("N0", place)
        again.short_name = "改"
        Organisation.objects.bulk_create([again], update_conflicts=True, unique_fields=["district", "key"],
                                         update_fields=["short_name"])
        assert Organisation.objects.get(key="N0").short_name == "改"
    with scope(2):
        assert Organisation.objects.get(key="N0").short_name == ""


def test_the_database_refuses_what_leaves_the_district() -> None:
    with scope(2):
        foreign = Organisation.objects.get(key="N0")
    with scope(1):
        mine = Organisation.objects.get(key="N0")
        with pytest.raises(ValueError, match="never leaves its district"):
            Contact(organisation=foreign, post="x")
        with pytest.raises(IntegrityError), transaction.atomic():  # at once, not at COMMIT
            Contact.objects.create(organisation_id=foreign.pk, post="x")
        with pytest.raises(IntegrityError), transaction.atomic():
            organisation("N0", Division.objects.get()).save(force_insert=True)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Division.objects.create(district_id=2, code="9", name="x", kind="street")
        with pytest.raises(ProgrammingError), transaction.atomic():
            foreign.save()
        with pytest.raises(Organisation.DoesNotExist):
            foreign.refresh_from_db()
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as c:
            c.execute("delete from places_division")
        assert mine.contacts.count() == 2


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]  # the class takes no argument at run time
    class Meta:
        model = Organisation
        fields = ["key", "kind", "name", "serves"]


class AreaForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    class Meta:
        model = OrganisationArea
        fields = ["organisation", "division"]


def test_a_form_made_at_import_offers_the_rows_of_the_scope_and_finds_a_doubled_key() -> None:
    with scope(2):
        foreign = Division.objects.get()
    with scope(1):
        place = str(Division.objects.get().pk)
        given: dict[str, Any] = {"key": "N0", "kind": "street_office", "name": "x", "serves": place}
        assert not OrganisationForm(given).is_valid()
        assert OrganisationForm({**given, "key": "N9"}).is_valid()
        assert OrganisationForm({**given, "key": "N9"}).save().district_id == 1
        assert not OrganisationForm({**given, "key": "N8", "serves": str(foreign.pk)}).is_valid()
        body = Organisation.objects.get(key="N0")
        assert AreaForm({"organisation": str(body.pk), "division": given["serves"]}).is_valid()


def test_the_models_in_migrations_have_plain_managers() -> None:
    apps = MigrationLoader(connection).project_state().apps
    with scope(1):  # there the policy alone filters
        for name in ("Organisation", "Contact"):
            model = apps.get_model("orgs", name)
            assert not any(isinstance(manager, DistrictManager) for manager in model._meta.managers)
        assert apps.get_model("orgs", "Organisation").objects.count() == 3


@pytest.mark.parametrize("n", [50, 350])
def test_a_tree_is_written_in_one_statement_and_goes_leaf_by_leaf(n: int) -> None:
    with scope(create_district(3, "第三区").id):
        rows: list[Division] = []
        for k in range(n):
            rows.append(Division(kind="street", code=f"{k:04}", name="x", parent=rows[-1] if rows else None))
        Division.objects.bulk_create(rows)
        assert Division.objects.filter(code__gte="0000", code__lt="0010").count() == 10
        with connection.cursor() as c:
            c.execute("delete from places_division")
        assert Division.objects.count() == 0
