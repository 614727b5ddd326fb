"""The catalogue's screens: the three lists, one matter, the workbook out and in."""
from __future__ import annotations

import io
from datetime import date
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from liandong.duties import queries, services, show, workbook
from liandong.duties.forms import FilterForm, ImportForm
from liandong.duties.models import CatalogueVersion, Item
from liandong.duties.queries import Wanted
from liandong.duties.terms import ListKind
from liandong.kernel.errors import BadInput, NotFound
from liandong.kernel.words import Sentence, say
from liandong.ledger import services as ledger
from liandong.orgs import queries as orgs
from liandong.orgs.terms import OrgKind
from liandong.people.access import Actor, Right, may, role_of
from liandong.people.doors import requires, signed_in
from liandong.people.queries import actor_of
from liandong.people.terms import Role
from liandong.screens.view_model import SavedView
from liandong.screens.words import full_day, translate
from liandong.tables import Report, write_table
from liandong.tables.writing import CONTENT_TYPE

MIRROR_WORDS = {"own": say("本部门主责"), "helped": say("街道配合本部门"), "taken_back": say("本部门收回")}
TAKERS = (Right.EXPORT, Right.EDIT_CATALOGUE)


@require_GET
@signed_in
def duties(request: HttpRequest) -> HttpResponse:
    """The three lists as views of one. Eight queries at any length (nine for a branch's liaison), and the frame's."""
    actor, today = actor_of(request), timezone.localdate()
    every = queries.versions()
    version = _chosen(every, request.GET.get("version", ""), today)
    if version is None:
        return render(request, "duties/none.html", {"may_edit": may(actor, Right.EDIT_CATALOGUE)})
    form = FilterForm(request.GET, versions=every, departments=queries.departments(version.id))
    form.is_valid()
    wanted = _wanted(form)
    page = queries.item_page(version.id, wanted, request.GET.get("page", ""))
    return render(request, "duties/list.html", {
        "form": form, "page": page, "items": [show.row(one) for one in page.rows], "version": version,
        "since": full_day(version.effective_on), "views": _views(request, version, wanted, actor),
        "link": lambda cursor: _address(request, page=cursor), "may_take": any(may(actor, r) for r in TAKERS),
        "may_edit": may(actor, Right.EDIT_CATALOGUE)})


def _chosen(every: list[CatalogueVersion], text: str, today: date) -> CatalogueVersion | None:
    """The version asked for, else the one in force, else the first to come; None where there is none at all."""
    asked = next((one for one in every if str(one.id) == text), None)
    in_force = next((one for one in every if one.effective_on <= today), None)
    return asked or in_force or (every[-1] if every else None)


def _wanted(form: FilterForm) -> Wanted:
    given = form.cleaned_data
    department = given.get("department", "")
    return Wanted(given.get("kind", ""), given.get("level", ""), UUID(department) if department else None,
                  given.get("mirror", "") if department else "", given.get("q", ""))


def _address(request: HttpRequest, **changes: str) -> str:
    """The page's own address with some values changed; a changed view begins at its first page."""
    values = request.GET.copy()
    if "page" not in changes:
        values.pop("page", None)
    for name, value in changes.items():
        values[name] = value
    return f"?{values.urlencode()}"


def _views(request: HttpRequest, version: CatalogueVersion, wanted: Wanted, actor: Actor) -> list[SavedView]:
    """All, the three lists with their counts, and for a liaison the department's mirror image."""
    counts = queries.counts(version.id)
    plain = not wanted.mirror
    views = [SavedView(say("全部"), _address(request, kind="", mirror=""), plain and not wanted.list_kind,
                       sum(counts.values()))]
    for kind in ListKind:
        views.append(SavedView(Sentence(kind.label), _address(request, kind=kind.value, mirror=""),
                               plain and wanted.list_kind == kind, counts[kind.value]))
    department = _department_of(actor)
    if department is not None:
        for mirror, word in MIRROR_WORDS.items():
            views.append(SavedView(word, _address(request, kind="", mirror=mirror, department=str(department)),
                                   wanted.mirror == mirror and wanted.department == department))
    return views


def _department_of(actor: Actor) -> UUID | None:
    """The department for which somebody is liaison; a branch's is its vertical superior (one query)."""
    post = next((post for post in actor.posts if post.role is Role.LIAISON), None)
    if post is None or post.kind is not OrgKind.BRANCH:
        return post.organisation_id if post else None
    return orgs.organisation(post.organisation_id).superior_id


@require_GET
@signed_in
def duty(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """One matter of any version. Five queries for one in force, nine at most, and the frame's."""
    item = queries.item_by_id(item_id)
    return render(request, "duties/item.html", {
        "item": item, "name": show.name_of(item), "crumbs": show.crumbs(item), "rungs": show.rungs(item),
        "texts": show.duty_texts(item), "facts": show.facts(item), "leads": show.bodies(item, leads=True),
        "helpers": show.bodies(item, leads=False), "current": _current(item, timezone.localdate())})


def _current(item: Item, today: date) -> dict[str, str] | None:
    """The version in force with the same matter's address, if it is another than this item's."""
    version = queries.version_on(today)
    if version is None or version.id == item.version_id:
        return None
    try:
        href = reverse("duty", args=[queries.item(item.code, today).id])
    except NotFound:
        href = ""
    return {"name": version.name, "href": href}


@require_GET
@requires(*TAKERS)
def duties_export(request: HttpRequest) -> HttpResponse:
    """The version asked for, or in force, as a workbook: the three published lists and the full sheet."""
    version = _chosen(queries.versions(), request.GET.get("version", ""), timezone.localdate())
    if version is None:
        raise NotFound
    out, rows, actor = io.BytesIO(), queries.rows_of(version.id), actor_of(request)
    write_table(out, workbook.sheets(rows))
    ledger.exported("duties", by=actor.account_id, role=role_of(actor), now=timezone.now(), rows=len(rows),
                    asked=version.name)
    answer = HttpResponse(out.getvalue(), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(version.name)}.xlsx"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.EDIT_CATALOGUE)
def duties_import(request: HttpRequest) -> HttpResponse:
    """Bring a new version in; the answer is the catalogue, or the report of what is wrong by row and column."""
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    problems: list[tuple[int, str, str]] = []
    if posted and form.is_valid():
        given, brought = form.cleaned_data, _bring(request, form)
        if brought is not None and not brought.problems:
            messages.success(request, _("已导入 %(name)s，%(n)s 项，%(day)s 起生效。") % {
                "name": given["name"], "n": brought.counts["items"], "day": full_day(given["effective_on"])})
            return redirect("duties")
        problems = [(p.row, p.column, translate(p.sentence)) for p in brought.problems] if brought else []
    return render(request, "duties/import.html", {
        "form": form, "problems": problems, "full": workbook.FULL, "lists": [Sentence(k.label) for k in ListKind]},
        status=422 if posted else 200)


def _bring(request: HttpRequest, form: ImportForm) -> Report | None:
    given = form.cleaned_data
    try:
        return services.import_duties(given["file"], effective_on=given["effective_on"], name=given["name"],
                                      by=actor_of(request).account_id, now=timezone.now())
    except BadInput as refusal:
        form.refuse(refusal)
        return None


