"""Rules of issues as functions of plain values. Source: workflows.md, "Issue clocks" and "Ends"; domain.md, "Issue".

How long things may take is the district's own: `Terms` reads its settings, and who decides is handed them.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from liandong.issues.terms import AnswerKind, ClockKind, End, Size, Solved, State, Urgency
from liandong.kernel.calendar import Term, Unit

CLOCK_SETTINGS = {
    ClockKind.CONTACT: "contact_term", ClockKind.TRIAGE: "triage_term", ClockKind.ACCEPT: "accept_term",
    ClockKind.DECIDE: "decide_term", ClockKind.REVIEW: "review_term", ClockKind.JUDGE: "judge_term",
    ClockKind.QUESTION: "question_term", ClockKind.ASK: "ask_term"}
"""The setting of each clock but *handle*, which the class and the item give, and *recheck*, which has a date."""
TERM_SETTINGS = (*CLOCK_SETTINGS.values(), "contact_term_urgent", "handle_term_urgent", "return_window", "return_grace",
                 "longest_term_anew", "terms_in_working_days")
HOURS_A_DAY = {Unit.WORKING_HOURS: 7.5, Unit.CLOCK_HOURS: 24.0}
"""What hours weigh against working days where two terms are compared (office hours of the default day)."""

_NUMBER = re.compile(r"\d{6}-\d{4,}")


def late(met_at: datetime | None, *, due: datetime, now: datetime) -> bool:
    """Whether a clock was missed.

    `due` was computed once, by the working calendar, when the clock started; who is exactly on time is not late.
    Source: workflows.md, "How time is counted".
    """
    return (met_at or now) > due


@dataclass(frozen=True)
class Terms:
    """How long things may take in one district: its settings by name, as JSON has them."""

    values: Mapping[str, Any]

    def named(self, name: str) -> Term:
        """The term of one setting, stored as amount and unit."""
        value = self.values[name]
        return Term(value["amount"], Unit(value["unit"]))

    def handle(self, item: Term | None, size: Size, urgency: Urgency = Urgency.ORDINARY) -> Term:
        """The term of *handle*: the item's own; where it has none, the urgent one if urgent, else by the class."""
        if item is not None:
            return item
        if urgency is Urgency.URGENT:
            return self.named("handle_term_urgent")
        return Term(self.values["terms_in_working_days"][size], Unit.WORKING_DAYS)

    def of(self, clock: ClockKind, urgency: Urgency = Urgency.ORDINARY) -> Term:
        """The term of a clock other than *handle*; an urgent first contact has its own."""
        urgent = clock is ClockKind.CONTACT and urgency is Urgency.URGENT
        return self.named("contact_term_urgent" if urgent else CLOCK_SETTINGS[clock])

    def anew(self, own: Term) -> Term:
        """The term of *handle anew* after a dispute: its own, but at most the longest that the district grants."""
        longest = self.named("longest_term_anew")
        return own if weight(own) <= weight(longest) else longest

    @property
    def return_window(self) -> Term:
        """How long after accepting a matter may still be sent back."""
        return self.named("return_window")

    @property
    def return_grace(self) -> Term:
        """How long after *decide* is due an unanswered return goes up by itself."""
        return self.named("return_grace")


def weight(length: Term) -> float:
    """What a term weighs in days, to compare two: working hours by the default day, clock hours by the whole day."""
    return length.amount / HOURS_A_DAY.get(length.unit, 1.0)


def disputable(*, disputed_before: bool, answer: AnswerKind | None) -> bool:
    """Whether "not solved" has the matter handled anew: once, and only where the answer claims to have done it."""
    return not disputed_before and answer is AnswerKind.DONE


def most_extra(amount: int) -> int:
    """By how much a term may be extended at most: half of it, rounded up. Source: workflows.md, row extend."""
    return (amount + 1) // 2


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
        State.SPLIT: ClockKind.HANDLE,
        State.SUSPENDED: ClockKind.RECHECK,
        State.ANSWERED: ClockKind.JUDGE,
    }.get(state)
