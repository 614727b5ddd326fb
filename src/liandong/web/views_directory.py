"""The directory: who can be called. Everybody who has signed in may read it; people above have no page of their own."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from liandong.issues.views_export import spreadsheet
from liandong.kernel.words import N_, Sentence, say
from liandong.ledger import services as ledger
from liandong.orgs import directory as register
from liandong.orgs.models import Contact, Organisation
from liandong.people.access import Right, may, role_of
from liandong.people.doors import requires, signed_in
from liandong.people.queries import actor_of
from liandong.places import queries as places
from liandong.screens.view_model import Crumb, Fact, SavedView
from liandong.screens.words import gettext as _
from liandong.screens.words import translate
from liandong.tables import write_long_table
from liandong.web.forms_directory import DirectoryForm

HEADINGS = (N_("种类"), N_("单位"), N_("简称"), N_("服务的地方"), N_("岗位"), N_("姓名"), N_("电话"))
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
    wanted = _wanted(form)
    page = register.page(wanted, request.GET.get("page", ""))
    rows = [Row(o, reverse("directory_entry", args=[o.id]), tuple(line(c) for c in o.contacts.all()))
            for o in page.rows]
    return render(request, "web/directory.html", {
        "form": form, "page": page, "rows": rows, "views": _views(request, wanted.group), "link": _pages(request),
        "taken": _taken(request) if may(actor_of(request), Right.EXPORT) else ""})


def _wanted(form: DirectoryForm) -> register.Wanted:
    form.is_valid()
    given = form.cleaned_data
    return register.Wanted(given.get("group", ""), given.get("q", ""), given.get("area", ""))


def _taken(request: HttpRequest) -> str:
    """The address of the list's spreadsheet: its own filter, without its page."""
    values = request.GET.copy()
    values.pop("page", None)
    return f"{reverse('directory_export')}?{values.urlencode()}"


@require_GET
@requires(Right.EXPORT)
def directory_export(request: HttpRequest) -> FileResponse:
    """The list as a spreadsheet, a row a line that can be called; the ledger keeps who took it."""
    actor = actor_of(request)
    wanted = _wanted(DirectoryForm(request.GET, streets=places.streets()))

    def write(file: IO[bytes]) -> None:
        rows = write_long_table(file, _("通讯录"), [_(one) for one in HEADINGS], _cells(wanted))
        ledger.exported("orgs", by=actor.account_id, role=role_of(actor), now=timezone.now(), rows=rows,
                        asked=f"group={wanted.group}&area={wanted.area}&q={wanted.text}")

    return spreadsheet(_("通讯录"), write)


def _cells(wanted: register.Wanted) -> Iterator[Sequence[object]]:
    for body in register.every(wanted):
        known = (_(body.org_kind.label), body.name, body.short_name, body.serves.name)
        contacts = list(body.contacts.all())
        yield from ((*known, one.post, one.name, one.phone) for one in contacts)
        if not contacts:
            yield known


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
