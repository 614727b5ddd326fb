"""Playing the stories: every step by the service of its act, as somebody who has the part, at its own moment.

A step that a service refuses stops the load: a story that cannot be lawfully played is a mistake of ours. Source:
issue 7, "Two commands".
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from liandong.demo.aims import Aim
from liandong.demo.cast import Cast
from liandong.demo.courses import Step
from liandong.demo.stories import Story, schedule
from liandong.issues import services
from liandong.issues.models import Entry, Issue
from liandong.issues.services import Intake
from liandong.issues.services.ticking import tick
from liandong.issues.terms import Act, AnswerKind, Channel, Ground, Part, Satisfaction, Solved
from liandong.kernel.calendar import SHANGHAI, WorkingCalendar
from liandong.kernel.errors import Refused

TICKS = (time(8, 31), time(13, 31), time(17, 31))
"""When the clock looks on a working day: after each opening and after closing."""
CITED_AT_ONCE = 0.4
"""How often who registers a matter cites the item already."""
LEADER_READS = timedelta(minutes=600)
"""Working time after which a leader has read what ended unresolved."""


class CannotPlay(Exception):
    """A story's step was refused: which one, and the service's own sentence."""


@dataclass(frozen=True, order=True)
class Event:
    """Something that happens in the demo's past; what happens first is done first, at one moment the clock first."""

    at: datetime
    story: int = 0
    """The story's number; 0 is the clock."""
    place: int = 0
    """The step's place in its story: 0 is the receipt."""
    step: Step | None = field(default=None, compare=False)


def events(told: Iterable[Story], calendar: WorkingCalendar, start: datetime, end: datetime) -> list[Event]:
    """Receipts, steps, leaders' readings and the clock's looks of all stories, in the order of time."""
    found: list[Event] = []
    for story in told:
        moments = [Event(at, story.number, n, step) for n, (at, step) in enumerate(schedule(story, calendar.add), 1)]
        found += [Event(story.received_at, story.number), *moments]
        found += [Event(event.at) for event in moments if event.step and event.step.by is Part.CLOCK]
        found += _reading(moments, calendar)
    if late := [event for event in found if event.at > end and event.step is not READ]:
        raise CannotPlay(f"story {late[0].story} goes on after the day of the demo")
    looks = [Event(at) for at in _looks(calendar, start, end)]
    return sorted(event for event in (*found, *looks, Event(end)) if event.at <= end)


READ = Step(0, Act.NOTE, Part.LEADER)
"""Stands for a leader's reading, which is no act of the table."""


def _reading(moments: list[Event], calendar: WorkingCalendar) -> Iterator[Event]:
    last = moments[-1] if moments else None
    if last is not None and last.step is not None and last.step.act is Act.DISPUTE_AGAIN:
        yield Event(calendar.add(last.at, LEADER_READS), last.story, last.place + 1, READ)


def _looks(calendar: WorkingCalendar, start: datetime, end: datetime) -> Iterator[datetime]:
    day = start.astimezone(SHANGHAI).date()
    while day <= end.astimezone(SHANGHAI).date():
        if calendar.is_working(day):
            yield from (datetime.combine(day, at, SHANGHAI) for at in TICKS)
        day += timedelta(days=1)


class Player:
    """Plays events in their order; knows which issue each story has become."""

    def __init__(self, told: Iterable[Story], cast: Cast, items: Mapping[str, UUID],
                 places: Mapping[str, UUID]) -> None:
        self.told = {story.number: story for story in told}
        self.cast, self.items, self.places = cast, items, places
        self.issues: dict[int, Issue] = {}
        """As each story's last act left it."""

    def play(self, event: Event) -> None:
        """Let one event happen. Raises CannotPlay where a service refuses it."""
        if not event.story:
            if failed := tick(event.at).failed:
                raise CannotPlay(f"the clock failed on {failed[0]}")
            return
        story = self.told[event.story]
        rng = Random(f"{story.number} {event.place}")  # noqa: S311  no secret is drawn here
        try:
            if event.step is None:
                self.issues[story.number] = self._receive(story, event.at, rng)
            elif event.step is READ:
                self._read(story, event.at, rng)
            elif event.step.by is Part.CLOCK:
                self._has_done(story, event.step.act)
            else:
                self._do(story, event.step, event.at, rng)
        except (Refused, LookupError) as refused:
            act = event.step.act if event.step else Act.RECEIVE
            said = getattr(refused, "fields", "") or refused
            raise CannotPlay(f"story {story.number} ({story.matter}, {story.aim}), step {event.place}, {act}: "
                             f"{said}") from refused

    def _receive(self, story: Story, at: datetime, rng: Random) -> Issue:
        by = self.cast.receiver(self.cast.bodies[story.received_by], story.channel is Channel.PATROL, rng)
        unclear = any(step.act is Act.TURN_AWAY or step.data.get("item") == "" for step in story.course)
        cited = not unclear and rng.random() < CITED_AT_ONCE
        reporter = story.reporter
        return services.receive(Intake(
            title=story.title, text=story.text, channel=story.channel, urgency=story.urgency, size=story.size,
            place_id=self.places[story.place_code], address=story.address,
            reporter_name=reporter.name if reporter else "", reporter_phone=reporter.phone if reporter else "",
            item_id=self.items[story.item] if cited else None), by=by, now=at)

    def _read(self, story: Story, at: datetime, rng: Random) -> None:
        issue = self.issues[story.number]
        services.read_by_leader(issue.id, by=self.cast.actor(Part.LEADER, issue, rng), now=at)

    def _do(self, story: Story, step: Step, at: datetime, rng: Random) -> None:
        issue = self.issues[story.number]
        by = self.cast.actor(step.by, issue, rng, fresh=step.act is Act.CHECK)
        act: Callable[..., Issue] = getattr(services, step.act.value)
        self.issues[story.number] = act(issue.id, by=by, seen=issue.version, now=at,
                                        **self._values(story, step, issue, rng))

    def _has_done(self, story: Story, act: Act) -> None:
        """The clock's own step: its look at this moment, or one before, must have done it."""
        issue = self.issues[story.number]
        if not Entry.objects.filter(issue=issue, act=act.value).exists():
            raise LookupError("the clock has not done it")
        self.issues[story.number] = Issue.objects.select_related("desk").get(id=issue.id)

    def check(self) -> None:
        """Every story has come to where it was to come. Raises CannotPlay."""
        states = dict(Issue.objects.values_list("id", "state"))
        for number, issue in self.issues.items():
            if states[issue.id] != self.told[number].state:
                raise CannotPlay(f"story {number} is {states[issue.id]} and was to be {self.told[number].state}")

    def _values(self, story: Story, step: Step, issue: Issue, rng: Random) -> dict[str, Any]:
        """What the service of the act is given, from what the story says."""
        if step.act is Act.PASS_ON:
            return {"to": self.cast.colleague(issue, rng).account_id}
        given = {name: make(self, step.data) for name, make in VALUES.get(step.act, {}).items()}
        if step.act is Act.ANSWER:
            given["claim"] = Solved.PARTLY if story.aim is Aim.PARTLY else Solved.SOLVED
        return given

    def item(self, code: str) -> UUID | None:
        """The catalogue's item of a code; None for none."""
        return self.items[code] if code else None

    def body(self, key: str) -> UUID | None:
        """The organisation of a key; None for none."""
        return self.cast.bodies[key] if key else None


Make = Callable[[Player, Mapping[str, str]], Any]


def _text(key: str) -> Make:
    return lambda player, data: data.get(key, "")


def _item(key: str = "item") -> Make:
    return lambda player, data: player.item(data.get(key, ""))


def _body(key: str) -> Make:
    return lambda player, data: player.body(data.get(key, ""))


def _satisfied(player: Player, data: Mapping[str, str]) -> Satisfaction | None:
    return Satisfaction(data["satisfaction"]) if data.get("satisfaction") else None


NO: dict[str, Make] = {
    "kind": lambda player, data: AnswerKind(data["kind"]), "ground": lambda player, data: Ground(data["ground"]),
    "reason": _text("reason"), "whose": _text("whose"), "instead": _text("else")}
HAND: dict[str, Make] = {"owner_id": _body("to"), "item_id": _item(), "lead_id": _body("lead")}
VALUES: dict[Act, dict[str, Make]] = {
    Act.CONTACT: {"note": _text("text")},
    Act.TAKE: {"item_id": _item()},
    Act.ASSIGN: HAND,
    Act.SEND_BACK: {"item_id": _item(), "proposed_id": _body("proposed"), "reason": _text("reason")},
    Act.REFUSE_RETURN: {"item_id": _item(), "reason": _text("reason")},
    Act.ESCALATE: {"item_id": _item(), "tried": _text("tried")},
    Act.RULE: {**HAND, "text": _text("text"), "losing_view": _text("losing_view")},
    Act.ASK_RESIDENT: {"text": _text("text")},
    Act.SUPPLEMENT: {"text": _text("text")},
    Act.ANSWER: {"found": _text("found"), "done": _text("done"), "duty": _text("whose"), "next": _text("next")},
    Act.ANSWER_NO: NO,
    Act.TURN_AWAY: NO,
    Act.FAIL_REVIEW: {"reason": _text("reason")},
    Act.CONFIRM: {"solved": lambda player, data: Solved(data["solved"]), "satisfied": _satisfied},
    Act.DISPUTE: {"words": _text("reason")},
    Act.DISPUTE_AGAIN: {"words": _text("reason"), "satisfied": _satisfied},
    Act.CHECK: {"text": _text("text")},
    Act.WITHDRAW: {"reason": _text("reason")},
    Act.NOTE: {"text": _text("text")},
    Act.INTERIM: {"text": _text("text")},
}
"""By act, the service's own values and where they come from in a step's data."""
