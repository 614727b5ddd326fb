"""The duty ladder of a matter: who leads, who helps, and where it may not go. Source: mock/README.md 8."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from liandong.duties.models import Item, ItemBody
from liandong.duties.queries import marks_of
from liandong.duties.rules import lead_level
from liandong.duties.terms import Mark
from liandong.kernel.levels import Level
from liandong.kernel.words import N_, Sentence, say
from liandong.orgs.models import Organisation
from liandong.screens.frame import Text
from liandong.screens.view_model import Rung

WORD = {Mark.LEADS: N_("主责"), Mark.COOPERATES: N_("配合"), Mark.TAKEN_BACK: N_("已收回"), Mark.NONE: N_("无职责")}
NOT_DOWN = Sentence(N_("不得下派"))


def ladder(item: Item, owner: Organisation | None = None) -> list[Rung]:
    """The four rungs from the district down. `owner` is the body that has the matter now: its rung carries the token
    and its name. No query if the item came whole (`queries.item_by_id`)."""
    return rungs(item, marks_of(item), list(item.bodies.all()), owner)


def rungs(item: Item, marks: Mapping[Level, Mark], bodies: Sequence[ItemBody],
          owner: Organisation | None = None) -> list[Rung]:
    """The same from marks and bodies that were read already."""
    lead = lead_level(marks)
    return [_rung(level, marks, lead, item, bodies, owner) for level in Level]


def _rung(level: Level, marks: Mapping[Level, Mark], lead: Level | None, item: Item, bodies: Sequence[ItemBody],
          owner: Organisation | None) -> Rung:
    mark = marks.get(level, Mark.NONE)
    here = owner is not None and owner.rung is level
    named = [body.name for body in bodies if body.level == level.value]
    if mark is Mark.LEADS:
        return Rung(level, "owns", Sentence(WORD[mark]), _leads(named, owner if here else None), here=here)
    if mark is Mark.COOPERATES:
        return Rung(level, "coop", Sentence(WORD[mark]), _helps(level, named, item), here=here)
    if mark is Mark.TAKEN_BACK:
        return Rung(level, "none", Sentence(WORD[mark]), _taken(bodies), locked=True, here=here)
    below = lead is not None and level.is_below(lead)
    return Rung(level, "none", NOT_DOWN if below else Sentence(WORD[mark]), say("清单没有这一级的职责。"),
                locked=below, here=here)


def _leads(named: Sequence[str], owner: Organisation | None) -> Text:
    if owner is not None:
        return say("%(owner)s牵头，到办结为止。", owner=owner.name)
    return say("%(bodies)s。", bodies=list(named)) if named else say("未填")


def _helps(level: Level, named: Sequence[str], item: Item) -> Text:
    does = {Level.DISTRICT: item.department_does, Level.STREET: item.street_does}.get(level, "")
    if not named:
        return does or say("配合做什么：未填。")
    if not does:
        return say("%(bodies)s。", bodies=list(named))
    return say("%(bodies)s：%(does)s", bodies=list(named), does=does)


def _taken(bodies: Sequence[ItemBody]) -> Text:
    leads = [body.name for body in bodies if body.leads]
    return say("由%(bodies)s收回办理，不得下派。", bodies=leads)
