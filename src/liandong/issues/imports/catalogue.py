"""The district's catalogue: a copy of the shipped matters, with its own offices as leads where the map says so."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from liandong.duties.models import CatalogueVersion, Item, ItemBody, ItemDeadline
from liandong.duties.queries import version_on
from liandong.duties.rows import SHIPPED, ItemRow, read_rows
from liandong.duties.services import load_catalogue
from liandong.issues.imports.mapping import ImportMap
from liandong.issues.imports.report import IssuesReport
from liandong.issues.own_terms import own_terms
from liandong.issues.rules import Terms
from liandong.issues.terms import Size
from liandong.kernel.calendar import Term, Unit
from liandong.kernel.errors import BadInput
from liandong.kernel.levels import Level
from liandong.kernel.words import say
from liandong.orgs.models import Organisation
from liandong.tables import Report, read_table

SOURCE = "随库附带的权责清单，主责单位按对照表换成本区的"


@dataclass(frozen=True)
class Catalogue:
    """What matters cite: items of the version in force by code, with their own terms."""

    items: Mapping[str, UUID]
    terms: Mapping[UUID, Term]
    own: Terms

    def item(self, how: ImportMap, classes: tuple[str, ...]) -> UUID | None:
        """The item of a class path; None where the map or the catalogue has none."""
        return self.items.get(how.item_code(classes))

    def term(self, item: UUID | None, size: Size) -> Term:
        """The handling term: the item's own, else by class."""
        return self.own.handle(self.terms.get(item) if item else None, size)


def make_catalogue(how: ImportMap, report: IssuesReport, *, now: datetime) -> Catalogue:
    """Load the copy where the district has no catalogue in force; an own one stays as it is."""
    today = localdate(now)
    version = version_on(today)
    if version is None:
        rows = [_own(row, how.leads) for row in _shipped()]
        version = load_catalogue(rows, effective_on=today, name=how.catalogue or f"{how.name}权责清单"[:60], by=None,
                                 now=now, source=SOURCE)
        report.count("items", len(rows))
        _tell_unled(version, report)
    return _read(version)


def _shipped() -> list[ItemRow]:
    report = Report()
    rows = read_rows(read_table(SHIPPED), report)
    if not report.is_clean:
        raise BadInput(say("随库附带的权责清单读不出来。"))
    return rows


def _own(row: ItemRow, leads: Mapping[str, str]) -> ItemRow:
    """A row with the district's own bodies. The marks are taken before: they hang on what the names were."""
    return replace(row, marks=row.all_marks(), leads=_renamed(row.leads, leads),
                   cooperating=_renamed(row.cooperating, leads))


def _renamed(names: tuple[str, ...], own: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(own.get(name, name) for name in names))


def _tell_unled(version: CatalogueVersion, report: IssuesReport) -> None:
    """Which district bodies the register does not know: what they lead goes up and is ruled."""
    leads = ItemBody.objects.filter(item__version=version, leads=True, position=0, level=Level.DISTRICT.value,
                                    organisation=None)
    register = {name for one in Organisation.objects.all() for name in (one.name, *one.aliases)}
    names = [name for name in leads.order_by("item__position").values_list("name", flat=True) if name not in register]
    if names:
        report.note(say("清单里有 %(n)s 项的主责单位本区没有：%(names)s。遇到时提级，由区协调办裁定。", n=len(names),
                        names="、".join(dict.fromkeys(names))))


def _read(version: CatalogueVersion) -> Catalogue:
    items = dict(Item.objects.filter(version=version).exclude(code="").values_list("code", "id"))
    first = ItemDeadline.objects.filter(item__version=version, position=0).values_list("item", "amount", "unit")
    return Catalogue(items, {item: Term(amount, Unit(unit)) for item, amount, unit in first}, own_terms())
