"""What issues do when something happens elsewhere: an appointment ends, the day's digest is made."""
from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.timezone import localtime

from liandong.issues.models import Entry, Issue
from liandong.issues.terms import Act, Part, State
from liandong.ledger import services as ledger
from liandong.outbox import services as outbox
from liandong.outbox.digests import Tally
from liandong.people import queries as people
from liandong.people.hooks import Ended
from liandong.people.terms import DESK_ROLES, WORKING_ROLES

LEFT = "任职结束，回到本单位。"
"""The line in the trail of a matter that nobody holds any more."""
HOLDS = frozenset({State.ASSIGNED, State.HANDLING, State.SENT_BACK, State.ESCALATED, State.ASKING, State.IN_REVIEW,
                   State.ANSWERED})


def appointment_ended(ended: Ended, now: datetime) -> int:
    """What the person held returns to the office; its leader is told once. Returns how many matters that were.

    A second call finds nothing. Source: workflows.md, "Who owns".
    """
    today = localtime(now).date()
    if people.works_at(ended.account_id, ended.organisation_id, today):
        return 0  # another appointment at the same office goes on
    held = list(Issue.objects.select_for_update(of=("self",)).filter(
        owner=ended.organisation_id, holder=ended.account_id, closed_at=None).order_by("id"))
    if not held:
        return 0
    for issue in held:
        issue.holder_id, issue.version = None, issue.version + 1
        event = ledger.record("issue.holder_left", kind="issue", on=issue.id, by=None, role="clock", happened_at=now,
                              detail={"version": issue.version})
        Entry.objects.create(issue=issue, version=issue.version, act=Act.NOTE.value, from_state=issue.state,
                             to_state=issue.state, by_part=Part.CLOCK.value, organisation_id=ended.organisation_id,
                             text=LEFT, happened_at=now, event=event.id)
        issue.save(update_fields=["holder", "version"])
    outbox.tell(people.leaders_of(ended.organisation_id, today), "people.post-ended", about=ended.appointment_id,
                kind="appointment", values={"name": ended.account_name, "count": str(len(held))}, now=now)
    return len(held)


def tally(now: datetime) -> dict[int, Tally]:
    """For the digest: whose matters are due today, and whose are overdue. Two queries.

    What nobody holds yet counts for the desk's people while they have to act on it, and for the owner's otherwise.
    """
    day = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = (Issue.objects.filter(closed_at=None, next_due_at__lt=day + timedelta(days=1))
            .exclude(state__in=[State.ANSWERED.value, State.ASKING.value])
            .values_list("holder_id", "owner_id", "desk_id", "state", "next_due_at"))
    due: Counter[int] = Counter()
    overdue: Counter[int] = Counter()
    owners, desks = _people(day.date())
    for holder, owner, desk, state, at in rows.iterator():
        held = state in HOLDS
        whose = [holder] if holder and held else owners.get(owner, []) if owner and held else desks.get(desk, [])
        for account in whose:
            (overdue if at and at < now else due)[account] += 1
    return {account: Tally(due[account], overdue[account]) for account in due.keys() | overdue.keys()}




def _people(today: date) -> tuple[dict[UUID, list[int]], dict[UUID, list[int]]]:
    """By organisation: who can hold its matters, and who works its desk. One query."""
    owners: dict[UUID, list[int]] = {}
    desks: dict[UUID, list[int]] = {}
    rows = people.appointments(today).filter(role__in=WORKING_ROLES)
    for organisation, account, role in rows.values_list("organisation_id", "account_id", "role"):
        owners.setdefault(organisation, []).append(account)
        if role in DESK_ROLES:
            desks.setdefault(organisation, []).append(account)
    return owners, desks
