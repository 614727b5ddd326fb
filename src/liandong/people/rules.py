"""Which role can be held where. Source: workflows.md, "Roles"."""
from __future__ import annotations

from datetime import date

from liandong.kernel.words import Sentence, say
from liandong.orgs.terms import OrgKind
from liandong.people.terms import Role

DISTRICT_BODIES = frozenset({OrgKind.DEPARTMENT, OrgKind.BRANCH, OrgKind.ENTERPRISE})
STREET_BODIES = frozenset({OrgKind.STREET_DESK, OrgKind.STREET_OFFICE})
LEADING_BODIES = frozenset({OrgKind.PARTY_COMMITTEE, OrgKind.COORDINATION, OrgKind.SUPERVISION})

FITS: dict[Role, frozenset[OrgKind]] = {
    Role.DISPATCHER: frozenset({OrgKind.STREET_DESK}),
    Role.CALLER: frozenset({OrgKind.STREET_DESK}),
    Role.SECRETARY: frozenset({OrgKind.COMMUNITY}),
    Role.GRID: frozenset({OrgKind.COMMUNITY}),
    Role.OFFICER: STREET_BODIES | DISTRICT_BODIES,
    Role.LEADER: STREET_BODIES | {OrgKind.PARTY_COMMITTEE},
    Role.HEAD: STREET_BODIES | {OrgKind.PARTY_COMMITTEE},
    Role.LIAISON: DISTRICT_BODIES,
    Role.COORDINATOR: frozenset({OrgKind.COORDINATION}),
    Role.SUPERVISOR: frozenset({OrgKind.SUPERVISION}),
    Role.DISTRICT_LEADER: LEADING_BODIES,
    Role.CATALOGUE: LEADING_BODIES | {OrgKind.DEPARTMENT},
    Role.ADMIN: LEADING_BODIES | {OrgKind.DEPARTMENT},
}
"""The kinds of organisation at which each role is held."""
LONGEST_NAME = 40
OUTSIDE = say("这个地方不在单位服务的范围里。")


def misfit(role: Role, kind: OrgKind) -> Sentence | None:
    """Why a role cannot be held at an organisation of a kind; None if it can."""
    if kind in FITS[role]:
        return None
    return say("%(role)s不能任在%(kind)s。", role=Sentence(role.label), kind=Sentence(kind.label))


def wrong_span(since: date, until: date | None) -> Sentence | None:
    """Why an appointment's days cannot be so; None if they can."""
    return say("截止日期早于起始日期。") if until is not None and until < since else None
