"""Pages for what cannot be shown: each says what is so, why, and what to do next."""
from __future__ import annotations

import secrets

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liandong.kernel.errors import NotAllowed, Refused

log = structlog.get_logger(__name__)


def case_number() -> str:
    """A short number that a reader can tell on the telephone and the administrator finds in the log."""
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(2))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"case": case_number(), "sentence": None}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Asks neither the database nor the session: either may be what broke."""
    case = case_number()
    log.error("page broken", case=case, path=request.path)
    return render(None, "500.html", {"case": case}, status=500)


def no_appointment(request: HttpRequest) -> HttpResponse:
    """Signed in, but with no current appointment: there is nothing to see."""
    return render(request, "403.html", {"case": case_number(), "sentence": None, "no_post": True}, status=403)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal as a page. A thing that is another's and a thing that never was look alike."""
    if refusal.status == 404:
        return not_found(request)
    template = "403.html" if isinstance(refusal, NotAllowed) else "409.html"
    return render(request, template, {"case": case_number(), "sentence": refusal.sentence}, status=refusal.status)


def record_denial(request: HttpRequest) -> None:
    """A denied act is kept: it is recorded after the service's savepoint has gone."""
