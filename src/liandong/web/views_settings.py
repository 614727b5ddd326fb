"""The administrator's settings: one table, a page for each, who changed it before. Source: architecture.md."""
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandong.districts.setting_rules import as_typed
from liandong.districts.settings import Line, listed
from liandong.kernel.errors import BadInput, NotFound, Stale
from liandong.kernel.words import Sentence, say
from liandong.ledger.queries import of_acts
from liandong.people import district_settings
from liandong.people.access import Right, role_of
from liandong.people.doors import requires
from liandong.people.queries import actor_of, names
from liandong.screens.view_model import Crumb
from liandong.screens.words import translate
from liandong.web.forms_settings import SettingForm, form_for
from liandong.web.settings_words import name_of, source_of, value_shown, words_of

SHOWN = 20
"""So many of the latest changes stand under a form."""
administrator = requires(Right.ADMINISTER)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@administrator
def settings(request: HttpRequest) -> HttpResponse:
    """Every setting that a district may change; no query more than the frame's and the settings'."""
    rows = [{"name": line.name, "words": name_of(line.name), "value": value_shown(line.value), "is_own": line.is_own,
             "default": value_shown(line.default), "source": source_of(line.name)}
            for line in listed() if line.can_be_set]
    return render(request, "web/settings.html", {"rows": rows, "crumbs": _way()})


@get_or_post
@administrator
def setting(request: HttpRequest, name: str) -> HttpResponse:
    """One setting: its form, what it was before. Whoever sends a form over a value changed since is told, 409."""
    line = _line(name)
    made = form_for(line.default)
    if request.method != "POST":
        return _page(request, line, made(initial={**made.shown(line.value), "seen": as_typed(line.value)}))
    form = made(request.POST)
    if not form.is_valid():
        return _page(request, line, form, 422)
    try:
        done = district_settings.change(name, form.typed(), seen=form.cleaned_data["seen"], **_who(request))
    except BadInput as refusal:
        form.refuse(refusal)
        return _page(request, line, form, 422)
    except Stale as refusal:
        form.add_error(None, translate(refusal.sentence))
        return _page(request, _line(name), _seen_anew(form, name), 409)
    return _told(request, name, _("已改：%(name)s。") if done else _("和原来一样，没有改动：%(name)s。"))


@require_POST
@administrator
def setting_default(request: HttpRequest, name: str) -> HttpResponse:
    """The district has no value of its own any more."""
    _line(name)
    done = district_settings.back_to_default(name, seen=request.POST.get("seen", ""), **_who(request))
    return _told(request, name, _("已改回默认：%(name)s。") if done else _("和原来一样，没有改动：%(name)s。"))


def _way() -> list[Crumb]:
    """The bar has no room for settings: the way to them is the page of accounts."""
    return [Crumb(say("账号和任职"), reverse("accounts"))]


def _who(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    return {"by": actor.account_id, "role": role_of(actor), "now": timezone.now()}


def _line(name: str) -> Line:
    """The setting of a name as it stands; NotFound for what is none or the program's own."""
    for line in listed():
        if line.name == name and line.can_be_set:
            return line
    raise NotFound


def _seen_anew(form: SettingForm, name: str) -> SettingForm:
    """What was typed stays; sent once more, it is sent by somebody who has seen the value that now stands."""
    form.data = {**form.data.dict(), "seen": as_typed(_line(name).value)}  # type: ignore[attr-defined]  # a QueryDict
    return form


def _told(request: HttpRequest, name: str, sentence: str) -> HttpResponse:
    messages.success(request, sentence % {"name": translate(name_of(name))})
    return redirect("settings")


def _page(request: HttpRequest, line: Line, form: SettingForm, status: int = 200) -> HttpResponse:
    events = list(of_acts({district_settings.CHANGED}).filter(detail__name=line.name).order_by("-id")[:SHOWN])
    who = names(event.actor_id for event in events)
    past = [{"at": event.happened_at, "who": who.get(event.actor_id or 0) or _("服务器上的运维"),
             "before": value_shown(event.detail["from"]), "after": value_shown(event.detail["to"])} for event in events]
    return render(request, "web/setting.html", {
        "line": line, "words": name_of(line.name), "meaning": Sentence(words_of(line.name).about), "form": form,
        "value": value_shown(line.value), "default": value_shown(line.default), "source": source_of(line.name),
        "seen": as_typed(line.value), "past": past,
        "crumbs": [*_way(), Crumb(say("设置"), reverse("settings"))]}, status=status)
