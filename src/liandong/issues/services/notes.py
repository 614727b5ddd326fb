"""What is written beside the way: notes, interim answers, late papers as text."""
from __future__ import annotations

from datetime import datetime
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.issues.models import Issue
from liandong.issues.services.act import Turn, begin
from liandong.issues.services.telling import owner_of, tell
from liandong.issues.services.texts import given_by, tidy
from liandong.issues.terms import Act, Need, Part
from liandong.people.access import Actor


@in_scope
def note(issue_id: UUID, *, by: Actor, seen: int, now: datetime, text: str) -> Issue:
    """A line for the file; the reporter does not see it."""
    return _write(begin(issue_id, by=by, seen=seen, now=now), Act.NOTE, text, public=False)


@in_scope
def interim(issue_id: UUID, *, by: Actor, seen: int, now: datetime, text: str) -> Issue:
    """An interim answer: the reporter sees it, no state changes."""
    return _write(begin(issue_id, by=by, seen=seen, now=now), Act.INTERIM, text, public=True)


@in_scope
def add_paper(issue_id: UUID, *, by: Actor, seen: int, now: datetime, text: str) -> Issue:
    """A paper that comes late, as text: a closed matter takes it without reopening."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    own = Part.RESIDENT in turn.parts
    done = _write(turn, Act.ADD_PAPER, text, public=own)
    tell(turn, owner_of(turn), "issue.paper-added")
    return done


def _write(turn: Turn, act: Act, text: str, *, public: bool) -> Issue:
    text = tidy(text, "text", 2000)
    turn.step(act, given=given_by({Need.TEXT: text}))
    return turn.finish(text=text, public=public)
