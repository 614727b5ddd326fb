"""Who is told of an act: few people, quietly. Source: domain.md, "Less burden" 8; words in outbox.terms."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localtime

from liandong.issues.models import UNKNOWN, Issue
from liandong.issues.services.act import Turn
from liandong.issues.standing import standing_of
from liandong.issues.terms import State, Urgency
from liandong.kernel.levels import Level
from liandong.orgs.models import Organisation
from liandong.orgs.terms import OrgKind
from liandong.outbox import services as outbox
from liandong.outbox.dates import kept
from liandong.outbox.models import Message
from liandong.outbox.terms import BY_CODE, Haste
from liandong.people import queries as people
from liandong.people.access import may_see, up_role
from liandong.people.terms import Role


def due_text(issue: Issue) -> str:
    """The shown clock's date as a message keeps it."""
    due = issue.next_due_at
    return kept(due if due is not None and due < UNKNOWN else None)


def tell(turn: Turn, recipients: Iterable[int | None], what: str, *, office: str = "") -> None:
    """Tell these people, but not the one who acted. Urgent matters, and what is due today, may go at once."""
    outbox.tell(_others(turn, recipients), what, about=turn.issue.id, at_once=_hurries(turn, what), now=turn.now,
                values=_values(turn.issue, office))


def draft(turn: Turn, recipients: Iterable[int | None], what: str) -> list[Message]:
    """The messages of `tell`, for who writes them with the act's other rows and then hands them over."""
    return outbox.draft(_others(turn, recipients), what, about=turn.issue.id, at_once=_hurries(turn, what),
                        now=turn.now, values=_values(turn.issue, ""))


def _others(turn: Turn, recipients: Iterable[int | None]) -> list[int]:
    others = {one for one in recipients if one is not None} - {turn.by.account_id}
    return sorted(others if not turn.issue.is_restricted else _confided(turn, others))


def _confided(turn: Turn, accounts: set[int]) -> set[int]:
    """Those of them who see a restricted matter as it stands now; one query."""
    standing = standing_of(turn.issue, turn.known)
    return {actor.account_id for actor in people.actors_among(accounts, turn.today)
            if actor.account_id is not None and may_see(actor, standing)}


def _hurries(turn: Turn, what: str) -> bool:
    may = BY_CODE[what].haste is not Haste.QUIET
    return may and (turn.issue.urgency == Urgency.URGENT or is_due_today(turn.issue, turn.now))


def _values(issue: Issue, office: str) -> dict[str, str]:
    return {"number": issue.number, "office": office, "due": due_text(issue)}


def is_due_today(issue: Issue, now: datetime) -> bool:
    """Whether the shown clock ends on this day in Shanghai."""
    due = issue.next_due_at
    return due is not None and due < UNKNOWN and localtime(due).date() == localtime(now).date()


def desk_of(turn: Turn, organisation_id: UUID) -> list[int]:
    """Who works a desk; one query."""
    return people.desk_accounts(organisation_id, turn.today)


def owner_of(turn: Turn) -> list[int]:
    """Who holds the matter, or everybody of the owning office who could; of one handled without an owner (a split one
    that was disputed) of the first receiver's; of a merged one its main's."""
    issue = turn.issue
    if issue.main_id is not None and issue.state == State.MERGED:
        issue = Issue.objects.get(id=issue.main_id)
    if issue.holder_id is not None:
        return [issue.holder_id]
    office = issue.owner_id or (issue.first_id if issue.state == State.HANDLING else None)
    return [] if office is None else [one.id for one in people.colleagues(office, turn.today)]


def first_of(turn: Turn) -> list[int]:
    """Who works at the office of first responsibility."""
    return [one.id for one in people.colleagues(turn.issue.first_id, turn.today)]


def own_office(turn: Turn) -> str:
    """The name of the office for which somebody acted: the owner's where it did, else the desk's."""
    issue = turn.issue
    named = issue.owner if issue.owner_id in turn.by.organisations() and issue.owner else issue.desk
    return named.name


def deciders(turn: Turn) -> list[int]:
    """Who decides on what was sent up: the street's desk for a community's, else 区协调办."""
    if up_role(turn.standing) is Role.DISPATCHER:
        desk = Organisation.objects.filter(kind=OrgKind.STREET_DESK.value, serves__code=turn.issue.street_code).first()
        if desk is not None:
            return desk_of(turn, desk.id)
    return people.with_role(Role.COORDINATOR, turn.today)


def second_readers(turn: Turn) -> list[int]:
    """Who may read an answer that says no: the desk, and the street's leaders; for a department's matter 区协调办."""
    issue = turn.issue
    if issue.owner_level == Level.DISTRICT:
        return [*desk_of(turn, issue.desk_id), *people.with_role(Role.COORDINATOR, turn.today)]
    return [*desk_of(turn, issue.desk_id), *people.leaders(issue.place_code, turn.today)]
