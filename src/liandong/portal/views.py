"""The resident's one page. No account: the link is the key, and its scope is opened for this page alone."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandong.files.serving import response
from liandong.issues import links, services
from liandong.issues.public import PublicMatter, public_matter
from liandong.issues.terms import Act, Satisfaction, Solved
from liandong.kernel.errors import BadInput, Refused, Stale
from liandong.kernel.words import say
from liandong.people.access import resident
from liandong.portal import budget
from liandong.portal.forms import FindForm, JudgeForm, ReplyForm
from liandong.portal.matter import remember, unlisted, with_matter
from liandong.screens.words import translate

Do = Callable[[int], object]
"""One of the services, given the version it acts on."""


# ── finding it ──

@require_GET
@unlisted
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a message or a QR code."""
    found = links.find_link(token, now=timezone.now())
    return _page_to_find(request, FindForm(), status=404, lapsed=True) if found is None else remember(found)


@require_http_methods(["GET", "POST"])
@unlisted
def find(request: HttpRequest) -> HttpResponse:
    """The number and the code of the receipt, typed. One answer for an unknown number and a wrong code."""
    if request.method == "GET":
        return _page_to_find(request, FindForm())
    form = FindForm(request.POST)
    if not form.is_valid():
        return _page_to_find(request, form, status=422)
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    address = get_adapter(request).get_client_ip(request)  # behind a proxy not everybody's shared address
    if budget.is_spent(number, address):
        form.add_error(None, _("试得太多了。请过一小时再试，或者用收到的链接打开。"))
        return _page_to_find(request, form, status=429)
    found = links.find_typed(number, code, now=timezone.now())
    if found is None:
        budget.spend(number, address)
        form.add_error(None, _("编号和查询码对不上。请照回执再填一次。"))
        return _page_to_find(request, form, status=422)
    return remember(found)


def _page_to_find(request: HttpRequest, form: FindForm, status: int = 200, lapsed: bool = False) -> HttpResponse:
    return render(request, "portal/find.html", {"form": form, "lapsed": lapsed}, status=status)


# ── the page ──

@require_GET
@unlisted
@with_matter
def follow(request: HttpRequest, matter: PublicMatter) -> HttpResponse:
    """How it stands, what was answered, and what is asked of the reader."""
    return _page(request, matter)


def _page(request: HttpRequest, matter: PublicMatter, status: int = 200, **bound: forms.Form) -> HttpResponse:
    fresh = {"judge_form": JudgeForm(may_dispute=matter.may_dispute, auto_id="judge_%s"),
             "reply_form": ReplyForm(auto_id="reply_%s"), "add_form": ReplyForm(auto_id="add_%s")}
    return render(request, "portal/follow.html", {"matter": matter, "now": timezone.now(), **fresh, **bound},
                  status=status)


# ── what a resident says ──

@require_POST
@unlisted
@with_matter
def judge(request: HttpRequest, matter: PublicMatter) -> HttpResponse:
    """Solved? Satisfied? Once for each answer."""
    form = JudgeForm(request.POST, may_dispute=matter.may_dispute, auto_id="judge_%s")

    def act(version: int) -> object:
        said = form.cleaned_data
        return services.judge(matter.id, by=resident(matter.id), seen=version, now=timezone.now(),
                              solved=Solved(said["solved"]), satisfied=Satisfaction(said["satisfied"]),
                              words=said["words"])

    return _do(request, matter, {"judge_form": form}, act, _("收到了，谢谢您。"))


@require_POST
@unlisted
@with_matter
def reply(request: HttpRequest, matter: PublicMatter) -> HttpResponse:
    """An answer to our question: the matter goes on."""
    form = ReplyForm(request.POST, _files(request, matter, Act.SUPPLEMENT), auto_id="reply_%s")
    return _do(request, matter, {"reply_form": form}, lambda version: services.supplement(
        matter.id, by=resident(matter.id), seen=version, now=timezone.now(), text=form.cleaned_data["text"],
        files=form.cleaned_data["attached"]),
        _("收到了，我们接着办。"))


@require_POST
@unlisted
@with_matter
def add(request: HttpRequest, matter: PublicMatter) -> HttpResponse:
    """Something more, unasked."""
    form = ReplyForm(request.POST, _files(request, matter, Act.ADD_PAPER), auto_id="add_%s")
    return _do(request, matter, {"add_form": form}, lambda version: services.add_paper(
        matter.id, by=resident(matter.id), seen=version, now=timezone.now(), text=form.cleaned_data["text"],
        files=form.cleaned_data["attached"]),
        _("收到了，已经转给办这件事的人。"))


def _files(request: HttpRequest, matter: PublicMatter, act: Act) -> MultiValueDict[str, UploadedFile] | None:
    """What was brought, if the process takes it now: files are read in a child, and nobody keeps one busy in vain."""
    return request.FILES if act in matter.acts else None


@require_GET
@unlisted
@with_matter
def file(request: HttpRequest, matter: PublicMatter, file_id: UUID) -> FileResponse:
    """A file that the reporter may see: their own, and what was sent to them."""
    return response(services.open_file(matter.id, file_id, by=resident(matter.id), now=timezone.now()))


@require_http_methods(["GET", "POST"])
@unlisted
@with_matter
def withdraw(request: HttpRequest, matter: PublicMatter) -> HttpResponse:
    """No longer needed: asked on a page of its own, since it cannot be undone."""
    if not matter.may_withdraw:
        return redirect("follow")
    if request.method == "GET":
        return render(request, "portal/withdraw.html", {"matter": matter})
    return _do(request, matter, {}, lambda version: services.withdraw(
        matter.id, by=resident(matter.id), seen=version, now=timezone.now()), _("已经撤回。"))


def _do(request: HttpRequest, matter: PublicMatter, bound: Mapping[str, forms.Form], act: Do,
        said: str) -> HttpResponse:
    """Check what was typed, act, and lead back to the page; refused, the page as it is now keeps what was typed."""
    if not all(form.is_valid() for form in bound.values()):
        return _page(request, matter, status=422, **bound)
    try:
        if request.POST.get("seen", "") != str(matter.seen):
            raise Stale(say("这一页开着的时候，情况有了变化。"))
        act(matter.version)
    except BadInput as wrong:
        for sentence in wrong.fields.values() or (wrong.sentence,):
            messages.error(request, translate(sentence))
        return _page(request, matter, status=wrong.status, **bound)
    except Refused as refusal:  # its own sentence speaks to the office, in the office's words
        messages.error(request, _("情况刚有变化，这一步没有做成。下面是最新的情况，请看了再说。"))
        return _page(request, public_matter(matter.id) or matter, status=refusal.status, **bound)
    messages.success(request, said)
    return redirect("follow")
