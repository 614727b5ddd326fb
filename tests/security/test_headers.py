"""Headers and cookies of every kind of answer, errors included; the production profile passes Django's own check."""
from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client

from liandong.config.paths import SOURCE
from liandong.people import queries
from tests.security.asking import wrong_headers
from tests.security.conftest import Two
from tests.security.sides import NOBODY

HTTPS = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")


@pytest.mark.parametrize(("path", "post", "status"), [
    ("/people/me/", None, 200), ("/no/such/page/", None, 404), ("/people/new/", None, 403),
    ("/inbox/read/", None, 405), ("/issues/?view=nonsense", None, 422), ("/people/me", None, 301)])
def test_every_kind_of_answer_carries_the_headers(two: Two, path: str, post: Any, status: int) -> None:
    answer = two.own.browser("officer").get(path)
    assert (answer.status_code, wrong_headers(answer)) == (status, [])


def test_a_form_without_its_token_is_refused_with_the_headers_and_stores_nothing(two: Two) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = two.own.browser("admin").cookies
    answer = browser.post("/calendar/day/", {"date": "2026-12-30", "is_working": "1", "name": "越界的一天"})
    assert (answer.status_code, wrong_headers(answer)) == (403, [])
    assert "越界的一天" not in two.own.browser("admin").get("/calendar/?year=2026").content.decode()


@pytest.mark.parametrize("error", [RuntimeError("broken"), SuspiciousOperation("odd")])
def test_a_page_that_breaks_carries_the_headers_and_says_nothing_of_why(
        two: Two, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def breaks(*_: object) -> None:
        raise error

    monkeypatch.setattr(queries, "districts_of", breaks)
    browser = Client(raise_request_exception=False)
    browser.cookies = two.own.browser("officer").cookies
    answer = browser.get("/people/me/")
    assert answer.status_code == (400 if isinstance(error, SuspiciousOperation) else 500)
    assert wrong_headers(answer) == []
    assert str(error) not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_a_stranger_gets_no_cookie_but_the_form_s_own(two: Two) -> None:
    answer = Client().get("/accounts/login/")
    assert set(answer.cookies) <= {"csrf", "session"}
    assert wrong_headers(answer) == []
    assert two.own.browser(NOBODY).get("/accounts/login/").status_code == 200


def test_the_production_profile_passes_django_s_own_check_and_its_cookies_are_locked_to_the_host(tmp_path: Any) -> None:
    env = {**os.environ, "LIANDONG_PROFILE": "production", "LIANDONG_VAR": str(tmp_path),
           "PYTHONPATH": str(SOURCE.parent)}
    code = ("import django; django.setup(); from django.conf import settings as s; "
            "assert s.SESSION_COOKIE_NAME.startswith('__Host-') and s.CSRF_COOKIE_NAME.startswith('__Host-'); "
            f"assert all(getattr(s, name) for name in {HTTPS!r}); assert not s.DEBUG and s.SECOND_FACTOR_REQUIRED; "
            "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')")
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
