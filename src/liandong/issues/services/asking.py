"""Speaking with the reporter before an answer: contact, a question, what came back."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.files.checking import Checked
from liandong.issues.models import Issue, Question
from liandong.issues.services.act import Turn, begin
from liandong.issues.services.attaching import attach
from liandong.issues.services.telling import owner_of, tell
from liandong.issues.services.texts import given_by, tidy
from liandong.issues.terms import Act, Need
from liandong.people.access import Actor


@in_scope
def contact(issue_id: UUID, *, by: Actor, seen: int, now: datetime, note: str = "") -> Issue:
    """The reporter was spoken with; the note is for the file only."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    note = tidy(note, "note", 1000)
    turn.step(Act.CONTACT)
    turn.issue.contacted_at = turn.issue.contacted_at or now
    return turn.finish(text=note)


@in_scope
def ask_resident(issue_id: UUID, *, by: Actor, seen: int, now: datetime, text: str) -> Issue:
    """Ask the reporter for more; the term stands until an answer comes or five working days are over."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    text = tidy(text, "text", 1000)
    turn.step(Act.ASK_RESIDENT, given=given_by({Need.TEXT: text}))
    assert by.account_id is not None  # noqa: S101  the table: OWNER and DESK are people
    Question.objects.create(issue=turn.issue, text=text, asked_by_id=by.account_id, asked_at=now)
    turn.handled(by.account_id)
    return turn.finish(text=text, public=True)


@in_scope
def supplement(issue_id: UUID, *, by: Actor, seen: int, now: datetime, text: str,
               files: Sequence[Checked] = ()) -> Issue:
    """What the reporter answered, by link (with photos and papers) or to a caller on the telephone."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    text = tidy(text, "text", 2000)
    turn.step(Act.SUPPLEMENT, given=given_by({Need.TEXT: text}))
    Question.objects.filter(issue=turn.issue, closed_at=None).update(reply=text, closed_at=now)
    done = turn.finish(text=text, public=True)
    tell(turn, owner_of(turn), "issue.supplemented")
    attach(turn, files, public=True)
    return done


def question_lapses(turn: Turn) -> Issue:
    """The clock's own act: nothing came back, the matter goes on and is marked."""
    turn.step(Act.QUESTION_LAPSES)
    Question.objects.filter(issue=turn.issue, closed_at=None).update(has_lapsed=True, closed_at=turn.now)
    turn.issue.lapsed_question = True
    done = turn.finish(public=True)
    tell(turn, owner_of(turn), "issue.question-lapsed")
    return done
