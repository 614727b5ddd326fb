"""A small district at work: its people with their actors, and matters brought to a state by the services themselves."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from liandong.issues import services
from liandong.issues.models import Issue
from liandong.issues.services import Intake
from liandong.issues.terms import AnswerKind, Channel, Ground, Solved
from liandong.orgs.models import Organisation
from liandong.people.access import Actor, resident
from liandong.people.models import Account, Appointment
from liandong.people.queries import actor_for
from liandong.people.terms import Role
from liandong.places.models import Division
from tests.duties.factories import Catalogue, small_catalogue

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""Tuesday 09:00 in Shanghai."""
SINCE = date(2026, 1, 1)
PHONE = "13812345678"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 (days above 30: December), in Shanghai's time."""
    return datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour - 8, minutes=minute)


@dataclass
class World:
    """The catalogue's district with one actor a post; `act` numbers are read from the row, so that tests stay short."""

    catalogue: Catalogue
    actors: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        try:
            found: Actor = self.__dict__["actors"][name]
            return found
        except KeyError:
            raise AttributeError(name) from None

    @property
    def desk(self) -> UUID:
        """The street's desk."""
        return self.office("desk-330602002").id

    @property
    def urban(self) -> UUID:
        """The street's office that leads on lifts."""
        return self.office("office-urban").id

    @property
    def small(self) -> Any:
        return self.catalogue.small

    def item(self, code: str) -> UUID:
        return self.catalogue.items[code].id

    def office(self, key: str) -> Organisation:
        return self.catalogue.small.by_key[key]

    def do(self, name: str, issue: Issue, by: Actor, now: datetime = START, **values: Any) -> Issue:
        """One act, from a form made just now."""
        seen = Issue.objects.values_list("version", flat=True).get(id=issue.id)
        return getattr(services, name)(issue.id, by=by, seen=seen, now=now, **values)  # type: ignore[no-any-return]  # by name


def employ(username: str, role: Role, organisation: Organisation, area: Division | None = None) -> Actor:
    """A person with an appointment, as an actor."""
    account = Account.objects.filter(username=username).first() or Account.objects.create(
        username=username, name=f"{username[:1].upper()}某", password="!")
    Appointment.objects.create(account=account, role=role.value, organisation=organisation, area=area, since=SINCE)
    return actor_for(account.id, START.date())


POSTS = {
    "dispatcher": (Role.DISPATCHER, "desk-330602002"), "second_dispatcher": (Role.DISPATCHER, "desk-330602002"),
    "other_dispatcher": (Role.DISPATCHER, "desk-330602001"),
    "officer": (Role.OFFICER, "office-urban"), "colleague": (Role.OFFICER, "office-urban"),
    "team": (Role.OFFICER, "office-team"),
    "secretary": (Role.SECRETARY, "community-330602002045"), "grid": (Role.GRID, "community-330602002045"),
    "next_secretary": (Role.SECRETARY, "community-330602002046"),
    "liaison": (Role.LIAISON, "dept-housing"), "law_liaison": (Role.LIAISON, "dept-law"),
    "caller": (Role.CALLER, "desk-330602002"), "leader": (Role.LEADER, "desk-330602002"),
    "head": (Role.HEAD, "desk-330602002"),
    "coordinator": (Role.COORDINATOR, "coordination"), "supervisor": (Role.SUPERVISOR, "supervision"),
    "district_leader": (Role.DISTRICT_LEADER, "coordination"), "admin": (Role.ADMIN, "coordination"),
}


def small_world() -> World:
    """Writes the district at work into the scope. Call inside `scope(…)`."""
    catalogue = small_catalogue()
    world = World(catalogue)
    for name, (role, key) in POSTS.items():
        world.actors[name] = employ(name.replace("_", "-"), role, catalogue.small.by_key[key])
    return world


def an_intake(world: World, **values: Any) -> Intake:
    """What a reporter says, of a lift in a compound of the first community."""
    given: dict[str, Any] = {
        "title": "5 幢 2 单元想装电梯", "text": "单元里老人多，想装电梯，管线迁移没有人牵头。",
        "channel": Channel.PHONE, "place_id": world.small.places.compound.id, "address": "蕺山里小区 5 幢 2 单元",
        "reporter_name": "徐小明", "reporter_phone": PHONE}
    return Intake(**{**given, **values})


def received(world: World, by: Actor | None = None, now: datetime = START, **values: Any) -> Issue:
    """Registered by the street's dispatcher, unless said otherwise."""
    return services.receive(an_intake(world, **values), by=by or world.dispatcher, now=now)


def assigned(world: World, now: datetime = START, **values: Any) -> Issue:
    """Handed to the street's office that leads by GL016."""
    issue = received(world, now=now, **values)
    return world.do("assign", issue, world.dispatcher, now, owner_id=world.office("office-urban").id,
                    item_id=world.item("GL016"))


def handling(world: World, now: datetime = START, **values: Any) -> Issue:
    """Accepted by the office's officer."""
    return world.do("accept", assigned(world, now, **values), world.officer, now)


ANSWER: dict[str, Any] = {"claim": Solved.SOLVED, "found": "管线要先迁", "done": "11 月 24 日看过现场",
                          "duty": "街道城建办", "next": "12 月 1 日开工"}
NO: dict[str, Any] = {"kind": AnswerKind.NOT_POSSIBLE, "ground": Ground.LAW, "reason": "法律不允许这样做",
                      "instead": "可以申请补助"}


def answered(world: World, now: datetime = START, **values: Any) -> Issue:
    """Answered as done."""
    return world.do("answer", handling(world, now, **values), world.officer, now, **ANSWER)


def in_review(world: World, now: datetime = START, **values: Any) -> Issue:
    """Answered that it cannot be done."""
    return world.do("answer_no", handling(world, now, **values), world.officer, now, **NO)


def the_resident(issue: Issue) -> Actor:
    """Whoever holds the link."""
    return resident(issue.id)
