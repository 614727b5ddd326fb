"""The page of an act: its form, what the table says against it, and the way back to the matter."""
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from liandong.duties import proposals
from liandong.duties.ladder import ladder
from liandong.duties.models import Item
from liandong.issues import forms
from liandong.issues.act_forms import cited_item, form_for
from liandong.issues.act_pages import JUDGING, PAGES, ActPage
from liandong.issues.acting import choice_among, issue_of, offered
from liandong.issues.choices import item_choices
from liandong.issues.models import Issue
from liandong.issues.terms import Act, State
from liandong.issues.workflow import ISSUE
from liandong.kernel.errors import BadInput, NotAllowed, NotFound, Refused, RuleBroken
from liandong.kernel.words import Sentence, say
from liandong.people.doors import signed_in
from liandong.people.queries import actor_of
from liandong.places.queries import path_of
from liandong.screens.view_model import Fact
from liandong.screens.words import translate

FEW = 8


@signed_in
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Show or do one act on one matter."""
    chosen, page = _page_of(act)
    issue = issue_of(number, actor_of(request))
    if request.method == "POST":
        return _do(request, issue, chosen, page)
    _ask_the_table(request, issue, chosen)
    return _show(request, issue, chosen, page)


def _page_of(act: str) -> tuple[Act, ActPage]:
    try:
        chosen = Act(act)
        return chosen, PAGES[Act.CONFIRM if chosen in JUDGING else chosen]
    except (ValueError, KeyError):
        raise NotFound from None


def _ask_the_table(request: HttpRequest, issue: Issue, chosen: Act) -> None:
    """Raises what the button's greying says already; the service asks again under the lock."""
    acts = JUDGING if chosen in JUDGING else frozenset({chosen})
    choice = choice_among(offered(issue, actor_of(request), timezone.now()), acts)
    if choice is None:
        raise NotAllowed(say("这件事现在%(state)s，您不能%(act)s。", state=Sentence(State(issue.state).label),
                             act=Sentence(ISSUE.label(chosen))))
    if not choice.allowed and choice.reason is not None:
        raise RuleBroken(choice.reason)


def _do(request: HttpRequest, issue: Issue, chosen: Act, page: ActPage) -> HttpResponse:
    if request.FILES:  # files are read in a child: only of who may do the act now
        _ask_the_table(request, issue, chosen)
    item, _, _ = cited_item(request, issue)
    form = form_for(request, issue, chosen, page, item)
    if form is None or not form.is_valid():
        return _show(request, issue, chosen, page, form, status=422)
    try:
        done = page.do(issue.id, by=actor_of(request), seen=form.cleaned_data["seen"], now=timezone.now(),
                       **page.values(form.cleaned_data))
    except Refused as refusal:
        if page.is_direct or isinstance(refusal, NotFound):
            raise
        _say_at(form, refusal)
        return _show(request, issue, chosen, page, form, status=refusal.status)
    messages.success(request, translate(page.told(done)))
    return redirect("issue", done.number)


def _say_at(form: forms.VersionForm, refusal: Refused) -> None:
    """The refusal beside its field, or over the form."""
    named = refusal.fields if isinstance(refusal, BadInput) else {}
    for name, sentence in named.items():
        form.add_error(name if name in form.fields else None, translate(sentence))
    if not named:
        form.add_error(None, translate(refusal.sentence))


def _show(request: HttpRequest, issue: Issue, chosen: Act, page: ActPage, form: forms.VersionForm | None = None,
          status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"issue": issue, "act": chosen, "label": Sentence(ISSUE.label(chosen)),
                               "help": Sentence(page.help), "places": [one.name for one in path_of(issue.place_code)],
                               "asks_item": issubclass(page.form, forms.OwnerForm), "is_direct": page.is_direct}
    item, asked, near = cited_item(request, issue) if context["asks_item"] else (None, "", [])
    if context["asks_item"]:
        context |= {"item": item, "asked": asked or (str(item) if item else ""), "near": near[:FEW],
                    "items": item_choices(localdate()), "rungs": ladder(item) if item else [],
                    "helpers": _helpers(item, issue) if item else []}
    context["form"] = form or form_for(request, issue, chosen, page, item)
    return render(request, "issues/act.html", context, status=status)


def _helpers(item: Item, issue: Issue) -> list[Fact]:
    """Whom the catalogue names as helping, at the place of the matter: whoever assigns it can call them."""
    return [Fact(Sentence(body.rung.label) if body.rung else "", body.name,
                 href=reverse("directory_entry", args=[body.id]))
            for body in proposals.helpers(item, issue.place_code)]
