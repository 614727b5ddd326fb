"""The administrator's pages of accounts and appointments."""
from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from liandong.kernel.errors import BadInput, NotFound
from liandong.kernel.words import Sentence, say
from liandong.people import queries, services, show
from liandong.people.access import Right
from liandong.people.doors import requires
from liandong.people.forms import AccountForm, EndForm, FindForm, PostForm
from liandong.people.models import Account
from liandong.people.queries import actor_of
from liandong.screens.paging import Key, page_of
from liandong.screens.words import translate

ORDER = (Key("username", str),)
administrator = requires(Right.ADMINISTER)
RESET = say("重设密码")
RESET_WARNING = say("原来的密码马上失效，正在登录的都会退出。新的首次密码只显示一次。")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@administrator
def accounts(request: HttpRequest) -> HttpResponse:
    """The district's accounts, by sign-in name; three queries."""
    form = FindForm(request.GET)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    page = page_of(queries.find_accounts(text), ORDER, request.GET.get("page", ""), read=lambda a: (a.username,))
    posts = queries.appointments_of(a.pk for a in page.rows)
    today = timezone.localdate()
    items = [show.account_item(a, posts.get(a.pk, []), today) for a in page.rows]
    context = {"form": form, "page": page, "items": items, "link": _pages(request)}
    return render(request, "people/accounts.html", context)


def _pages(request: HttpRequest) -> Callable[[str], str]:
    def link(cursor: str) -> str:
        values = request.GET.copy()
        values["page"] = cursor
        return f"?{values.urlencode()}"

    return link


@get_or_post
@administrator
def account_new(request: HttpRequest) -> HttpResponse:
    """Make an account with its first appointment; the first password is shown on the page that answers."""
    form = AccountForm(request.POST if request.method == "POST" else None, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made, password = services.create_account(given["username"], given["name"], form.post(),
                                                     email=given["email"], by=actor_of(request), now=timezone.now())
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            return _show_password(request, made, password, is_new=True)
    return _form(request, "people/account_new.html", form)


@sensitive_variables("password")
def _show_password(request: HttpRequest, account: Account, password: str, *, is_new: bool) -> HttpResponse:
    return render(request, "people/password.html", {"account": account, "password": password, "is_new": is_new})


def _form(request: HttpRequest, template: str, form: object, **more: object) -> HttpResponse:
    """A page with a form; 422 when it was sent and something in it is wrong."""
    bad = request.method == "POST"
    context = {"form": form, "bodies": queries.organisations_for_posts(), **more}
    return render(request, template, context, status=422 if bad else 200)


@require_GET
@administrator
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account: its appointments, and what can be done with it."""
    one = queries.account_here(account_id)
    by, today = actor_of(request), timezone.localdate()
    posts = queries.appointments_of([account_id]).get(account_id, [])
    mine = by.account_id == account_id
    items = [show.appointment_item(post, today, ends=not mine) for post in posts]
    return render(request, "people/account.html", {
        "account": one, "items": items, "mine": mine, "has_second_factor": queries.has_second_factor(account_id)})


@get_or_post
@administrator
def appoint(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give somebody a further role."""
    one = queries.account_here(account_id)
    form = PostForm(request.POST if request.method == "POST" else None, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.appoint(account_id, form.post(), by=actor_of(request), now=timezone.now())
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已给%(name)s增加任职。") % {"name": one.name})
            return redirect("account", account_id)
    return _form(request, "people/appoint.html", form, account=one)


@get_or_post
@administrator
def appointment_end(request: HttpRequest, account_id: int, appointment_id: UUID) -> HttpResponse:
    """Set the last day of an appointment."""
    one = queries.account_here(account_id)
    post = queries.appointment(appointment_id)
    if post.account_id != account_id:
        raise NotFound
    form = EndForm(request.POST if request.method == "POST" else None,
                   initial={"until": post.until or timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        try:
            services.end_appointment(appointment_id, until, by=actor_of(request), now=timezone.now())
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已定下任职的最后一天。"))
            return redirect("account", account_id)
    return _form(request, "people/appointment_end.html", form, account=one, words=show.words_of(post),
                 span=show.span(post))


@get_or_post
@administrator
def account_password(request: HttpRequest, account_id: int) -> HttpResponse:
    """A new first password, after it has been asked for once more."""
    one = queries.account_here(account_id)
    if request.method == "POST":
        one, password = services.reset_password(account_id, by=actor_of(request), now=timezone.now())
        return _show_password(request, one, password, is_new=False)
    return _sure(request, one, RESET, RESET_WARNING)


def _changing(word: Sentence, warning: Sentence, change: Callable[..., Account]) -> Callable[..., HttpResponseBase]:
    """A view that asks once more, then changes an account and goes back to it."""
    @get_or_post
    @administrator
    def view(request: HttpRequest, account_id: int) -> HttpResponse:
        one = queries.account_here(account_id)
        if request.method == "POST":
            change(account_id, by=actor_of(request), now=timezone.now())
            messages.success(request, _("已办：%(what)s（%(name)s）。") % {"what": translate(word), "name": one.name})
            return redirect("account", account_id)
        return _sure(request, one, word, warning)

    return view


account_disable = _changing(say("停用账号"), say("正在登录的都会退出，在办的事项回到本单位。以后可以再启用。"),
                            services.disable_account)
account_enable = _changing(say("启用账号"), say("可以用原来的密码登录，任职照旧。"), services.enable_account)
account_second_factor = _changing(
    say("清除验证器"), say("手机丢了才用：下次登录只要密码，请本人随后重新启用。"), services.forget_second_factor)


def _sure(request: HttpRequest, one: Account, word: Sentence, warning: Sentence) -> HttpResponse:
    return render(request, "people/sure.html", {"account": one, "word": word, "warning": warning,
                                                "back": reverse("account", args=[one.pk])})
