"""What a story is to come to by the day of the demo: closed in one of the ways, or open in one of the states."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from liandong.demo import courses
from liandong.demo.courses import DAY, Course
from liandong.demo.files import Table
from liandong.demo.matters import Matter
from liandong.issues.terms import Act, Part, Solved, State
from liandong.kernel.levels import Level


class Aim(StrEnum):
    """The plan of one story."""

    SOLVED = "solved"
    PARTLY = "partly"
    REOPENED = "reopened"
    """Disputed once, then solved."""
    NOT_SOLVED = "not_solved"
    """Disputed twice."""
    REFUSED_TO_AGREE = "refused_to_agree"
    """Answered as not possible; the resident says it is not solved."""
    NOT_POSSIBLE = "not_possible"
    UNJUDGED = "unjudged"
    WITHDRAWN = "withdrawn"
    TURNED_AWAY = "turned_away"
    DONE = "done"
    """Nobody to ask: looked at by another and closed."""

    TO_ASSIGN = "to_assign"
    ASSIGNED = "assigned"
    LATE_TO_ACCEPT = "late_to_accept"
    HANDLING = "handling"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    DISPUTED = "disputed"
    ASKING = "asking"
    SENT_BACK = "sent_back"
    LATE_TO_DECIDE = "late_to_decide"
    ESCALATED = "escalated"
    IN_REVIEW = "in_review"
    AWAY_IN_REVIEW = "away_in_review"
    ANSWERED = "answered"

    @property
    def is_open(self) -> bool:
        return self in OPEN

    @property
    def state(self) -> State:
        """Where the issue stands when the whole course has been played."""
        if self is Aim.WITHDRAWN:
            return State.WITHDRAWN
        return OPEN[self].state if self in OPEN else State.CLOSED

    def suits(self, matter: Matter) -> bool:
        """Whether the matter's file has what the aim needs, and its term leaves time for it."""
        wanted = self.wants or ("patrol" if self is Aim.DONE else "")
        least = OPEN[self].least_term if self in OPEN else 1
        if self is Aim.ESCALATED and matter.lead_level not in {Level.DISTRICT, Level.STREET}:
            return False
        return (not wanted or wanted in matter.source) and matter.term >= least

    @property
    def wants(self) -> str:
        """The list of the matter's file that the story's case must have something in."""
        return {Aim.NOT_POSSIBLE: "no", Aim.REFUSED_TO_AGREE: "no", Aim.IN_REVIEW: "no", Aim.ASKING: "questions",
                Aim.SENT_BACK: "returns", Aim.LATE_TO_DECIDE: "returns"}.get(self, "")

    @property
    def needs_reporter(self) -> bool:
        """Whether somebody must be reachable (True), or nobody may be (DONE: False)."""
        return self not in {Aim.DONE, Aim.TO_ASSIGN, Aim.ASSIGNED, Aim.LATE_TO_ACCEPT, Aim.HANDLING, Aim.DUE_TODAY,
                            Aim.OVERDUE, Aim.ANSWERED, Aim.ESCALATED, Aim.SENT_BACK, Aim.LATE_TO_DECIDE}


@dataclass(frozen=True)
class Standing:
    """How an open story stands on the day: its state, how long nothing happened (working minutes), least term."""

    state: State
    idle: tuple[int, int]
    least_term: int = 1


OPEN = {
    Aim.TO_ASSIGN: Standing(State.RECEIVED, (2, 300)),
    Aim.ASSIGNED: Standing(State.ASSIGNED, (5, 380), 2),
    Aim.LATE_TO_ACCEPT: Standing(State.ASSIGNED, (465, 700), 3),
    Aim.HANDLING: Standing(State.HANDLING, (5, 3000), 2),
    Aim.DUE_TODAY: Standing(State.HANDLING, (5, 2500), 2),
    Aim.OVERDUE: Standing(State.HANDLING, (120, 3000), 2),
    Aim.DISPUTED: Standing(State.HANDLING, (20, 700), 3),
    Aim.ASKING: Standing(State.ASKING, (20, 1500), 2),
    Aim.SENT_BACK: Standing(State.SENT_BACK, (10, 400), 2),
    Aim.LATE_TO_DECIDE: Standing(State.SENT_BACK, (470, 760), 5),
    Aim.ESCALATED: Standing(State.ESCALATED, (10, 400), 2),
    Aim.IN_REVIEW: Standing(State.IN_REVIEW, (10, 400), 2),
    Aim.AWAY_IN_REVIEW: Standing(State.IN_REVIEW, (10, 300), 2),
    Aim.ANSWERED: Standing(State.ANSWERED, (20, 1700)),
}


def time_to_answer(course: Course) -> int:
    """The pause before the answer, so that the whole takes its share of the term: most in time, a few late."""
    rng = course.scene.rng
    share = rng.uniform(1.06, 1.5) if rng.random() < 0.06 else rng.uniform(0.3, 0.92)
    return max(rng.randint(8, 40), int(course.scene.term * DAY * share) - course.at)


def handled(course: Course, returned: bool = False, asks: bool = False) -> None:
    """From receipt to the answer."""
    courses.hand_over(course, returned)
    courses.work(course, asks)
    courses.answer(course, time_to_answer(course))


def _twisted(course: Course) -> None:
    """The usual way, now and then with a return or a question on it."""
    rng = course.scene.rng
    asks = course.scene.reachable and bool(course.own("questions")) and rng.random() < 0.3
    handled(course, returned=rng.random() < 0.4, asks=asks)


def _solved(course: Course) -> None:
    _twisted(course)
    courses.confirm(course, Solved.SOLVED)


def _partly(course: Course) -> None:
    _twisted(course)
    courses.confirm(course, Solved.PARTLY)


def _again(course: Course) -> None:
    """Answered, disputed, answered once more."""
    _twisted(course)
    courses.dispute(course)
    courses.work(course)
    courses.answer(course, (60, min(course.scene.term, 7) * 300))


def _reopened(course: Course) -> None:
    _again(course)
    courses.confirm(course, Solved.SOLVED)


def _not_solved(course: Course) -> None:
    _again(course)
    courses.dispute_again(course)


def _answered_no(course: Course) -> None:
    courses.hand_over(course)
    courses.work(course)
    courses.answer_no(course, time_to_answer(course))


def _read(course: Course) -> None:
    """The second reader agrees, now and then after the answer was mended."""
    if course.owner and course.scene.rng.random() < 0.3:
        course.do(Act.FAIL_REVIEW, Part.SECOND, (20, 380), reason=course.pick("review_failures"))
        courses.answer_no(course, (30, 200))
    course.do(Act.PASS_REVIEW, Part.SECOND, (20, 380), text=course.pick("reviews"))


def _not_possible(course: Course) -> None:
    _answered_no(course)
    _read(course)
    courses.lapse(course)


def _refused_to_agree(course: Course) -> None:
    _answered_no(course)
    _read(course)
    courses.dispute_again(course)


def _unjudged(course: Course) -> None:
    _twisted(course)
    courses.lapse(course)


def _withdrawn(course: Course) -> None:
    courses.hand_over(course)
    course.do(Act.WITHDRAW, courses.call_back(course), course.upto(0.3), reason=course.pick("withdrawals"))


def _done(course: Course) -> None:
    handled(course)
    courses.check(course)


def _nothing(course: Course) -> None:
    """Nobody has touched it yet."""


def _in_hand(course: Course) -> None:
    courses.hand_over(course, returned=course.scene.rng.random() < 0.3)
    if course.scene.rng.random() < 0.7:
        courses.work(course)


def _disputed(course: Course) -> None:
    handled(course)
    courses.dispute(course)


def _asking(course: Course) -> None:
    courses.hand_over(course)
    courses.ask(course)


def _sent_back(course: Course) -> None:
    courses.send(course)
    if course.scene.reachable:
        courses.contact(course, Part.FIRST)
    courses.send_back(course)


def _escalated(course: Course) -> None:
    if course.scene.desk.startswith("community"):
        item, tried = course.scene.matter.item, courses.tried(course)
    else:
        item, tried = "", course.pick("unclear")
    course.do(Act.ESCALATE, Part.DESK, courses.long_pause(course.scene), item=item, tried=tried)


PLANS: dict[Aim, Callable[[Course], None]] = {
    Aim.SOLVED: _solved, Aim.PARTLY: _partly, Aim.REOPENED: _reopened, Aim.NOT_SOLVED: _not_solved,
    Aim.REFUSED_TO_AGREE: _refused_to_agree, Aim.NOT_POSSIBLE: _not_possible, Aim.UNJUDGED: _unjudged,
    Aim.WITHDRAWN: _withdrawn, Aim.DONE: _done, Aim.TO_ASSIGN: _nothing, Aim.ASSIGNED: courses.send,
    Aim.LATE_TO_ACCEPT: courses.send, Aim.HANDLING: _in_hand, Aim.DUE_TODAY: _in_hand, Aim.OVERDUE: _in_hand,
    Aim.DISPUTED: _disputed, Aim.ASKING: _asking, Aim.SENT_BACK: _sent_back, Aim.LATE_TO_DECIDE: _sent_back,
    Aim.ESCALATED: _escalated, Aim.IN_REVIEW: _answered_no, Aim.ANSWERED: _twisted,
}


def play(aim: Aim, course: Course, away: Table | None = None) -> None:
    """Plan the whole course of a story for its aim; `away` is what a matter to be turned away says."""
    if away is None:
        PLANS[aim](course)
        return
    courses.turn_away(course, away)
    if aim is Aim.TURNED_AWAY:
        _read(course)
        courses.lapse(course)


def reached(aim: Aim, course: Course) -> bool:
    """Whether the course came to what an open story is to show (a matter taken by its desk is never 待接收)."""
    acts = [step.act for step in course.steps]
    if aim in {Aim.ASSIGNED, Aim.LATE_TO_ACCEPT}:
        return acts[-1] in {Act.ASSIGN, Act.RULE}
    if aim in {Aim.SENT_BACK, Aim.LATE_TO_DECIDE}:
        return Act.ASSIGN in acts and Act.TAKE not in acts and Act.RULE not in acts
    return True
