"""The figures of a quarter over what the reader may see: no places, offices or people are compared."""
from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from liandong.issues.figure_queries import counts_of
from liandong.issues.figures import APART, JUDGED, Figures, Quarter, Rate, figures_of
from liandong.kernel.errors import BadInput
from liandong.kernel.words import Sentence, say
from liandong.people.access import Right
from liandong.people.doors import requires
from liandong.people.queries import actor_of
from liandong.screens.frame import Text
from liandong.screens.view_model import Fact


@requires(Right.SEE_MATTERS)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """One query besides the frame's, at any number of matters."""
    now = timezone.now()
    try:
        asked = request.GET.get("quarter", "")
        quarter = Quarter.read(asked) if asked else Quarter.of(now)
    except ValueError as error:
        raise BadInput(say("没有这个季度，请写成 2026Q4。")) from error
    found = figures_of(counts_of(actor_of(request), *quarter.bounds))
    return render(request, "issues/figures.html", {
        "quarter": say("%(year)s 年第 %(n)s 季度", year=quarter.year, n=quarter.number),
        "before": quarter.move(-1), "after": quarter.move(1) if quarter != Quarter.of(now) else None,
        "many": list(_many(found)), "rates": list(_rates(found)), "ends": list(_ends(found))})


def _many(found: Figures) -> Iterator[Fact]:
    counts = found.counts
    yield Fact(say("件"), str(counts.matters), say("并案的算一件，拆分的按分办的算。"))
    yield Fact(say("人次"), str(counts.reports), say("每一次反映算一次，并案的也算。"))
    yield Fact(say("还没有了结"), str(counts.is_open), say("其中已挂账 %(n)s 件", n=counts.suspended))


def _rates(found: Figures) -> Iterator[Fact]:
    counts = found.counts
    yield Fact(say("响应率"), _shown(found.response), say(
        "按时联系的占应当联系、已有结果的；没留联系方式、还没有结果的 %(n)s 人次不算。",
        n=counts.reports - counts.contacts))
    yield Fact(say("解决率"), _shown(found.resolution), say(
        "反映人说“解决了”的占评过的；没有评的 %(n)s 人次不算，已挂账 %(s)s 件。", n=found.unasked, s=counts.suspended))
    yield Fact(say("满意率"), _shown(found.satisfaction), say(
        "“非常满意”和“满意”的占说了满意不满意的；说“理解”的 %(u)s 人次，没有说的 %(n)s 人次不算。",
        u=counts.understands, n=counts.reports - counts.marked))


def _shown(rate: Rate) -> Text:
    if rate.percent is None:
        return say("没有可算的")
    if rate.is_few:
        return say("%(percent)s%%（%(part)s/%(whole)s，样本少）", percent=rate.percent, part=rate.part,
                   whole=rate.whole)
    return say("%(percent)s%%（%(part)s/%(whole)s）", percent=rate.percent, part=rate.part, whole=rate.whole)


def _ends(found: Figures) -> Iterator[Fact]:
    for end in (*JUDGED, *APART):
        yield Fact(Sentence(end.label), str(found.counts.ends.get(end, 0)))
