"""Who saw what: the administrator's log of opened telephones and of lists taken away."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from liandong.issues.numbers import numbers_of, with_number
from liandong.kernel.localtime import SHANGHAI
from liandong.ledger.models import Event
from liandong.ledger.queries import of_acts
from liandong.people.access import Right
from liandong.people.doors import requires
from liandong.people.queries import find_accounts, names
from liandong.screens.paging import Key, page_of
from liandong.web.readings import ACTS, reading

ORDER = (Key("id", int, descending=True),)
MOST_ACCOUNTS = 200
"""So many accounts at most are looked through for one name."""
auditor = requires(Right.SEE_READINGS)


class ReadingsForm(forms.Form):
    """Narrows the log by who, which matter, which day."""

    who = forms.CharField(label=_("登录名或姓名"), required=False, max_length=40)
    number = forms.CharField(label=_("诉求编号"), required=False, max_length=20)
    day = forms.DateField(label=_("哪一天"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


@require_GET
@auditor
def readings(request: HttpRequest) -> HttpResponse:
    """The log, the newest first; three queries, one more for each of name and number. The text of no matter is here."""
    form = ReadingsForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    page = page_of(_found(given.get("who") or "", given.get("number") or "", given.get("day")), ORDER,
                   request.GET.get("page", ""), read=lambda event: (event.id,))
    who, numbers = names(one.actor_id for one in page.rows), numbers_of(one.subject for one in page.rows)
    return render(request, "web/readings.html", {
        "form": form, "page": page, "rows": [reading(one, who, numbers) for one in page.rows], "link": _pages(request)},
        status=200 if form.is_valid() else 422)


def _found(who: str, number: str, day: date | None) -> QuerySet[Event]:
    accounts = list(find_accounts(who.strip()).values_list("id", flat=True)[:MOST_ACCOUNTS]) if who.strip() else None
    matter = with_number(number.strip()) if number.strip() else None
    subjects = None if not number.strip() else [matter] if matter else []
    since = datetime.combine(day, time(), SHANGHAI) if day else None
    return of_acts(ACTS, actors=accounts, subjects=subjects, since=since, until=_next(since))


def _next(since: datetime | None) -> datetime | None:
    return since + timedelta(days=1) if since else None


def _pages(request: HttpRequest) -> Callable[[str], str]:
    def link(cursor: str) -> str:
        values = request.GET.copy()
        values["page"] = cursor
        return f"?{values.urlencode()}"

    return link
