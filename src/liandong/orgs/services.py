"""Writing the register of organisations."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stdnum.cn import uscc as uscc_number

from liandong.districts.scope import in_scope
from liandong.kernel.errors import BadInput
from liandong.kernel.ids import uuid7
from liandong.kernel.pinyin import pinyin
from liandong.kernel.words import Sentence, say
from liandong.ledger.services import record
from liandong.orgs.models import Contact, Organisation, OrganisationArea, Premises
from liandong.orgs.rows import OrganisationRow, wrong_with
from liandong.orgs.seeds import OrganisationLike
from liandong.orgs.table import COLUMN_OF, read_rows
from liandong.orgs.terms import OrgKind, level_of
from liandong.places import queries as places
from liandong.places.models import Division
from liandong.places.rows import short_name
from liandong.places.terms import PlaceKind
from liandong.tables import Report, read_table

KIND = "organisation"
_FIELDS = ["kind", "level", "name", "short_name", "aliases", "pinyin", "uscc", "superior", "serves", "is_invented"]


@dataclass(frozen=True)
class Imported:
    """What an import did: how many organisations are new, how many were written anew."""

    created: int
    updated: int


@in_scope
def add_organisations(seeds: Iterable[OrganisationLike], *, by: int | None, now: datetime) -> Imported:
    """Add organisations, or write anew those whose key stands already (with contacts, premises and areas).

    All or nothing; one event for the lot. A superior may stand in the register or in the same lot, in any order.
    Raises BadInput naming, by key and field, every organisation that cannot be taken. Eight queries at any length.
    """
    rows = list(seeds)
    known = {o.key: o for o in Organisation.objects.all()}
    wanted = {code for row in rows for code in (row.serves_code, *row.areas)}
    there = places.by_codes(wanted)
    _check(rows, known, there)
    lot: dict[str, Organisation] = {}
    for row in rows:
        organisation = known.get(row.key) or Organisation(id=uuid7(), key=row.key)
        lot[row.key] = _fill(organisation, row, there)
    for row in rows:
        lot[row.key].superior = lot.get(row.superior_key) or known.get(row.superior_key)
    new = [o for key, o in lot.items() if key not in known]
    old = [o for key, o in lot.items() if key in known]
    Organisation.objects.bulk_create(_superiors_first(new), batch_size=500)
    if old:
        Organisation.objects.bulk_update(old, _FIELDS, batch_size=500)
    _write_details(rows, lot, there, anew=bool(old))
    if lot:
        record("organisations-imported", kind=KIND, on=next(iter(lot.values())).id, by=by, happened_at=now,
               detail={"created": len(new), "updated": len(old)})
    return Imported(len(new), len(old))


@in_scope
def import_organisations(path: Path, *, by: int | None, now: datetime) -> Report:
    """Bring in organisations from a table (columns: see `orgs.table`). Divisions come first.

    All or nothing: with a problem in the report nothing was written. It counts organisations created and updated.
    Raises BadInput for a file that is no table.
    """
    report = Report()
    lines = read_rows(read_table(path), report)
    if not report.is_clean:
        return report
    try:
        done = add_organisations(lines.values(), by=by, now=now)
    except BadInput as refused:
        line_of = {row.key: line for line, row in lines.items()}
        for place, sentence in refused.fields.items():
            key, _, field = place.rpartition(" ")
            report.wrong(line_of[key], COLUMN_OF.get(field, field), sentence)
        if not refused.fields:
            report.wrong(0, "", refused.sentence)
        return report
    report.counts.update(created=done.created, updated=done.updated)
    return report


def _check(rows: Sequence[OrganisationLike], known: Mapping[str, Organisation], there: Mapping[str, Division]) -> None:
    wrong: dict[str, Sentence] = {}
    keys: set[str] = set()
    codes: dict[str, str] = {o.uscc: key for key, o in known.items() if o.uscc}
    for row in rows:
        wrong.update({f"{row.key} {field}": sentence for field, sentence in wrong_with(row).items()})
        if row.key in keys:
            wrong[f"{row.key} key"] = say("标识“%(key)s”出现了两次。", key=row.key)
        keys.add(row.key)
        if row.uscc and codes.setdefault(uscc_number.compact(row.uscc), row.key) != row.key:
            wrong[f"{row.key} uscc"] = say("这个统一社会信用代码已经属于“%(key)s”。", key=codes[row.uscc])
        for code in (row.serves_code, *row.areas):
            if code not in there:
                wrong[f"{row.key} serves_code"] = say("地点代码“%(code)s”不在区划里。", code=code)
    for row in rows:
        if row.superior_key and row.superior_key not in keys and row.superior_key not in known:
            wrong[f"{row.key} superior_key"] = say("上级单位“%(key)s”不在名录里。", key=row.superior_key)
    if wrong:
        raise BadInput("单位名录有 %(n)s 处不对，没有导入。", n=len(wrong), fields=wrong)


def _fill(organisation: Organisation, row: OrganisationLike, there: Mapping[str, Division]) -> Organisation:
    level = level_of(row.kind, row.level)
    organisation.kind, organisation.level = row.kind.value, level.value if level else ""
    organisation.name, organisation.short_name = row.name.strip(), row.short_name.strip()
    organisation.aliases, organisation.pinyin = list(row.also), pinyin(row.name)
    organisation.uscc = uscc_number.compact(row.uscc) if row.uscc else ""
    organisation.serves, organisation.is_invented = there[row.serves_code], row.invented
    return organisation


def _superiors_first(new: Sequence[Organisation]) -> list[Organisation]:
    """In an order in which each refers only to what is written: the keys are checked row by row, batch by batch."""
    waiting, ordered, done = list(new), list[Organisation](), {o.id for o in new}
    while waiting:
        ready = [o for o in waiting if o.superior_id not in done]
        if not ready:
            raise BadInput("上级关系绕成了圈：%(name)s。", name=waiting[0].name)
        ordered += ready
        done -= {o.id for o in ready}
        waiting = [o for o in waiting if o.id in done]
    return ordered


def _write_details(rows: Sequence[OrganisationLike], lot: Mapping[str, Organisation], there: Mapping[str, Division], *,
                   anew: bool) -> None:
    ids = [o.id for o in lot.values()]
    if anew:
        for model in (Contact, Premises, OrganisationArea):
            model._default_manager.filter(organisation__in=ids).delete()
    contacts, premises, areas = list[Contact](), list[Premises](), list[OrganisationArea]()
    for row in rows:
        organisation = lot[row.key]
        contacts += [Contact(organisation=organisation, post=c.post, name=c.name, phone=c.phone, position=n)
                     for n, c in enumerate(row.contacts)]
        premises += [Premises(organisation=organisation, name=name, address=address, division=organisation.serves)
                     for name, address in row.premises]
        areas += [OrganisationArea(organisation=organisation, division=there[code])
                  for code in dict.fromkeys(row.areas)]
    Contact.objects.bulk_create(contacts, batch_size=1000)
    Premises.objects.bulk_create(premises, batch_size=1000)
    OrganisationArea.objects.bulk_create(areas, batch_size=1000)


def desks_from_divisions(*, by: int | None, now: datetime) -> Imported:
    """The desks that every district has: one of the district, one a street, one a community or village.

    Made from the divisions under fixed keys (coordination, supervision, desk-<street>, community-<community>); those
    that stand already are left as they are.
    """
    known = set(Organisation.objects.values_list("key", flat=True))
    rows = [row for place in places.subtree("") for row in _desks_at(place) if row.key not in known]
    return add_organisations(rows, by=by, now=now)


def communities_from_divisions(*, by: int | None, now: datetime) -> Imported:
    """The office of each community and village alone; see `desks_from_divisions`."""
    known = set(Organisation.objects.values_list("key", flat=True))
    rows = [row for place in places.options(PlaceKind.COMMUNITY) for row in _desks_at(place) if row.key not in known]
    return add_organisations(rows, by=by, now=now)


def _desks_at(place: Division) -> list[OrganisationRow]:
    if place.place_kind is PlaceKind.DISTRICT:
        return [OrganisationRow("coordination", OrgKind.COORDINATION, f"{place.name}基层治理协调办公室", place.code,
                                short_name="区协调办"),
                OrganisationRow("supervision", OrgKind.SUPERVISION, f"{place.name}督查室", place.code,
                                short_name="区督查")]
    if place.place_kind is PlaceKind.STREET:
        return [OrganisationRow(f"desk-{place.code}", OrgKind.STREET_DESK, f"{place.name}调度中心", place.code,
                                short_name="街道调度")]
    if place.place_kind is PlaceKind.COMMUNITY:
        return [OrganisationRow(f"community-{place.code}", OrgKind.COMMUNITY, short_name(place.name), place.code,
                                short_name=short_name(place.name)[:20])]
    return []
