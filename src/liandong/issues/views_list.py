"""The list of matters: saved views with their numbers, filters that live in the address, one page of rows."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandong.calendars.queries import working_calendar
from liandong.districts.reference import Reference, reference
from liandong.issues import queries
from liandong.issues.filter_form import FilterForm, area_of, filter_form
from liandong.issues.filters import Filters, View
from liandong.issues.rules import is_number
from liandong.issues.showing import items_of, number_shown
from liandong.kernel.errors import BadInput
from liandong.kernel.words import Sentence, say
from liandong.people.access import STREET_LEADERS, Actor, Right, may
from liandong.people.doors import requires
from liandong.people.queries import actor_of
from liandong.people.terms import DESK_ROLES, WORKING_ROLES, Role
from liandong.places.queries import path_known
from liandong.screens.paging import Page
from liandong.screens.view_model import Crumb, SavedView
from liandong.screens.words import translate

READERS = {Role.COORDINATOR, Role.SUPERVISOR, Role.DISTRICT_LEADER}


@dataclass(frozen=True)
class Found:
    """What the filters found: one page and the whole length, or why they could not be asked."""

    page: Page[queries.Row]
    number: queries.Number
    wrong: Mapping[str, Sentence]


@requires(Right.SEE_MATTERS)
@require_GET
def issues(request: HttpRequest) -> HttpResponse:
    """The list. Seven queries at any length (eight with a text), and the frame's; the answer to htmx has no bar."""
    actor, now = actor_of(request), timezone.now()
    given = _given(request)
    if number := _number_of_one(given["text"], actor):
        return redirect("issue", number)
    filters, wrong = _read(given)
    numbers = queries.counts(actor, now)
    known = reference()
    found = _find(actor, filters, request.GET.get("page", ""), now, wrong, numbers, known)
    form = filter_form(filters, actor, timezone.localdate(now), known)
    for name, sentence in found.wrong.items():
        form.add_error(name if name in form.fields else None, translate(sentence))
    answer = render(request, "issues/list.html", {
        **_region(filters, form, found, now), "form": form, "views": list(_views(filters, actor, numbers)),
        "crumbs": [Crumb(place.name) for place in path_known(area_of(actor), known)],
        "may_register": may(actor, Right.INTAKE), "bare": bool(request.headers.get("HX-Request")),
        "may_bring": may(actor, Right.BRING_IN),
        "taken": _address(filters) if may(actor, Right.EXPORT) else ""},
        status=422 if found.wrong else 200)
    answer["Vary"] = "HX-Request"
    if request.headers.get("HX-Request"):
        answer["HX-Push-Url"] = _address(filters)
    return answer


def _given(request: HttpRequest) -> dict[str, str]:
    """What the address asks for. Without a view or a text it is what is in hand, the most urgent first."""
    text = request.GET.get("text") or request.GET.get("q") or ""
    usual = View.ALL if text else View.OPEN
    return {**request.GET.dict(), "text": text, "view": request.GET.get("view") or usual.value}


def _address(filters: Filters) -> str:
    """The address of a list; 全部 is named too, since the bare address shows what is in hand."""
    rest = filters.address(view=View.ALL)
    return f"?view={filters.view.value}" + (f"&{rest}" if rest else "")


def _number_of_one(text: str, actor: Actor) -> str | None:
    """The number, where a whole one was typed and its matter may be seen."""
    text = text.strip()
    return text if is_number(text) and queries.visible(actor).filter(number=text).exists() else None


def _read(given: Mapping[str, str]) -> tuple[Filters, Mapping[str, Sentence]]:
    """The filters of an address; a text that cannot be searched for is said at its field, not refused."""
    try:
        return Filters.read(given), {}
    except BadInput as wrong:
        if "text" not in wrong.fields:
            raise
        return Filters.read({**given, "text": ""}), wrong.fields


def _find(actor: Actor, filters: Filters, cursor: str, now: datetime, wrong: Mapping[str, Sentence],
          numbers: Mapping[View, queries.Number], known: Reference) -> Found:
    try:
        if wrong:
            raise BadInput(fields=wrong)
        number = None if filters.narrows else numbers.get(filters.view)
        return Found(queries.list_page(actor, filters, cursor, now, known=known),
                     number or queries.count(actor, filters, now), {})
    except BadInput as refused:
        if "text" not in refused.fields:
            raise
        return Found(Page(()), queries.Number(0), refused.fields)


def _region(filters: Filters, form: FilterForm, found: Found, now: datetime) -> dict[str, Any]:
    """The rows and the sentence above them."""
    def link(cursor: str) -> str:
        return f"{_address(filters)}&{urlencode({'page': cursor})}"

    number = number_shown(found.number.n, found.number.more)
    order = say("按收到的时间排列，最新的在前。") if filters.newest_first else say("按时限排列，最急的在前。")
    return {"page": found.page, "rows": items_of(found.page.rows, working_calendar(), now), "link": link,
            "said": say("%(what)s：%(n)s 件。%(order)s", what=_what(filters, form), n=number, order=order),
            "wrong": [translate(sentence) for sentence in found.wrong.values()],
            "clear": _address(Filters(view=filters.view)) if filters.narrows else ""}


def _what(filters: Filters, form: FilterForm) -> list[str]:
    """The view and every filter in use, in words."""
    words = [translate(Sentence(filters.view.label))]
    for name in ("state", "place", "category", "owner", "due"):
        value = str(form[name].value() or "")
        if value:
            words.append(next(str(label) for key, label in form.offered[name] if key == value))
    if filters.item:
        words.append(filters.item)
    if filters.text:
        words.append(_("“%(text)s”") % {"text": filters.text})
    return words


def _views(filters: Filters, actor: Actor, numbers: Mapping[View, queries.Number]) -> Iterator[SavedView]:
    """The views that have a sense for these appointments."""
    for view in views_for(actor):
        number = numbers.get(view)
        yield SavedView(Sentence(view.label), _address(Filters(view=view)), view is filters.view,
                        number_shown(number.n, number.more) if number else None)


def views_for(actor: Actor) -> list[View]:
    """Which views somebody is offered: by what the appointments let them do."""
    desk, leads = actor.has(*DESK_ROLES), actor.has(*STREET_LEADERS)
    watches = actor.has(*READERS)
    found = [View.ALL, View.OPEN, View.LATE, View.TODAY]
    found += [View.TRIAGE] * (desk or leads) + [View.RETURNED] * (desk or leads or watches)
    found += [View.TURN] * (not actor.has(Role.SUPERVISOR, Role.DISTRICT_LEADER) or desk)
    found += [View.FIRST] * actor.has(*WORKING_ROLES) + [View.UNSOLVED] * (leads or watches)
    return [*found, View.CLOSED]
