"""The pages of orders by file: the files, one file from its columns to its report, what waits for a decision."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from liandong.issues.orders import columns as words
from liandong.issues.orders import deciding, queries, returning, services, showing
from liandong.issues.orders.changes import Fate
from liandong.issues.orders.columns import Meaning
from liandong.issues.orders.forms import ColumnsForm, ReturnForm, UploadForm
from liandong.issues.orders.models import OrderFile
from liandong.issues.orders.terms import FileState
from liandong.issues.terms import State
from liandong.issues.views_export import spreadsheet
from liandong.kernel.errors import BadInput
from liandong.kernel.words import Sentence, say
from liandong.people.access import Right
from liandong.people.doors import requires
from liandong.people.queries import actor_of
from liandong.screens.words import stamp, translate
from liandong.tables import Report

bringers = requires(Right.BRING_IN)
get_or_post = require_http_methods(["GET", "POST"])


@bringers
@get_or_post
def orders(request: HttpRequest) -> HttpResponse:
    """The files of one's own office, and the form that takes another one. Three queries, and the frame's."""
    actor, now = actor_of(request), timezone.now()
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()), senders=queries.senders())
    if request.method == "POST" and form.is_valid():
        try:
            done = services.upload(form.cleaned_data["file"], form.cleaned_data["sender"], by=actor, now=now)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            if done.again:
                messages.info(request, _("这个文件在 %(when)s 已经导入过，没有改动。") % {"when": _when(done.file)})
            return redirect("order_file", done.file.id)
    return render(request, "issues/orders.html", {
        "form": form, "results": _results_form(timezone.localdate(now)),
        "files": showing.lines(queries.files(actor)), "waiting": deciding.to_decide(actor).count()},
        status=422 if request.method == "POST" else 200)


def _results_form(today: date) -> ReturnForm:
    """The last week, of the sender known best."""
    return ReturnForm(initial={"sender": queries.senders()[0], "since": today - timedelta(days=7), "until": today},
                      auto_id="results_%s")


def _when(file: OrderFile) -> str:
    return stamp(file.done_at) if file.done_at else ""


@bringers
@get_or_post
def order_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A draft with what it would do, and the button that does it; a done file with what it did."""
    actor, now = actor_of(request), timezone.now()
    file = services.file_of(file_id, actor)
    if file.state == FileState.DONE.value:
        return HttpResponseClientRefresh() if request.headers.get("HX-Request") else _report(request, file)
    if file.state == FileState.WRITING.value:
        return render(request, "issues/order_waits.html", {"file": file, "work": file.counts.get("work", 0)})
    if not file.columns:
        return redirect("order_columns", file.id)
    if request.method == "GET":
        return _draft(request, file, services.plan_of(file, by=actor, now=now))
    made = services.confirm(file.id, by=actor, now=now)
    if made is not None and not made.report.is_clean:
        return _draft(request, file, made, status=422)
    return redirect("order_file", file.id)


def _draft(request: HttpRequest, file: OrderFile, plan: Any, status: int = 200) -> HttpResponse:
    new = plan.of(Fate.NEW)
    return render(request, "issues/order_file.html", {
        "file": file, "is_done": False, "problems": problems(plan.report), "notes": plan.report.notes,
        "counts": showing.counted(plan.counts), "urgent": plan.counts["urgent"],
        "restricted": plan.counts["restricted"], "preview": showing.preview(new),
        "more": max(0, len(new) - showing.FEW), "updated": [], "updates": showing.changes(plan, Fate.UPDATE),
        "conflicts": showing.changes(plan, Fate.CONFLICT), "columns": showing.columns_shown(file)}, status=status)


def problems(report: Report) -> list[tuple[int, str, str]]:
    """What is to be mended, by row and column, in the order of the rows."""
    return [(one.row, one.column, translate(one.sentence)) for one in sorted(report.problems, key=lambda p: p.row)]


def _report(request: HttpRequest, file: OrderFile) -> HttpResponse:
    counts = dict(file.counts)
    return render(request, "issues/order_file.html", {
        "file": file, "is_done": True, "problems": [], "preview": [], "updates": [], "notes": showing.notes_of(file),
        "counts": showing.counted(counts), "urgent": counts.get("urgent", 0),
        "restricted": counts.get("restricted", 0), "when": _when(file), "who": file.by.name,
        "updated": counts.get("updated", []), "conflicts": queries.conflicts_of(file, actor_of(request)),
        "columns": showing.columns_shown(file)})


@bringers
@get_or_post
def order_columns(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Which column means what: proposed by what the sender's files looked like before, and by the known headers."""
    actor, now = actor_of(request), timezone.now()
    file = services.file_of(file_id, actor)
    if file.state != FileState.DRAFT.value:
        return redirect("order_file", file.id)
    remembered = [columns for _since, columns in services.versions(file.sender)]
    proposed = words.from_words(file.columns) if file.columns else words.proposed(file.headers, remembered)
    form = ColumnsForm(request.POST if request.method == "POST" else None, headers=file.headers, proposed=proposed,
                       today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            services.choose(file.id, form.chosen(), form.cleaned_data["since"], by=actor, now=now)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            return redirect("order_file", file.id)
    return render(request, "issues/order_columns.html", {
        "file": file, "form": form,
        "example": queries.example(file, {proposed.get(Meaning.NAME, "")})},
        status=422 if request.method == "POST" else 200)


@bringers
@require_POST
def order_drop(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    services.drop(file_id, by=actor_of(request))
    messages.success(request, _("已放弃，什么都没有写。"))
    return redirect("orders")


@bringers
@require_GET
def order_results(request: HttpRequest) -> FileResponse:
    """What became of a sender's orders, as a spreadsheet in the sender's headers."""
    form = ReturnForm(request.GET)
    if not form.is_valid():
        raise BadInput(say("请写明谁发来的，和受理时间从哪天到哪天。"))
    given, now = form.cleaned_data, timezone.now()
    wanted = returning.Wanted(given["sender"], given["since"], given["until"])
    name = _("%(sender)s办理结果 %(since)s 至 %(until)s") % given
    return spreadsheet(name, lambda file: returning.hand_back(wanted, file, by=actor_of(request), now=now))


@bringers
@require_GET
def order_conflicts(request: HttpRequest) -> HttpResponse:
    """What both sides changed and waits for a decision; one query, and the frame's."""
    found = deciding.to_decide(actor_of(request))[:showing.MOST_LISTED]
    return render(request, "issues/order_conflicts.html", {"found": found})


@bringers
@get_or_post
def order_conflict(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One of them: what stands here beside what the sender says, and the two buttons."""
    actor, now = actor_of(request), timezone.now()
    order = deciding.conflict(order_id, actor)
    if request.method == "POST":
        take, seen = request.POST.get("take"), request.POST.get("seen", "")
        if take not in {"1", "0"} or not seen.isascii() or not seen.isdigit():
            raise BadInput
        issue = deciding.decide(order.id, take=take == "1", by=actor, seen=int(seen[:9]), now=now)
        messages.success(request, _("已照来文更新。") if take == "1" else _("已保留现在的内容。"))
        return redirect("issue", issue.number)
    return render(request, "issues/order_conflict.html", {
        "order": order, "issue": order.issue, "state": Sentence(State(order.issue.state).label),
        "differences": [(Sentence(one.meaning.label), one.ours, one.theirs) for one in deciding.compared(order)]})
