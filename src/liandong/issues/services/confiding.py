"""Restricted matters (举报, 保密): the desk sets the mark, and names who else may see. Source: domain.md, "Issue"."""
from __future__ import annotations

from datetime import datetime
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.issues.models import Issue
from liandong.issues.services.act import Turn, begin
from liandong.issues.services.telling import tell
from liandong.issues.services.texts import tidy
from liandong.issues.standing import standing_of
from liandong.issues.terms import Part, State
from liandong.kernel.errors import BadInput, NotAllowed
from liandong.kernel.masking import mask_text
from liandong.kernel.words import say
from liandong.ledger import services as ledger
from liandong.people import queries as people
from liandong.people.access import Actor, may_be_named, role_of


@in_scope
def confide(issue_id: UUID, *, by: Actor, seen: int, now: datetime, second: int | None = None,
            caller: int | None = None) -> Issue:
    """Make a matter restricted, or name anew who reads its answer as the second person and who calls back.

    Raises NotAllowed for who does not work its desk, BadInput for somebody who could not be it.
    """
    turn = _begun(issue_id, by, seen, now)
    issue, before = turn.issue, (turn.issue.second_id, turn.issue.caller_id)
    issue.is_restricted, issue.second_id, issue.caller_id = True, second, caller
    _named(turn)
    _write(turn, "issue.restricted", detail={"second": second, "caller": caller})
    _tell(turn, *before)
    return issue


@in_scope
def release(issue_id: UUID, *, by: Actor, seen: int, now: datetime, reason: str) -> Issue:
    """Make a restricted matter an ordinary one, for a reason that stands in the ledger."""
    turn = _begun(issue_id, by, seen, now)
    reason = tidy(reason, "reason", 200, needed=True)
    turn.issue.is_restricted, turn.issue.second_id, turn.issue.caller_id = False, None, None
    _write(turn, "issue.unrestricted", note=reason)
    return turn.issue


def _begun(issue_id: UUID, by: Actor, seen: int, now: datetime) -> Turn:
    turn = begin(issue_id, by=by, seen=seen, now=now)
    if Part.DESK not in turn.parts:
        raise NotAllowed(say("是不是保密，由经手的调度定。"))
    return turn


def _named(turn: Turn) -> None:
    """Raises BadInput at the field of somebody who could not be it."""
    issue, standing = turn.issue, standing_of(turn.issue, turn.known)
    wanted = {one for one in (issue.second_id, issue.caller_id) if one is not None}
    could = {actor.account_id: may_be_named(actor, standing) for actor in people.actors_among(wanted, turn.today)}
    wrong = {}
    if issue.second_id is not None and not could.get(issue.second_id, (False, False))[0]:
        wrong["second"] = say("这个人不能做这件事的第二人。")
    if issue.caller_id is not None and not could.get(issue.caller_id, (False, False))[1]:
        wrong["caller"] = say("这个人不能回访这件事。")
    if wrong:
        raise BadInput(fields=wrong)


def _write(turn: Turn, act: str, *, note: str = "", detail: dict[str, object] | None = None) -> None:
    turn.issue.save(update_fields=["is_restricted", "second", "caller"])
    ledger.record(act, kind="issue", on=turn.issue.id, by=turn.by.account_id, role=role_of(turn.by),
                  note=mask_text(note), detail=detail, happened_at=turn.now)


def _tell(turn: Turn, second: int | None, caller: int | None) -> None:
    """Who is newly named is told where it is their turn already."""
    issue = turn.issue
    if issue.state == State.IN_REVIEW and issue.second_id != second:
        tell(turn, [issue.second_id], "issue.to-review")
    if issue.state == State.ANSWERED and issue.caller_id != caller and turn.known.reachable:
        tell(turn, [issue.caller_id], "issue.to-call")
