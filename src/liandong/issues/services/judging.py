"""The reporter's word on the answer, and the ends it gives. Source: workflows.md, "Issue", "Ends"; domain.md, "Issue".

Nobody who handled the matter can enter it; a call-back is made by another clerk; silence is "not answered".
"""
from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from liandong.districts.scope import in_scope
from liandong.issues.models import Issue, Judgement
from liandong.issues.rules import disputable, end_of_silence, end_of_word
from liandong.issues.services.act import Turn, begin
from liandong.issues.services.splitting import child_over
from liandong.issues.services.telling import desk_of, owner_of, tell
from liandong.issues.services.texts import tidy
from liandong.issues.terms import Act, AnswerKind, End, Part, Satisfaction, Solved
from liandong.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from liandong.kernel.words import say
from liandong.ledger import services as ledger
from liandong.people import queries as people
from liandong.people.access import Actor, role_of


def judge(issue_id: UUID, *, by: Actor, seen: int, now: datetime, solved: Solved, satisfied: Satisfaction | None = None,
          words: str = "") -> Issue:
    """The one door for the reporter's word: chooses confirm, dispute or dispute_again by it."""
    return _judge(issue_id, None, by=by, seen=seen, now=now, solved=solved, satisfied=satisfied, words=words)


def confirm(issue_id: UUID, *, by: Actor, seen: int, now: datetime, solved: Solved,
            satisfied: Satisfaction | None = None, words: str = "") -> Issue:
    """Solved, or partly: it ends so."""
    if solved is Solved.NOT:
        raise BadInput(fields={"solved": say("没有解决的请选“没有解决，请再办”。")})
    return _judge(issue_id, Act.CONFIRM, by=by, seen=seen, now=now, solved=solved, satisfied=satisfied, words=words)


def dispute(issue_id: UUID, *, by: Actor, seen: int, now: datetime, satisfied: Satisfaction | None = None,
            words: str = "") -> Issue:
    """Not solved, the first time: it is handled anew, in its own term, at most seven working days."""
    return _judge(issue_id, Act.DISPUTE, by=by, seen=seen, now=now, solved=Solved.NOT, satisfied=satisfied, words=words)


def dispute_again(issue_id: UUID, *, by: Actor, seen: int, now: datetime, satisfied: Satisfaction | None = None,
                  words: str = "") -> Issue:
    """Still not solved: it ends unresolved, for ever, and the leader reads it."""
    return _judge(issue_id, Act.DISPUTE_AGAIN, by=by, seen=seen, now=now, solved=Solved.NOT, satisfied=satisfied,
                  words=words)


@in_scope
def _judge(issue_id: UUID, act: Act | None, *, by: Actor, seen: int, now: datetime, solved: Solved,
           satisfied: Satisfaction | None, words: str) -> Issue:
    turn = begin(issue_id, by=by, seen=seen, now=now)
    words = tidy(words, "words", 500)
    chosen = act or _act_of(turn, solved)
    turn.step(chosen)
    _judgement(turn, solved, satisfied, words)
    if chosen is Act.DISPUTE:
        turn.issue.times_disputed += 1
    else:
        turn.close_as(end_of_word(solved))
    done = turn.finish(text=words, public=True, detail={"solved": solved.value})
    _tell_of_word(turn, chosen)
    return done


def _act_of(turn: Turn, solved: Solved) -> Act:
    if solved is not Solved.NOT:
        return Act.CONFIRM
    anew = disputable(disputed_before=turn.issue.times_disputed > 0, answer=turn.known.answer_kind)
    return Act.DISPUTE if anew else Act.DISPUTE_AGAIN


def _judgement(turn: Turn, solved: Solved, satisfied: Satisfaction | None, words: str) -> None:
    """One word an answer; the database holds it to one a turn."""
    try:
        Judgement.objects.create(issue=turn.issue, turn=turn.issue.times_disputed + 1, solved=solved.value,
                                 satisfied=satisfied.value if satisfied else "", words=words,
                                 called_by_id=turn.by.account_id, at=turn.now)
    except IntegrityError as error:
        raise Stale(say("这次答复已经评过。")) from error


def _tell_of_word(turn: Turn, act: Act) -> None:
    if act is Act.DISPUTE_AGAIN:
        tell(turn, people.leaders(turn.issue.place_code, turn.today), "issue.not-solved")
    elif act is Act.DISPUTE:
        tell(turn, owner_of(turn), "issue.disputed")
    else:
        tell(turn, [turn.issue.holder_id], "issue.confirmed")


@in_scope
def check(issue_id: UUID, *, by: Actor, seen: int, now: datetime, text: str = "") -> Issue:
    """Where nobody can be asked: somebody of the first receiver or the desk who did not handle it looks, and closes."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    text = tidy(text, "text", 1000)
    turn.step(Act.CHECK)
    turn.close_as(End.DONE)
    done = turn.finish(text=text, note=text)
    tell(turn, [done.holder_id], "issue.confirmed")
    child_over(turn)
    return done


@in_scope
def withdraw(issue_id: UUID, *, by: Actor, seen: int, now: datetime, reason: str = "") -> Issue:
    """The reporter no longer wants it."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    reason = tidy(reason, "reason", 500)
    turn.step(Act.WITHDRAW)
    turn.close_as(End.NO_LONGER_NEEDED)
    done = turn.finish(text=reason, public=True)
    tell(turn, owner_of(turn) or desk_of(turn, done.desk_id), "issue.withdrawn")
    child_over(turn)
    return done


def judge_lapses(turn: Turn) -> Issue:
    """The clock's own act: nobody judged in time, the answer's kind is the end."""
    turn.step(Act.JUDGE_LAPSES)
    turn.close_as(end_of_silence(turn.known.answer_kind or AnswerKind.DONE))
    done = turn.finish(public=True)
    child_over(turn)
    return done


@in_scope
def read_by_leader(issue_id: UUID, *, by: Actor, now: datetime) -> Issue:
    """A leader has read a matter that ended unresolved: it leaves the leader's list, and stays unresolved.

    No act of the table: nothing of the matter changes, so its version stays.
    """
    turn = begin(issue_id, by=by, seen=None, now=now)
    issue = turn.issue
    if Part.LEADER not in turn.parts:
        raise NotFound
    if issue.end != End.NOT_SOLVED:
        raise RuleBroken(say("只有未解决的才要领导阅。"))
    if issue.leader_read_at is None:
        issue.leader_read_at = now
        issue.save(update_fields=["leader_read_at"])
        ledger.record("issue.read_by_leader", kind="issue", on=issue.id, by=by.account_id, role=role_of(by),
                      happened_at=now)
    return issue
