"""How allauth signs people in: nobody signs up, guesses are limited, refusals are recorded. Source: trust.md 8."""
from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from liandong.people import audit

DEVICE_COOKIE = "__Host-device" if settings.PRODUCTION else "device"
DEVICE_SALT = "liandong.people.device"
DEVICE_SECONDS = 180 * 24 * 3600


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """Sign-in as the product wants it."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _("试得太多了，请过几分钟再试。密码没有变。"),
        "username_password_mismatch": _("账号或密码不对。"),
        "invalid_login": _("账号或密码不对。"),
        "enter_current_password": _("现在的密码不对。"),
        "incorrect_password": _("密码不对。"),
        "incorrect_code": _("验证码不对。"),
        "rate_limited": _("试得太多了，请过几分钟再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """The administrator makes accounts."""
        return False

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *more: Any,
                    **named: Any) -> None:
        """All that allauth tells, but that somebody has signed in: the desk says so."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *more, **named)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_me")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By the name alone: allauth adds the host, which whoever guesses may choose."""
        return str(credentials.get("username", "")).lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Spend the address's limit first, then the account's, both before the password is looked at.

        A device on which this account has signed in before has a limit of its own: others' wrong guesses do not lock
        an official out there.
        """
        login = self._get_login_attempts_cache_key(request, **credentials)
        device = device_of(request, login)
        limit, key = ("login_failed_device", device) if device else ("login_failed_account", login)
        spent = []
        for action, name in (("login_failed_address", None), (limit, key)):
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=name)
            if not usage:
                request.sign_in_limited = True  # type: ignore[attr-defined]  # read by urls_accounts: status 429
                audit.refused("sign_in_limited", request, login)
                raise self.validation_error("too_many_login_attempts")
            spent += usage.usage
        self._login_failed_rl_usage = ratelimit.RateLimitUsage(usage=spent)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        audit.refused("sign_in_refused", request, self._get_login_attempts_cache_key(request, **credentials))

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse:
        """Remember the device, for the limits above only: it opens nothing."""
        response: HttpResponse = super().post_login(request, user, **more)
        value = signing.dumps([user.get_username(), get_random_string(16)], salt=DEVICE_SALT)
        response.set_cookie(DEVICE_COOKIE, value, max_age=DEVICE_SECONDS, secure=settings.SESSION_COOKIE_SECURE,
                            httponly=True, samesite="Lax")
        return response


def device_of(request: HttpRequest, login: str) -> str:
    """The mark of a device on which this account has signed in before; empty if this is none."""
    try:
        name, mark = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_SALT, max_age=DEVICE_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return f"{name}:{mark}" if name == login else ""
