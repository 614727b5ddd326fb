"""A matter read under its lock, and what access needs to know of it."""
from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from liandong.districts.scope import the_district
from liandong.issues.models import Issue
from liandong.issues.terms import AnswerKind
from liandong.kernel.levels import Level
from liandong.people.access import Standing

_KNOWN = """
select array(select account_id from issues_handler where district_id = %(district)s and issue_id = %(issue)s),
       array(select returned_by_id from issues_handback where district_id = %(district)s and issue_id = %(issue)s),
       exists(select from issues_reporter where district_id = %(district)s and issue_id = %(issue)s and phone <> ''),
       a.written_by_id, a.kind, kids.total, kids.still_open
  from (select) one left join lateral (
       select written_by_id, kind from issues_answer
        where district_id = %(district)s and issue_id = %(issue)s
        order by written_at desc, id desc limit 1) a on true
       cross join lateral (
       select count(*) as total, count(*) filter (where closed_at is null) as still_open from issues_issue
        where district_id = %(district)s and parent_id = %(issue)s) kids"""


@dataclass(frozen=True)
class Known:
    """What other rows say of a matter: who handled it, which answer stands, how its reporter can be reached."""

    handlers: frozenset[int] = frozenset()
    returned_by: frozenset[UUID] = frozenset()
    reachable: bool = False
    """The reporter left a telephone."""
    writer_id: int | None = None
    answer_kind: AnswerKind | None = None
    children: int = 0
    """Matters that were split from it."""
    children_open: int = 0


NOTHING = Known()
"""Of a matter that does not exist yet."""


def known_of(issue_id: UUID) -> Known:
    """One query; read it after the lock. By hand: every act asks it, and the ORM takes longer to say it than the
    database to answer."""
    with connection.cursor() as c:
        c.execute(_KNOWN, {"district": the_district(), "issue": issue_id})
        handlers, returned, reachable, writer, kind, children, children_open = c.fetchone()
    return Known(frozenset(handlers), frozenset(returned), bool(reachable), writer, AnswerKind(kind) if kind else None,
                 children, children_open)


def standing_of(issue: Issue, known: Known = NOTHING) -> Standing:
    """What access decides by. No query if the issue came with its desk."""
    desk_level = issue.desk.rung
    assert desk_level is not None  # noqa: S101  a desk stands on a rung: orgs.terms.DESKS
    return Standing(
        issue_id=issue.id, place_code=issue.place_code, street_code=issue.street_code, desk_id=issue.desk_id,
        desk_level=desk_level, assigned_by_id=issue.assigned_by_id, owner_id=issue.owner_id,
        owner_level=Level(issue.owner_level) if issue.owner_level else None, first_id=issue.first_id,
        is_accepted=issue.accepted_at is not None, holder_id=issue.holder_id, lead_id=issue.lead_id,
        state=issue.state, handlers=known.handlers, writer_id=known.writer_id, returned_by=known.returned_by,
        is_restricted=issue.is_restricted, second_id=issue.second_id, caller_id=issue.caller_id)

