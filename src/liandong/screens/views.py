"""The toggle of large text, and the sheet of components."""
from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from liandong.screens.sheet import examples

LARGE_COOKIE = "large"
A_YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> str:
    """The page on which the toggle was pressed, if it is one of ours."""
    there = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if ours else "/"


@require_POST
def large_text(request: HttpRequest) -> HttpResponse:
    """Remember on this device whether text is large; it is asked before anybody has signed in."""
    answer = HttpResponseRedirect(_back(request))
    if request.POST.get("large") == "1":
        answer.set_cookie(LARGE_COOKIE, "1", max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True,
                          samesite="Lax")
    else:
        answer.delete_cookie(LARGE_COOKIE, samesite="Lax")
    return answer


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """The sheet of components; in the demo only, because its examples are invented."""
    if not settings.DEMO:
        raise Http404
    return render(request, "screens/components_sheet.html", {**examples(), "link": _nowhere})


def _nowhere(cursor: str) -> str:
    return "#x9"
