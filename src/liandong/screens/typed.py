"""What somebody typed into a form that can no longer be taken: given back, so that nothing has to be thought of twice.

It goes into the answer to the very request that brought it and is kept nowhere; the answer is stored by no browser
(`web.middleware.Headers`). Only texts that stand in `LABELS` are given back: no password, no code, no token.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from liandong.kernel.words import N_, Sentence

LABELS: Mapping[str, str] = {
    "text": N_("内容"), "title": N_("标题"), "place": N_("在哪里"), "address": N_("具体位置"),
    "reporter_name": N_("反映人"), "reporter_phone": N_("电话"), "note": N_("说了什么"), "reason": N_("理由"),
    "item": N_("权责清单条目"), "tried": N_("本级做过什么"), "proposed": N_("建议由谁承办"), "owner": N_("由谁承办"),
    "losing_view": N_("没有采纳的意见"), "found": N_("查到了什么"), "done": N_("做了什么，什么时候做的"),
    "duty": N_("是谁的事"), "whose": N_("是谁的事"), "next": N_("接下来怎么办"), "instead": N_("反映人还可以怎么办"),
    "words": N_("还说了什么"), "username": N_("登录名"), "name": N_("名称"), "email": N_("邮箱"),
    "organisation": N_("单位"), "area": N_("范围"), "since": N_("从哪一天起"), "until": N_("到哪一天止"),
    "effective_on": N_("从哪一天起生效"), "year": N_("年份"), "source": N_("依据"), "holidays": N_("放假的日子"),
    "makeup_days": N_("调休上班的周末"), "date": N_("哪一天")}
"""The texts of all forms by their names. A new one fails its test until it is entered here."""
ROWS = 12


@dataclass(frozen=True)
class Typed:
    """One text, with its field's label."""

    label: Sentence
    text: str

    @property
    def rows(self) -> int:
        """How many lines the box shows: enough for most, never the whole screen."""
        return min(ROWS, 1 + self.text.count("\n") + len(self.text) // 40)


def typed_in(request: HttpRequest) -> list[Typed]:
    """What the request's form holds, in its order. Nothing if a foreign page sent it: no stranger's words as ours."""
    if request.method != "POST" or not is_ours(request):
        return []
    return [Typed(Sentence(LABELS[name]), text) for name in request.POST if name in LABELS
            for text in (request.POST[name].replace("\x00", ""),) if text.strip() and not _is_chosen(name, text)]


def _is_chosen(name: str, text: str) -> bool:
    """Whether it was not typed: an id that was picked, or the address to which a toggle leads back."""
    try:
        return bool(UUID(text))
    except ValueError:
        return name == "next" and text.startswith("/")


def is_ours(request: HttpRequest) -> bool:
    """Whether one of our own pages sent the form. A browser that does not say so is not believed."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said == "same-origin"
    came = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(came).netloc == request.get_host()
    except ValueError:  # no address at all
        return False


def page_of_form(request: HttpRequest) -> str:
    """The address of the page on which the form stood; the first page where that is not known."""
    came = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    at = urlsplit(came)
    return f"{at.path or '/'}?{at.query}" if at.query else at.path or "/"


def lapsed(request: HttpRequest, typed: list[Typed], *, way_in: str, is_public: bool = False) -> HttpResponse:
    """The page for who typed while the sign-in (or the resident's half hour) ran out. `way_in` is where to come in."""
    return render(request, "lapsed.html", {"typed": typed, "way_in": way_in, "is_public": is_public}, status=403)
