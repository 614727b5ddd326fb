"""Some hundred invented matters with their whole course, always the same for a seed.

Who plays them registers each at its moment and does the acts of its course under a moving clock. Source: issue 7,
"Two commands"; forms.md, "Demo proportions"; domain.md, "Issue".
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from liandong.demo.aims import OPEN, Aim, play, reached
from liandong.demo.compounds import CommunitySeed, communities
from liandong.demo.courses import DAY, Course, Scene, Step
from liandong.demo.files import Table, tables, text, toml
from liandong.demo.matters import Matter, Site, at_building, cases, fits, fitting, matters, site, write
from liandong.demo.names import mobile, person_name
from liandong.issues.terms import Channel, Size, State, Urgency
from liandong.kernel.calendar import SHANGHAI, Term, Unit, UnknownYear, WorkingCalendar

__all__ = ["Aim", "Reporter", "Step", "Story", "schedule", "stories"]

STREETS = {"330602002": 55, "330602001": 20, "330602004": 15, "": 10}
"""Shares of the streets in percent; the empty one stands for all others. 府山, 塔山 and 北海 are the old town."""

QUOTAS = {
    Aim.TO_ASSIGN: 14, Aim.ASSIGNED: 20, Aim.LATE_TO_ACCEPT: 3, Aim.HANDLING: 55, Aim.DUE_TODAY: 10, Aim.OVERDUE: 9,
    Aim.DISPUTED: 6, Aim.ASKING: 9, Aim.SENT_BACK: 5, Aim.LATE_TO_DECIDE: 1, Aim.ESCALATED: 7, Aim.IN_REVIEW: 3,
    Aim.AWAY_IN_REVIEW: 1, Aim.ANSWERED: 22,
    Aim.DONE: 40, Aim.PARTLY: 47, Aim.REOPENED: 20, Aim.NOT_SOLVED: 16, Aim.REFUSED_TO_AGREE: 8,
    Aim.NOT_POSSIBLE: 12, Aim.UNJUDGED: 20, Aim.WITHDRAWN: 8, Aim.TURNED_AWAY: 6,
}
"""Of 600; the rest is solved."""

AT_COMMUNITY = {Channel.PATROL: 1.0, Channel.VISIT: 1.0, Channel.WALK_IN: 0.7, Channel.PHONE: 0.45}
"""How often a channel ends at the community's desk instead of the street's."""
AWAY = "hotline-advice"
"""The kind of matter that stands for what is turned away: where it is, how it came in."""
TRIES = 400


@dataclass(frozen=True)
class Reporter:
    """An invented resident; without a telephone there is no way to reach them."""

    name: str
    phone: str = ""


@dataclass(frozen=True)
class Story:
    """One matter as it came in, and everything that is done with it until the day of the demo."""

    number: int
    matter: str
    path: str
    item: str
    """What the matter is by the catalogue, before any return; who registers it need not cite it."""
    place_code: str
    address: str
    channel: Channel
    order_number: str
    """The hotline's own number of the order; empty for other channels."""
    reporter: Reporter | None
    restricted: bool
    title: str
    text: str
    size: Size
    urgency: Urgency
    received_at: datetime
    received_by: str
    """Key of the first receiver's organisation."""
    desk: str
    """Key of the desk that gets it: the street's or the community's."""
    aim: Aim
    course: tuple[Step, ...]

    @property
    def state(self) -> State:
        """Where it stands at the end of the course."""
        return self.aim.state

    @property
    def street(self) -> str:
        """The street's code."""
        return self.place_code[:9]


def schedule(story: Story, add: Callable[[datetime, timedelta], datetime]) -> list[tuple[datetime, Step]]:
    """The moments of a story's acts; `add` is the calendar's `add`. Acts of one story never overtake each other."""
    at, moments = story.received_at, []
    for step in story.course:
        at = add(at, timedelta(minutes=max(step.after, 1)))
        moments.append((at, step))
    return moments


def stories(*, calendar: WorkingCalendar, start: date, end: datetime, count: int = 600, seed: int = 7) -> list[Story]:
    """`count` stories received from `start` on, the last before `end`, in the order of their receipt.

    The same for the same arguments. `end` is aware; what is open then looks as if the offices had just worked on it.
    The calendar must know the working days up to some weeks after `end`. Raises ValueError if no story fits in between.
    """
    made = list(_made(Generator(calendar, start, end, Random(seed)), count))  # noqa: S311  no secret is drawn here
    made.sort(key=lambda story: (story.received_at, story.title))
    return [_numbered(story, number) for number, story in enumerate(made, 1)]


def _numbered(story: Story, number: int) -> Story:
    order = f"YC{story.received_at.astimezone(SHANGHAI):%y%m%d}{10000 + number * 7}"
    return replace(story, number=number, order_number=order if story.channel is Channel.HOTLINE else "")


def _made(generator: Generator, count: int) -> Iterator[Story]:
    aims = [aim for aim, quota in QUOTAS.items() for _ in range(round(quota * count / 600))]
    aims += [Aim.SOLVED] * (count - len(aims))
    places = [code for code, share in STREETS.items() for _ in range(round(share * count / 100))]
    places += ["330602002"] * (count - len(places))
    generator.rng.shuffle(places)
    aways = list(tables(toml("common.toml"), "away"))
    for aim, street in zip(aims, places, strict=False):
        away = aways.pop() if aim in {Aim.TURNED_AWAY, Aim.AWAY_IN_REVIEW} and aways else None
        yield generator.story(Aim.SOLVED if away is None and aim in {Aim.TURNED_AWAY, Aim.AWAY_IN_REVIEW} else aim,
                              street, away)


class Generator:
    """Draws one story after the other; no two with the same text."""

    def __init__(self, calendar: WorkingCalendar, start: date, end: datetime, rng: Random) -> None:
        self.calendar, self.start, self.end, self.rng = calendar, start, end, rng
        self.used: set[str] = set()
        self.fitting: dict[Aim, tuple[list[Matter], list[float]]] = {}
        self.phones = iter(rng.sample(range(10000), 10000))

    def story(self, aim: Aim, street: str, away: Table | None = None) -> Story:
        """A story for an aim in a street; an aim that the day does not allow (nothing falls due on a Sunday) is
        replaced by a plain one."""
        for _ in range(TRIES):
            found = self._try(aim, street, away)
            if found is not None:
                return found
        if aim is Aim.SOLVED:
            raise ValueError("no story fits between start and end")
        return self.story(Aim.HANDLING if aim.is_open and aim is not Aim.HANDLING else Aim.SOLVED, street)

    def _try(self, aim: Aim, street: str, away: Table | None) -> Story | None:
        matter = self._matter(aim) if away is None else next(each for each in matters() if each.key == AWAY)
        channel = self._channel(aim, matter)
        where = self._site(matter, street)
        reachable = channel is not Channel.PATROL and (aim.needs_reporter or self.rng.random() < 0.97)
        if away is not None:
            channel, reachable = Channel.HOTLINE, True
        tags = [tag for tag in cases(matter, channel is Channel.PATROL)
                if not aim.wants or fitting(matter, aim.wants, tag)]
        if not tags:
            return None
        tag = self.rng.choice(tags)
        where = at_building(where, cases(matter, channel is Channel.PATROL)[tag])
        desk, received_by = self._desk(matter, channel, where)
        scene = Scene(matter, where, channel, reachable, self.end, self.calendar, self.rng, desk, matter.term,
                      tag)
        try:
            course = self._course(aim, scene, away)
        except UnknownYear:  # the draft ran on beyond the known years: it would not have been over in time
            return None
        if course is None:
            return None
        title, said = write(matter, channel, where, tag, self.rng)
        if away is not None:
            title, said = text(away, "title"), text(away, "text")
        if said in self.used:
            return None
        self.used.add(said)
        return Story(0, matter.key, matter.path, matter.item, where.place_code, where.address, channel, "",
                     self._reporter(channel, reachable), matter.restricted and reachable, title, said, matter.size,
                     matter.urgency, scene.received_at, received_by, desk, aim, tuple(course.steps))

    # ── what, where, how ──

    def _matter(self, aim: Aim) -> Matter:
        if aim not in self.fitting:
            self.fitting[aim] = _weighted(aim)
        return self.rng.choices(*self.fitting[aim])[0]

    def _channel(self, aim: Aim, matter: Matter) -> Channel:
        if aim is Aim.DONE:
            return Channel.PATROL
        ways = {way: weight for way, weight in matter.channels.items()
                if way is not Channel.PATROL or not (aim.needs_reporter or _judged(aim))}
        return self.rng.choices(list(ways), list(ways.values()))[0]

    def _site(self, matter: Matter, street: str) -> Site:
        known = [community for community in communities() if _in(community, street)
                 and any(fits(matter, place) for place in community.compounds)]
        return site(matter, self.rng.choice(known), self.rng)

    def _desk(self, matter: Matter, channel: Channel, where: Site) -> tuple[str, str]:
        """The desk, and who received it first. What leads in the compound goes over the street's desk."""
        street, community = where.community.street, f"community-{where.community.code}"
        if matter.owner != "compound" and self.rng.random() < AT_COMMUNITY.get(channel, 0.0):
            return community, community
        desk = f"desk-{street}"
        return desk, f"office-window-{street}" if channel is Channel.WALK_IN else desk

    def _reporter(self, channel: Channel, reachable: bool) -> Reporter | None:
        if channel is Channel.PATROL:
            return None
        number = next(self.phones)
        return Reporter(person_name(number * 7919 + 13), mobile(number) if reachable else "")

    # ── when ──

    def _course(self, aim: Aim, scene: Scene, away: Table | None) -> Course | None:
        """Plan the course with its receipt; None if the two do not come together with the day of the demo."""
        if aim.is_open:
            return self._open_course(aim, scene, away)
        scene.received_at = self._any_receipt(scene.matter.urgency)
        course = Course(scene)
        play(aim, course, away)
        return course if self._minutes(scene.received_at) > course.at + 5 else None

    def _open_course(self, aim: Aim, scene: Scene, away: Table | None) -> Course | None:
        """Two drafts: the first says how long the acts take, the second stands in its right place in time."""
        low, high = OPEN[aim].idle
        passed = self.rng.randint(100, 900)
        for _ in range(2):
            scene.received_at = self._ago(passed)
            course = Course(scene)
            play(aim, course, away)
            if aim.state is State.HANDLING and aim is not Aim.DISPUTED:
                passed = max(course.at + low, int(self.rng.uniform(0.05, 1.25) * scene.term * DAY))
            else:
                passed = course.at + self.rng.randint(low, high)
        idle = self._minutes(scene.received_at) - course.at
        fine = low <= idle <= high and reached(aim, course) and self._due_fits(aim, scene)
        return course if fine else None

    def _due_fits(self, aim: Aim, scene: Scene) -> bool:
        due = self.calendar.due(scene.received_at, Term(scene.term, Unit.WORKING_DAYS))
        today, day = self.calendar.local_date(self.end), self.calendar.local_date(due)
        if aim is Aim.TO_ASSIGN:
            return self.calendar.due(scene.received_at, Term(1, Unit.SAME_DAY)) > self.end
        if aim is Aim.DUE_TODAY:
            return day == today and due > self.end
        if aim is Aim.OVERDUE:
            return due < self.end and self.calendar.working_days(day, today) <= 6
        if aim in {Aim.ANSWERED, Aim.DISPUTED, Aim.IN_REVIEW, Aim.AWAY_IN_REVIEW, Aim.ASKING}:
            return True
        return day > today

    def _any_receipt(self, urgency: Urgency) -> datetime:
        """A moment since the start: mornings are heavier; a few come at night or on a day off."""
        days = (self.calendar.local_date(self.end) - self.start).days
        day = self.start + timedelta(days=self.rng.randint(0, max(days, 1)))
        odd = urgency is Urgency.ORDINARY and self.rng.random() < 0.07
        if not odd and not self.calendar.is_working(day):
            return self._any_receipt(urgency)
        first, last = (time(18, 30), time(22, 40)) if odd else self.rng.choices(
            ((time(8, 31), time(10, 30)), (time(10, 30), time(11, 55)), (time(13, 31), time(15, 30)),
             (time(15, 30), time(17, 25))), (45, 20, 22, 13))[0]
        minutes = self.rng.randint(first.hour * 60 + first.minute, last.hour * 60 + last.minute)
        return datetime.combine(day, time(minutes // 60, minutes % 60, self.rng.randint(0, 59)), SHANGHAI)

    def _ago(self, minutes: int) -> datetime:
        moment = self.calendar.add(self.end, timedelta(minutes=-max(minutes, 1))).astimezone(SHANGHAI)
        return moment.replace(second=self.rng.randint(0, 59), microsecond=0)

    def _minutes(self, since: datetime) -> int:
        return int(self.calendar.working_time(since, self.end) / timedelta(minutes=1))


def _weighted(aim: Aim) -> tuple[list[Matter], list[float]]:
    """The matters that suit an aim, with weights; among what is still open the long ones are more, as on every desk."""
    suiting = [matter for matter in matters() if aim.suits(matter)]
    power = 0.6 if aim in {Aim.HANDLING, Aim.DUE_TODAY, Aim.OVERDUE} else 0.0
    return suiting, [matter.weight * float(matter.term) ** power for matter in suiting]


def _in(community: CommunitySeed, street: str) -> bool:
    return community.street == street if street else community.street not in STREETS


def _judged(aim: Aim) -> bool:
    """Whether the resident's word ends the story: then there must be a resident."""
    return not aim.is_open and aim is not Aim.DONE
