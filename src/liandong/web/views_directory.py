"""The directory: who can be called. Everybody who has signed in may read it; people above have no page of their own."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from liandong.kernel.words import N_, Sentence, say
from liandong.orgs import directory as register
from liandong.orgs.models import Contact, Organisation
from liandong.people.doors import signed_in
from liandong.places import queries as places
from liandong.screens.view_model import Crumb, Fact, SavedView
from liandong.screens.words import translate
from liandong.web.forms_directory import DirectoryForm

GROUP_WORDS = {
    "department": N_("区级部门"), "branch": N_("派出机构"), "enterprise": N_("公共服务企业"), "street": N_("街道"),
    "community": N_("社区"), "party": N_("党组织"), "compound": N_("物业和业委会"), "unit": N_("驻区单位")}


@dataclass(frozen=True)
class Line:
    """A post that can be called, with the number as a telephone dials it."""

    post: str
    name: str
    phone: str
    dial: str


@dataclass(frozen=True)
class Row:
    """A body in the list."""

    body: Organisation
    href: str
    lines: tuple[Line, ...]


def line(contact: Contact) -> Line:
    """A contact as it is shown."""
    return Line(contact.post, contact.name, contact.phone, re.sub(r"[^0-9+]", "", contact.phone))


@require_GET
@signed_in
def directory(request: HttpRequest) -> HttpResponse:
    """The list by kind and pinyin. Three queries (streets, bodies, contacts) and the frame's."""
    form = DirectoryForm(request.GET, streets=places.streets())
    form.is_valid()
    given = form.cleaned_data
    wanted = register.Wanted(given.get("group", ""), given.get("q", ""), given.get("area", ""))
    page = register.page(wanted, request.GET.get("page", ""))
    rows = [Row(o, reverse("directory_entry", args=[o.id]), tuple(line(c) for c in o.contacts.all()))
            for o in page.rows]
    return render(request, "web/directory.html", {
        "form": form, "page": page, "rows": rows, "views": _views(request, wanted.group), "link": _pages(request)})


def _views(request: HttpRequest, current: str) -> list[SavedView]:
    """A view for each group of kinds, keeping area and search."""
    def href(group: str) -> str:
        values = request.GET.copy()
        values.pop("page", None)
        values["group"] = group
        return f"?{values.urlencode()}"

    return [SavedView(say("全部"), href(""), not current),
            *(SavedView(Sentence(word), href(group), group == current) for group, word in GROUP_WORDS.items())]


def _pages(request: HttpRequest) -> Callable[[str], str]:
    def link(cursor: str) -> str:
        values = request.GET.copy()
        values["page"] = cursor
        return f"?{values.urlencode()}"

    return link


@require_GET
@signed_in
def directory_entry(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """One body: posts to call, houses and rooms, areas. Five queries at most and the frame's."""
    body = register.entry(organisation_id)
    crumbs = [Crumb(place.name) for place in places.path(body.serves)]
    areas = [body.serves.name, *(area.division.name for area in body.areas.all())]
    return render(request, "web/directory_entry.html", {
        "body": body, "crumbs": crumbs, "lines": [line(c) for c in body.contacts.all()], "facts": _facts(body, areas),
        "premises": [Fact(p.name, p.address or say("地址未填"), p.division.name) for p in body.premises.all()]})


def _facts(body: Organisation, areas: list[str]) -> list[Fact]:
    superior = body.superior
    facts = [Fact(say("种类"), Sentence(body.org_kind.label)),
             Fact(say("所属地方"), say("%(places)s", places=areas))]
    if body.short_name:
        facts.append(Fact(say("简称"), body.short_name))
    if superior is not None:
        facts.append(Fact(say("上级"), superior.name, href=reverse("directory_entry", args=[superior.id])))
    if body.uscc:
        facts.append(Fact(say("统一社会信用代码"), body.uscc))
    if body.aliases:
        facts.append(Fact(say("清单和文件里的叫法"), translate(say("%(names)s", names=list(body.aliases)))))
    if body.is_invented:
        facts.append(Fact(say("来源"), say("虚构的演示数据")))
    return facts
