"""Invented holidays of a year that the state has not announced: 演示年历. Right in kind, not in every day."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SPRING_FESTIVAL = {2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11)}
DRAGON_BOAT = {2027: (6, 9), 2028: (5, 28), 2029: (6, 16), 2030: (6, 5), 2031: (6, 24), 2032: (6, 12)}
MID_AUTUMN = {2027: (9, 15), 2028: (10, 3), 2029: (9, 22), 2030: (9, 12), 2031: (10, 1), 2032: (9, 19)}
"""Month and day of the feasts that follow the moon; in later years a day of the right season stands for them."""
SATURDAY, SUNDAY = 6, 7


@dataclass(frozen=True)
class InventedYear:
    """Days off and worked weekend days with their names, as `calendars.services.load_year` takes them."""

    holidays: dict[date, str]
    makeup_days: dict[date, str]


def invented_year(year: int) -> InventedYear:
    """The demo's arrangement of a year: seven feasts, and for the two long ones a worked day before and after."""
    spring = date(year, *SPRING_FESTIVAL.get(year, (2, 5))) - timedelta(days=1)
    long_ones = {"春节": (spring, 8), "国庆节": (date(year, 10, 1), 7)}
    feasts = {
        "元旦": (date(year, 1, 1), 3), "清明节": (date(year, 4, 4), 3), "劳动节": (date(year, 5, 1), 5),
        "端午节": (date(year, *DRAGON_BOAT.get(year, (6, 10))), 3),
        "中秋节": (date(year, *MID_AUTUMN.get(year, (9, 20))), 3), **long_ones}
    holidays = {day: name for name, (first, length) in feasts.items() for day in _run(first, length)}
    worked = {day: f"{name}调休" for name, (first, length) in long_ones.items()
              for day in (_weekend(first, -1, SUNDAY), _weekend(first + timedelta(days=length - 1), 1, SATURDAY))}
    return InventedYear(holidays, {day: name for day, name in worked.items() if day not in holidays})


def _run(first: date, length: int) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range(length))


def _weekend(day: date, direction: int, weekday: int) -> date:
    """The nearest such day of the week strictly before or after."""
    day += timedelta(days=direction)
    while day.isoweekday() != weekday:
        day += timedelta(days=direction)
    return day
