"""Rules of issues as functions of plain values. Source: workflows.md, "Issue clocks" and "Ends"; domain.md, "Issue".

The days of *handle* by class are the district's own (`districts.settings`); the other terms stand here.
"""
from __future__ import annotations

import re
from datetime import date, datetime

from liandong.issues.terms import AnswerKind, ClockKind, End, Solved, State, Urgency
from liandong.kernel.calendar import Term, Unit

HANDLE_URGENT = Term(24, Unit.CLOCK_HOURS)
CONTACT_URGENT = Term(2, Unit.CLOCK_HOURS)
OTHER_TERMS = {
    ClockKind.CONTACT: Term(1, Unit.WORKING_DAYS),
    ClockKind.TRIAGE: Term(1, Unit.SAME_DAY),
    ClockKind.ACCEPT: Term(1, Unit.WORKING_DAYS),
    ClockKind.DECIDE: Term(1, Unit.WORKING_DAYS),
    ClockKind.REVIEW: Term(1, Unit.WORKING_DAYS),
    ClockKind.JUDGE: Term(5, Unit.WORKING_DAYS),
    ClockKind.QUESTION: Term(5, Unit.WORKING_DAYS),
}
RETURN_WINDOW = Term(1, Unit.WORKING_DAYS)
"""How long after accepting a matter may still be sent back."""
RETURN_GRACE = Term(1, Unit.WORKING_DAYS)
"""How long after *decide* is due an unanswered return goes up by itself."""
LONGEST_ANEW = Term(7, Unit.WORKING_DAYS)
"""The longest term of a matter that the resident disputed, in working days."""
HOURS_A_DAY = {Unit.WORKING_HOURS: 7.5, Unit.CLOCK_HOURS: 24.0}
"""What hours weigh against working days where two terms are compared (office hours of the default day)."""

_NUMBER = re.compile(r"\d{6}-\d{4,}")


def late(met_at: datetime | None, *, due: datetime, now: datetime) -> bool:
    """Whether a clock was missed.

    `due` was computed once, by the working calendar, when the clock started; who is exactly on time is not late.
    Source: workflows.md, "How time is counted".
    """
    return (met_at or now) > due


def handle_term(item: Term | None, days: int, urgency: Urgency = Urgency.ORDINARY) -> Term:
    """The term of *handle*: the item's own; where it has none, 24 hours if urgent, else the `days` of the class."""
    if item is not None:
        return item
    return HANDLE_URGENT if urgency is Urgency.URGENT else Term(days, Unit.WORKING_DAYS)


def term(clock: ClockKind, urgency: Urgency = Urgency.ORDINARY) -> Term:
    """The term of a clock other than *handle*; an urgent first contact runs on the wall clock."""
    if clock is ClockKind.CONTACT and urgency is Urgency.URGENT:
        return CONTACT_URGENT
    return OTHER_TERMS[clock]


def dispute_term(own: Term) -> Term:
    """The term of *handle anew* after a dispute: its own, but at most seven working days."""
    return own if _days(own) <= LONGEST_ANEW.amount else LONGEST_ANEW


def _days(length: Term) -> float:
    """A term's weight in days: working hours by the default day, clock hours by the whole day."""
    return length.amount / HOURS_A_DAY.get(length.unit, 1.0)


def number(day: date, sequence: int) -> str:
    """The number that people say on the telephone: "261105-0231" for the 231st of 5 November 2026.

    The sequence is the district's and may have gaps; from the 10,000th of a day on it has five digits.
    """
    if sequence < 1:
        raise ValueError("the sequence of a day's issues begins with 1")
    return f"{day:%y%m%d}-{sequence:04d}"


def is_number(text: str) -> bool:
    """Whether a text has the form of an issue's number."""
    return _NUMBER.fullmatch(text) is not None


def end_of_word(solved: Solved) -> End:
    """The end that the resident's word gives, when it closes the matter."""
    return {Solved.SOLVED: End.SOLVED, Solved.PARTLY: End.PARTLY, Solved.NOT: End.NOT_SOLVED}[solved]


def end_of_silence(answer: AnswerKind) -> End:
    """The end when nobody judged in time: by the answer; what it claims to have done stays *unjudged* 未评."""
    return {
        AnswerKind.DONE: End.UNJUDGED,
        AnswerKind.NOT_POSSIBLE: End.NOT_POSSIBLE,
        AnswerKind.NOT_OURS: End.NOT_OURS,
    }[answer]


def next_clock(state: State) -> ClockKind | None:
    """The one clock that a row shows in a state; None when it is over."""
    return {
        State.RECEIVED: ClockKind.TRIAGE,
        State.ASSIGNED: ClockKind.ACCEPT,
        State.HANDLING: ClockKind.HANDLE,
        State.SENT_BACK: ClockKind.DECIDE,
        State.ESCALATED: ClockKind.DECIDE,
        State.ASKING: ClockKind.QUESTION,
        State.IN_REVIEW: ClockKind.REVIEW,
        State.ANSWERED: ClockKind.JUDGE,
    }.get(state)
