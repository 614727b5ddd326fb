"""What the frame shows of the reader: bar, name, post, inbox."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from liandong.districts.scope import current_district
from liandong.kernel.words import N_, Sentence, say
from liandong.outbox.queries import unread_count
from liandong.people.access import Actor, Right, may
from liandong.people.queries import actor_of
from liandong.screens.frame import Frame, NavLink
from liandong.screens.views import LARGE_COOKIE

ENTRIES: list[tuple[str, str, tuple[str, ...], Right | None]] = [
    (N_("工作台"), "desk", ("desk",), Right.SEE_MATTERS),
    (N_("诉求"), "issues", ("issue",), Right.SEE_MATTERS),
    (N_("权责清单"), "duties", ("duties", "duty"), None),
    (N_("通讯录"), "directory", ("directory",), None),
    (N_("账号和任职"), "accounts", ("account", "appoint", "people_import", "setting"), Right.ADMINISTER),
    (N_("工作日历"), "calendar", ("calendar",), Right.EDIT_CALENDAR),
    (N_("没送到的消息"), "dead_letters", ("dead_letters",), Right.SEE_DEAD_LETTERS),
    (N_("谁看过什么"), "readings", ("readings",), Right.SEE_READINGS),
]
"""The bar: word, view, the beginnings of view names that belong to it, the right it takes. Only what works is here."""
ONES_OWN = frozenset({"account_me", "account_change_password", "account_reauthenticate", "account_logout"})
"""Pages of the reader's own account: they stand under the reader's name, not under an entry."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of all our pages; two short queries for somebody signed in, none otherwise."""
    return {"frame": _frame(request)}


def _frame(request: HttpRequest) -> Frame:
    outside: dict[str, Any] = {"demo": settings.DEMO, "large": request.COOKIES.get(LARGE_COOKIE) == "1",
                               "language": get_language() or "zh-hans", "here": request.get_full_path()}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Frame(**outside)
    if current_district() is None:  # accounts' own pages run outside of every district
        return Frame(who=user.name, me_href=reverse("account_me"), **outside)
    actor = actor_of(request)
    sees_matters = may(actor, Right.SEE_MATTERS)
    return Frame(nav=list(_links(actor, request)), who=actor.name or user.name, post=_post(actor),
                 me_href=reverse("account_me"), inbox=unread_count(user.pk), inbox_href=reverse("inbox"),
                 find_href=reverse("issues") if sees_matters else "", **outside)


def _links(actor: Actor, request: HttpRequest) -> Iterator[NavLink]:
    name = request.resolver_match.view_name if request.resolver_match else ""
    for word, view, beginnings, right in ENTRIES:
        if right is None or may(actor, right):
            yield NavLink(Sentence(word), reverse(view), name.startswith(beginnings) and name not in ONES_OWN)


def _post(actor: Actor) -> Sentence | str:
    if not actor.posts:
        return ""
    first = actor.posts[0]
    return say("%(office)s · %(role)s", office=first.organisation_name, role=Sentence(first.role.label))
