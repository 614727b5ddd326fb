"""Answers: done, cannot be done, not ours; and the second reader of the last two."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.files.checking import Checked
from liandong.issues.models import Answer, Issue
from liandong.issues.services.act import Turn, begin
from liandong.issues.services.attaching import attach
from liandong.issues.services.telling import desk_of, owner_of, second_readers, tell
from liandong.issues.services.texts import given_by, tidy
from liandong.issues.terms import Act, AnswerKind, Ground, Need, Solved
from liandong.kernel.errors import BadInput
from liandong.kernel.words import say
from liandong.people import queries as people
from liandong.people.access import Actor


@in_scope
def answer(issue_id: UUID, *, by: Actor, seen: int, now: datetime, claim: Solved, found: str, done: str, duty: str,
           next: str, files: Sequence[Checked] = ()) -> Issue:
    """Answer the reporter: what was found, what was done and when, whose duty it is, what comes next.

    `claim` is what the office says of it: solved or partly. What is attached the reporter sees.
    """
    turn = begin(issue_id, by=by, seen=seen, now=now)
    if claim is Solved.NOT:
        raise BadInput(fields={"claim": say("没有解决的不能答复为已办；办不了的请选“答复办不了”。")})
    texts = {"found": tidy(found, "found", 1000), "done": tidy(done, "done", 1000), "duty": tidy(duty, "duty", 200),
             "next": tidy(next, "next", 1000)}
    turn.step(Act.ANSWER, given=given_by({Need.FOUND: texts["found"], Need.DONE: texts["done"],
                                          Need.WHOSE: texts["duty"], Need.NEXT: texts["next"]}))
    _write(turn, kind=AnswerKind.DONE.value, claim=claim.value, **texts)
    turn.handled(by.account_id)
    issue = turn.finish(text=texts["done"], public=True)
    if turn.known.reachable or turn.known.twins_reachable:
        tell(turn, set(people.callers(issue.place_code, turn.today)) - turn.known.handlers, "issue.to-call")
    attach(turn, files, public=True)
    return issue


@in_scope
def answer_no(issue_id: UUID, *, by: Actor, seen: int, now: datetime, kind: AnswerKind, ground: Ground, reason: str,
              instead: str, whose: str = "") -> Issue:
    """Say that it cannot be done, or is not ours (then whose); a second person reads it before the reporter does."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    texts = _no(reason, whose, instead)
    turn.step(Act.ANSWER_NO, given=given_by({Need.GROUND: ground, Need.REASON: texts["reason"],
                                             Need.ELSE: texts["instead"], Need.WHOSE: texts["whose"]}),
              kind_given=kind, ground=ground)
    _write(turn, kind=kind.value, ground=ground.value, **texts)
    turn.handled(by.account_id)
    return _to_review(turn, texts["reason"])


@in_scope
def turn_away(issue_id: UUID, *, by: Actor, seen: int, now: datetime, kind: AnswerKind, ground: Ground, reason: str,
              instead: str = "", whose: str = "") -> Issue:
    """Not accept a matter, by a ground of the list; a second person reads it before the reporter does."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    texts = _no(reason, whose, instead)
    turn.step(Act.TURN_AWAY, given=given_by({Need.GROUND: ground, Need.REASON: texts["reason"],
                                             Need.WHOSE: texts["whose"]}), kind_given=kind, ground=ground)
    _write(turn, kind=kind.value, ground=ground.value, is_turn_away=True, **texts)
    turn.handled(by.account_id)
    return _to_review(turn, texts["reason"])


@in_scope
def pass_review(issue_id: UUID, *, by: Actor, seen: int, now: datetime) -> Issue:
    """The second reader agrees: the reporter gets the answer."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    turn.step(Act.PASS_REVIEW)
    written = _review(turn, passed=True)
    done = turn.finish(text=written.reason, public=True)
    tell(turn, [written.written_by_id], "issue.review-passed")
    return done


@in_scope
def fail_review(issue_id: UUID, *, by: Actor, seen: int, now: datetime, reason: str) -> Issue:
    """The second reader does not agree: the owner goes on, in the old term."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    reason = tidy(reason, "reason", 1000)
    turn.step(Act.FAIL_REVIEW, given=given_by({Need.REASON: reason}))
    written = _review(turn, passed=False)
    done = turn.finish(text=reason, note=reason)
    tell(turn, [written.written_by_id, *owner_of(turn)], "issue.review-failed")
    return done


@in_scope
def hand_to_desk(issue_id: UUID, *, by: Actor, seen: int, now: datetime, reason: str) -> Issue:
    """The second reader does not agree to turning it away: the desk assigns it."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    reason = tidy(reason, "reason", 1000)
    turn.step(Act.HAND_TO_DESK, given=given_by({Need.REASON: reason}))
    _review(turn, passed=False)
    done = turn.finish(text=reason, note=reason)
    tell(turn, desk_of(turn, done.desk_id), "issue.to-desk")
    return done


def _no(reason: str, whose: str, instead: str) -> dict[str, str]:
    return {"reason": tidy(reason, "reason", 1000), "whose": tidy(whose, "whose", 120),
            "instead": tidy(instead, "instead", 1000)}


def _write(turn: Turn, **values: Any) -> None:
    assert turn.by.account_id is not None  # noqa: S101  the table: OWNER and DESK are people
    Answer.objects.create(issue=turn.issue, written_by_id=turn.by.account_id, written_at=turn.now, **values)


def _to_review(turn: Turn, reason: str) -> Issue:
    done = turn.finish(text=reason, note=reason)
    tell(turn, second_readers(turn), "issue.to-review")
    return done


def _review(turn: Turn, *, passed: bool) -> Answer:
    written = Answer.objects.filter(issue=turn.issue).order_by("-written_at", "-id")[0]
    written.reviewed_by_id, written.passed = turn.by.account_id, passed
    written.save(update_fields=["reviewed_by", "passed"])
    return written
