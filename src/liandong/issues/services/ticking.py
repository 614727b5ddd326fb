"""The clock's own acts in one district: what lapses, what is soon or over, what waits for a year.

Each matter in a savepoint of its own, so that one that fails stops no other; rows that somebody holds are left for the
next minute. Source: workflows.md, rows by CLOCK; domain.md, "Less burden" 8.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet

from liandong.calendars.queries import working_calendar
from liandong.districts.scope import in_scope
from liandong.issues.facts import due_of
from liandong.issues.models import Clock, Issue
from liandong.issues.own_terms import own_terms
from liandong.issues.services.act import Turn, begin
from liandong.issues.services.asking import question_lapses
from liandong.issues.services.clockwork import SHOWN_FIELDS, length_of, set_due
from liandong.issues.services.judging import judge_lapses
from liandong.issues.services.merging import follow_main
from liandong.issues.services.returns import pass_return
from liandong.issues.services.suspending import review_due
from liandong.issues.services.telling import deciders, desk_of, first_of, owner_of, second_readers, tell
from liandong.issues.terms import ClockKind, State
from liandong.kernel.errors import Refused
from liandong.people.access import CLOCK

log = structlog.get_logger(__name__)
BATCH = 500
"""No tick does more of one kind: the next minute goes on."""
LAPSES: tuple[tuple[State, ClockKind, Callable[[Turn], Issue]], ...] = (
    (State.ASKING, ClockKind.QUESTION, question_lapses),
    (State.ANSWERED, ClockKind.JUDGE, judge_lapses),
    (State.SENT_BACK, ClockKind.DECIDE, pass_return),
    (State.SUSPENDED, ClockKind.RECHECK, review_due),
)
"""States that end by themselves when their clock is over; a return only after a grace."""


@dataclass
class Ticked:
    """What one tick did, and which matters failed."""

    lapsed: int = 0
    gone_on: int = 0
    dated: int = 0
    soon: int = 0
    late: int = 0
    failed: list[UUID] = field(default_factory=list)


@in_scope
def tick(now: datetime) -> Ticked:
    """Do all that time alone brings about until `now`. Called again at once it does nothing."""
    done = Ticked()
    done.dated = _date_waiting(now, done)
    done.gone_on = _each(_stood_for_decide(now), lambda one: _go_on(one, now), done)
    for state, kind, lapse in LAPSES:
        done.lapsed += _each(_over(state, kind, now), _lapsing(lapse, now), done)
    done.lapsed += _each(_follows(), lambda one: follow_main(_turn(one, now)), done)
    done.soon = _each(_to_warn(now), lambda one: _warn(one, now), done)
    done.late = _each(_to_tell_late(now), lambda one: _tell_late(one, now), done)
    return done


def _each(issues: Iterable[UUID], do: Callable[[UUID], object], done: Ticked) -> int:
    """One savepoint a matter; counts those for which something was done."""
    count = 0
    for issue_id in [one for one in issues if one not in done.failed]:
        try:
            with transaction.atomic():
                if _locked(issue_id) and do(issue_id) is not False:
                    count += 1
        except Refused:
            continue  # somebody was quicker, between the list and the lock
        except Exception:
            log.exception("tick failed", issue=str(issue_id))
            done.failed.append(issue_id)
    return count


def _locked(issue_id: UUID) -> bool:
    """Take the matter's lock unless somebody has it: then it is left for the next minute."""
    return Issue.objects.select_for_update(of=("self",), skip_locked=True).filter(id=issue_id).exists()


def _turn(issue_id: UUID, now: datetime) -> Turn:
    return begin(issue_id, by=CLOCK, seen=None, now=now)


# ── what lapses ──

def _lapsing(lapse: Callable[[Turn], Issue], now: datetime) -> Callable[[UUID], object]:
    return lambda issue_id: lapse(_turn(issue_id, now))


def _over(state: State, kind: ClockKind, now: datetime) -> QuerySet[Clock, UUID]:
    """Matters in a state whose clock is over. A return goes up only when its grace is over too."""
    found = _running().filter(kind=kind.value, due_at__lt=now, issue__state=state.value)
    if kind is ClockKind.DECIDE:
        calendar, grace = working_calendar(), own_terms().return_grace
        late = [row for row in found.values_list("issue_id", "due_at")[:BATCH]
                if (passes := due_of(calendar, row[1], grace)) is not None and now > passes]
        return found.filter(issue_id__in=[row[0] for row in late]).values_list("issue_id", flat=True)
    return found.order_by("due_at").values_list("issue_id", flat=True)[:BATCH]


def _follows() -> QuerySet[Issue, UUID]:
    """Merged matters whose main is closed."""
    return (Issue.objects.filter(state=State.MERGED.value, main__state=State.CLOSED.value).order_by("id")
            .values_list("id", flat=True)[:BATCH])


def _running() -> QuerySet[Clock]:
    return Clock.objects.filter(ended_at=None, stands_since=None)


# ── the term stands in ESCALATED only as long as *decide* runs ──

def _stood_for_decide(now: datetime) -> QuerySet[Clock, UUID]:
    over = _running().filter(kind=ClockKind.DECIDE.value, due_at__lt=now)
    return (Clock.objects.filter(kind=ClockKind.HANDLE.value, ended_at=None, stands_since__isnull=False,
                                 issue__state=State.ESCALATED.value, issue__in=over.values("issue"))
            .values_list("issue_id", flat=True)[:BATCH])


def _go_on(issue_id: UUID, now: datetime) -> bool:
    turn = _turn(issue_id, now)
    works = turn.clocks
    handle, decide = works.running(ClockKind.HANDLE), works.running(ClockKind.DECIDE)
    if handle is None or handle.stands_since is None or decide is None or decide.due_at is None:
        return False
    works.go_on(handle, decide.due_at)
    _write(turn)
    return True


def _write(turn: Turn) -> None:
    """Clocks and what the list shows of them: time alone is no act, the version stays."""
    turn.clocks.show()
    turn.issue.save(update_fields=SHOWN_FIELDS)
    turn.clocks.save()


# ── what waits for a year ──

def _date_waiting(now: datetime, done: Ticked) -> int:
    waiting = (Clock.objects.filter(ended_at=None, due_at=None, stands_since=None).order_by("started_at")
               .values_list("issue_id", "started_at", "amount", "unit", "extra"))
    calendar = working_calendar()
    found = list(dict.fromkeys(
        row[0] for row in waiting[:BATCH * 10]
        if due_of(calendar, row[1], length_of(Clock(amount=row[2], unit=row[3], extra=row[4]))) is not None))
    return _each(found[:BATCH], lambda one: _date(one, now), done)


def _date(issue_id: UUID, now: datetime) -> bool:
    turn = _turn(issue_id, now)
    for clock in turn.clocks.all:
        if clock.ended_at is None and clock.due_at is None and clock.stands_since is None:
            set_due(clock, due_of(turn.calendar, clock.started_at, length_of(clock)), turn.calendar)
            turn.clocks.touch(clock)
    _write(turn)
    return True


# ── soon and late: told once ──

SHOWN = Q(issue__next_clock=F("kind"))
"""Only the clock that the matter's row shows is told of: one at a time."""


def _to_warn(now: datetime) -> QuerySet[Clock, UUID]:
    return (_running().filter(SHOWN, soon_at__lte=now, due_at__gte=now, told_soon=False)
            .order_by("soon_at").values_list("issue_id", flat=True)[:BATCH])


def _to_tell_late(now: datetime) -> QuerySet[Clock, UUID]:
    return (_running().filter(SHOWN, due_at__lt=now, told_late=False)
            .order_by("due_at").values_list("issue_id", flat=True)[:BATCH])


def _warn(issue_id: UUID, now: datetime) -> bool:
    return _tell_of_time(issue_id, now, "issue.soon", "told_soon")


def _tell_late(issue_id: UUID, now: datetime) -> bool:
    return _tell_of_time(issue_id, now, "issue.overdue", "told_late")


def _tell_of_time(issue_id: UUID, now: datetime, what: str, mark: str) -> bool:
    """The trail shows it from the clock itself: no line of its own, so nobody's open form goes stale by it."""
    turn = _turn(issue_id, now)
    shown = turn.issue.next_clock
    clock = turn.clocks.running(ClockKind(shown)) if shown else None
    if clock is None or getattr(clock, mark):
        return False
    setattr(clock, mark, True)
    clock.save(update_fields=[mark])
    tell(turn, concerned(turn), what)
    return True


def concerned(turn: Turn) -> list[int]:
    """Whose turn it is: who is told that time runs out."""
    state = State(turn.issue.state)
    if state is State.ESCALATED:
        return deciders(turn)
    if state is State.IN_REVIEW:
        return second_readers(turn)
    if state in {State.ASSIGNED, State.HANDLING}:
        return owner_of(turn)
    if state in {State.ANSWERED, State.ASKING, State.SUSPENDED}:
        return []  # the reporter's turn, or it stands: nobody is to press for a word
    if state is State.SPLIT:
        return first_of(turn)
    return desk_of(turn, turn.standing.desk)


