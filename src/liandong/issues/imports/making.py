"""A district made from the file itself: streets, communities, desks, and the units that the file names.

The codes of streets and communities are our own, below the district's: the file has none. What stands already is found
by its name and left as it is; a second file adds what it brings.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from liandong.issues.imports.mapping import ImportMap, UnitRule
from liandong.issues.imports.reading import FileRow
from liandong.kernel.pinyin import pinyin
from liandong.orgs.models import Organisation
from liandong.orgs.rows import OrganisationRow
from liandong.orgs.services import add_organisations, desks_from_divisions
from liandong.orgs.terms import OrgKind
from liandong.places.models import Division
from liandong.places.rows import DivisionRow
from liandong.places.services import add_divisions
from liandong.places.terms import PREFIX_LENGTHS, PlaceKind, code_at

SOURCE = "按导入文件的名称自编代码"
PREFIXES = {OrgKind.DEPARTMENT: "dept", OrgKind.BRANCH: "branch", OrgKind.ENTERPRISE: "enterprise",
            OrgKind.STREET_OFFICE: "office"}
LONGEST_KEY, LONGEST_SHORT = 45, 20
NO_STREET = "未写街道"


@dataclass(frozen=True)
class Where:
    """Where a matter is: the nearest known place, and the file's words where it names one that is not known."""

    place: Division
    text: str = ""


@dataclass
class Places:
    """The district's streets and communities by name."""

    district: Division
    streets: dict[str, Division] = field(default_factory=dict)
    communities: dict[tuple[str, str], Division] = field(default_factory=dict)
    """By code of the street and name."""

    def where(self, row: FileRow) -> Where:
        """The place of a row."""
        street = self.streets.get(row.street)
        if street is None:
            return Where(self.district, row.street + row.community or NO_STREET)
        community = self.communities.get((street.code, row.community))
        return Where(community) if community else Where(street, row.community)

    def community(self, name: str) -> Division | None:
        """The one community of a name in the whole district."""
        found = [one for (_, known), one in self.communities.items() if known == name]
        return found[0] if len(found) == 1 else None


def make_places(rows: Iterable[FileRow], how: ImportMap, *, now: datetime) -> Places:
    """Add the district, streets and communities that are missing. A name that does not look like one stays text."""
    known = _known()
    new: list[DivisionRow] = []
    if known is None:
        new.append(DivisionRow(how.code, how.name, PlaceKind.DISTRICT))
    streets = {name: one.code for name, one in known.streets.items()} if known else {}
    communities = {key: one.code for key, one in known.communities.items()} if known else {}
    pairs = sorted({(row.street, row.community) for row in rows}, key=lambda pair: [pinyin(x) or x for x in pair])
    for street, community in pairs:
        if not how.street.search(street):
            continue
        if street not in streets:
            streets[street] = _free(known.district.code if known else how.code, streets.values())
            new.append(DivisionRow(streets[street], street, PlaceKind.STREET))
        key = (streets[street], community)
        if how.community.search(community) and key not in communities:
            communities[key] = _free(streets[street], communities.values())
            new.append(DivisionRow(communities[key], community, PlaceKind.COMMUNITY))
    if new:
        add_divisions(new, by=None, now=now, source=SOURCE)
        known = _known()
    assert known is not None  # noqa: S101  the district has just been added
    return known


def _known() -> Places | None:
    found = {kind: list(Division.objects.filter(kind=kind.value)) for kind in PREFIX_LENGTHS}
    if not found[PlaceKind.DISTRICT]:
        return None
    return Places(found[PlaceKind.DISTRICT][0], {one.name: one for one in found[PlaceKind.STREET]},
                  {(code_at(PlaceKind.STREET, one.code), one.name): one for one in found[PlaceKind.COMMUNITY]})


def _free(above: str, taken: Iterable[str]) -> str:
    """The next code of three digits below a place."""
    own = [int(code[len(above):]) for code in taken if code.startswith(above) and len(code) == len(above) + 3]
    return f"{above}{max(own, default=0) + 1:03d}"


# ── organisations ──

@dataclass
class Units:
    """Whom the names of the file mean."""

    by_name: dict[str, Organisation]
    desks: dict[str, Organisation]
    """The desk of each street, by its code."""
    coordination: Organisation

    def desk(self, street_code: str) -> Organisation:
        """Where a matter of a street is received; without a street at the district's office."""
        return self.desks.get(street_code, self.coordination)

    @property
    def all_desks(self) -> list[UUID]:
        """Every desk that a file can bring matters to."""
        return [one.id for one in (*self.desks.values(), self.coordination)]


def make_units(rows: Iterable[FileRow], how: ImportMap, places: Places, *, now: datetime) -> Units:
    """Add the desks of all places and the units that a rule of the map knows; find those that stand by name."""
    desks_from_divisions(by=None, now=now)
    known = list(Organisation.objects.all())
    names = {name: one for one in known for name in (one.name, *one.aliases)}
    keys = {one.key for one in known}
    made: dict[str, OrganisationRow] = {}
    standing: dict[str, str] = {}
    for name in sorted({row.unit for row in rows} - {""} - set(names), key=lambda each: pinyin(each) or each):
        found = _unit(name, how, places)
        if found is None:
            continue
        if isinstance(found, str):
            standing[name] = found
            continue
        made[name] = _with_free_key(found, keys)
        keys.add(made[name].key)
    if made:
        add_organisations(made.values(), by=None, now=now)
    by_key = {one.key: one for one in Organisation.objects.all()}
    names |= {name: by_key[row.key] for name, row in made.items()}
    names |= {name: by_key[key] for name, key in standing.items() if key in by_key}
    streets = {one.code: by_key[f"desk-{one.code}"] for one in places.streets.values() if f"desk-{one.code}" in by_key}
    return Units(names, streets, by_key["coordination"])


def _unit(name: str, how: ImportMap, places: Places) -> OrganisationRow | str | None:
    """A unit to be made, the key of one that stands, or None for a name that no rule knows."""
    for rule in how.units:
        if found := rule.match.search(name):
            return _by_rule(name, rule, found.groupdict(), how, places)
    return None


def _by_rule(name: str, rule: UnitRule, groups: Mapping[str, str | None], how: ImportMap,
             places: Places) -> OrganisationRow | str | None:
    if rule.kind is OrgKind.COORDINATION:
        return "coordination"
    if rule.kind is OrgKind.COMMUNITY:
        community = places.community(groups.get("community") or name)
        return f"community-{community.code}" if community else None
    key = f"{PREFIXES[rule.kind]}-{pinyin(name)[:LONGEST_KEY]}"
    if rule.kind is not OrgKind.STREET_OFFICE:
        return OrganisationRow(key, rule.kind, name, places.district.code)
    street = places.streets.get(groups.get("street") or "")
    if street is None:
        return None
    also = tuple(word for one in how.offices if one.match.search(name) for word in one.also)
    return OrganisationRow(key, rule.kind, name, street.code, short_name=name.removeprefix(street.name)[:LONGEST_SHORT],
                           superior_key=f"desk-{street.code}", also=also)


def _with_free_key(row: OrganisationRow, taken: set[str]) -> OrganisationRow:
    """Two names may sound alike."""
    key, n = row.key, 2
    while key in taken:
        key, n = f"{row.key}-{n}", n + 1
    return OrganisationRow(key, row.kind, row.name, row.serves_code, short_name=row.short_name,
                           superior_key=row.superior_key, also=row.also)
