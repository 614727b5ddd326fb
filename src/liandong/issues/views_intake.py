"""Registering a matter, and the receipt that its reporter takes home."""
from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liandong.issues import services
from liandong.issues.acting import issue_of
from liandong.issues.callers import earlier, key_of
from liandong.issues.choices import place_choices
from liandong.issues.forms import IntakeForm
from liandong.issues.limits import LIMITS
from liandong.issues.lists import visible
from liandong.issues.services.contacts import give_receipt
from liandong.issues.services.intake import RegisteredBefore
from liandong.issues.services.texts import first_sentence
from liandong.issues.sheet import before
from liandong.issues.terms import Channel, Size, Urgency
from liandong.kernel.errors import BadInput
from liandong.people.access import Actor, Right
from liandong.people.doors import requires
from liandong.people.queries import actor_of
from liandong.people.terms import Role
from liandong.screens.words import translate


@requires(Right.INTAKE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of intake."""
    actor = actor_of(request)
    places, channel = place_choices(actor), _usual_channel(actor)
    if request.method == "GET":
        return render(request, "issues/intake.html",
                      {"form": IntakeForm(places=places, channel=channel), "before": ""})
    form, before = IntakeForm(request.POST, request.FILES or None, places=places, channel=channel), ""
    if not form.is_valid():
        if "token" in form.errors:
            form.renew()
    else:
        try:
            issue = services.receive(_intake(form), by=actor, now=timezone.now(), token=form.cleaned_data["token"],
                                     files=form.cleaned_data["attached"])
        except BadInput as wrong:
            if isinstance(wrong, RegisteredBefore):
                before = wrong.number
                form.renew()
            for name, sentence in (wrong.fields or {"": wrong.sentence}).items():
                form.add_error(name if name in form.fields else None, translate(sentence))
        else:
            messages.success(request, _("已登记，编号 %(number)s。") % {"number": issue.number})
            seen = visible(actor).filter(id=issue.id).exists() if issue.is_restricted else True
            return redirect("issue", issue.number) if seen else redirect("desk")
    return render(request, "issues/intake.html", {"form": form, "before": before}, status=422)


@requires(Right.INTAKE)
@require_POST
def new_earlier(request: HttpRequest) -> HttpResponse:
    """Beside the form of intake, once a telephone was typed: what it reported before, in the reader's own places.

    By POST, so that no telephone stands in an address; nothing is kept.
    """
    typed = request.POST.get("reporter_phone", "")[:LIMITS["reporter_phone"]]
    found = earlier(key_of(typed), actor_of(request))
    return render(request, "issues/earlier.html", {"found": before(found) if found.count else None})


def _usual_channel(actor: Actor) -> Channel:
    """How matters usually come to this person: proposed, not fixed."""
    if actor.has(Role.GRID):
        return Channel.PATROL
    return Channel.HOTLINE if actor.has(Role.COORDINATOR) else Channel.PHONE


def _intake(form: IntakeForm) -> services.Intake:
    said = form.cleaned_data
    return services.Intake(
        title=said["title"] or first_sentence(said["text"], LIMITS["title"]), text=said["text"],
        channel=Channel(said["channel"]),
        urgency=Urgency(said["urgency"]), size=Size(said["size"]), place_id=said["place"], address=said["address"],
        reporter_name=said["reporter_name"], reporter_phone=said["reporter_phone"],
        is_restricted=said["is_restricted"])


@requires(Right.INTAKE)
@require_POST
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """A receipt with a fresh link and code, for whoever may read the reporter's contact: printed and handed over.

    Only hashes are stored, so a lost receipt is made anew, not found again. The ledger keeps who made it.
    """
    actor, now = actor_of(request), timezone.now()
    issue = issue_of(number, actor)
    made = give_receipt(issue, by=actor, now=now)
    return render(request, "issues/receipt.html", {"issue": issue, "code": made.code,
                                                   "link": request.build_absolute_uri(f"/f/{made.token}/"), "now": now})
