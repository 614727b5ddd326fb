"""The desk's page on which a matter is made restricted, and who else may see it is named."""
from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from liandong.duties.terms import Confidentiality
from liandong.issues.acting import issue_of
from liandong.issues.forms import VersionForm, labelled
from liandong.issues.models import Issue
from liandong.issues.services.confiding import confide, release
from liandong.issues.standing import known_of, standing_of
from liandong.issues.terms import Part
from liandong.kernel.errors import BadInput, NotAllowed
from liandong.kernel.words import say
from liandong.people.access import DECIDERS, STREET_LEADERS, Actor, may_be_named, parts_on
from liandong.people.doors import signed_in
from liandong.people.queries import actor_of, actors_with
from liandong.people.terms import DESK_ROLES, Role
from liandong.places.queries import path_of
from liandong.screens.words import translate

ASKED = DESK_ROLES | STREET_LEADERS | DECIDERS | {Role.CALLER, Role.LIAISON}
"""The roles among which the second reader and the caller are found."""


class ConfideForm(VersionForm):
    """Restricted or not; who else may see it; why it is so no more."""

    confidentiality = forms.ChoiceField(label=gettext_lazy("保密"), choices=labelled(Confidentiality),
                                        widget=forms.RadioSelect)
    second = forms.TypedChoiceField(
        label=gettext_lazy("第二人"), required=False, coerce=int, empty_value=None,
        help_text=gettext_lazy("答复办不了时由这一个人复核。"))
    caller = forms.TypedChoiceField(
        label=gettext_lazy("回访员"), required=False, coerce=int, empty_value=None,
        help_text=gettext_lazy("只有这一个人打电话回访。"))
    reason = forms.CharField(label=gettext_lazy("不再保密的理由"), required=False, max_length=200,
                             help_text=gettext_lazy("改成“一般”才要写。"))

    def __init__(self, issue: Issue, given: Any = None) -> None:
        super().__init__(given, initial={
            "seen": issue.version, "confidentiality": Confidentiality.RESTRICTED.value, "second": issue.second_id,
            "caller": issue.caller_id})
        standing = standing_of(issue, known_of(issue.id))
        found = [(actor, may_be_named(actor, standing)) for actor in actors_with(ASKED, timezone.localdate())]
        for name, at in (("second", 0), ("caller", 1)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  declared above
            people = [(actor.account_id, _words(actor)) for actor, may in found if may[at]]
            field.choices = [("", _("没有指定")), *people]


def _words(actor: Actor) -> str:
    return translate(say("%(name)s（%(office)s）", name=actor.name, office=actor.posts[0].organisation_name))


@require_http_methods(["GET", "POST"])
@signed_in
def issue_confide(request: HttpRequest, number: str) -> HttpResponse:
    """Set or lift the mark. Who works another desk sees no such page."""
    actor = actor_of(request)
    issue = issue_of(number, actor)
    if Part.DESK not in parts_on(actor, standing_of(issue, known_of(issue.id))):
        raise NotAllowed(say("是不是保密，由经手的调度定。"))
    form = ConfideForm(issue, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _done(request, issue, form):
        return redirect("issue", issue.number)
    return render(request, "issues/confide.html", {
        "form": form, "issue": issue, "places": [one.name for one in path_of(issue.place_code)]},
        status=422 if request.method == "POST" else 200)


def _done(request: HttpRequest, issue: Issue, form: ConfideForm) -> bool:
    said, who = form.cleaned_data, {"by": actor_of(request), "now": timezone.now(), "seen": form.cleaned_data["seen"]}
    try:
        if said["confidentiality"] == Confidentiality.RESTRICTED:
            confide(issue.id, second=said["second"], caller=said["caller"], **who)
            messages.success(request, _("已保密：只有调度、承办和指定的人看得到。"))
        else:
            release(issue.id, reason=said["reason"], **who)
            messages.success(request, _("不再保密。"))
    except BadInput as wrong:
        for name, sentence in (wrong.fields or {"": wrong.sentence}).items():
            form.add_error(name if name in form.fields else None, translate(sentence))
        return False
    return True
