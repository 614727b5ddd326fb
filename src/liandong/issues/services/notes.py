"""What is written beside the way: notes, interim answers, late papers; each with its files."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.files.checking import Checked
from liandong.issues.models import Issue
from liandong.issues.services.act import Turn, begin
from liandong.issues.services.attaching import attach
from liandong.issues.services.telling import owner_of, tell
from liandong.issues.services.texts import given_by, tidy
from liandong.issues.terms import Act, Need, Part
from liandong.people.access import Actor


@in_scope
def note(issue_id: UUID, *, by: Actor, seen: int, now: datetime, text: str, files: Sequence[Checked] = ()) -> Issue:
    """A line for the file; the reporter does not see it, nor what is attached."""
    return _write(begin(issue_id, by=by, seen=seen, now=now), Act.NOTE, text, files, public=False)


@in_scope
def interim(issue_id: UUID, *, by: Actor, seen: int, now: datetime, text: str,
            files: Sequence[Checked] = ()) -> Issue:
    """An interim answer: the reporter sees it with what is attached, no state changes."""
    return _write(begin(issue_id, by=by, seen=seen, now=now), Act.INTERIM, text, files, public=True)


@in_scope
def add_paper(issue_id: UUID, *, by: Actor, seen: int, now: datetime, text: str,
              files: Sequence[Checked] = ()) -> Issue:
    """A paper that comes late, said in words, with its files: a closed matter takes it without reopening. What the
    reporter adds they see again; what an office adds is internal."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    own = Part.RESIDENT in turn.parts
    done = _write(turn, Act.ADD_PAPER, text, files, public=own)
    tell(turn, owner_of(turn), "issue.paper-added")
    return done


def _write(turn: Turn, act: Act, text: str, files: Sequence[Checked], *, public: bool) -> Issue:
    text = tidy(text, "text", 2000)
    turn.step(act, given=given_by({Need.TEXT: text}))
    issue = turn.finish(text=text, public=public)
    attach(turn, files, public=public)
    return issue
