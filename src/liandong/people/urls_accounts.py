"""Sign-in, sign-out, password and second factor: allauth's views without its sign-up and e-mail pages."""
from __future__ import annotations

from typing import Any

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def login(request: HttpRequest, **more: Any) -> HttpResponse:
    """allauth says a limited sign-in as a form's error with status 200; the status says it too."""
    response: HttpResponse = views.login(request, **more)
    if getattr(request, "sign_in_limited", False):
        response.status_code = 429
    return response


login.login_required = False  # type: ignore[attr-defined]  # as Django's login_not_required marks it

urlpatterns = [
    path("login/", login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
]
