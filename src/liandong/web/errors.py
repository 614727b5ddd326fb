"""Pages for what cannot be shown: each says what is so, why, and what to do next."""
from __future__ import annotations

import secrets

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from liandong.districts.scope import current_district
from liandong.kernel.errors import NotAllowed, Refused
from liandong.kernel.ids import uuid7
from liandong.ledger import services as ledger
from liandong.screens.typed import page_of_form, typed_in

log = structlog.get_logger(__name__)
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that are mistaken for another on the telephone."""


def case_number() -> str:
    """A short number that a reader can tell on the telephone and the administrator finds in the log."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the browser sent cannot be read, or is more than a form has room for."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    too_many = isinstance(exception, TooManyFieldsSent | TooManyFilesSent)
    return render(request, "400.html", {"most": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS if too_many else 0}, status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """More than a form or a file may hold; nothing of it was read."""
    return render(request, "413.html", status=413)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not within the reader's appointments; the object is not named."""
    return _denied(request, None)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's own sign is missing or old: nothing was done, and the texts in it are given back."""
    return render(request, "403_csrf.html", {"typed": typed_in(request), "page": page_of_form(request),
                                             "is_public": request.path.startswith(reverse("follow"))}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such thing, or another district's: the same page, to the letter."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault. Asks neither the database nor the session: either may be what broke."""
    case = case_number()
    log.error("page broken", case=case, path=request.path)
    return render(None, "500.html", {"case": case}, status=500)


def no_appointment(request: HttpRequest) -> HttpResponse:
    """Signed in, but with no current appointment: there is nothing to see."""
    return render(request, "403.html", {"case": case_number(), "sentence": None, "no_post": True}, status=403)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal as a page of its own status."""
    if refusal.status == 404:
        return not_found(request)
    if isinstance(refusal, NotAllowed):
        return _denied(request, refusal)
    return render(request, "409.html", {"case": case_number(), "sentence": refusal.sentence}, status=refusal.status)


def _denied(request: HttpRequest, refusal: NotAllowed | None) -> HttpResponse:
    case = case_number()
    if current_district() is not None and request.user.is_authenticated:
        # the service's savepoint is gone; this stays, since the request commits below 500
        ledger.record("denied", kind="page", on=uuid7(), by=request.user.pk, happened_at=timezone.now(),
                      detail={"case": case, "path": request.path[:200], "method": request.method})
    return render(request, "403.html", {"case": case, "sentence": refusal.sentence if refusal else None}, status=403)
