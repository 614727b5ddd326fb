"""Accounts and appointments as files: brought in, taken out."""
from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandong.kernel.errors import BadInput
from liandong.ledger import services as ledger
from liandong.people import imports
from liandong.people.access import role_of
from liandong.people.forms import FileForm
from liandong.people.queries import actor_of
from liandong.people.views import administrator, get_or_post
from liandong.screens.words import translate
from liandong.tables.writing import CONTENT_TYPE, write_table


def workbook(name: str, sheets: Mapping[str, Sequence[Sequence[object]]]) -> HttpResponse:
    """A spreadsheet to be saved."""
    out = io.BytesIO()
    write_table(out, sheets)
    answer = HttpResponse(out.getvalue(), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer


@get_or_post
@administrator
def people_import(request: HttpRequest) -> HttpResponse:
    """Bring in a table; the answer is the sheet of first passwords, or the report of what is wrong."""
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    problems: list[tuple[int, str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            report = imports.import_upload(form.cleaned_data["file"], by=actor_of(request), now=timezone.now())
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            if report.is_clean:
                return _brought(request, report)
            problems = [(row, column, translate(said)) for row, column, said in imports.problem_text(report)]
    return render(request, "people/import.html", {"form": form, "problems": problems, "columns": imports.COLUMNS,
                                                  "needed": imports.NEEDED, "done": ""},
                  status=422 if request.method == "POST" else 200)


def _brought(request: HttpRequest, report: imports.PeopleReport) -> HttpResponse:
    if report.passwords:
        return workbook(_("首次密码"), {_("首次密码"): report.sheet()})
    return render(request, "people/import.html", {"form": FileForm(), "problems": [], "columns": imports.COLUMNS,
                                                  "needed": imports.NEEDED, "done": translate(imports.summary(report))})


@require_GET
@administrator
def people_template(request: HttpRequest) -> HttpResponse:
    """An empty table with an example row."""
    return workbook(_("账号和任职"), {_("账号和任职"): imports.template(timezone.localdate())})


@require_GET
@administrator
def people_export(request: HttpRequest) -> HttpResponse:
    """The district's accounts and appointments, in the columns that can be brought in again."""
    rows, actor = imports.export_people(), actor_of(request)
    ledger.exported("people", by=actor.account_id, role=role_of(actor), now=timezone.now(), rows=len(rows) - 1)
    return workbook(_("账号和任职"), {_("账号和任职"): rows})
