"""People of the small district: one a role, with their sign-in and how to act as them."""
from __future__ import annotations

from datetime import date

from liandong.orgs.models import Organisation
from liandong.people import queries, services
from liandong.people.access import IMPORT, Actor
from liandong.people.models import Account
from liandong.people.services import NewPerson, NewPost
from liandong.people.terms import Role
from liandong.places.models import Division
from tests.orgs.factories import Small
from tests.places.factories import NOW

TODAY = date(2026, 11, 24)
SINCE = date(2026, 1, 1)
PASSWORD = "stone lantern seven rivers"


def person(username: str, role: Role, organisation: Organisation, *, name: str = "", area: Division | None = None,
           since: date = SINCE, until: date | None = None) -> Account:
    """An account with one appointment, whose password is PASSWORD. Call inside `scope(…)`."""
    post = NewPost(role, organisation, since, until, area)
    services.add_people([NewPerson(username, name or f"某{username}", (post,), password=PASSWORD)], by=IMPORT, now=NOW)
    return Account.objects.get(username=username)


def actor(account: Account, today: date = TODAY) -> Actor:
    """As whom somebody acts."""
    return queries.actor_for(account.pk, today)


def staff(small: Small) -> dict[Role, Account]:
    """One person a role: 府山街道, 书圣故里社区, 区住建局, and the district's own."""
    where = {
        Role.DISPATCHER: small.street_desk, Role.SECRETARY: small.community, Role.GRID: small.community,
        Role.OFFICER: small.urban, Role.LEADER: small.street_desk, Role.HEAD: small.street_desk,
        Role.LIAISON: small.housing, Role.CALLER: small.street_desk, Role.COORDINATOR: small.coordination,
        Role.SUPERVISOR: small.by_key["supervision"], Role.DISTRICT_LEADER: small.coordination,
        Role.CATALOGUE: small.coordination, Role.ADMIN: small.coordination}
    return {role: person(role.value.replace("_", "-"), role, body) for role, body in where.items()}
