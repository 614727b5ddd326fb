"""Who comes in: decorators of views. Everybody else is sent to the page that lets them in."""
from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from liandong.districts.scope import current_district
from liandong.kernel.errors import NotAllowed
from liandong.kernel.words import say
from liandong.people.access import Right, may
from liandong.people.queries import actor_of
from liandong.people.terms import STRONG_ROLES
from liandong.screens.typed import lapsed, page_of_form, typed_in

View = Callable[..., HttpResponseBase]
NOT_YOURS = say("您的任职不包括这项工作。如果应该包括，请本单位管理员核对任职。")


def signed_in(view: View) -> View:
    """Let in who has signed in, chosen an own password and, where it is demanded, a second factor.

    The view may then ask `queries.actor_of(request)`. Somebody without a current appointment comes in too: business
    rows are closed to them by the scope.
    """
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _elsewhere(request) or view(request, *args, **kwargs)

    inner.is_guarded = True  # type: ignore[attr-defined]  # read by the test that walks every address
    return inner


def requires(*rights: Right) -> Callable[[View], View]:
    """Let in whose appointments give one of these rights; raises NotAllowed for others. Includes `signed_in`."""
    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if not any(may(actor, right) for right in rights):
                raise NotAllowed(NOT_YOURS)
            return view(request, *args, **kwargs)

        return signed_in(inner)

    return decorate


def _elsewhere(request: HttpRequest) -> HttpResponseBase | None:
    """Where somebody has to go first; None if they may come in."""
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    if request.user.must_change_password:
        messages.info(request, _("这是第一次登录或者密码刚被重设，请先换成自己的密码。"))
        return _go(request, reverse("account_change_password"))
    if lacks_second_factor(request):
        messages.info(request, _("您的任职要求两步登录，请先启用验证器。"))
        return _go(request, reverse("mfa_activate_totp"))
    return None


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether an appointment demands a second factor that is not there yet. One query more, for those roles only."""
    if not settings.SECOND_FACTOR_REQUIRED or current_district() is None:
        return False
    return actor_of(request).has(*STRONG_ROLES) and not is_mfa_enabled(request.user)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in, which leads on to the page asked for; texts that were typed are given back first."""
    if request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request"):
        return redirect_to_login(request.get_full_path())
    if not request.headers.get("HX-Request") and (typed := typed_in(request)):
        there = redirect_to_login(page_of_form(request))
        return lapsed(request, typed, way_in=there.url)
    messages.info(request, _("登录已经过期，刚才填的没有保存。请登录后再填一次。"))
    return _go(request, reverse(settings.LOGIN_URL))


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(address)
    return redirect(address)
