"""The administrator's calendar: known years, the days that differ, loading a year, setting one day."""
from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandong.calendars import queries, services
from liandong.kernel.errors import BadInput, NotFound, RuleBroken
from liandong.people.access import Right
from liandong.people.doors import requires
from liandong.people.forms import OurForm
from liandong.people.queries import actor_of
from liandong.screens.view_model import SavedView
from liandong.screens.words import full_day, translate
from liandong.web.forms_calendar import DayForm, RemoveForm, YearForm

SHOWN = 6
"""So many of the latest years stand as links; an older one is reached by its address."""
editor = requires(Right.EDIT_CALENDAR)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@editor
def calendar(request: HttpRequest) -> HttpResponse:
    """One known year: the days on which it differs from the plain week; seven queries at most."""
    today, known = timezone.localdate(), queries.known_years()
    year = _year(request.GET.get("year", ""), today.year)
    chosen = next((one for one in known if one.year == year), None)
    return render(request, "web/calendar.html", {
        "year": year, "chosen": chosen, "days": queries.noted_days(year) if chosen else [],
        "years": [SavedView(str(one.year), _of(one.year), one.year == year) for one in reversed(known[:SHOWN])],
        "asked": queries.year_to_ask_for(today), "hours": queries.working_calendar().hours})


def _year(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else otherwise


def _of(year: int) -> str:
    return f"{reverse('calendar')}?year={year}"


@get_or_post
@editor
def calendar_load(request: HttpRequest) -> HttpResponse:
    """Load a year that the state's package does not know, or load it anew."""
    asked = queries.year_to_ask_for(timezone.localdate())
    form = YearForm(request.POST if request.method == "POST" else None, initial={"year": asked})
    if request.method == "POST" and form.is_valid() and (changed := _load(request, form)) is not None:
        if changed.is_new:
            told = _("已载入 %(year)s 年的年历。等年历的事项随后补上时限。")
        else:
            told = _("已重新载入 %(year)s 年的年历，和以前不同的日子：%(n)s 天。")
        messages.success(request, told % {"year": changed.year, "n": len(changed.days)})
        return redirect(_of(changed.year))
    return _form(request, "web/calendar_load.html", form)


def _load(request: HttpRequest, form: YearForm) -> services.Changed | None:
    given: dict[str, Any] = form.cleaned_data
    try:
        return services.load_year(given["year"], holidays=given["holidays"], makeup_days=given["makeup_days"],
                                  source=given["source"], by=actor_of(request).account_id, now=timezone.now())
    except BadInput as refusal:
        form.refuse(refusal)
    except RuleBroken as refusal:
        form.add_error("year", translate(refusal.sentence))
    return None


@get_or_post
@editor
def calendar_day(request: HttpRequest) -> HttpResponse:
    """Say that one day is worked, or is not."""
    form = DayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.set_day(given["date"], is_working=given["is_working"], name=given["name"],
                             by=actor_of(request).account_id, now=timezone.now())
        except BadInput as refusal:
            form.refuse(refusal)
        except RuleBroken as refusal:
            form.add_error("date", translate(refusal.sentence))
        else:
            told = _("%(day)s已改为上班。") if given["is_working"] else _("%(day)s已改为放假。")
            return _told(request, given["date"], told)
    return _form(request, "web/calendar_day.html", form)


@require_POST
@editor
def calendar_day_remove(request: HttpRequest) -> HttpResponse:
    """Take back a day that was set by hand."""
    form = RemoveForm(request.POST)
    if not form.is_valid():
        raise NotFound
    day = form.cleaned_data["date"]
    services.remove_day(day, by=actor_of(request).account_id, now=timezone.now())
    return _told(request, day, _("%(day)s已恢复原来的安排。"))


def _told(request: HttpRequest, day: date, sentence: str) -> HttpResponse:
    messages.success(request, sentence % {"day": full_day(day)})
    return redirect(_of(day.year))


def _form(request: HttpRequest, template: str, form: OurForm) -> HttpResponse:
    """A page with a form; 422 when it was sent and something in it is wrong."""
    return render(request, template, {"form": form}, status=422 if request.method == "POST" else 200)
