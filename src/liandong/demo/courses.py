"""What happens to one invented matter: the planned acts with their pauses, in working minutes.

Legal by the issue's table (`issues.workflow.ISSUE`) and by the catalogue: the lead level of the item is never passed
by. Source: workflows.md, "Issue"; domain.md, "Issue".
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from liandong.demo import matters
from liandong.demo.files import Table, lists, table, text, toml
from liandong.demo.matters import Matter, Site
from liandong.issues.terms import Act, AnswerKind, Channel, Part, Satisfaction, Solved
from liandong.kernel.calendar import Term, Unit, WorkingCalendar
from liandong.kernel.levels import Level

DAY = 450
"""Working minutes of a day."""


@dataclass(frozen=True)
class Step:
    """One planned act, `after` so many working minutes from the act before (the first: from receipt).

    `by` says as what somebody acts; whoever plays it finds the person. What `data` holds by act: take, escalate
    ``item`` (escalate also ``tried``; an empty item: nobody clearly leads); assign, rule ``item``, ``to`` and, where
    that level only cooperates, ``lead`` (rule also ``text``, ``losing_view``); send_back, send_back_again ``item``,
    ``proposed``, ``reason``; refuse_return ``item``, ``reason``; agree_return, fail_review, withdraw, dispute,
    dispute_again ``reason``; answer ``found``, ``done``, ``whose``, ``next``; answer_no, turn_away ``kind``,
    ``ground``, ``reason``, ``whose``, ``else``; confirm ``solved``; confirm and dispute_again ``satisfaction`` (empty:
    not said); ask_resident, supplement, note, interim, contact, check, pass_on, recall, pass_review ``text``.
    """

    after: int
    act: Act
    by: Part
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Scene:
    """Everything that the planning of one course draws on."""

    matter: Matter
    site: Site
    channel: Channel
    reachable: bool
    received_at: datetime
    calendar: WorkingCalendar
    rng: Random
    desk: str
    """Key of the desk where it came in: the street's or the community's."""
    term: int
    """Working days that the item grants."""
    tag: str
    """Which case of the matter it is."""


@dataclass
class Course:
    """Collects steps; `at` counts the working minutes since receipt."""

    scene: Scene
    at: int = 0
    steps: list[Step] = field(default_factory=list)
    owner: str = ""
    item: str = ""
    reassigned: bool = False

    def do(self, act: Act, by: Part, pause: tuple[int, int] | int, **data: str) -> None:
        """Add an act after a pause (drawn from a span), with the names and days filled in."""
        after = pause if isinstance(pause, int) else self.scene.rng.randint(pause[0], max(pause))
        self.at += after
        self.steps.append(Step(after, act, by, {key: self.filled(value) for key, value in data.items()}))

    def filled(self, template: str) -> str:
        """A sentence with the place's own words, and days counted from now."""
        slots = self.scene.site.slots
        dated = "{past}" in template or "{soon}" in template
        return matters.fill(template, {**slots, **self._days()} if dated else slots)

    def moment(self, minutes: int | None = None) -> datetime:
        """When it is so many working minutes after receipt; without a number, now."""
        passed = timedelta(minutes=self.at if minutes is None else max(minutes, 1))
        return self.scene.calendar.add(self.scene.received_at, passed)

    def _days(self) -> dict[str, str]:
        calendar = self.scene.calendar
        soon = self.moment(self.at + DAY * self.scene.rng.randint(2, 6))
        return {"past": matters.day_words(calendar.local_date(self.moment(self.at - min(self.at // 3, DAY)))),
                "soon": matters.day_words(calendar.local_date(soon))}

    def own(self, key: str) -> list[tuple[str, ...]]:
        """What the matter's file has under a key for this case."""
        return matters.fitting(self.scene.matter, key, self.scene.tag)

    def pick(self, key: str) -> str:
        """A sentence of the matter's own file that fits the case, else of the common one."""
        own = [entry[0] for entry in self.own(key)]
        return self.scene.rng.choice(own or list(matters.common(key)))

    def upto(self, share: float) -> tuple[int, int]:
        """A pause of at most this share of the term, at least a few minutes."""
        longest = max(12, int(self.scene.term * DAY * share))
        return min(20, longest // 2), longest


def key_of(owner: str, where: Site, desk: str) -> str:
    """The key of the organisation that a matter's owner names, at a place."""
    if owner in {"community", "compound"}:
        return f"community-{where.community.code}"
    kind, _, name = owner.partition(":")
    if kind in {"office", "branch"}:
        return f"{kind}-{name}-{where.community.street}"
    return f"{kind}-{name}" if name else desk


def lead_beside(owner: str, where: Site) -> dict[str, str]:
    """The property company as the lead attached, where the community only cooperates."""
    return {"lead": f"property-{where.compound.code}"} if owner == "compound" else {}


# ── until somebody has it in hand ──

def tried(course: Course) -> str:
    """What the community did before it sent the matter up; for a question or a service nothing was to be stopped."""
    lasting = course.scene.matter.lasting
    return course.pick("escalations" if lasting else "escalations_service")


def contact(course: Course, by: Part) -> None:
    """Speak with the reporter, if they left a way."""
    if course.scene.reachable:
        pool = "contacts" if by is Part.FIRST else "contacts_owner"
        quick = course.scene.term == 1
        course.do(Act.CONTACT, by, (5, 45) if quick else (8, 150), text=course.scene.rng.choice(matters.common(pool)))


def first_pause(scene: Scene) -> tuple[int, int]:
    """How long the desk takes to assign: nearly always within the same day, as the clock asks."""
    due = scene.calendar.due(scene.received_at, Term(1, Unit.SAME_DAY))
    left = int(scene.calendar.working_time(scene.received_at, due) / timedelta(minutes=1))
    longest = 40 if scene.term == 1 else 110
    return 3, max(4, min(longest, left - 5))


def long_pause(scene: Scene) -> tuple[int, int]:
    """Before a matter is sent up as nobody's: somebody has looked first."""
    return 30, max(40, first_pause(scene)[1])


def send(course: Course) -> None:
    """From receipt until an owner is named: taken, assigned, or sent up and ruled."""
    scene, matter = course.scene, course.scene.matter
    course.item, course.owner = matter.item, key_of(matter.owner, scene.site, scene.desk)
    pause, to = first_pause(scene), {"to": course.owner, **lead_beside(matter.owner, scene.site)}
    if scene.desk.startswith("community"):
        if matter.lead_level is Level.COMMUNITY:
            course.do(Act.TAKE, Part.DESK, pause, item=matter.item)
            return
        course.do(Act.ESCALATE, Part.DESK, pause, item=matter.item, tried=tried(course))
        above = Part.UP if matter.lead_level is Level.STREET else Part.COORDINATION
        course.do(Act.RULE, above, (8, 60) if scene.term == 1 else (20, 300), item=matter.item, **to)
        return
    if matter.lead_level is Level.DISTRICT and scene.term > 2 and scene.rng.random() < 0.1:
        unclear(course)
        return
    if scene.rng.random() < 0.02:
        course.do(Act.ASSIGN, Part.DESK, pause, item=matter.item, **to)
        course.do(Act.RECALL, Part.DESK, (3, 30), text=course.pick("recalls"))
        pause = (2, 15)
    course.do(Act.ASSIGN, Part.DESK, pause, item=matter.item, **to)


def unclear(course: Course) -> None:
    """Nobody clearly leads: 区协调办 rules by its text, and keeps the losing view."""
    course.do(Act.ESCALATE, Part.DESK, long_pause(course.scene), item="", tried=course.pick("unclear"))
    course.do(Act.RULE, Part.COORDINATION, (60, 380), item=course.scene.matter.item, to=course.owner,
              text=course.pick("rulings"), losing_view=course.pick("losing_views"))


def accept(course: Course) -> None:
    """The owner accepts what was assigned; the reporter is spoken with before or after."""
    taken = course.steps[-1].act is Act.TAKE
    early = course.scene.rng.random() < 0.7
    if early:
        contact(course, Part.FIRST)
    if not taken:
        course.do(Act.ACCEPT, Part.OWNER, (6, 60) if course.scene.term == 1 else (10, 260))
    if not early:
        contact(course, Part.OWNER)


def proposals(course: Course) -> list[tuple[str, str, str]]:
    """Reason, item and proposed owner's key of the returns that the matter's file knows for this case."""
    scene = course.scene
    return [(reason, item, key_of(owner, scene.site, scene.desk)) for reason, item, owner in course.own("returns")]


def send_back(course: Course) -> tuple[str, str]:
    """The owner asks to be rid of it, with item and proposed owner: the two, for the answer."""
    reason, item, key = course.scene.rng.choice(proposals(course))
    course.do(Act.SEND_BACK, Part.OWNER, (15, 240), item=item, proposed=key, reason=reason)
    return item, key


def answer_return(course: Course, item: str, key: str) -> None:
    """Agreed (a new owner) or refused (it stays, by the item cited)."""
    if key == course.owner or course.scene.rng.random() < 0.35:
        course.do(Act.REFUSE_RETURN, Part.DESK, (30, 360), item=course.item, reason=course.pick("refusals"))
        return
    course.do(Act.AGREE_RETURN, Part.DESK, (30, 360), reason=course.pick("agreements"))
    course.item, course.owner, course.reassigned = item, key, True
    course.do(Act.ASSIGN, Part.DESK, (4, 60), item=item, to=key)
    course.do(Act.ACCEPT, Part.OWNER, (10, 260))


def hand_over(course: Course, returned: bool = False) -> None:
    """Everything until the matter is in hand; with a return on the way where one is wanted and possible."""
    send(course)
    by_assignment = course.steps[-1].act is Act.ASSIGN
    if returned and by_assignment and proposals(course):
        contact(course, Part.FIRST)
        answer_return(course, *send_back(course))
        return
    accept(course)


# ── in hand ──

def work(course: Course, asks: bool = False) -> None:
    """Notes and interim answers on the way, now and then a colleague, a question to the resident where wanted."""
    scene, rng = course.scene, course.scene.rng
    if rng.random() < 0.04:
        course.do(Act.PASS_ON, Part.OWNER, course.upto(0.1), text=course.pick("pass_ons"))
    if asks:
        ask(course)
        if rng.random() < 0.12:
            course.do(Act.QUESTION_LAPSES, Part.CLOCK, after_days(course, 5))
            return
        text_back = question_of(course)[1]
        by = rng.choice((Part.RESIDENT, Part.RESIDENT, Part.CALLER))
        said = matters.common("supplements_by_caller")[0] if by is Part.CALLER else ""
        course.do(Act.SUPPLEMENT, by, (30, 1300), text=said + text_back)
    if course.reassigned:
        return
    wanted = rng.choice((0, 1, 1) if scene.term <= 2 else (0, 1, 1, 2) if scene.term < 7 else (1, 2, 2, 3))
    written = {step.data.get("text") for step in course.steps}
    notes = [entry[0] for entry in course.own("notes") if course.filled(entry[0]) not in written]
    for text_of in rng.sample(notes, k=min(wanted, len(notes))):
        course.do(Act.NOTE, Part.OWNER, course.upto(0.12), text=text_of)
    if scene.reachable and rng.random() < (0.15 if scene.term < 5 else 0.5):
        course.do(Act.INTERIM, Part.OWNER, course.upto(0.2), text=course.pick("interims"))


def question_of(course: Course) -> tuple[str, str]:
    """The first question that the matter's file knows for this case, and the resident's supplement."""
    asked, back = course.own("questions")[0]
    return asked, back


def ask(course: Course) -> None:
    """A question to the resident: the term stands."""
    course.do(Act.ASK_RESIDENT, Part.OWNER, course.upto(0.15), text=question_of(course)[0])


def answer(course: Course, pause: tuple[int, int] | int) -> None:
    """What was found, done, whose it is, what comes next; after a dispute or an agreed return in words of their own."""
    before = any(step.act is Act.ANSWER for step in course.steps)
    other = "again" if before else "returned" if course.reassigned else ""
    pool = lists(table(toml("common.toml"), other), "answers") if other else course.own("answers")
    found, done, following = course.scene.rng.choice(pool)
    own = text(course.scene.matter.source, "whose")
    whose = f"按权责清单{course.item}，这件事由我单位承办。" if course.reassigned else own
    course.do(Act.ANSWER, Part.OWNER, pause, found=found, done=done, whose=whose, next=following)


def answer_no(course: Course, pause: tuple[int, int] | int) -> None:
    """What cannot be done: the ground, the reason in plain words, what else one can do."""
    ground, reason, other = course.scene.rng.choice(course.own("no"))
    course.do(Act.ANSWER_NO, Part.OWNER, pause, kind=AnswerKind.NOT_POSSIBLE.value, ground=ground, reason=reason,
              whose=text(course.scene.matter.source, "whose"), **{"else": other})


def turn_away(course: Course, away: Table) -> None:
    """Not accepted at all, by the list of grounds."""
    course.do(Act.TURN_AWAY, Part.DESK, first_pause(course.scene),
              **{key: text(away, key) for key in ("kind", "ground", "reason", "whose", "else")})


# ── the resident's word ──

def call_back(course: Course) -> Part:
    """Who gives the resident's word: the resident over the link, or a clerk who is not the handler."""
    return course.scene.rng.choice((Part.RESIDENT, Part.RESIDENT, Part.CALLER))


def confirm(course: Course, solved: Solved) -> None:
    """Solved or partly, with one of the four levels of satisfaction (or none said)."""
    good = ("very", "satisfied", "satisfied", "satisfied", "understands", "")
    fair = ("satisfied", "understands", "understands", "dissatisfied", "")
    level = course.scene.rng.choice(good if solved is Solved.SOLVED else fair)
    course.do(Act.CONFIRM, call_back(course), (40, 1900), solved=solved.value, satisfaction=level)


def dispute(course: Course) -> None:
    """Not solved, please again; the owner works on it anew."""
    course.do(Act.DISPUTE, call_back(course), (40, 1500), reason=course.pick("disputes"))


def dispute_again(course: Course) -> None:
    """Still not solved: it ends so."""
    level = course.scene.rng.choice((Satisfaction.DISSATISFIED, Satisfaction.DISSATISFIED, Satisfaction.UNDERSTANDS))
    course.do(Act.DISPUTE_AGAIN, call_back(course), (40, 1500), reason=course.pick("disputes_again"),
              satisfaction=level.value)


def after_days(course: Course, days: int) -> int:
    """Working minutes until a term of so many days that starts now is over, and the clock's next tick or two."""
    since = course.moment()
    due = course.scene.calendar.due(since, Term(days, Unit.WORKING_DAYS))
    return int(course.scene.calendar.working_time(since, due) / timedelta(minutes=1)) + course.scene.rng.randint(10, 40)


def lapse(course: Course) -> None:
    """Nobody said a word for five working days: the clock closes it, soon after the term is over."""
    course.do(Act.JUDGE_LAPSES, Part.CLOCK, after_days(course, 5))


def check(course: Course) -> None:
    """Nobody to ask: a person of the desk or of the first receiver looks, not the handler."""
    own = course.owner == course.scene.desk
    course.do(Act.CHECK, Part.FIRST if own else Part.DESK, (60, 1200), text=course.pick("checks"))
