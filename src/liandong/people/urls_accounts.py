"""Sign-in, sign-out, password and second factor: allauth's views without its sign-up and e-mail pages."""
from __future__ import annotations

from typing import Any

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from liandong.kernel.errors import RuleBroken
from liandong.kernel.words import say


def login(request: HttpRequest, **more: Any) -> HttpResponse:
    """allauth says a limited sign-in as a form's error with status 200; the status says it too."""
    response: HttpResponse = views.login(request, **more)
    if getattr(request, "sign_in_limited", False):
        response.status_code = 429
    return response


def password_change(request: HttpRequest) -> HttpResponse:
    """Changing one's password; allauth would lead who has none to a page that is not offered here."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        raise RuleBroken(say("这个账号没有设过密码，不能在这里改。请本单位管理员重设密码，会给一个首次密码。"))
    response: HttpResponse = views.password_change(request)
    return response


login.login_required = False  # type: ignore[attr-defined]  # as Django's login_not_required marks it

urlpatterns = [
    path("login/", login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", password_change, name="account_change_password"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
]
