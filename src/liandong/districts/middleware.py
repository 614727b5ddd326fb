"""One transaction a request, with the district's scope set inside it. Source: trust.md 3."""
from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from liandong.districts.scope import entered

OUTSIDE = ("/accounts/", "/up/", "/static/", "/language/")
"""What must survive a failed page (sign-in, throttles, sign-out) or needs no rows runs without our transaction."""
DISTRICT_KEY = "district"
"""The session's wish, when an account has appointments in several districts."""


class OneTransaction:
    """Opens the transaction, finds the signed-in person's district, commits below 500 and rolls back from 500 on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(OUTSIDE):
            return self.get_response(request)
        _ = request.user.is_authenticated  # session and account are read outside of the transaction
        try:
            nested = connection.in_atomic_block  # only in tests: there the scope outlives the request
            with transaction.atomic(durable=True):
                with entered(district_of(request), put_back=nested):
                    response = self.get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
        except BaseException:  # COMMIT itself may fail: a deferred constraint, a lost server
            forget_messages(request)
            raise
        if response.status_code >= 500:
            forget_messages(request)
        return response


def district_of(request: HttpRequest) -> int | None:
    """The district of a current appointment; None shows nothing.

    Today's date goes in as an argument: the database session counts in UTC.
    """
    if not request.user.is_authenticated:
        return None
    with connection.cursor() as c:
        c.execute("select find.enter(%s, %s, %s)",
                  [request.user.pk, request.session.get(DISTRICT_KEY), timezone.localdate()])
        row = c.fetchone()
    return None if row is None else row[0]


def forget_messages(request: HttpRequest) -> None:
    """What was rolled back must not be told: MessageMiddleware would store the message whatever the status."""
    storage = getattr(request, "_messages", None)
    if storage is not None:
        storage._queued_messages.clear()
