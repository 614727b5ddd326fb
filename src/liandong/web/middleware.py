"""What holds for every page: headers, the idle limit, refusals as pages."""
from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from liandong.districts.scope import NoScope
from liandong.kernel.errors import Refused
from liandong.screens.words import reader_of_page
from liandong.web import errors

Next = Callable[[HttpRequest], HttpResponseBase]
SEEN = "seen_at"
WRITE_EVERY = timedelta(minutes=1)


MEBIBYTE = 1024 * 1024
LARGEST_FORM, LARGEST_FILE = 2 * MEBIBYTE, 21 * MEBIBYTE
UPLOADS = re.compile("/people/import/|/duties/import/|/issues/orders/|/issues/new/|"
                     "/issues/[^/]+/act/(?:answer|add_paper|interim|note)/|/f/(?:reply|add)/")
"""The only addresses that take files; `tables.reading` and `files.rules` bound the files themselves at 20 MiB."""


class Size:
    """Refuses what is too large by what it says of itself, before a byte of it is stored. Source: trust.md 6."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Here the reader and the language are known, and nothing has been read yet: not even by the CSRF check."""
        said = request.headers.get("Content-Length") or "0"
        largest = LARGEST_FILE if UPLOADS.fullmatch(request.path) else LARGEST_FORM
        return errors.too_large(request) if said.isdecimal() and int(said) > largest else None


class Headers:
    """Signed-in pages are kept by no browser and no proxy. Source: trust.md 9 (V14.3.2)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response


class Language:
    """Holds the reader's language for the length of a page; stands right inside of Django's LocaleMiddleware."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with reader_of_page():
            return self.get_response(request)


class Idle:
    """Ends a session after half an hour without a page. Source: trust.md 8."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = timezone.now()
            seen = request.session.get(SEEN)
            last = datetime.fromisoformat(seen) if seen else now
            if now - last > timedelta(minutes=settings.IDLE_MINUTES):
                logout(request)
            elif not seen or now - last > WRITE_EVERY:  # not at every page: a session is a row
                request.session[SEEN] = now.isoformat()
        return self.get_response(request)


class Refusals:
    """A refusal that a view did not show itself becomes a page with its own status, never a stack trace."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NoScope) and request.user.is_authenticated:
            return errors.no_appointment(request)
        return errors.refused(request, exception) if isinstance(exception, Refused) else None
