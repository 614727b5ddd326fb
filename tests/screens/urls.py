"""Addresses that the frame links to, for tests that look at pages alone: no view behind them is called."""
from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from liandong.screens.urls import urlpatterns as ours


def never(request: HttpRequest) -> HttpResponse:
    raise Http404


NAMES = ("set_language", "account_login", "account_logout", "account_change_password", "account_reauthenticate",
         "mfa_authenticate", "mfa_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
         "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes")
urlpatterns = [*ours, *(path(f"{name}/", never, name=name) for name in NAMES)]
