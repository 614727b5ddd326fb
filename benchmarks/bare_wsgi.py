"""The baseline: a Django view without session, database or middleware that renders the same page from constants.

The constants are what the real page gave its template once, for the reader named by the environment.
"""
from __future__ import annotations

import os
from typing import Any

from benchmarks import world

_ = world  # sets the environment before Django reads it

import django  # noqa: E402  after the setup

django.setup()

from django.conf import settings  # noqa: E402  after the setup
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402  after the setup
from django.http import HttpRequest, HttpResponse  # noqa: E402  after the setup
from django.template.backends.jinja2 import Template  # noqa: E402  after the setup
from django.test import Client  # noqa: E402  after the setup
from django.urls import include, path  # noqa: E402  after the setup

COOKIE, DETAIL = os.environ["BENCH_COOKIE"], os.environ["BENCH_DETAIL"]


def captured(address: str) -> tuple[Any, dict[str, Any]]:
    """The template and the values with which a page is rendered."""
    taken: list[tuple[Any, dict[str, Any]]] = []
    whole = Template.render

    def render(self: Template, context: Any = None, request: Any = None) -> str:
        inner = self.template

        class Taking:
            def render(self, values: dict[str, Any]) -> str:
                taken.append((inner, dict(values)))
                return str(inner.render(values))

        self.template = Taking()
        try:
            return str(whole(self, context, request))
        finally:
            self.template = inner

    Template.render = render  # type: ignore[method-assign]  # for one page, put back below
    try:
        answer = Client(headers={"Cookie": COOKIE}).get(address)
    finally:
        Template.render = whole  # type: ignore[method-assign]  # put back
    if answer.status_code != 200 or not taken:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return taken[-1]


PAGES = {"list": captured("/issues/"), "detail": captured(DETAIL)}


def page(request: HttpRequest, name: str) -> HttpResponse:
    """The page from its constants."""
    template, values = PAGES[name]
    return HttpResponse(template.render(values))


# the product's addresses stay behind ours: the pages name them while they are rendered
urlpatterns = [path("<str:name>/", page), path("", include("liandong.config.urls"))]
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = __name__
from django.urls import clear_url_caches  # noqa: E402  after the setup

clear_url_caches()
application = WSGIHandler()
