"""One's own page: appointments, password, second factor, where one is signed in, which district."""
from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandong.districts.middleware import DISTRICT_KEY
from liandong.districts.scope import current_district
from liandong.kernel.errors import BadInput, NotAllowed, NotFound
from liandong.kernel.words import say
from liandong.people import endings, queries, quiet, show
from liandong.people.doors import signed_in
from liandong.people.forms import DigestForm
from liandong.people.models import Account
from liandong.people.queries import actor_of


def account_of(request: HttpRequest) -> Account:
    """Who has signed in; only behind `signed_in`."""
    if not isinstance(request.user, Account):
        raise NotAllowed(say("请先登录。"))
    return request.user


@require_GET
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """One's own page; it opens without an appointment too."""
    form = DigestForm(initial={"hour": quiet.digest_hour(account_of(request).pk)}) if _in_district() else None
    return _page(request, form)


def _in_district() -> bool:
    return current_district() is not None


def _page(request: HttpRequest, form: DigestForm | None, status: int = 200) -> HttpResponse:
    account = account_of(request)
    today = timezone.localdate()
    posts = queries.appointments_of([account.pk]).get(account.pk, []) if _in_district() else []
    districts = queries.districts_of(account.pk, today)
    return render(request, "people/me.html", {
        "account": account, "items": [show.appointment_item(one, today, ends=False) for one in posts],
        "districts": districts if len(districts) > 1 else [], "district": current_district(),
        "sessions": queries.sessions_of(account.pk), "this": request.session.session_key,
        "has_second_factor": queries.has_second_factor(account.pk), "form": form}, status=status)


@require_POST
@signed_in
def digest(request: HttpRequest) -> HttpResponse:
    """Choose the hour of one's own digest, or the district's again."""
    if not _in_district():
        raise NotFound
    form = DigestForm(request.POST)
    if form.is_valid():
        try:
            quiet.choose_digest_hour(form.cleaned_data["hour"], by=actor_of(request), now=timezone.now())
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已记下什么时候收汇总。"))
            return redirect("account_me")
    return _page(request, form, 422)


@require_POST
@signed_in
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End one's other sessions."""
    ended = endings.end_sessions(account_of(request).pk, but=request.session.session_key)
    messages.success(request, _("已退出其他 %(n)s 处登录。") % {"n": ended})
    return redirect("account_me")


@require_POST
@signed_in
def district(request: HttpRequest) -> HttpResponse:
    """Work in another district from now on: one district a session."""
    wanted = request.POST.get("district", "")
    mine = {str(one.id): one for one in queries.districts_of(account_of(request).pk, timezone.localdate())}
    if wanted not in mine:
        raise NotFound
    request.session[DISTRICT_KEY] = mine[wanted].id
    messages.success(request, _("现在在%(district)s办事。") % {"district": mine[wanted].name})
    return redirect("/")
