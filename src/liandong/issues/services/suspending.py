"""A matter that cannot go on now stands until a date, and goes on. Source: workflows.md, rows suspend, resume."""
from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.issues.ask_terms import AskAct
from liandong.issues.models import Issue
from liandong.issues.services.act import Turn, begin
from liandong.issues.services.asks import ask_of, decide
from liandong.issues.services.telling import desk_of, owner_of, tell
from liandong.issues.terms import Act
from liandong.kernel.calendar import UnknownYear, WorkingCalendar
from liandong.kernel.localtime import SHANGHAI
from liandong.people.access import Actor


@in_scope
def suspend(issue_id: UUID, *, by: Actor, seen: int, now: datetime) -> Issue:
    """Grant that a matter stands: its term stands with it until the review date, or until somebody resumes it."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    ask = ask_of(turn)
    review_on = ask.review_on if ask else None
    turn.clocks.until = None if review_on is None else opening(review_on, turn.calendar)
    turn.step(Act.SUSPEND, review_given=review_on)
    granted = decide(turn, AskAct.GRANT)
    done = turn.finish(public=True, detail={"code": granted.code, "review_on": str(granted.review_on)})
    tell(turn, [granted.asked_by_id, *owner_of(turn)], "issue.suspended")
    return done


@in_scope
def resume(issue_id: UUID, *, by: Actor, seen: int, now: datetime) -> Issue:
    """The matter goes on before its review date, with the rest of its term."""
    turn = begin(issue_id, by=by, seen=seen, now=now)
    turn.step(Act.RESUME)
    done = turn.finish(public=True)
    tell(turn, owner_of(turn), "issue.resumed")
    return done


def review_due(turn: Turn) -> Issue:
    """The clock's own act: the review date is there, the matter is handled again."""
    turn.step(Act.REVIEW_DUE)
    done = turn.finish(public=True)
    tell(turn, owner_of(turn) or desk_of(turn, done.desk_id), "issue.review-due")
    return done


def opening(day: date, calendar: WorkingCalendar) -> datetime:
    """When the offices open on a day or after it; its morning where the calendar does not know the year."""
    morning = datetime.combine(day, time(8, 30), SHANGHAI)
    try:
        return calendar.begin(datetime.combine(day, time(), SHANGHAI))
    except UnknownYear:
        return morning
