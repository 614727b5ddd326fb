"""Moments, calendars and terms that the tests of working time share."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from liandong.kernel.calendar import SHANGHAI, Term, Unit, WorkingCalendar
from liandong.kernel.state_days import state_days

LAST_YEAR = 2026
CALENDAR = WorkingCalendar({year: days for year, days in state_days().items() if year <= LAST_YEAR})
"""The state's days up to a fixed year, so that a newer package changes no test."""
WORKING = (Unit.WORKING_HOURS, Unit.WORKING_DAYS, Unit.SAME_DAY)


def at(month: int, day: int, hour: int = 0, minute: int = 0, *, year: int = 2026) -> datetime:
    """A moment of the district's time, in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def terms(*units: Unit) -> st.SearchStrategy[Term]:
    """Terms of up to forty of their unit."""
    return st.sampled_from(units).flatmap(
        lambda unit: st.integers(1, 1 if unit is Unit.SAME_DAY else 40).map(lambda amount: Term(amount, unit)))


_EDGES = st.builds(
    lambda day, hour: datetime(2025, 1, 2, tzinfo=SHANGHAI) + timedelta(days=day) + hour,
    st.integers(0, 600), st.sampled_from([timedelta(hours=h) for h in (0, 8.5, 12, 13.5, 16.5, 17.5)]))
moments = st.one_of(_EDGES, st.datetimes(datetime(2025, 1, 2), datetime(2026, 8, 1), timezones=st.just(SHANGHAI))).map(
    lambda moment: moment.astimezone(UTC))
"""Any moments of two known years, the edges of office hours among them, early enough for every term to end in them."""
working_spans = st.integers(0, 40 * 27_000_000_000).map(lambda n: timedelta(microseconds=n))
dates = st.dates(date(2025, 1, 1), date(2026, 12, 31))


def in_office(moment: datetime) -> bool:
    """Said independently of the calendar: on a working day, within the default hours, their ends counted in."""
    local = moment.astimezone(SHANGHAI)
    hours = _of_day(moment)
    return state_days()[local.year][local.date()] and (8.5 <= hours <= 12 or 13.5 <= hours <= 17.5)


def is_opening(moment: datetime) -> bool:
    """Whether office hours begin at this time of the day."""
    return _of_day(moment) in (8.5, 13.5)


def _of_day(moment: datetime) -> float:
    local = moment.astimezone(SHANGHAI)
    return (local - local.replace(hour=0, minute=0, second=0, microsecond=0)) / timedelta(hours=1)
