"""One matter: read by everybody who may see it, with the acts that the table offers the reader. Drawn: issue.html."""
from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandong.districts.reference import reference
from liandong.files.serving import response
from liandong.issues import queries, services, sheet
from liandong.issues.acting import issue_of
from liandong.issues.contact_terms import Purpose
from liandong.issues.details import Full
from liandong.issues.services.contacts import open_contact
from liandong.issues.showing import clock_of, due_shown
from liandong.issues.terms import State
from liandong.issues.trail import passed_to, trail
from liandong.kernel.errors import BadInput, NotFound
from liandong.kernel.words import Sentence, say
from liandong.people.access import gives_receipt
from liandong.people.doors import signed_in
from liandong.people.queries import actor_of, names
from liandong.places.queries import path_known

LONGEST_NUMBER = 20


@require_GET
@signed_in
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """The page of a matter: fifteen short queries at any length of its trail, and the frame's."""
    return _page(request, number)


@require_POST
@signed_in
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """The same page with the reporter's full name and telephone, for a minute; the reading is recorded."""
    actor, now = actor_of(request), timezone.now()
    found = queries.detail(_number(number), actor, now)
    return _page(request, number, open_contact(found.issue.id, by=actor, now=now, purpose=_purpose(request)))


def _purpose(request: HttpRequest) -> Purpose:
    try:
        return Purpose(request.POST.get("purpose", ""))
    except ValueError as error:
        raise BadInput(say("请先选看姓名和电话用来做什么。")) from error


@require_GET
@signed_in
def file(request: HttpRequest, number: str, file_id: UUID) -> FileResponse:
    """An attached file, for who may see the matter; the reading of an internal one is recorded."""
    actor = actor_of(request)
    return response(services.open_file(issue_of(number, actor).id, file_id, by=actor, now=timezone.now()))


@require_POST
@signed_in
def read(request: HttpRequest, number: str) -> HttpResponse:
    """A leader has read a matter that ended unresolved; back to the page on which it was said."""
    actor, now = actor_of(request), timezone.now()
    found = queries.detail(_number(number), actor, now)
    services.read_by_leader(found.issue.id, by=actor, now=now)
    messages.success(request, _("记下了：%(number)s 已阅，仍算未解决。") % {"number": found.issue.number})
    return redirect("issue", number) if request.POST.get("back") == "issue" else redirect("desk")


def _number(number: str) -> str:
    if len(number) > LONGEST_NUMBER or "\x00" in number:
        raise NotFound
    return number


def _page(request: HttpRequest, number: str, full: Full | None = None) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    known = reference()
    found = queries.detail(_number(number), actor, now, known)
    matter = found.issue
    places = path_known(matter.place_code, known)
    rungs, instead = sheet.ladder(found)
    return render(request, "issues/detail.html", {
        "issue": matter, "state": State(matter.state), "now": now, "places": places,
        "due": due_shown(clock_of(matter), found.calendar, now), "crumbs": sheet.crumbs(places, matter.number),
        "note": sheet.note(found), "came": sheet.came(found), "facts": list(sheet.facts(found, full)),
        "acts": sheet.acts(found), "asked": list(sheet.asked(found)),
        "purposes": list(sheet.purposes(found)) if full is None else [],
        "may_give_receipt": found.contact is not None and gives_receipt(actor, found.standing),
        "undo": sheet.undo(found, actor.account_id), "rungs": rungs, "instead": instead, "cited": sheet.cited(found),
        "answers": sheet.answers(found), "trail": trail(found, names(passed_to(found)), now),
        "responsible": list(sheet.responsible(found)), "may_mark_read": sheet.may_mark_read(found),
        "confides": sheet.confides(found), "kin": sheet.kin(found),
        "state_word": Sentence(State(matter.state).label)})
