"""A matter read under its lock, and what access needs to know of it."""
from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from liandong.districts.scope import the_district
from liandong.issues.ask_terms import AskKind
from liandong.issues.models import Issue
from liandong.issues.terms import AnswerKind, State
from liandong.kernel.levels import Level
from liandong.people.access import Standing

_KNOWN = """
select array(select account_id from issues_handler where district_id = %(district)s and issue_id = %(issue)s),
       array(select returned_by_id from issues_handback where district_id = %(district)s and issue_id = %(issue)s),
       exists(select from issues_reporter where district_id = %(district)s and issue_id = %(issue)s and phone <> ''),
       a.written_by_id, a.kind, kids.total, kids.still_open, coalesce(ma.id, a.id), m.state,
       exists(select from issues_judgement where district_id = %(district)s and issue_id = %(issue)s
                 and answer_id = coalesce(ma.id, a.id)),
       kin.reachable, kin.unheard, asked.id, asked.kind, asked.asked_by_id
  from (select) one
  left join issues_issue me on me.district_id = %(district)s and me.id = %(issue)s
  left join lateral (
       select id, written_by_id, kind from issues_answer
        where district_id = %(district)s and issue_id = %(issue)s
        order by written_at desc, id desc limit 1) a on true
  left join issues_issue m on m.district_id = %(district)s and m.id = me.main_id
  left join lateral (
       select id from issues_answer
        where district_id = %(district)s and issue_id = m.id
        order by written_at desc, id desc limit 1) ma on true
  cross join lateral (
       select count(*) as total, count(*) filter (where closed_at is null) as still_open from issues_issue
        where district_id = %(district)s and parent_id = %(issue)s) kids
  cross join lateral (
       select count(*) as reachable, count(*) filter (where not exists (
              select from issues_judgement j
               where j.district_id = %(district)s and j.issue_id = t.id and j.answer_id = a.id)) as unheard
         from issues_issue t
         join issues_reporter r on r.district_id = %(district)s and r.issue_id = t.id and r.phone <> ''
        where t.district_id = %(district)s and t.main_id = %(issue)s and t.state = 'merged') kin
  left join lateral (
       select id, kind, asked_by_id from issues_ask
        where district_id = %(district)s and issue_id = %(issue)s and state = 'open') asked on true"""


@dataclass(frozen=True)
class OpenAsk:
    """The ask of a matter that nobody has decided yet."""

    id: UUID
    kind: AskKind
    asker_id: int


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
    answer_id: UUID | None = None
    """The answer that stands, of a merged matter its main's."""
    main_state: State | None = None
    """How the matter stands into which it was merged."""
    heard: bool = False
    """Its own reporter has judged the answer that stands."""
    twins_reachable: int = 0
    """Matters merged into it whose reporters left a telephone."""
    twins_unheard: int = 0
    """Of them, those who have not judged the answer that stands."""
    ask: OpenAsk | None = None

    @property
    def unheard(self) -> int:
        """Whom the main's end waits for, its own reporter included."""
        return self.twins_unheard + int(self.reachable and not self.heard)


NOTHING = Known()
"""Of a matter that does not exist yet."""


def known_of(issue_id: UUID) -> Known:
    """One query; read it after the lock. By hand: every act asks it, and the ORM takes longer to say it than the
    database to answer."""
    with connection.cursor() as c:
        c.execute(_KNOWN, {"district": the_district(), "issue": issue_id})
        (handlers, returned, reachable, writer, kind, children, children_open, answer, main, heard, twins,
         unheard, ask, asked_for, asker) = c.fetchone()
    return Known(frozenset(handlers), frozenset(returned), bool(reachable), writer, AnswerKind(kind) if kind else None,
                 children, children_open, answer, State(main) if main else None, bool(heard), twins, unheard,
                 OpenAsk(ask, AskKind(asked_for), asker) if ask else None)


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

