"""Changing the calendar. What was due is not counted anew: a due date is computed once, when its clock starts."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from liandong.calendars import rules
from liandong.calendars.models import CalendarDay, CalendarYear
from liandong.calendars.queries import working_calendar
from liandong.districts import settings
from liandong.districts.scope import in_scope
from liandong.kernel.errors import BadInput, NotFound, RuleBroken
from liandong.kernel.ids import uuid7
from liandong.kernel.state_days import state_days
from liandong.kernel.words import Sentence, say
from liandong.ledger.services import record

KIND = "calendar"


@dataclass(frozen=True)
class Changed:
    """What a change did: the year, whether it is known only now, and the days that are worked or free only now."""

    year: int
    is_new: bool
    days: tuple[date, ...]


@in_scope
def load_year(year: int, *, holidays: Mapping[date, str], makeup_days: Mapping[date, str], source: str,
              is_demo: bool = False, by: int | None, now: datetime) -> Changed:
    """Make a year known that the state's package does not know, or replace what was loaded for it before.

    Days set by hand stay. Raises BadInput for days that cannot be, RuleBroken for a year that the state's package has.
    """
    if year in state_days():
        raise RuleBroken(say("%(year)s 年的年历系统里已有，可以逐日改", year=year))
    _check(year, holidays, makeup_days, source)
    before = _days_of(year)
    row, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": source, "is_demo": is_demo})
    CalendarDay.objects.filter(date__year=year, with_year=True).delete()
    CalendarDay.objects.bulk_create([
        CalendarDay(date=day, is_working=working, name=name, with_year=True)
        for working, days in ((False, holidays), (True, makeup_days)) for day, name in days.items()])
    record("calendar.year-loaded", kind=KIND, on=row.id, by=by, happened_at=now, detail={
        "year": year, "demo": is_demo, "free": len(holidays), "worked": len(makeup_days)})
    return _changed(year, before)


def _check(year: int, holidays: Mapping[date, str], makeup_days: Mapping[date, str], source: str) -> None:
    fields: dict[str, Sentence] = {}
    if not rules.FIRST_YEAR <= year <= rules.LAST_YEAR:
        fields["year"] = say("年份在 %(first)s 到 %(last)s 之间", first=rules.FIRST_YEAR, last=rules.LAST_YEAR)
    if not source.strip():
        fields["source"] = say("写明依据，例如通知的名称和文号")
    elif len(source) > 200:
        fields["source"] = say("最多 %(n)s 个字", n=200)
    fields |= rules.faults(holidays, makeup_days)
    for name, days in (("holidays", holidays), ("makeup_days", makeup_days)):
        if any(day.year != year for day in days):
            fields[name] = say("只写 %(year)s 年的日子", year=year)
    if fields:
        raise BadInput(fields=fields)


@in_scope
def set_day(day: date, *, is_working: bool, name: str = "", by: int | None, now: datetime) -> Changed:
    """Say that one day is worked, or is not. Raises RuleBroken in a year that nobody has loaded."""
    if not working_calendar().knows(day):
        raise RuleBroken(say("先载入 %(year)s 年的年历，再改其中的日子", year=day.year))
    if len(name) > rules.LONGEST_NAME:
        raise BadInput(fields={"name": say("最多 %(n)s 个字", n=rules.LONGEST_NAME)})
    before = _days_of(day.year)
    row, _ = CalendarDay.objects.update_or_create(
        date=day, with_year=False, defaults={"is_working": is_working, "name": name})
    record("calendar.day-set", kind=KIND, on=row.id, by=by, happened_at=now,
           detail={"day": day.isoformat(), "working": is_working})
    return _changed(day.year, before)


@in_scope
def remove_day(day: date, *, by: int | None, now: datetime) -> Changed:
    """Take back a day that was set by hand: again it is what the state, or the loaded year's week, makes it.

    Raises NotFound if it was not set by hand.
    """
    row = CalendarDay.objects.filter(date=day, with_year=False).first()
    if row is None:
        raise NotFound
    before = _days_of(day.year)
    record("calendar.day-removed", kind=KIND, on=row.id, by=by, happened_at=now, detail={"day": day.isoformat()})
    row.delete()
    return _changed(day.year, before)


def _days_of(year: int) -> dict[date, bool] | None:
    calendar = working_calendar()
    if not calendar.knows(year):
        return None
    return {day: calendar.is_working(day) for day in rules.year_of(year, {})}


def renew() -> None:
    """Give the calendar a new revision: for whoever changes what it is made of, office hours too."""
    settings.write("calendar_revision", str(uuid7()))


def _changed(year: int, before: dict[date, bool] | None) -> Changed:
    """Give the calendar a new revision, so that every process makes it anew, and say what is different."""
    renew()
    after = _days_of(year) or {}
    return Changed(year, before is None, tuple(day for day, working in after.items()
                                               if before is not None and before[day] != working))
