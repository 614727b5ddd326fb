"""Writing the tree of places."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from liandong.districts.scope import in_scope
from liandong.kernel.errors import BadInput
from liandong.kernel.ids import uuid7
from liandong.kernel.pinyin import initials, pinyin
from liandong.kernel.words import Sentence, say
from liandong.ledger.services import record
from liandong.places.models import Division
from liandong.places.rows import SHIPPED, SOURCE, DivisionRow, in_order, read_rows, wrong_with
from liandong.places.terms import PlaceKind
from liandong.tables import Report, read_table

KIND = "place"


@dataclass(frozen=True)
class Imported:
    """What an import of divisions did: how many places are new, changed their name, or stood already."""

    created: int
    changed: int
    unchanged: int


@in_scope
def add_divisions(rows: Iterable[DivisionRow], *, by: int | None, now: datetime, source: str = "") -> Imported:
    """Add places, or rename those whose code stands already. All or nothing; one event for the lot.

    Raises BadInput where a code is malformed, stands twice, or hangs under a place that is neither known nor in the
    rows. Places are never removed: matters and appointments hang on them. Costs three queries at any length.
    """
    ordered = in_order(rows)
    known = {place.code: place for place in Division.objects.all()}
    _check(ordered, set(known))
    new: list[Division] = []
    changed: list[Division] = []
    for row in ordered:
        place = known.get(row.code)
        if place is None:
            place = Division(id=uuid7(), kind=row.kind.value, code=row.code, parent=known.get(row.parent_code),
                             is_invented=row.is_invented, source=source)
            known[row.code] = place
            new.append(place)
        elif place.name != row.name:
            changed.append(place)
        place.name, place.pinyin, place.initials = row.name, pinyin(row.name), initials(row.name)
    Division.objects.bulk_create(new, batch_size=500)
    if changed:
        Division.objects.bulk_update(changed, ["name", "pinyin", "initials"], batch_size=500)
    if new or changed:
        record("divisions-imported", kind=KIND, on=(new or changed)[0].id, by=by, happened_at=now,
               detail={"created": len(new), "changed": len(changed), "source": source})
    return Imported(len(new), len(changed), len(ordered) - len(new) - len(changed))


def _check(ordered: list[DivisionRow], known: set[str]) -> None:
    wrong: dict[str, Sentence] = {}
    seen: set[str] = set()
    for row in ordered:
        if problem := wrong_with(row):
            wrong[row.code] = problem
        elif row.code in seen:
            wrong[row.code] = say("代码“%(code)s”出现了两次。", code=row.code)
        elif row.parent_code and row.parent_code not in known | seen:
            wrong[row.code] = say("上级代码“%(code)s”不在区划里。", code=row.parent_code)
        seen.add(row.code)
    if wrong:
        raise BadInput("有 %(n)s 个地点不对，没有导入。", n=len(wrong), fields=wrong)


@in_scope
def import_divisions(path: Path = SHIPPED, *, by: int | None, now: datetime, source: str = SOURCE) -> Report:
    """Bring in a district's divisions from a file (columns: see `places.rows`), by default the shipped 越城区.

    All or nothing: with a problem in the report nothing was written. It counts places created, changed, unchanged.
    Raises BadInput for a file that is no table.
    """
    report = Report()
    lines = read_rows(read_table(path), report)
    _check_district(lines, report)
    if not report.is_clean:
        return report
    try:
        done = add_divisions(lines.values(), by=by, now=now, source=source)
    except BadInput as refused:
        line_of = {row.code: line for line, row in lines.items()}
        for code, sentence in refused.fields.items():
            report.wrong(line_of[code], "code12", sentence)
        return report
    report.counts.update(created=done.created, changed=done.changed, unchanged=done.unchanged)
    return report


def _check_district(lines: Mapping[int, DivisionRow], report: Report) -> None:
    """A file of several districts, or of another than the one in scope, is refused at its line."""
    own = Division.objects.filter(kind=PlaceKind.DISTRICT.value).values_list("code", flat=True).first()
    for line, row in lines.items():
        if row.kind is PlaceKind.DISTRICT:
            own = own or row.code
            if row.code != own:
                report.wrong(line, "code12", say("这是别的区（%(code)s）的文件，本区是 %(own)s。",
                                                 code=row.code, own=own))


def add_compounds(rows: Iterable[DivisionRow], *, by: int | None, now: datetime, source: str = "") -> Imported:
    """Add compounds and grids under their communities; `is_invented` marks those of a demo.

    Raises BadInput for a place that is neither, or whose community is not there.
    """
    rows = list(rows)
    if above := [row for row in rows if row.kind not in {PlaceKind.COMPOUND, PlaceKind.GRID}]:
        raise BadInput("“%(name)s”不是小区也不是网格。", name=above[0].name)
    return add_divisions(rows, by=by, now=now, source=source)
