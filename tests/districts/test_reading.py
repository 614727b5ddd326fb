"""Rows read by statements that are made once: the ORM's own rows, of one's own district only."""
from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from liandong.districts.models import Setting
from liandong.districts.reading import read_row, read_rows
from liandong.districts.scope import NoScope, scope
from liandong.districts.settings import write
from liandong.orgs.models import Contact, Organisation
from liandong.people.models import Account
from tests.districts.rows import two_districts

pytestmark = pytest.mark.django_db


def values(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_rows_are_those_of_the_orm_in_the_order_asked_for(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    two_districts()
    with scope(1):
        body = Organisation.objects.get(key="N1")
        with django_assert_num_queries(1):
            found = read_rows(Contact, "organisation_id", body.id, ["-position", "id"])
        assert [values(one) for one in found] == [
            values(one) for one in Contact.objects.filter(organisation=body).order_by("-position", "id")]
        assert [one.position for one in found] == [1, 0]
        write("office_hours", [["09:00", "12:00"]])
        assert read_rows(Setting, "name", "office_hours")[0].value == [["09:00", "12:00"]]


def test_rows_of_another_district_are_not_read_and_none_without_a_scope() -> None:
    two_districts()
    with scope(1):
        body = Organisation.objects.get(key="N1")
    with scope(2):
        assert read_rows(Contact, "organisation_id", body.id) == []
    with pytest.raises(NoScope):
        read_rows(Contact, "organisation_id", body.id)


def test_a_column_that_was_left_out_is_read_when_it_is_asked_for() -> None:
    two_districts()
    with scope(1):
        found = read_rows(Organisation, "key", "N2", leaving=["aliases"])[0]
        assert found.get_deferred_fields() == {"aliases"}
        assert found.aliases == []


def test_a_single_row_is_read_by_a_unique_column_or_not_at_all() -> None:
    account = Account.objects.create_user("zhang.san", None, name="张三", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    found = read_row(Account, "id", account.pk)
    assert found is not None
    assert values(found) == values(Account.objects.get(pk=account.pk))
    assert read_row(Account, "id", account.pk + 1) is None
