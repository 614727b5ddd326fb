"""The district's calendar: known years, overrides, what every process sees."""
from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from liandong.calendars import queries, services
from liandong.districts import settings
from liandong.districts.models import District
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.kernel.calendar import Term, Unit, UnknownYear
from liandong.kernel.errors import BadInput, NotFound, RuleBroken
from liandong.ledger.models import Event
from tests.calendars.factories import HOLIDAYS, MAKEUP_DAYS, NOW, load_2027


@pytest.fixture
def district(db: None) -> District:
    return create_district(1, "越城区")


def test_the_states_years_are_known_and_the_next_is_not_guessed(district: District) -> None:
    with scope(district.id):
        calendar = queries.working_calendar()
        assert calendar.is_working(date(2026, 11, 25))
        assert not calendar.is_working(date(2026, 10, 1))
        with pytest.raises(UnknownYear):
            calendar.is_working(date(2027, 3, 1))
        assert queries.next_opening(datetime(2027, 3, 1, 2, 0, tzinfo=UTC)) is None


def test_a_loaded_year_is_known_by_its_week_its_holidays_and_its_make_up_days(district: District) -> None:
    with scope(district.id):
        changed = load_2027()
        calendar = queries.working_calendar()
    assert changed.is_new
    assert changed.year == 2027
    assert calendar.is_working(date(2027, 3, 1))
    assert not calendar.is_working(date(2027, 3, 6))
    assert not calendar.is_working(date(2027, 10, 1))
    assert calendar.is_working(date(2027, 9, 26))


def test_a_term_runs_over_new_year_as_soon_as_the_year_is_loaded(district: District) -> None:
    start, term = datetime(2026, 12, 31, 2, 0, tzinfo=UTC), Term(1, Unit.WORKING_DAYS)
    with scope(district.id):
        with pytest.raises(UnknownYear):
            queries.working_calendar().due(start, term)
        load_2027()
        assert queries.working_calendar().due(start, term) == datetime(2027, 1, 4, 2, 0, tzinfo=UTC)


def test_loading_again_replaces_the_year_and_names_the_days_that_changed(district: District) -> None:
    with scope(district.id):
        load_2027()
        again = services.load_year(2027, holidays={**HOLIDAYS, date(2027, 4, 5): "清明节"}, makeup_days={},
                                   source="国办发明电", by=1, now=NOW)
        assert again.days == (date(2027, 4, 5), date(2027, 9, 26))
        assert not again.is_new
        assert [known.is_demo for known in queries.known_years() if known.year == 2027] == [False]


def test_a_day_set_by_hand_wins_survives_a_new_load_and_can_be_taken_back(district: District) -> None:
    with scope(district.id):
        load_2027()
        assert services.set_day(date(2027, 10, 7), is_working=True, by=1, now=NOW).days == (date(2027, 10, 7),)
        load_2027()
        assert queries.working_calendar().is_working(date(2027, 10, 7))
        assert services.remove_day(date(2027, 10, 7), by=1, now=NOW).days == (date(2027, 10, 7),)
        assert not queries.working_calendar().is_working(date(2027, 10, 7))
        with pytest.raises(NotFound):
            services.remove_day(date(2027, 10, 7), by=1, now=NOW)


def test_a_day_of_the_states_year_can_be_corrected(district: District) -> None:
    with scope(district.id):
        services.set_day(date(2026, 11, 25), is_working=False, name="防台风", by=1, now=NOW)
        assert not queries.working_calendar().is_working(date(2026, 11, 25))
        noted = {day.date: day for day in queries.noted_days(2026)}
    assert noted[date(2026, 11, 25)].name == "防台风"
    assert noted[date(2026, 11, 25)].by_hand
    assert not noted[date(2026, 10, 1)].is_working


def test_days_that_cannot_be_change_nothing(district: District) -> None:
    with scope(district.id):
        for year, free, worked in ((2026, HOLIDAYS, {}), (2027, {}, {}), (2028, HOLIDAYS, MAKEUP_DAYS),
                                   (1999, {date(1999, 10, 1): ""}, {})):
            with pytest.raises((BadInput, RuleBroken)):
                services.load_year(year, holidays=free, makeup_days=worked, source="通知", by=1, now=NOW)
        with pytest.raises(RuleBroken, match="2027"):
            services.set_day(date(2027, 1, 4), is_working=False, by=1, now=NOW)
        assert not Event.objects.exists()
        assert settings.read("calendar_revision") == ""


def test_every_change_is_recorded_with_who_did_it(district: District) -> None:
    with scope(district.id):
        load_2027()
        services.set_day(date(2027, 1, 4), is_working=False, by=5, now=NOW)
        services.remove_day(date(2027, 1, 4), by=5, now=NOW)
        assert list(Event.objects.order_by("id").values_list("act", "actor_id")) == [
            ("calendar.year-loaded", 1), ("calendar.day-set", 5), ("calendar.day-removed", 5)]


def test_a_calendar_that_has_not_changed_costs_one_query_a_scope(
        district: District, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with scope(district.id):
        first = queries.working_calendar()
        with django_assert_num_queries(0):
            assert queries.working_calendar() is first
    with scope(None), scope(district.id), django_assert_num_queries(1):
        assert queries.working_calendar() is first


def test_new_office_hours_are_counted_with_at_once(district: District) -> None:
    at_nine = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    with scope(district.id):
        assert queries.next_opening(at_nine) == at_nine
        settings.write("office_hours", [["09:30", "12:00"], ["13:00", "17:00"]])
        assert queries.next_opening(at_nine) == datetime(2026, 11, 25, 1, 30, tzinfo=UTC)


def test_one_districts_calendar_is_not_anothers(district: District) -> None:
    other = create_district(2, "坪山区")
    with scope(district.id):
        load_2027()
    with scope(other.id):
        assert not queries.working_calendar().knows(2027)
        assert {known.year for known in queries.known_years()}.isdisjoint({2027})
        assert queries.year_to_ask_for(date(2026, 11, 1)) == 2027


def test_a_change_that_was_rolled_back_is_not_counted_with(district: District) -> None:
    class Stop(Exception): ...

    day = date(2026, 11, 25)
    with scope(district.id):
        with pytest.raises(Stop), transaction.atomic():
            services.set_day(day, is_working=False, by=1, now=NOW)
            assert not queries.working_calendar().is_working(day)
            raise Stop
        assert queries.working_calendar().is_working(day)
        services.set_day(date(2026, 11, 26), is_working=False, by=1, now=NOW)
        assert queries.working_calendar().is_working(day)


@pytest.mark.django_db(transaction=True)
def test_another_connection_counts_with_a_change_once_it_is_committed() -> None:
    create_district(1, "越城区")
    day = date(2026, 11, 25)
    with scope(1):
        assert queries.working_calendar().is_working(day)
        services.set_day(day, is_working=False, by=1, now=NOW)
        assert elsewhere(lambda: queries.working_calendar().is_working(day))
    assert not elsewhere(lambda: queries.working_calendar().is_working(day))


def elsewhere(ask: Callable[[], bool]) -> bool:
    """The answer on another connection, in a scope of its own."""
    def answer() -> bool:
        try:
            with scope(1):
                return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(answer).result(timeout=20)
