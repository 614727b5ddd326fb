"""The reporter's word on the answer, and the ends it gives. Source: workflows.md, "Issue", "Ends"; domain.md, "Issue".

Nobody who handled the matter can enter it; a call-back is made by another clerk; silence is "not answered".
"""
from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from liandong.districts.scope import in_scope
from liandong.issues.models import Issue, Judgement
from liandong.issues.rules import disputable, end_of_silence, end_of_word
from liandong.issues.services.act import Turn, begin
from liandong.issues.services.merging import lock_family, succeed
from liandong.issues.services.splitting import child_over
from liandong.issues.services.telling import desk_of, owner_of, tell
from liandong.issues.services.texts import tidy
from liandong.issues.terms import Act, AnswerKind, End, Part, Satisfaction, Solved, State
from liandong.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from liandong.kernel.words import say
from liandong.ledger import services as ledger
from liandong.people import queries as people
from liandong.people.access import Actor, resident, role_of


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
    lock_family(issue_id)
    turn = begin(issue_id, by=by, seen=seen, now=now)
    words = tidy(words, "words", 500)
    if turn.issue.state == State.MERGED:
        return _twin_speaks(turn, solved, satisfied, words)
    chosen = act or _act_of(turn, solved, turn.known.twins_unheard)
    turn.step(chosen)
    _judgement(turn, solved, satisfied, words)
    _end(turn, chosen, solved)
    done = turn.finish(text=words, public=True, detail={"solved": solved.value})
    _tell_of_word(turn, chosen)
    return done


def _twin_speaks(turn: Turn, solved: Solved, satisfied: Satisfaction | None, words: str) -> Issue:
    """The reporter of a merged matter, on its main's answer: one *not solved* is the main's dispute, and the last word
    of all closes it. The main's line says which report it came from; the words stay on their own matter."""
    turn.step(Act.SPEAK)
    _judgement(turn, solved, satisfied, words)
    done = turn.finish(text=words, public=True, detail={"solved": solved.value})
    assert done.main_id is not None  # noqa: S101  the database: what is merged has a main
    reporter = resident(done.main_id) if turn.by.kind == "resident" else turn.by
    of_main = begin(done.main_id, by=reporter, seen=None, now=turn.now)
    chosen = _act_of(of_main, solved, of_main.known.unheard)
    if chosen is Act.SPEAK:
        _may_speak(of_main)
        return done
    of_main.step(chosen, others_unheard=of_main.known.unheard)
    _end(of_main, chosen, solved)
    of_main.finish(public=True, detail={"solved": _worst(of_main, solved).value, "twin": done.number})
    _tell_of_word(of_main, chosen)
    return done


def _may_speak(of_main: Turn) -> None:
    """Who handled the main does not speak for the reporter of a twin either."""
    if of_main.by.account_id is not None and of_main.by.account_id in of_main.known.handlers:
        raise RuleBroken(say("办理过这件事的人不能替反映人说话。"))


def _act_of(turn: Turn, solved: Solved, others: int) -> Act:
    """What a word brings about. `others`: reporters of the same matter who have yet to judge."""
    anew = disputable(disputed_before=turn.issue.times_disputed > 0, answer=turn.known.answer_kind)
    if solved is Solved.NOT and anew:
        return Act.DISPUTE
    if others:
        return Act.SPEAK
    return Act.CONFIRM if _worst(turn, solved) is not Solved.NOT else Act.DISPUTE_AGAIN


def _end(turn: Turn, act: Act, solved: Solved) -> None:
    if act is Act.DISPUTE:
        turn.issue.times_disputed += 1
    elif act is not Act.SPEAK:
        turn.close_as(end_of_word(_worst(turn, solved)))


def _worst(turn: Turn, solved: Solved) -> Solved:
    """Of all reporters' words on the answer the one that counts: who says it is not solved is not outvoted."""
    said = {solved, *_words(turn)}
    return next(one for one in (Solved.NOT, Solved.PARTLY, Solved.SOLVED) if one in said)


def _words(turn: Turn) -> set[Solved]:
    """What others have said of the answer; no query for a matter that stands alone."""
    if not turn.issue.twins or turn.known.answer_id is None:
        return set()
    return {Solved(one) for one in Judgement.objects.filter(answer=turn.known.answer_id)
            .values_list("solved", flat=True)}


def _judgement(turn: Turn, solved: Solved, satisfied: Satisfaction | None, words: str) -> None:
    """One word an answer; the database holds it to that."""
    before = Judgement.objects.filter(issue=turn.issue).count()
    try:
        with transaction.atomic():
            Judgement.objects.create(issue=turn.issue, turn=before + 1, answer_id=turn.known.answer_id,
                                     solved=solved.value, satisfied=satisfied.value if satisfied else "",
                                     words=words, called_by_id=turn.by.account_id, at=turn.now)
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
    lock_family(issue_id)
    turn = begin(issue_id, by=by, seen=seen, now=now)
    reason = tidy(reason, "reason", 500)
    turn.step(Act.WITHDRAW)
    turn.close_as(End.NO_LONGER_NEEDED)
    done = turn.finish(text=reason, public=True)
    tell(turn, owner_of(turn) or desk_of(turn, done.desk_id), "issue.withdrawn")
    child_over(turn)
    succeed(turn)
    return done


def judge_lapses(turn: Turn) -> Issue:
    """The clock's own act: nobody judged in time, the answer's kind is the end; where some of several reporters did,
    their word is."""
    turn.step(Act.JUDGE_LAPSES)
    said = _words(turn)
    turn.close_as(end_of_word(_worst(turn, next(iter(said)))) if said else
                  end_of_silence(turn.known.answer_kind or AnswerKind.DONE))
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
