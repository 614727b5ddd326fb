"""Named reads of the catalogue."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from liandong.duties.models import CatalogueVersion, Item, ItemBody, ItemDeadline, ItemMark
from liandong.duties.rows import CLASS_MARK, DeadlineRow, ItemRow
from liandong.duties.rules import lead_level
from liandong.duties.terms import ListKind, Mark
from liandong.kernel.errors import NotFound
from liandong.kernel.levels import Level
from liandong.kernel.terms_of_time import Term, Unit
from liandong.orgs.models import Organisation
from liandong.screens.paging import Key, Page, page_of

FEW = 12
ORDER = (Key("position", int), Key("id", UUID))
Mirror = Literal["", "own", "helped", "taken_back"]
"""What a department sees: its own matters, those with which streets help it, those it took back."""


def version_on(day: date) -> CatalogueVersion | None:
    """The version in force on a day; None before the first. One query."""
    return CatalogueVersion.objects.filter(effective_on__lte=day).order_by("-effective_on").first()


def versions() -> list[CatalogueVersion]:
    """All versions, the latest first. One query."""
    return list(CatalogueVersion.objects.order_by("-effective_on"))


def version(version_id: UUID) -> CatalogueVersion:
    """A version by its id. One query. Raises NotFound."""
    found = CatalogueVersion.objects.filter(id=version_id).first()
    if found is None:
        raise NotFound
    return found


def _in_force(day: date) -> QuerySet[Item]:
    """Matters (no classes) of the version in force on a day."""
    newest = CatalogueVersion.objects.filter(effective_on__lte=day).order_by("-effective_on").values("id")[:1]
    return Item.objects.filter(version_id=Subquery(newest)).exclude(code="")


def names_in_force(day: date) -> list[tuple[UUID, str, str]]:
    """Id, code and name of every matter in force on a day, in the catalogue's order: for a picker. One query."""
    return list(_in_force(day).order_by("position").values_list("id", "code", "name"))


def classes(day: date) -> list[Item]:
    """The classes that matters in force stand in, each with the class above it, in the catalogue's order:
    for a filter. One query."""
    newest = CatalogueVersion.objects.filter(effective_on__lte=day).order_by("-effective_on").values("id")[:1]
    holding = Item.objects.filter(parent=OuterRef("pk")).exclude(code="")
    found = Item.objects.filter(Exists(holding), version_id=Subquery(newest), code="").select_related("parent")
    return list(found.order_by("position", "name"))


def whole(items: QuerySet[Item]) -> QuerySet[Item]:
    """Items with version, and with marks, bodies and deadlines: three queries more, at any number."""
    return items.select_related("version").prefetch_related(
        "marks", Prefetch("bodies", queryset=ItemBody.objects.select_related("organisation").order_by("position")),
        Prefetch("deadlines", queryset=ItemDeadline.objects.order_by("position")))


def item(code: str, on: date) -> Item:
    """The matter of a code in the version in force on a day, whole. Four queries. Raises NotFound."""
    found = whole(_in_force(on).filter(code=code)).first()
    if found is None:
        raise NotFound
    return found


def item_by_id(item_id: UUID) -> Item:
    """A matter of any version by its id, whole: what an issue cites. Four queries. Raises NotFound."""
    found = whole(Item.objects.exclude(code="").filter(id=item_id)).first()
    if found is None:
        raise NotFound
    return found


def classes_above(item: Item) -> list[str]:
    """The names of the classes over a matter, the widest first; no query."""
    return item.class_path.split(CLASS_MARK) if item.class_path else []


def _holding(text: str) -> Q:
    """Items that hold a text in code, name or a class. One table: a join would multiply before the first ANALYZE."""
    return (Q(code__startswith=text.upper()) | Q(name__contains=text) | Q(name_en__icontains=text)
            | Q(class_path__contains=text))


def search(text: str, on: date, *, limit: int = FEW) -> list[Item]:
    """Matters in force that hold a text in code, name or class, in order. One query."""
    text = text.strip()[:60]
    if not text or "\x00" in text:
        return []
    return list(_in_force(on).filter(_holding(text)).order_by("position")[:limit])


def marks_of(item: Item) -> dict[Level, Mark]:
    """The marks of the four levels. One query unless they came with the item."""
    return {Level(mark.level): Mark(mark.mark) for mark in item.marks.all()}


def lead_of(item: Item) -> Level | None:
    """The level that leads."""
    return lead_level(marks_of(item))


def term_of(item: Item) -> Term | None:
    """The handling term of a matter; None where the catalogue gives none. One query unless it came with the item."""
    first = next((d for d in item.deadlines.all() if d.position == 0), None)
    return Term(first.amount, Unit(first.unit)) if first else None


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for; empty fields ask for nothing. `department` leads; `mirror` narrows what it sees."""

    list_kind: str = ""
    level: str = ""
    department: UUID | None = None
    mirror: Mirror = ""
    text: str = ""


def item_page(version_id: UUID, wanted: Wanted, cursor: str = "") -> Page[Item]:
    """One page of the matters of a version in its order, whole. Four queries at any length (one if it is empty).

    Raises BadInput for a cursor that is not ours.
    """
    found = whole(Item.objects.filter(version=version_id).exclude(code="").filter(_condition(wanted)))
    return page_of(found, ORDER, cursor, read=lambda one: (one.position, one.id))


def _condition(wanted: Wanted) -> Q:
    condition = Q()
    if wanted.list_kind:
        condition &= Q(list_kind=wanted.list_kind)
    if wanted.level:
        condition &= _marked(Level(wanted.level), Mark.LEADS)
    if wanted.department:
        leads = ItemBody.objects.filter(item=OuterRef("pk"), leads=True, organisation=wanted.department)
        condition &= Q(Exists(leads)) & _mirrored(wanted.mirror)
    if text := wanted.text.strip()[:60]:
        condition &= _holding(text)
    return condition


def _mirrored(mirror: Mirror) -> Q:
    if mirror == "helped":
        return _marked(Level.STREET, Mark.COOPERATES)
    if mirror == "taken_back":
        return Q(list_kind=ListKind.TAKEN_BACK.value)
    return Q()


def _marked(level: Level, mark: Mark) -> Q:
    return Q(Exists(ItemMark.objects.filter(item=OuterRef("pk"), level=level.value, mark=mark.value)))


def departments(version_id: UUID) -> list[Organisation]:
    """Bodies that the register knows and that lead a matter of a version, by pinyin: for the filter. Two queries."""
    leading = ItemBody.objects.filter(item__version=version_id, leads=True, organisation__isnull=False)
    ids = set(leading.values_list("organisation_id", flat=True))
    return list(Organisation.objects.filter(id__in=ids).order_by("pinyin", "name"))


def counts(version_id: UUID) -> dict[str, int]:
    """How many matters each of the three lists holds. One query."""
    kinds = Item.objects.filter(version=version_id).exclude(code="").values_list("list_kind", flat=True)
    found = list(kinds)
    return {kind.value: found.count(kind.value) for kind in ListKind}


def rows_of(version_id: UUID) -> list[ItemRow]:
    """All matters of a version as plain values, in order: what an export writes. Four queries."""
    return [_row(one) for one in whole(Item.objects.filter(version=version_id).exclude(code="").order_by("position"))]


def _row(one: Item) -> ItemRow:
    marks = marks_of(one)
    return ItemRow(
        one.code, one.name, ListKind(one.list_kind), lead_level(marks) or Level.DISTRICT,
        leads=_named(one.bodies.all(), True), cooperating=_named(one.bodies.all(), False),
        classes=tuple(classes_above(one)), name_en=one.name_en,
        deadlines=tuple(DeadlineRow(d.amount, d.unit, d.name) for d in one.deadlines.all()),
        department_does=one.department_does, street_does=one.street_does, basis=one.basis,
        confidentiality=one.confidentiality, city_codes=tuple(one.city_codes), questions=tuple(one.questions),
        stop_text=one.stop_text, source=one.source, marks=marks)


def _named(bodies: Iterable[ItemBody], leads: bool) -> tuple[str, ...]:
    return tuple(body.name for body in bodies if body.leads is leads)
