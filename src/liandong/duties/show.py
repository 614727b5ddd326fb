"""Matters of the catalogue as the components show them."""
from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import get_language

from liandong.duties.ladder import ladder
from liandong.duties.models import Item, ItemBody, ItemDeadline
from liandong.duties.queries import classes_above, lead_of
from liandong.duties.terms import Confidentiality, ListKind
from liandong.kernel.levels import Level
from liandong.kernel.terms_of_time import Term, Unit
from liandong.kernel.words import N_, Sentence, say
from liandong.screens import view_model
from liandong.screens.frame import Text
from liandong.screens.view_model import Crumb, Fact, Rung
from liandong.screens.words import full_day

EMPTY = Sentence(N_("未填"))
"""What the source lacks is shown so: no text is written for it."""
SHORT: dict[str, tuple[view_model.Edge, Text]] = {
    ListKind.BASIC: ("hand", say("基本")), ListKind.COOPERATING: ("wait", say("配合")),
    ListKind.TAKEN_BACK: ("none", say("已收回"))}


def name_of(item: Item) -> str:
    """The matter's name; the English one for an English reader where there is one."""
    english = (get_language() or "").startswith("en")
    return item.name_en if english and item.name_en else item.name


def row(item: Item) -> view_model.Item:
    """A row of the catalogue: its list at the left, the level and body that lead at the right. No query of its own."""
    edge, state = SHORT[item.list_kind]
    leads = [body.name for body in item.bodies.all() if body.leads]
    sub: list[Text] = [*classes_above(item)[-1:], *terms(item)]
    return view_model.Item(edge, state, f"{item.code} {name_of(item)}", reverse("duty", args=[item.id]), sub,
                           level=lead_of(item), owner=leads[0] if leads else EMPTY,
                           owner_sub=say("另有 %(n)s 家共同牵头", n=len(leads) - 1) if len(leads) > 1 else "")


def terms(item: Item) -> list[Text]:
    """Each term in words, a milestone with its name."""
    return [_term(deadline) for deadline in item.deadlines.all()]


def _term(deadline: ItemDeadline) -> Text:
    words = Term(deadline.amount, Unit(deadline.unit)).words()
    return say("%(name)s：%(term)s", name=deadline.name, term=words) if deadline.name else words


def crumbs(item: Item) -> list[Crumb]:
    """From the catalogue over the classes to the code."""
    return [Crumb(say("权责清单"), reverse("duties")), *(Crumb(name) for name in classes_above(item)), Crumb(item.code)]


def rungs(item: Item) -> list[Rung]:
    """The ladder of the item's page: nobody has the matter, so no rung carries the token."""
    return ladder(item)


def duty_texts(item: Item) -> list[Fact]:
    """The two texts of the published form, by the words of its list."""
    if item.list_kind == ListKind.TAKEN_BACK:
        return [Fact(say("工作方式"), item.department_does or EMPTY)]
    return [Fact(say("上级部门职责"), item.department_does or EMPTY), Fact(say("街道职责"), item.street_does or EMPTY)]


def facts(item: Item) -> list[Fact]:
    """What else the catalogue says of a matter."""
    kind = Confidentiality(item.confidentiality).label if item.confidentiality else ""
    return [
        Fact(say("清单"), Sentence(ListKind(item.list_kind).label)),
        Fact(say("时限"), _all(terms(item))),
        Fact(say("法规依据"), item.basis or EMPTY),
        Fact(say("保密"), Sentence(kind) if kind else EMPTY),
        Fact(say("城管代码"), _all(item.city_codes)),
        Fact(say("附加问题"), _all(item.questions)),
        Fact(say("停办提示"), item.stop_text or EMPTY),
        Fact(say("来源"), item.source or EMPTY),
        Fact(say("版本"), item.version.name, say("%(day)s 起生效", day=full_day(item.version.effective_on)))]


def _all(texts: Sequence[Text]) -> Text:
    return say("%(all)s", all=list(texts)) if texts else EMPTY


def bodies(item: Item, *, leads: bool) -> list[Fact]:
    """The bodies that lead, or help, each with its level, and with a link where the register knows it."""
    return [_body(body) for body in item.bodies.all() if body.leads is leads]


def _body(body: ItemBody) -> Fact:
    level = Sentence(Level(body.level).label) if body.level else say("驻区单位")
    href = reverse("directory_entry", args=[body.organisation_id]) if body.organisation_id else ""
    return Fact(level, body.name, href=href)
