"""Which matter a resident's request is about: the signed cookie that a link was exchanged for."""
from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from liandong.districts.scope import scope
from liandong.issues import links
from liandong.issues.public import public_matter
from liandong.screens.typed import lapsed, typed_in

COOKIE = "__Secure-matter" if settings.PRODUCTION else "matter"
HALF_AN_HOUR = 1800
Page = Callable[..., HttpResponseBase]
"""Called with the request, the matter, and what the address names besides."""
View = Callable[..., HttpResponseBase]


def unlisted(view: View) -> View:
    """No search engine keeps a resident's page, nor follows a link on it."""
    @wraps(view)
    def inner(*args: object, **kwargs: object) -> HttpResponseBase:
        answer = view(*args, **kwargs)
        answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return answer

    return inner


def remember(found: links.Found) -> HttpResponseRedirect:
    """The matter goes into a signed cookie of these pages alone; the address forgets the token."""
    answer = HttpResponseRedirect(redirect("follow").url)
    answer.set_cookie(COOKIE, signing.dumps([found.district, str(found.issue_id)], salt=COOKIE),
                      max_age=HALF_AN_HOUR, path="/f/", httponly=True, samesite="Lax",
                      secure=settings.SESSION_COOKIE_SECURE)
    return answer


def with_matter(page: Page) -> View:
    """Open the scope of the matter in the cookie; without one, or when it has lapsed, the page to find it again."""
    @wraps(page)
    def view(request: HttpRequest, **named: object) -> HttpResponseBase:
        try:
            district, issue = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=HALF_AN_HOUR)
        except signing.BadSignature:
            return _to_find(request)
        with scope(int(district)):
            matter = public_matter(UUID(issue))
            return _to_find(request) if matter is None else page(request, matter, **named)

    return view


def _to_find(request: HttpRequest) -> HttpResponse:
    """The page to find one's matter; what was typed meanwhile is given back first."""
    typed = typed_in(request)
    return lapsed(request, typed, way_in=reverse("follow_find"), is_public=True) if typed else redirect("follow_find")
