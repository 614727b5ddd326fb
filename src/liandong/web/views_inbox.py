"""One's own messages. Whether they were read is shown to nobody else. Source: domain.md, "Less burden" 8."""
from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandong.kernel.errors import NotFound
from liandong.kernel.words import say
from liandong.outbox import queries, services
from liandong.outbox.models import InboxItem
from liandong.outbox.terms import words
from liandong.people.doors import signed_in
from liandong.people.queries import actor_of
from liandong.screens.paging import Key, page_of
from liandong.screens.view_model import Item
from liandong.screens.words import near_day

ORDER = (Key("created_at", datetime, descending=True), Key("id", UUID, descending=True))


@require_GET
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """The reader's messages, newest first; one query and the frame's."""
    now, account = timezone.now(), _account(request)
    page = page_of(queries.inbox(account), ORDER, request.GET.get("page", ""), read=lambda i: (i.created_at, i.id))
    return render(request, "web/inbox.html", {
        "page": page, "items": [_item(one, now) for one in page.rows], "unread": queries.unread_count(account),
        "link": lambda cursor: f"?page={cursor}"})


def _account(request: HttpRequest) -> int:
    account = actor_of(request).account_id
    if account is None:
        raise NotFound
    return account


def _item(one: InboxItem, now: datetime) -> Item:
    title, body = words(one.message.what, one.message.values)
    return Item("done" if one.read_at else "hand", say("已读") if one.read_at else say("未读"), title,
                reverse("inbox_open", args=[one.id]), sub=[body, near_day(one.created_at, now)])


@require_GET
@signed_in
def inbox_open(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Go to what a message is about; for the reader alone it counts as read."""
    account = _account(request)
    one = queries.inbox(account).filter(id=item_id).first()
    if one is None:
        raise NotFound
    services.mark_read(account, [one.id], now=timezone.now())
    return redirect(_there(one))


def _there(one: InboxItem) -> str:
    """The page of the matter; what waits to be assigned for a file of orders; the desk for what is about none."""
    if one.message.what == "orders.done":
        return f"{reverse('issues')}?view=triage"
    number = one.message.values.get("number") if one.message.kind == "issue" else None
    try:
        return reverse("issue", args=[number]) if number else reverse("desk")
    except NoReverseMatch:
        return reverse("inbox")


@require_POST
@signed_in
def inbox_read(request: HttpRequest) -> HttpResponse:
    """Mark all of one's messages as read."""
    services.mark_read(_account(request), None, now=timezone.now())
    messages.success(request, _("消息都已标为已读。"))
    return redirect("inbox")
