"""The resident's one page. No account: the link is the key, and its scope is opened for this page alone."""
from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandong.districts.scope import scope
from liandong.issues import links
from liandong.issues.public import STEPS, PublicMatter, public_matter
from liandong.issues.services import asking, judging, notes
from liandong.issues.terms import Satisfaction, Solved, State
from liandong.kernel.errors import NotFound, Refused
from liandong.people.access import resident
from liandong.portal import budget
from liandong.portal.forms import FindForm, JudgeForm, ReplyForm
from liandong.screens.words import translate

COOKIE = "matter"
HALF_AN_HOUR = 1800
Page = Callable[[HttpRequest, PublicMatter], HttpResponse]


def _remember(found: links.Found) -> HttpResponseRedirect:
    """The matter goes into a signed cookie of these pages alone; the address forgets the token."""
    answer = redirect("follow")
    answer.set_cookie(COOKIE, signing.dumps([found.district, str(found.issue)], salt=COOKIE), max_age=HALF_AN_HOUR,
                      path="/f/", httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer


def with_matter(page: Page) -> Callable[[HttpRequest], HttpResponse]:
    """Open the scope of the matter in the cookie; without one, or when it has lapsed, the page to find it again."""

    def view(request: HttpRequest) -> HttpResponse:
        try:
            district, issue = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=HALF_AN_HOUR)
        except signing.BadSignature:
            return redirect("follow_find")
        with scope(int(district)):
            matter = public_matter(UUID(issue))
            if matter is None:
                raise NotFound
            return page(request, matter)

    return view


@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a message or a QR code."""
    found = links.find_link(token=token, now=timezone.now())
    if found is None:
        return _page_to_find(request, FindForm(), status=404, lapsed=True)
    return _remember(found)


@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """The number and the code of the receipt, typed. One answer for an unknown number and a wrong code."""
    if request.method == "GET":
        return _page_to_find(request, FindForm())
    form = FindForm(request.POST)
    if not form.is_valid():
        return _page_to_find(request, form, status=422)
    number, code = form.cleaned_data["number"].strip(), form.cleaned_data["code"].strip().upper()
    address = request.META.get("REMOTE_ADDR", "")
    if budget.is_spent(number, address):
        form.add_error(None, _("试得太多了。请过一小时再试，或者用短信里的链接打开。"))
        return _page_to_find(request, form, status=429)
    found = links.find_link(number=number, code=code, now=timezone.now())
    if found is None:
        budget.spend(number, address)
        form.add_error(None, _("编号和查询码对不上。请照回执再填一次。"))
        return _page_to_find(request, form, status=422)
    return _remember(found)


def _page_to_find(request: HttpRequest, form: FindForm, status: int = 200, lapsed: bool = False) -> HttpResponse:
    return render(request, "portal/find.html", {"form": form, "lapsed": lapsed}, status=status)


@require_GET
@with_matter
def follow(request: HttpRequest, matter: PublicMatter) -> HttpResponse:
    """How it stands, what was answered, and what is asked of the reader."""
    return _page(request, matter)


def _page(request: HttpRequest, matter: PublicMatter, status: int = 200, **forms: object) -> HttpResponse:
    return render(request, "portal/follow.html", {
        "matter": matter, "steps": STEPS, "now": timezone.now(), "asks_judgement": matter.state is State.ANSWERED,
        "judge_form": JudgeForm(may_dispute=matter.may_dispute), "reply_form": ReplyForm(), **forms}, status=status)


def _done(request: HttpRequest, matter: PublicMatter, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, translate(refusal.sentence))
        return _page(request, matter, status=refusal.status)
    messages.success(request, said)
    return redirect("follow")


@require_POST
@with_matter
def judge(request: HttpRequest, matter: PublicMatter) -> HttpResponse:
    """Solved? Satisfied? Once for each answer."""
    form = JudgeForm(request.POST, may_dispute=matter.may_dispute)
    if not form.is_valid():
        return _page(request, matter, status=422, judge_form=form)
    said = form.cleaned_data
    return _done(request, matter, lambda: judging.judge(
        matter.id, by=resident(matter.id), seen=matter.version, now=timezone.now(), solved=Solved(said["solved"]),
        satisfied=Satisfaction(said["satisfied"]), words=said["words"]), _("收到了，谢谢您。"))


@require_POST
@with_matter
def reply(request: HttpRequest, matter: PublicMatter) -> HttpResponse:
    """An answer to our question: the matter goes on."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, matter, status=422, reply_form=form)
    return _done(request, matter, lambda: asking.supplement(
        matter.id, by=resident(matter.id), seen=matter.version, now=timezone.now(),
        text=form.cleaned_data["text"]), _("收到了，我们接着办。"))


@require_POST
@with_matter
def add(request: HttpRequest, matter: PublicMatter) -> HttpResponse:
    """Something more, unasked."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, matter, status=422, add_form=form)
    return _done(request, matter, lambda: notes.add_paper(
        matter.id, by=resident(matter.id), seen=matter.version, now=timezone.now(),
        text=form.cleaned_data["text"]), _("收到了，已经转给办这件事的人。"))


@require_http_methods(["GET", "POST"])
@with_matter
def withdraw(request: HttpRequest, matter: PublicMatter) -> HttpResponse:
    """No longer needed: asked on a page of its own, since it cannot be undone."""
    if request.method == "GET":
        return render(request, "portal/withdraw.html", {"matter": matter})
    return _done(request, matter, lambda: judging.withdraw(
        matter.id, by=resident(matter.id), seen=matter.version, now=timezone.now(), reason=""), _("已经撤回。"))
