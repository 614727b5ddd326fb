"""Writing the catalogue: a version at a time, all of it or nothing."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from liandong.districts.scope import in_scope
from liandong.duties import naming, workbook
from liandong.duties.models import CatalogueVersion, Item, ItemBody, ItemDeadline, ItemMark
from liandong.duties.queries import rows_of, version_on
from liandong.duties.rows import CLASS_MARK, SHIPPED, ItemRow, read_rows, wrong_with
from liandong.duties.rules import level_named
from liandong.kernel.errors import BadInput
from liandong.kernel.ids import uuid7
from liandong.kernel.words import Sentence, say
from liandong.ledger.services import record
from liandong.orgs import queries as orgs
from liandong.orgs.terms import OrgKind
from liandong.tables import Report, Table, read_table, read_upload
from liandong.tables.reading import REASONS

KIND = "catalogue"
BATCH = 1000
NO_SHEET = REASONS["sheet"]
NAMED_KINDS = (OrgKind.COORDINATION, OrgKind.SUPERVISION, OrgKind.DEPARTMENT, OrgKind.ENTERPRISE)
"""Bodies of which there is one in the district: a catalogue line may point at them for good. Who leads in a street or
community differs by place and is found when a matter is there."""


@in_scope
def load_catalogue(rows: Iterable[ItemRow], *, effective_on: date, name: str, by: int | None, now: datetime,
                   source: str = "") -> CatalogueVersion:
    """Write a new version that takes effect on a day; matters assigned before keep theirs.

    Raises BadInput naming, by code and field, every item that cannot be taken, and for a day on which a version
    already begins. Some ten statements at any length.
    """
    items = list(rows)
    _check(items, effective_on, name)
    version = CatalogueVersion.objects.create(name=name, effective_on=effective_on, source=source)
    written = _write_tree(version, items)
    _write_lines(written, items)
    record("catalogue-loaded", kind=KIND, on=version.id, by=by, happened_at=now,
           detail={"items": len(items), "effective_on": effective_on.isoformat()})
    return version


@in_scope
def import_duties(source: Path | UploadedFile = SHIPPED, *, effective_on: date, name: str, by: int | None,
                  now: datetime, told_source: str = "") -> Report:
    """Load a catalogue from a .csv (columns: see `duties.rows`; by default the shipped 212 matters) or a workbook
    (`duties.workbook`).

    All or nothing: with a problem in the report nothing was written. It counts the items. Raises BadInput for a file
    that is no table, and for a day on which a version already begins.
    """
    report = Report()
    if str(source.name).lower().endswith(".xlsx"):
        force = version_on(effective_on)
        current = rows_of(force.id) if force else []
        items = workbook.read(lambda sheet: _sheet(source, sheet), report, current)
    else:
        items = read_rows(_read(source), report)
    if report.is_clean:
        load_catalogue(items, effective_on=effective_on, name=name, by=by, now=now, source=told_source)
        report.count("items", len(items))
    return report


def _read(source: Path | UploadedFile, sheet: str | None = None) -> Table:
    return read_table(source, sheet=sheet) if isinstance(source, Path) else read_upload(source, sheet=sheet)


def _sheet(source: Path | UploadedFile, sheet: str) -> Table | None:
    """One sheet of a workbook; None where it has none of that name."""
    try:
        return _read(source, sheet)
    except BadInput as refused:
        if refused.sentence.text == NO_SHEET:
            return None
        raise


def _check(items: Sequence[ItemRow], effective_on: date, name: str) -> None:
    if not items:
        raise BadInput("清单里没有事项。")
    wrong: dict[str, Sentence] = {}
    if not name.strip() or len(name) > 60:
        wrong["name"] = say("版本名称不能为空，最多 60 个字。")
    if CatalogueVersion.objects.filter(effective_on=effective_on).exists():
        wrong["effective_on"] = say("%(day)s 已经有一版清单生效，请换一天。", day=effective_on)
    seen: set[str] = set()
    for item in items:
        wrong.update({f"{item.code} {field}": sentence for field, sentence in wrong_with(item).items()})
        if item.code in seen:
            wrong[f"{item.code} code"] = say("编号“%(code)s”出现了两次。", code=item.code)
        seen.add(item.code)
    if wrong:
        raise BadInput("清单有 %(n)s 处不对，没有导入。", n=len(wrong), fields=wrong)


def _write_tree(version: CatalogueVersion, rows: Sequence[ItemRow]) -> list[Item]:
    """Classes and matters in one order; a class stands before its first matter. Returns the matters."""
    classes: dict[tuple[str, ...], Item] = {}
    everything, matters = list[Item](), list[Item]()
    for row in rows:
        parent: Item | None = None
        for depth in range(1, len(row.classes) + 1):
            key = row.classes[:depth]
            if key not in classes:
                classes[key] = Item(id=uuid7(), version=version, parent=parent, name=key[-1], position=len(everything))
                everything.append(classes[key])
            parent = classes[key]
        matter = Item(id=uuid7(), version=version, parent=parent, position=len(everything),
                      class_path=CLASS_MARK.join(row.classes), **_plain(row))
        everything.append(matter)
        matters.append(matter)
    Item.objects.bulk_create(everything, batch_size=BATCH)
    return matters


def _plain(row: ItemRow) -> dict[str, object]:
    return {"code": row.code, "name": row.name, "name_en": row.name_en, "list_kind": row.list_kind.value,
            "department_does": row.department_does, "street_does": row.street_does, "basis": row.basis,
            "confidentiality": row.confidentiality, "city_codes": list(row.city_codes),
            "questions": list(row.questions), "stop_text": row.stop_text, "source": row.source}


def _write_lines(items: Sequence[Item], rows: Sequence[ItemRow]) -> None:
    register = naming.Register(orgs.of_kinds(*NAMED_KINDS))
    marks, bodies, deadlines = list[ItemMark](), list[ItemBody](), list[ItemDeadline]()
    for item, row in zip(items, rows, strict=True):
        marks += [ItemMark(item=item, level=level.value, mark=mark.value) for level, mark in row.all_marks().items()]
        for leads, named in ((True, row.leads), (False, row.cooperating)):
            bodies += [_body(item, leads, n, body, row, register) for n, body in enumerate(named)]
        deadlines += [ItemDeadline(item=item, position=n, name=d.name, amount=d.amount, unit=d.unit)
                      for n, d in enumerate(row.deadlines)]
    ItemMark.objects.bulk_create(marks, batch_size=BATCH)
    ItemBody.objects.bulk_create(bodies, batch_size=BATCH)
    ItemDeadline.objects.bulk_create(deadlines, batch_size=BATCH)


def _body(item: Item, leads: bool, position: int, name: str, row: ItemRow, register: naming.Register) -> ItemBody:
    level = row.lead_level if leads and position == 0 else level_named(name)
    return ItemBody(item=item, leads=leads, position=position, level=level.value if level else "", name=name,
                    organisation=register.find(name))
