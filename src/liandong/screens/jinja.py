"""The Jinja2 environment of all our own pages."""
from __future__ import annotations

from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import ngettext, pgettext
from jinja2 import Environment, StrictUndefined

from liandong.kernel.words import Sentence
from liandong.screens import drawn, fields, frame, view_model, words


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named view."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@cache
def static_file(path: str) -> str:
    """The address of a static file; it does not change while a process lives."""
    return static(path)


def _finish(value: object) -> object:
    """What an expression prints: sentences are translated, nothing is printed for None."""
    if isinstance(value, Sentence):
        return words.translate(value)
    return "" if value is None else value


WORDS = {name: getattr(words, name) for name in (
    "when", "moment", "stamp", "day", "weekday", "full_day", "clock_time", "near", "near_day", "level_owns")}


def environment(**options: Any) -> Environment:
    """For Django's Jinja2 backend: autoescaping stays on, a misspelt name is an error, not an empty place."""
    options["undefined"] = StrictUndefined
    options["trim_blocks"] = options["lstrip_blocks"] = True
    options.setdefault("extensions", []).append("jinja2.ext.i18n")
    env = Environment(finalize=_finish, **options)  # noqa: S701  Django's backend passes autoescape=True
    env.install_gettext_callables(words.gettext, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]  # added by the extension
    env.globals.update(
        url=url, static=static_file, draw=drawn, t=words.translate, localtime=localtime, iso=view_model.iso,
        NOBODY=frame.NOBODY,
        widget=fields.widget, kind_of=fields.kind, anchor=fields.anchor, choices_of=fields.choices,
        described_by=fields.described_by, is_set=fields.is_set, **WORDS)
    env.filters.update(t=words.translate, localtime=localtime, **WORDS)
    return env
