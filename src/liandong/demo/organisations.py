"""Organisations of the demo district: templates of the data files, expanded over streets, communities and compounds."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from zlib import crc32

from stdnum.cn.uscc import calc_check_digit

from liandong.demo import compounds as places
from liandong.demo.files import Table, lists, table, tables, text, texts, toml
from liandong.demo.names import landline, mobile, person_name
from liandong.kernel.levels import Level
from liandong.orgs.terms import OrgKind, level_of
from liandong.places.rows import short_name

PARTY = "中共{name}委员会"


@dataclass(frozen=True)
class ContactSeed:
    """A post that can be called; name and number are invented."""

    post: str
    name: str
    phone: str


@dataclass(frozen=True)
class OrganisationSeed:
    """One organisation; `also` are the names by which the duty catalogue calls it."""

    key: str
    kind: OrgKind
    level: Level | None
    name: str
    short_name: str
    serves_code: str
    superior_key: str = ""
    areas: tuple[str, ...] = ()
    contacts: tuple[ContactSeed, ...] = ()
    premises: tuple[tuple[str, str], ...] = ()
    """Name and address of each house or room."""
    uscc: str = ""
    also: tuple[str, ...] = ()
    invented: bool = True


USCC_HEADS = {
    OrgKind.AGENCY: "12", OrgKind.SCHOOL: "12", OrgKind.HOSPITAL: "12", OrgKind.SOCIAL_ORGANISATION: "51",
    OrgKind.STATE_FIRM: "91", OrgKind.PRIVATE_FIRM: "91", OrgKind.PROPERTY_COMPANY: "91", OrgKind.ENTERPRISE: "91",
    OrgKind.DEPARTMENT: "11",
}


def uscc(kind: OrgKind, number: int) -> str:
    """A unified social credit code with a right check character over an organisation code that nobody was given."""
    first17 = f"{USCC_HEADS[kind]}330602XXXX{number:04d}X"
    return first17 + str(calc_check_digit(first17))


def contact(key: str, post: str, number: int = 0) -> ContactSeed:
    """An invented person for a post, the same in every run."""
    seed = crc32(f"{key}/{post}/{number}".encode())
    return ContactSeed(post, person_name(seed), landline(seed) if number else mobile(seed))


def _made(key: str, kind: OrgKind, name: str, short: str, serves: str, posts: tuple[str, ...] = ("值班室",),
          **more: object) -> OrganisationSeed:
    seed = OrganisationSeed(key, kind, level_of(kind), name, short, serves,
                            contacts=tuple(contact(key, post, n) for n, post in enumerate(posts)))
    return replace(seed, **more)  # type: ignore[arg-type]  # the fields are named by the callers below


def _district(data: Table) -> Iterator[OrganisationSeed]:
    code, party = places.DISTRICT, table(data, "party")
    yield _made("party-" + code, OrgKind.PARTY_COMMITTEE, text(party, "district"), "区委", code, level=Level.DISTRICT)
    for key, kind in (("coordination", OrgKind.COORDINATION), ("supervision", OrgKind.SUPERVISION)):
        entry = table(data, key)
        yield _made(key, kind, text(entry, "name"), text(entry, "short"), code,
                    superior_key="party-" + code, also=texts(entry, "also"))
    number = 1
    for kind, prefix in ((OrgKind.DEPARTMENT, "dept"), (OrgKind.ENTERPRISE, "enterprise")):
        for entry in tables(data, kind.value):
            superior = text(entry, "superior")
            yield _made(f"{prefix}-{text(entry, 'key')}", kind, text(entry, "name"), text(entry, "short"), code,
                        texts(entry, "posts"), superior_key=f"dept-{superior}" if superior else "",
                        also=texts(entry, "also"), uscc=uscc(kind, number))
            number += 1


def _street(data: Table, code: str) -> Iterator[OrganisationSeed]:
    street = places.division_names()[code]
    short = street.removesuffix("街道")
    party = f"party-{code}"
    name = text(table(data, "party"), "street") if street.endswith("街道") else PARTY
    yield _made(party, OrgKind.PARTY_COMMITTEE, name.format(street=street, name=street),
                short + ("党工委" if street.endswith("街道") else "党委"), code,
                superior_key="party-" + places.DISTRICT, level=Level.STREET,
                premises=((f"{short}党群服务中心", "三楼会议室"),))
    yield _made(f"desk-{code}", OrgKind.STREET_DESK, f"{street}基层治理调度中心", "街道调度", code,
                ("值班电话", "回访席"), superior_key=party)
    for entry in tables(data, "office"):
        yield _made(f"office-{text(entry, 'key')}-{code}", OrgKind.STREET_OFFICE,
                    text(entry, "name").format(street=street), text(entry, "short"), code, texts(entry, "posts"),
                    superior_key=party, also=texts(entry, "also"))
    for entry in tables(data, "branch"):
        yield _made(f"branch-{text(entry, 'key')}-{code}", OrgKind.BRANCH, text(entry, "name").format(short=short),
                    text(entry, "short").format(short=short), code, ("负责人", "值班室"),
                    superior_key=f"dept-{text(entry, 'superior')}")


def _compound(place: places.CompoundSeed, names: dict[str, str]) -> Iterator[OrganisationSeed]:
    if place.property_company:
        company = names[place.property_company]
        yield _made(f"property-{place.code}", OrgKind.PROPERTY_COMPANY, f"{company}{place.name}服务处",
                    f"{company}", place.code, ("项目经理",), superior_key=f"property-{place.property_company}")
    if place.has_owners_committee:
        yield _made(f"owners-{place.code}", OrgKind.OWNERS_COMMITTEE, f"{place.name}业主委员会", "业委会", place.code,
                    ("主任",))
        yield _made(f"party-{place.code}", OrgKind.PARTY_COMMITTEE, f"{place.name}党支部", "小区党支部", place.code,
                    ("书记",), level=Level.COMPOUND, superior_key=f"party-{place.community}")


def _neighbourhoods(data: Table) -> Iterator[OrganisationSeed]:
    companies = {text(entry, "key"): text(entry, "short") for entry in tables(data, "property")}
    for number, entry in enumerate(tables(data, "property"), 100):
        yield _made(f"property-{text(entry, 'key')}", OrgKind.PROPERTY_COMPANY, text(entry, "name"),
                    text(entry, "short"), places.DISTRICT, ("客服",), uscc=uscc(OrgKind.PROPERTY_COMPANY, number))
    for community in places.communities():
        yield _made(f"party-{community.code}", OrgKind.PARTY_COMMITTEE, PARTY.format(name=community.name),
                    "社区党委", community.code, ("书记",), level=Level.COMMUNITY,
                    superior_key=f"party-{community.street}")
        for place in community.compounds:
            yield from _compound(place, companies)


def _units() -> Iterator[OrganisationSeed]:
    number = 200
    for code, units in table(toml("units.toml"), "units").items():
        for row in lists({"units": units}, "units"):
            kind, key = OrgKind(row[0]), f"unit-{number - 199:03d}"
            lane = next(c.lanes[0] for c in places.communities() if c.code == code)
            rooms = tuple((room, f"{lane}{number % 60 + 1}号") for room in row[3])
            yield _made(key, kind, row[1], row[2], code, ("联系人",), premises=rooms, uscc=uscc(kind, number))
            number += 1


@cache
def organisations() -> tuple[OrganisationSeed, ...]:
    """Every invented organisation. The communities' own offices are `community_offices`."""
    data = toml("organisations.toml")
    made = [*_district(data)]
    for code in places.streets():
        made += _street(data, code)
    return (*made, *_neighbourhoods(data), *_units())


@cache
def community_offices() -> tuple[OrganisationSeed, ...]:
    """The office of each of the 151 communities and 201 villages: real names, invented contacts."""
    codes = sorted(code for code in places.division_names() if len(code) == 12)
    return tuple(
        _made(f"community-{code}", OrgKind.COMMUNITY, places.division_names()[code],
              short_name(places.division_names()[code]), code, ("值班电话",),
              superior_key=f"party-{code[:9]}", invented=False)
        for code in codes)


@cache
def by_key() -> dict[str, OrganisationSeed]:
    """All organisations, community offices included, by key."""
    return {seed.key: seed for seed in (*organisations(), *community_offices())}
