"""Making an act's form for one matter: what can be chosen, and what is known already."""
from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import localdate

from liandong.duties import queries as duties
from liandong.duties.models import Item
from liandong.issues import forms
from liandong.issues.act_pages import ActPage
from liandong.issues.ask_forms import AskExtendForm
from liandong.issues.choices import Choice, item_choices, meant, owner_choices
from liandong.issues.kin import candidates, merged_answer
from liandong.issues.models import Clock, Issue
from liandong.issues.terms import Act, ClockKind
from liandong.kernel.calendar import Term, Unit
from liandong.kernel.errors import NotFound
from liandong.orgs import queries as orgs
from liandong.people import queries as people
from liandong.people.queries import actor_of


def form_for(request: HttpRequest, issue: Issue, act: Act, page: ActPage,
             item: Item | None) -> forms.VersionForm | None:
    """The form of an act, bound if the request posts; None while the item that its choices depend on is not named."""
    data = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {"seen": issue.version}
    kind = page.form
    if issubclass(kind, forms.OwnerForm):
        if item is None:
            return None
        form = kind(data, initial={**initial, "item": item.id}, owners=owner_choices(item, issue.place))
        if form.initial.get("owner") == str(issue.owner_id):  # it is to go to another
            del form.initial["owner"]
        return form
    if issubclass(kind, forms.ItemForm | forms.RuleForm):
        return _citing(kind, data, initial, issue)
    if issubclass(kind, AskExtendForm):
        return kind(data, initial=initial, term=_handling_term(issue))
    if issubclass(kind, forms.PassOnForm):
        return kind(data, initial=initial, colleagues=_colleagues(issue))
    if issubclass(kind, forms.MergeForm):
        typed = request.POST.get("main", "").strip()[:120]
        return kind(data, initial=initial, candidates=candidates(issue, actor_of(request), timezone.now(), typed))
    if issubclass(kind, forms.NoForm):
        return kind(data, initial=initial, turning_away=act is Act.TURN_AWAY)
    if issubclass(kind, forms.AnswerSplitForm):
        initial |= merged_answer(issue.id, _duty(issue))
    elif issubclass(kind, forms.AnswerForm):
        initial["duty"] = _duty(issue)
    return kind(data, request.FILES or None, initial=initial)


def _citing(kind: type[forms.ItemForm | forms.RuleForm], data: Any, initial: dict[str, Any],
            issue: Issue) -> forms.VersionForm:
    items = item_choices(localdate())
    known = next((one.words for one in items if one.id == issue.item_id), "")
    more: dict[str, Any] = {"items": items}
    if issubclass(kind, forms.SendBackForm | forms.RuleForm):
        more["offices"] = [Choice(one.name, one.id) for one in orgs.owners(issue.place_code)]
    return kind(data, initial={**initial, "item": known}, **more)


def _colleagues(issue: Issue) -> list[tuple[int, str]]:
    others = people.colleagues(issue.owner_id, localdate()) if issue.owner_id else []
    return [(one.id, one.name) for one in others if one.id != issue.holder_id]


def _handling_term(issue: Issue) -> Term | None:
    """The term that runs, without what was added to it; one query."""
    clock = Clock.objects.filter(issue=issue, kind=ClockKind.HANDLE.value, ended_at=None).first()
    return None if clock is None else Term(clock.amount, Unit(clock.unit))


def _duty(issue: Issue) -> str:
    """Whose duty it is, as the matter itself says: the owner, and the item it is cited by."""
    owner = issue.owner.name if issue.owner else ""
    return f"{owner}（{issue.item}）" if issue.item else owner


def cited_item(request: HttpRequest, issue: Issue) -> tuple[Item | None, str, list[Choice]]:
    """The item that an assignment is made by: posted, asked for by its words, or cited already. With it the words that
    were asked for, and the choices that they may mean."""
    posted = request.POST.get("item", "") if request.method == "POST" else ""
    if posted:
        return _by_id(posted), "", []
    asked = request.GET.get("item", "").strip()[:120]
    if not asked:
        return (duties.item_by_id(issue.item_id) if issue.item_id else None), "", []
    among = item_choices(localdate())
    found = meant(asked, among)
    return (duties.item_by_id(found[0].id) if len(found) == 1 else None), asked, found


def _by_id(text: str) -> Item | None:
    try:
        return duties.item_by_id(UUID(text))
    except (ValueError, NotFound):
        return None
