"""Sentences and times as the reader's language says them. Source: mock/README.md 6 and look.md, Words."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from liandong.kernel.words import N_, Sentence

MONTHS = (N_("1月"), N_("2月"), N_("3月"), N_("4月"), N_("5月"), N_("6月"), N_("7月"), N_("8月"), N_("9月"), N_("10月"),
          N_("11月"), N_("12月"))
WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))


def translate(text: object) -> str:
    """The text in the active language.

    A `Sentence` is translated and its values shown in the same language; text that is ready stays as it is.
    """
    if isinstance(text, Sentence):
        source = _(text.text)
        return source % _shown(text.values) if text.values else source
    return str(text)


def show(value: object) -> object:
    """A value inside a sentence: times, dates, named enums, lists and sentences in the reader's language."""
    if isinstance(value, Sentence):
        return translate(value)
    if isinstance(value, Enum):
        label = getattr(value, "label", None)
        return translate(label) if isinstance(label, Sentence) else _(str(label)) if label else value.value
    if isinstance(value, datetime):
        return when(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list | tuple):
        return _("、").join(str(show(one)) for one in value)
    return str(value) if isinstance(value, Promise) else value


def _shown(values: Mapping[str, object]) -> dict[str, object]:
    return {name: show(value) for name, value in values.items()}


def _parts(at: date) -> dict[str, object]:
    return {"month": _(MONTHS[at.month - 1]), "day": at.day, "weekday": _(WEEKDAYS[at.weekday()]), "year": at.year}


def clock_time(at: datetime) -> str:
    """The time of day, 15:30."""
    return localtime(at).strftime("%H:%M")


def when(at: datetime) -> str:
    """A moment with its weekday: 11月24日 周二 15:30."""
    local = localtime(at)
    return _("%(month)s%(day)s日 %(weekday)s %(time)s") % {**_parts(local), "time": local.strftime("%H:%M")}


def moment(at: datetime) -> str:
    """A moment of a trail, without its weekday: 11月24日 15:30."""
    local = localtime(at)
    return _("%(month)s%(day)s日 %(time)s") % {**_parts(local), "time": local.strftime("%H:%M")}


def stamp(at: datetime) -> str:
    """A moment with its year, for print and records: 2026年11月24日 15:30."""
    local = localtime(at)
    return _("%(year)s年%(month)s%(day)s日 %(time)s") % {**_parts(local), "time": local.strftime("%H:%M")}


def _local_date(at: date) -> date:
    return localtime(at).date() if isinstance(at, datetime) else at


def day(at: date) -> str:
    """A day, without its weekday: 11月24日. A moment is taken in the district's time."""
    return _("%(month)s%(day)s日") % _parts(_local_date(at))


def weekday(at: date) -> str:
    """A day with its weekday: 11月24日 周二."""
    return _("%(month)s%(day)s日 %(weekday)s") % _parts(_local_date(at))


def full_day(at: date) -> str:
    """A day with its year: 2026年11月24日."""
    return _("%(year)s年%(month)s%(day)s日") % _parts(_local_date(at))


def near(at: datetime, now: datetime) -> str:
    """今天 14:52 on the same day, 11月24日 周二 14:52 on another."""
    if localtime(at).date() == localtime(now).date():
        return _("今天 %(time)s") % {"time": clock_time(at)}
    return when(at)


def near_day(at: datetime, now: datetime) -> str:
    """今天 14:52 on the same day, 11月24日 on another, with the year in another year: for second lines."""
    local, today = localtime(at), localtime(now)
    if local.date() == today.date():
        return near(at, now)
    return day(local) if local.year == today.year else full_day(local)


def level_owns(label: str) -> str:
    """What the glyph of a level says to a screen reader: 街道主责."""
    return _("%(level)s主责") % {"level": _(label)}
