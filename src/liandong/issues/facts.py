"""The facts that the issue's rows are asked with: for buttons and, under the lock, for acts."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from liandong.issues.guards import IssueFacts, Main
from liandong.issues.models import Clock, Issue
from liandong.issues.rules import Terms
from liandong.issues.standing import Known
from liandong.issues.terms import ClockKind, Need
from liandong.kernel.calendar import Term, UnknownYear, WorkingCalendar
from liandong.kernel.levels import Level
from liandong.people.access import Actor
from liandong.people.terms import Role


def due_of(calendar: WorkingCalendar, start: datetime | None, length: Term) -> datetime | None:
    """When a term ends; None (待年历) if it reaches into a year that the calendar does not know."""
    if start is None:
        return None
    try:
        return calendar.due(start, length)
    except UnknownYear:
        return None


def facts_of(issue: Issue, known: Known, clocks: Iterable[Clock], *, by: Actor, calendar: WorkingCalendar,
             terms: Terms, now: datetime, given: frozenset[Need] | None, **more: Any) -> IssueFacts:
    """No query if the issue came with its desk. `given` None asks for buttons only; `more` is the act's own."""
    clocks = list(clocks)
    due = {clock.kind: clock.due_at for clock in clocks if clock.ended_at is None}
    handles = [clock for clock in clocks if clock.kind == ClockKind.HANDLE]
    ask = known.ask
    level = issue.owner_level or issue.desk.level
    more = {"main": Main(known.main_state) if known.main_state else None, "others_unheard": known.twins_unheard, **more}
    return IssueFacts(
        now=now, given=given, actor_id=by.account_id,
        actor_is_handler=by.account_id is not None and by.account_id in known.handlers,
        actor_is_coordination=by.has(Role.COORDINATOR),
        reporter_reachable=known.reachable, has_owner=issue.owner_id is not None, held=issue.holder_id is not None,
        assigned=issue.assigned_by_id is not None, ruled=issue.is_ruled, returned_before=issue.was_returned,
        disputed_before=issue.times_disputed > 0,
        return_window=terms.return_window, return_until=due_of(calendar, issue.accepted_at, terms.return_window),
        return_passes_at=due_of(calendar, due.get(ClockKind.DECIDE), terms.return_grace),
        question_due=due.get(ClockKind.QUESTION), judge_due=due.get(ClockKind.JUDGE),
        recheck_due=due.get(ClockKind.RECHECK),
        twins=issue.twins, heard=known.heard, others_reachable=known.twins_reachable > 0,
        is_child=issue.parent_id is not None, children_open=known.children_open,
        open_ask=ask.kind if ask else None, asker_id=ask.asker_id if ask else None,
        handle_due=due.get(ClockKind.HANDLE), extended=any(clock.extra for clock in handles),
        handle_amount=next((clock.amount for clock in handles if clock.ended_at is None), None),
        answer_kind=known.answer_kind, writer_id=known.writer_id, holder_level=Level(level) if level else None, **more)
