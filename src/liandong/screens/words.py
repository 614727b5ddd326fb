"""Sentences and times as the reader's language says them. Source: mock/README.md 6 and look.md, Words."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from enum import Enum
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext as look_up

from liandong.kernel.localtime import local
from liandong.kernel.words import N_, Sentence

MONTHS = (N_("1月"), N_("2月"), N_("3月"), N_("4月"), N_("5月"), N_("6月"), N_("7月"), N_("8月"), N_("9月"), N_("10月"),
          N_("11月"), N_("12月"))
WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))


_reader: ContextVar[str | None] = ContextVar("reader", default=None)


@contextmanager
def reader_of_page() -> Iterator[None]:
    """While one page is answered the language stays what it is now: Django need not be asked for every word."""
    token = _reader.set(get_language())
    try:
        yield
    finally:
        _reader.reset(token)


def language() -> str | None:
    """The active language."""
    return _reader.get() or get_language()


@lru_cache(maxsize=8192)
def _known(spoken: str | None, text: str) -> str:
    with override(spoken):
        return look_up(text)


def gettext(text: str) -> str:
    """Django's, but each text is looked up once a language and process: a page asks for five hundred."""
    return _known(language(), text)


_ = gettext


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
    return local(at).strftime("%H:%M")


def when(at: datetime) -> str:
    """A moment with its weekday: 11月24日 周二 15:30."""
    here = local(at)
    return _("%(month)s%(day)s日 %(weekday)s %(time)s") % {**_parts(here), "time": here.strftime("%H:%M")}


def moment(at: datetime) -> str:
    """A moment of a trail, without its weekday: 11月24日 15:30."""
    here = local(at)
    return _("%(month)s%(day)s日 %(time)s") % {**_parts(here), "time": here.strftime("%H:%M")}


def stamp(at: datetime) -> str:
    """A moment with its year, for print and records: 2026年11月24日 15:30."""
    here = local(at)
    return _("%(year)s年%(month)s%(day)s日 %(time)s") % {**_parts(here), "time": here.strftime("%H:%M")}


def _local_date(at: date) -> date:
    return local(at).date() if isinstance(at, datetime) else at


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
    if local(at).date() == local(now).date():
        return _("今天 %(time)s") % {"time": clock_time(at)}
    return when(at)


def near_day(at: datetime, now: datetime) -> str:
    """今天 14:52 on the same day, 11月24日 on another, with the year in another year: for second lines."""
    here, today = local(at), local(now)
    if here.date() == today.date():
        return near(at, now)
    return day(here) if here.year == today.year else full_day(here)


def level_owns(label: str) -> str:
    """What the glyph of a level says to a screen reader: 街道主责."""
    return _("%(level)s主责") % {"level": _(label)}
