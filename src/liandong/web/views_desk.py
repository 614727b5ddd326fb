"""The desk: what waits for one person when the day begins, the most urgent first. Drawn: desk.html."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from liandong.calendars.queries import working_calendar, year_to_ask_for
from liandong.issues import queries
from liandong.issues.filter_form import area_of
from liandong.issues.filters import Filters, View
from liandong.issues.showing import items_of, number_shown
from liandong.kernel.words import Sentence, say
from liandong.outbox import queries as outbox
from liandong.outbox.terms import words
from liandong.people.access import STREET_LEADERS, Actor, Right, may
from liandong.people.doors import signed_in
from liandong.people.queries import actor_of
from liandong.people.terms import DESK_ROLES, Role
from liandong.places.queries import path_of
from liandong.screens.view_model import Crumb, Figure
from liandong.screens.words import clock_time, moment, near, when

NEWEST = 5
"""Messages beside the desk; the rest is behind 全部."""
TO_READ = 5
TITLES = {View.TURN: say("轮到我办")}
"""Where the view's own name would repeat the section's."""


@require_GET
@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the reader. Some fifteen queries at any number of rows, and the frame's.

    Who sees no matters has no desk: an administrator is led to the accounts, unless a year has to be asked for.
    """
    actor, now = actor_of(request), timezone.now()
    year = year_to_ask_for(timezone.localdate(now)) if may(actor, Right.EDIT_CALENDAR) else None
    if not may(actor, Right.SEE_MATTERS):
        if year is None:
            return redirect("accounts" if may(actor, Right.ADMINISTER) else "duties")
        return render(request, "web/desk_admin.html", {"year": year, "now": now})
    return render(request, "web/desk.html", {**_waiting(actor, now), **_beside(actor, now), "year": year,
                                             "may_register": may(actor, Right.INTAKE)})


def _waiting(actor: Actor, now: datetime) -> dict[str, Any]:
    found = queries.desk(actor, now)
    calendar = working_calendar()
    groups = [{"title": TITLES.get(group.view, Sentence(group.view.label)), "href": _list(group.view),
               "number": number_shown(group.number.n, group.number.more), "more": group.number.n > len(group.rows),
               "rows": items_of(group.rows, calendar, now, on_desk=True)} for group in found.groups]
    next_due = found.next_due
    return {"figures": list(_figures(found, actor)), "groups": groups, "waiting": found.waiting,
            "crumbs": [Crumb(place.name) for place in path_of(area_of(actor))],
            "note": say("%(now)s。今天收到 %(received)s 件，办结 %(closed)s 件。", now=when(now),
                        received=found.received_today, closed=found.closed_today),
            "next_due": items_of([next_due], calendar, now) if next_due else [],
            "empty": _empty(next_due, now)}


def _empty(next_due: queries.Row | None, now: datetime) -> Sentence:
    if next_due is None:
        return say("手上没有在办的事。")
    if next_due.due_at is None:
        return say("下面这件最早到期，要等年历。")
    return say("下一件到期在 %(at)s。", at=near(next_due.due_at, now))


def _list(view: View) -> str:
    return f"{reverse('issues')}?{Filters(view=view).address()}"


def _figures(found: queries.Desk, actor: Actor) -> Iterator[Figure]:
    """Each equals the length of the list behind it. What waits to be assigned is a figure of desks and leaders."""
    for view, number in found.figures.items():
        if view is View.TRIAGE and not actor.has(*DESK_ROLES, *STREET_LEADERS):
            continue
        yield Figure(str(number_shown(number.n, number.more)), Sentence(view.label), _list(view),
                     late=view is View.LATE and number.n > 0 and not actor.has(Role.SUPERVISOR, Role.DISTRICT_LEADER))


def _beside(actor: Actor, now: datetime) -> dict[str, Any]:
    """The aside: one's messages, and for a leader what ended unsolved and was not read yet."""
    assert actor.account_id is not None  # noqa: S101  signed in
    newest = list(outbox.inbox(actor.account_id).order_by("-created_at", "-id")[:NEWEST])
    news = [{"at": _at(one.created_at, now), "text": words(one.message.what, one.message.values)[1],
             "href": reverse("inbox_open", args=[one.id])} for one in newest]
    unread = outbox.unread_count(actor.account_id) if news else 0
    return {"news": news, "unread": unread, **_to_read(actor, now)}


def _at(at: datetime, now: datetime) -> str:
    same = timezone.localtime(at).date() == timezone.localtime(now).date()
    return clock_time(at) if same else moment(at)


def _to_read(actor: Actor, now: datetime) -> dict[str, Any]:
    if not actor.has(*STREET_LEADERS):
        return {"unsolved": (), "unsolved_href": ""}
    found: Sequence[queries.Row] = queries.list_page(actor, Filters(view=View.UNSOLVED), "", now, size=TO_READ).rows
    return {"unsolved": found, "unsolved_href": _list(View.UNSOLVED)}

