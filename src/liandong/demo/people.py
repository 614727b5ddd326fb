"""Demo accounts: one named person a role, and the colleagues whom the main streets need."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pypinyin import lazy_pinyin

from liandong.demo import compounds as places
from liandong.demo.files import table, tables, text, texts, toml
from liandong.demo.names import login_of, person_name
from liandong.demo.organisations import OrganisationSeed, by_key
from liandong.people.terms import Role


@dataclass(frozen=True)
class PersonSeed:
    """An account with its one appointment; `named` ones are printed by the demo and shown at sign-in."""

    login: str
    name: str
    role: Role
    organisation: str
    area: str
    named: bool = False


def _named() -> Iterator[PersonSeed]:
    for entry in tables(toml("people.toml"), "named"):
        yield PersonSeed(text(entry, "login"), text(entry, "name"), Role(text(entry, "role")),
                         text(entry, "organisation"), text(entry, "area"), named=True)


def _staffed(seed: OrganisationSeed) -> bool:
    code = seed.serves_code
    if code == places.DISTRICT:
        return not seed.key.startswith("party")
    if len(code) == 9:
        return code in table(toml("people.toml"), "staffed")
    return seed.key.startswith("community") and code in {community.code for community in places.communities()}


def _ending(seed: OrganisationSeed) -> str:
    """What follows the hyphen of a login: the street's, the community's or the department's name in letters."""
    if len(seed.serves_code) == 9:
        return text(table(toml("people.toml"), "staffed"), seed.serves_code)
    if len(seed.serves_code) == 12:
        return "".join(lazy_pinyin(seed.short_name.removesuffix("社区")))
    return seed.key.split("-")[-1]


def _posts() -> dict[str, tuple[Role, ...]]:
    return {text(entry, "prefix"): tuple(Role(role) for role in texts(entry, "roles"))
            for entry in tables(toml("people.toml"), "posts")}


def _unused(number: int, ending: str, taken: set[str]) -> tuple[str, str]:
    """The next invented person whose sign-in name is still free, so that no two logins differ by a digit only."""
    while True:
        name = person_name(number * 977 + 31)
        login = login_of(name, ending)
        if login not in taken and len(login) <= 40:
            return name, login
        number += 101


@cache
def people() -> tuple[PersonSeed, ...]:
    """All demo accounts, the named first. What a named person fills of an office's posts is not filled twice."""
    made = list(_named())
    taken = {person.login for person in made}
    filled = [(person.organisation, person.role) for person in made]
    for seed in by_key().values():
        roles = list(_posts().get(seed.key.split("-")[0], ())) if _staffed(seed) else []
        for organisation, role in filled:
            if organisation == seed.key and role in roles:
                roles.remove(role)
        for role in roles:
            name, login = _unused(len(made), _ending(seed), taken)
            taken.add(login)
            made.append(PersonSeed(login, name, role, seed.key, seed.serves_code))
    return tuple(made)
