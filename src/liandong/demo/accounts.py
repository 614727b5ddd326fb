"""The accounts that the demo prints: one a role, all with one password. Pure: nothing is asked of the database."""
from __future__ import annotations

from dataclasses import dataclass

from liandong.demo.organisations import by_key
from liandong.demo.people import PersonSeed, people

PASSWORD = "liandong-demo"  # noqa: S105  the demo's, printed at every start; no other profile knows these accounts
"""Of every demo account."""


@dataclass(frozen=True)
class DemoAccount:
    """What one needs to choose an account: its sign-in name, the role's label, the person, the office."""

    login: str
    role: str
    name: str
    office: str


def demo_accounts() -> list[DemoAccount]:
    """The named accounts, one a role, in the order in which a matter meets them."""
    return [_shown(person) for person in people() if person.named]


def _shown(person: PersonSeed) -> DemoAccount:
    return DemoAccount(person.login, person.role.label, person.name, by_key()[person.organisation].name)
