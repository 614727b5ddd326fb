"""Reference data kept in the process: never older than the last change, never of another district."""
from __future__ import annotations

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from liandong.districts.reference import attach, reference
from liandong.districts.scope import scope
from liandong.orgs.models import Contact, Organisation
from liandong.places.models import Division
from tests.districts.rows import organisation, two_districts

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return reference().get("names", build=lambda: sorted(Organisation.objects.values_list("name", flat=True)))


def test_what_is_kept_costs_no_query_but_the_revision(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    two_districts()
    with scope(1):
        assert names() == ["科室 N0", "科室 N1", "科室 N2"]
        with django_assert_num_queries(1):
            assert names() == ["科室 N0", "科室 N1", "科室 N2"]


@pytest.mark.parametrize("change", [
    lambda: Organisation.objects.filter(key="N0").update(name="新名字"),
    lambda: Organisation.objects.filter(key="N0").delete(),
    lambda: organisation("N9", Division.objects.get()).save(),
    lambda: Organisation.objects.bulk_create([organisation("N8", Division.objects.get())]),
], ids=["update", "delete", "insert", "bulk"])
def test_a_change_is_seen_at_once_whoever_made_it(change: object) -> None:
    two_districts()
    with scope(1):
        Contact.objects.all().delete()
        before = names()
        assert callable(change)
        change()
        assert names() != before


def test_a_change_that_was_rolled_back_leaves_nothing_behind() -> None:
    two_districts()
    with scope(1):
        before = names()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Organisation.objects.filter(key="N0").update(name="从来没有")
            assert "从来没有" in names()
            raise ZeroDivisionError
        assert names() == before
        Organisation.objects.filter(key="N1").update(name="后来的")
        assert "后来的" in names()
        assert "从来没有" not in names()


def test_one_district_s_data_are_never_another_s() -> None:
    two_districts()
    with scope(1):
        Organisation.objects.filter(key="N0").update(name="只在一区")
        mine = Organisation.objects.get(key="N0")
        assert "只在一区" in names()
        assert set(reference().rows(Organisation, [mine.id])) == {mine.id}
    with scope(2):
        assert "只在一区" not in names()
        assert reference().rows(Organisation, [mine.id]) == {}


def test_rows_get_their_related_rows_as_by_a_join(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    two_districts()
    with scope(1):
        attach(Contact.objects.all(), reference(), organisation=Organisation)
        with django_assert_num_queries(2):  # the revision, and the contacts
            contacts = list(Contact.objects.order_by("id"))
            attach(contacts, reference(), organisation=Organisation)
            found = [one.organisation.name for one in contacts]
        assert found == [one.organisation.name for one in Contact.objects.select_related("organisation").order_by("id")]


def test_a_change_by_an_administrator_outside_of_every_scope_is_seen_too() -> None:
    two_districts()
    with scope(1):
        first = names()
    with scope(2):
        second = names()
    with connection.cursor() as c:
        c.execute("select set_config('app.district', '1', true)")  # as somebody at work in another district's rows
        c.execute("update orgs_organisation set name = '改过的' where key = 'N0' and district_id = 1")
    with scope(1):
        assert names() != first
    with scope(2):
        assert names() == second


def test_what_is_read_in_a_transaction_that_changed_it_is_not_kept_under_the_old_name() -> None:
    two_districts()
    with scope(1):
        before = reference()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            body = organisation("N7", Division.objects.get())
            body.save()
            assert body.id in before.rows(Organisation, [body.id])
            assert before.get("late names", build=lambda: Organisation.objects.count()) == 4
            raise ZeroDivisionError
        assert before.rows(Organisation, [body.id]) == {}
        assert before.get("late names", build=lambda: Organisation.objects.count()) == 3
