"""Sign-ins, refused sign-ins and sign-outs in the ledger, under district 0, the city. Source: trust.md 8.

They run outside of the request's transaction (`/accounts/`), so a page that fails afterwards takes none of them back.
"""
from __future__ import annotations

import hashlib
import hmac
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from liandong.districts.scope import CITY, scope
from liandong.ledger.services import record
from liandong.people.models import Account
from liandong.people.sessions import STARTED

KIND = "account"
NOBODY = UUID(int=0)
"""The subject of a refused sign-in under a name that no account has."""


def subject_of(account_id: int) -> UUID:
    """An account's number in the ledger's form of a subject."""
    return UUID(int=account_id)


def from_where(request: HttpRequest | None) -> str:
    """A keyed hash of the address: two events from one place can be seen to be so, the place itself is not kept."""
    try:
        address = get_adapter().get_client_ip(request) if request is not None else ""
    except PermissionDenied:
        address = ""
    return hmac.new(settings.SECRET_KEY.encode(), f"address:{address}".encode(), hashlib.sha256).hexdigest()[:16]


def note(act: str, request: HttpRequest | None, account: Account | None) -> None:
    """Record one act of signing in or out."""
    with scope(CITY):
        record(act, kind=KIND, on=subject_of(account.pk) if account else NOBODY, by=account.pk if account else None,
               happened_at=timezone.now(), detail={"from": from_where(request)})


def refused(act: str, request: HttpRequest, login: str) -> None:
    """Record a sign-in that was refused. What was typed is kept nowhere: it may be a password in the wrong box."""
    note(act, request, Account.objects.filter(username__iexact=login).first() if login else None)


def signed_in(request: HttpRequest, user: Account, **_: Any) -> None:
    request.session[STARTED] = timezone.now().isoformat()
    note("sign_in", request, user)


def signed_out(request: HttpRequest, user: Account | None, **_: Any) -> None:
    if user is not None:
        note("sign_out", request, user)


def changed_password(request: HttpRequest, user: Account, **_: Any) -> None:
    """Whoever has chosen a password of their own is asked for none any more."""
    Account.objects.filter(pk=user.pk).update(must_change_password=False)
    user.must_change_password = False
    note("password_changed", request, user)


def connect() -> None:
    """Listen to Django's and allauth's signals; called once, by the application's `ready()`."""
    user_logged_in.connect(signed_in, dispatch_uid="liandong.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="liandong.signed_out")
    password_changed.connect(changed_password, dispatch_uid="liandong.password_changed")
