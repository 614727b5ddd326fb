"""Appointments as what they give, on a day."""
from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import RequestFactory

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.kernel.errors import NotAllowed
from liandong.people import queries
from liandong.people.terms import Role
from tests.orgs.factories import small_register
from tests.people.factories import SINCE, TODAY, actor, person, staff

pytestmark = pytest.mark.django_db


def test_an_appointment_gives_its_role_over_the_area_of_its_organisation() -> None:
    with scope(create_district(1, "越城区").id):
        small = small_register()
        one = actor(person("diao-du", Role.DISPATCHER, small.street_desk))
        assert one.has(Role.DISPATCHER)
        assert one.organisations() == {small.street_desk.id}
        (post,) = one.posts
        assert post.covers("330602002045X01")
        assert not post.covers("330602001004")


def test_a_smaller_area_narrows_what_an_appointment_covers() -> None:
    with scope(create_district(1, "越城区").id):
        small = small_register()
        (post,) = actor(person("wang-ge", Role.GRID, small.community, area=small.places.grid)).posts
        assert post.covers("330602002045G01")
        assert not post.covers("330602002045X01")


@pytest.mark.parametrize(("day", "acts"), [(SINCE - timedelta(1), False), (SINCE, True), (date(2026, 6, 30), True),
                                           (date(2026, 7, 1), False)])
def test_an_appointment_holds_from_its_first_to_its_last_day(day: date, acts: bool) -> None:
    with scope(create_district(1, "越城区").id):
        small = small_register()
        one = person("diao-du", Role.DISPATCHER, small.street_desk, until=date(2026, 6, 30))
        assert bool(actor(one, day).posts) is acts


def test_appointments_of_another_district_give_nothing_here() -> None:
    with scope(create_district(1, "越城区").id):
        one = person("diao-du", Role.DISPATCHER, small_register().street_desk)
    with scope(create_district(2, "坪山区").id):
        assert actor(one).posts == ()
    assert [d.id for d in queries.districts_of(one.pk, TODAY)] == [1]


def test_desks_leaders_callers_and_colleagues_are_found_by_name() -> None:
    with scope(create_district(1, "越城区").id):
        small = small_register()
        people = staff(small)
        at = "330602002045"
        assert queries.desk_accounts(small.street_desk.id, TODAY) == [people[Role.DISPATCHER].pk]
        assert queries.leaders(at, TODAY) == sorted([people[Role.LEADER].pk, people[Role.HEAD].pk])
        assert queries.leaders("330602001004", TODAY) == []
        assert queries.callers(at, TODAY) == [people[Role.CALLER].pk]
        assert queries.colleagues(small.urban.id, TODAY) == [people[Role.OFFICER]]
        assert queries.leaders_of(small.urban.id, TODAY) == queries.leaders(at, TODAY)
        assert queries.leaders_of(small.housing.id, TODAY) == [people[Role.LIAISON].pk]
        assert queries.leaders_of(small.law.id, TODAY) == [people[Role.COORDINATOR].pk]
        assert queries.names([people[Role.CALLER].pk, None]) == {people[Role.CALLER].pk: "某caller"}


def test_who_acts_is_read_once_a_request(django_assert_num_queries: object) -> None:
    with scope(create_district(1, "越城区").id):
        request = RequestFactory().get("/")
        request.user = person("diao-du", Role.DISPATCHER, small_register().street_desk)
        with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
            assert queries.actor_of(request) is queries.actor_of(request)


def test_nobody_acts_without_having_signed_in() -> None:
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(NotAllowed):
        queries.actor_of(request)
