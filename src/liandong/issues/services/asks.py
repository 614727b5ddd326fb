"""Asking another person for more time or to let a matter stand, and the answer to it. Source: workflows.md, "Ask"."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.issues.ask_flow import ASK, AskFacts
from liandong.issues.ask_models import Ask
from liandong.issues.ask_terms import AskAct, AskKind, AskState, SuspendCode
from liandong.issues.models import Issue
from liandong.issues.services.act import Turn, begin
from liandong.issues.services.telling import desk_of, own_office, owner_of, tell
from liandong.issues.services.texts import given_by, tidy
from liandong.issues.terms import Act, ClockKind, Need
from liandong.kernel.levels import Level
from liandong.people import queries as people
from liandong.people.access import Actor
from liandong.people.terms import Role


@in_scope
def ask_extend(issue_id: UUID, *, by: Actor, seen: int, now: datetime, extra: int, reason: str) -> Issue:
    """Ask for more time, in the handling term's own unit; the term runs until somebody else grants it."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    reason = tidy(reason, "reason", 1000)
    turn.step(Act.ASK_EXTEND, given=given_by({Need.REASON: reason}), extra_given=extra)
    handle = turn.clocks.running(ClockKind.HANDLE)
    unit = "" if handle is None else handle.unit
    return _ask(turn, AskKind.EXTEND, reason, {"extra": extra, "unit": unit}, extra=extra)


@in_scope
def ask_suspend(issue_id: UUID, *, by: Actor, seen: int, now: datetime, code: SuspendCode | None,
                review_on: date | None, reason: str) -> Issue:
    """Ask to let the matter stand until a date, for a reason of the list; the term runs until somebody else grants."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    reason = tidy(reason, "reason", 1000)
    turn.step(Act.ASK_SUSPEND, given=given_by({Need.CODE: code, Need.REVIEW: review_on, Need.REASON: reason}),
              review_given=review_on)
    assert code is not None  # noqa: S101  the table's needs
    assert review_on is not None  # noqa: S101  as above
    return _ask(turn, AskKind.SUSPEND, reason, {"code": code.value, "review_on": review_on.isoformat()},
                code=code.value, review_on=review_on)


@in_scope
def refuse_ask(issue_id: UUID, *, by: Actor, seen: int, now: datetime, reason: str) -> Issue:
    """Another person does not agree; the matter goes on as it was."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    reason = tidy(reason, "reason", 1000)
    turn.step(Act.REFUSE_ASK, given=given_by({Need.REASON: reason}))
    ask = decide(turn, AskAct.REFUSE, reason)
    done = turn.finish(text=reason, note=reason)
    tell(turn, [ask.asked_by_id, *owner_of(turn)], "issue.ask-refused")
    return done


@in_scope
def drop_ask(issue_id: UUID, *, by: Actor, seen: int, now: datetime) -> Issue:
    """Who asked takes it back."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    turn.step(Act.DROP_ASK)
    decide(turn, AskAct.DROP)
    return turn.finish()


@in_scope
def extend(issue_id: UUID, *, by: Actor, seen: int, now: datetime) -> Issue:
    """Grant more time: the handling term's date moves, once."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    ask = ask_of(turn)
    turn.clocks.extra = ask.extra if ask else None
    turn.step(Act.EXTEND, extra_given=turn.clocks.extra)
    granted = decide(turn, AskAct.GRANT)
    handle = turn.clocks.running(ClockKind.HANDLE)
    done = turn.finish(public=True, detail={"extra": granted.extra, "unit": handle.unit if handle else ""})
    tell(turn, [granted.asked_by_id, *owner_of(turn)], "issue.extended")
    return done


# ── shared with suspending ──

def ask_of(turn: Turn) -> Ask | None:
    """The open ask of the matter, if there is one; one query then."""
    return None if turn.known.ask is None else Ask.objects.get(id=turn.known.ask.id)


def decide(turn: Turn, act: AskAct, words: str = "") -> Ask:
    """Take the open ask out of its state, by its own table. Raises NotAllowed or RuleBroken: nobody grants to
    themselves."""
    ask = ask_of(turn)
    assert ask is not None  # noqa: S101  the matter's table has asked for it
    step = ASK.step(AskState(ask.state), act, turn.parts, AskFacts(turn.by.account_id, ask.asked_by_id))
    ask.state, ask.decided_by_id, ask.decided_at = step.to.value, turn.by.account_id, turn.now
    ask.decision = words
    ask.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    turn.issue.open_ask = ""
    return ask


def granters(turn: Turn) -> Sequence[int | None]:
    """Who is told of an ask: the street's leaders; of a department's matter 区协调办; of a restricted one its second
    reader and its desk."""
    if turn.issue.is_restricted:
        return [turn.issue.second_id, *desk_of(turn, turn.issue.desk_id)]
    if turn.issue.owner_level == Level.DISTRICT:
        return people.with_role(Role.COORDINATOR, turn.today)
    return people.leaders(turn.issue.place_code, turn.today)


def _ask(turn: Turn, kind: AskKind, reason: str, detail: dict[str, object], **values: Any) -> Issue:
    step = ASK.step(None, AskAct.ASK, turn.parts, AskFacts(turn.by.account_id))
    assert turn.by.account_id is not None  # noqa: S101  the table: OWNER and DESK are people
    Ask.objects.create(issue=turn.issue, kind=kind.value, state=step.to.value, reason=reason,
                       asked_by_id=turn.by.account_id, asked_at=turn.now, **values)
    turn.issue.open_ask = kind.value
    done = turn.finish(text=reason, note=reason, detail=detail)
    tell(turn, granters(turn), "issue.asked", office=own_office(turn))
    return done
