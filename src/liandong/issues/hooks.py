"""What issues do when something happens elsewhere: an appointment ends, the day's digest is made."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localtime

from liandong.issues.models import Issue
from liandong.issues.services.act import begin
from liandong.issues.services.handover import holder_left
from liandong.issues.statements import end_of_day
from liandong.issues.terms import State
from liandong.kernel.levels import Level
from liandong.orgs.terms import DESKS, OrgKind
from liandong.outbox import services as outbox
from liandong.outbox.digests import Tally
from liandong.people import queries as people
from liandong.people.access import CLOCK, decider
from liandong.people.hooks import Ended
from liandong.people.terms import DESK_ROLES, WORKING_ROLES, Role

HOLDS = frozenset({State.ASSIGNED, State.HANDLING})
"""It is the owner's turn."""


def appointment_ended(ended: Ended, now: datetime) -> int:
    """What the person held returns to the office; its leader is told once. Returns how many matters that were.

    A second call finds nothing. Source: workflows.md, "Who owns".
    """
    today = localtime(now).date()
    if people.works_at(ended.account_id, ended.organisation_id, today):
        return 0  # another appointment at the same office goes on
    held = list(Issue.objects.select_for_update(of=("self",)).filter(
        owner=ended.organisation_id, holder=ended.account_id, closed_at=None).order_by("id")
        .values_list("id", flat=True))
    if not held:
        return 0
    for issue_id in held:
        holder_left(begin(issue_id, by=CLOCK, seen=None, now=now))
    outbox.tell(people.leaders_of(ended.organisation_id, today), "people.post-ended", about=ended.appointment_id,
                kind="appointment", values={"name": ended.account_name, "count": str(len(held))}, now=now)
    return len(held)


def tally(now: datetime) -> dict[int, Tally]:
    """For the digest: whose matters are due today, and whose are overdue. Two queries.

    Each counts for whose turn it is: who holds it or could, the desk, who decides. The reporter's turn is nobody's.
    """
    end = end_of_day(now)
    rows = (Issue.objects.filter(closed_at=None, next_due_at__lt=end)
            .exclude(state__in=[State.ANSWERED.value, State.ASKING.value, State.SUSPENDED.value])
            .values_list("holder_id", "owner_id", "desk_id", "assigned_by_id", "state", "next_due_at", "desk__kind",
                         "owner_level", "street_code", "first_id"))
    due: Counter[int] = Counter()
    overdue: Counter[int] = Counter()
    staff = _staff(localtime(now).date())
    for holder, owner, desk, assigned_by, state, at, kind, level, street, first in rows.iterator():
        if state in HOLDS:
            whose = [holder] if holder else staff.owners.get(owner or first, [])
        elif state == State.SPLIT:
            whose = staff.owners.get(first, [])
        elif state == State.ESCALATED:
            decides = decider(DESKS[OrgKind(kind)], Level(level) if level else None)
            whose = staff.streets.get(street, []) if decides is Role.DISPATCHER else staff.coordinators
        else:
            whose = staff.desks.get(assigned_by if state == State.SENT_BACK else desk, [])
        for account in whose:
            (overdue if at and at < now else due)[account] += 1
    return {account: Tally(due[account], overdue[account]) for account in due.keys() | overdue.keys()}


@dataclass
class _Staff:
    """Who works where: accounts by organisation, and the dispatchers by street."""

    owners: dict[UUID | None, list[int]] = field(default_factory=dict)
    desks: dict[UUID | None, list[int]] = field(default_factory=dict)
    streets: dict[str, list[int]] = field(default_factory=dict)
    coordinators: list[int] = field(default_factory=list)


def _staff(today: date) -> _Staff:
    """One query."""
    found = _Staff()
    rows = people.appointments(today).filter(role__in=WORKING_ROLES).order_by("account_id")
    for office, account, role, served in rows.values_list("organisation_id", "account_id", "role",
                                                          "organisation__serves__code"):
        found.owners.setdefault(office, []).append(account)
        if role in DESK_ROLES:
            found.desks.setdefault(office, []).append(account)
        if role == Role.DISPATCHER:
            found.streets.setdefault(served, []).append(account)
        if role == Role.COORDINATOR:
            found.coordinators.append(account)
    return found
