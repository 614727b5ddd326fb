"""The catalogue's item that an act cites, as plain values."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liandong.duties.models import Item, ItemBody, ItemDeadline, ItemMark
from liandong.duties.rules import lead_level
from liandong.duties.terms import Confidentiality, Mark
from liandong.issues.guards import Target
from liandong.kernel.calendar import Term, Unit
from liandong.kernel.errors import BadInput, RuleBroken
from liandong.kernel.levels import Level
from liandong.kernel.words import say
from liandong.orgs.models import Organisation
from liandong.orgs.terms import DESKS, OrgKind


@dataclass(frozen=True)
class Cited:
    """An item with its marks, its own term, and who leads by it as far as the register knows."""

    id: UUID
    label: str
    """Code and name."""
    marks: Mapping[Level, Mark]
    term: Term | None
    leads: frozenset[UUID]
    """Organisations named as leading."""
    lead_names: frozenset[str]
    is_restricted: bool = False
    """Matters of the item are confidential: citing it makes one so."""

    def mark(self, level: Level | None) -> Mark | None:
        """What a level is by the item."""
        return None if level is None else self.marks.get(level)


def cited(item_id: UUID, today: date) -> Cited:
    """Three to four queries. Raises BadInput for an item that is none, or is not of the version in force."""
    item = Item.objects.select_related("version").filter(id=item_id).exclude(code="").first()
    if item is None:
        raise BadInput(fields={"item": say("没有这一条权责清单条目。")})
    newest = (type(item.version).objects.filter(effective_on__lte=today).order_by("-effective_on")
              .values_list("id", flat=True).first())
    if newest != item.version_id:
        raise RuleBroken(say("%(item)s不在现行的权责清单里，请选现行版本的条目。", item=str(item)))
    return read(item)


def read(item: Item) -> Cited:
    """An item of any version: three queries."""
    found = ItemMark.objects.filter(item=item).values_list("level", "mark")
    marks = {Level(level): Mark(mark) for level, mark in found}
    bodies = list(ItemBody.objects.filter(item=item, leads=True).values_list("organisation_id", "name"))
    first = ItemDeadline.objects.filter(item=item).order_by("position").values_list("amount", "unit").first()
    return Cited(item.id, str(item), marks, Term(first[0], Unit(first[1])) if first else None,
                 frozenset(one for one, _ in bodies if one is not None), frozenset(name for _, name in bodies),
                 item.confidentiality == Confidentiality.RESTRICTED)


def is_lead(item: Cited | None, organisation: Organisation) -> bool:
    """Whether an office is the one that leads by the item.

    The catalogue names bodies once for all streets ("社区居委会", "街道城建办"): where the register ties none to the
    name, a body with that name leads, and every community leads what communities lead. A desk that only assigns
    (街道调度, 区协调办) leads what names it.
    """
    if item is None or organisation.rung is not lead_level(item.marks):
        return False
    if organisation.id in item.leads:
        return True
    if organisation.org_kind is OrgKind.COMMUNITY:
        return True
    names = {organisation.name, organisation.short_name, *organisation.aliases}
    return organisation.org_kind not in DESKS and bool(names & item.lead_names)


def target_of(organisation: Organisation, item: Cited | None, *, lead: Organisation | None = None,
              ruling: bool = False) -> Target:
    """What the guards need to know of the office that an act hands the matter to."""
    level = organisation.rung
    if level is None:
        raise RuleBroken(say("%(office)s不承办事项。", office=organisation.name))
    return Target(level=level, is_lead=is_lead(item, organisation), ruling=ruling,
                  lead_attached=lead is not None and item is not None and item.mark(lead.rung) is Mark.LEADS)
