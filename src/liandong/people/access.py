"""Who may see and do what: the one module that decides it, over plain values.

The database enforces the district by row-level security; inside a district this module says what a person's
appointments give. Permissions are worked out for each request, never kept in a session. Source: trust.md 8 (V8.3.2),
workflows.md "Who", "Roles".
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID

from liandong.kernel.four_eyes import not_the_same_person
from liandong.kernel.levels import Level
from liandong.orgs.terms import OrgKind
from liandong.people.terms import DESK_ROLES, WORKING_ROLES, Part, Role
from liandong.places.terms import PREFIX_LENGTHS, PlaceKind

STREET_ROLES = frozenset({Role.DISPATCHER, Role.LEADER, Role.HEAD, Role.CALLER})
"""See every matter of their street."""
DISTRICT_ROLES = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.DISTRICT_LEADER})
"""See every matter of the district; the last two only read."""
AREA_ROLES = STREET_ROLES | {Role.SECRETARY, Role.GRID}
"""See what lies in the area of their appointment."""
STREET_LEADERS = frozenset({Role.LEADER, Role.HEAD})
MATTER_ROLES = AREA_ROLES | DISTRICT_ROLES | WORKING_ROLES
"""Everybody but those who keep the catalogue and the accounts: they see no matters."""
WAITING_RETURN = "sent_back"
HANDLING = "handling"
ESCALATED = "escalated"


@dataclass(frozen=True)
class Post:
    """A current appointment as plain values. `low` ≤ code < `high` is the area over which it is held."""

    appointment_id: UUID
    role: Role
    organisation_id: UUID
    organisation_name: str
    kind: OrgKind
    level: Level | None
    low: str
    high: str
    since: date

    def covers(self, code: str) -> bool:
        """Whether a place lies in the area of the appointment."""
        return self.low <= code < self.high


@dataclass(frozen=True)
class Actor:
    """Who acts, in one district: a person with appointments, a resident by link, the clock, or an import."""

    account_id: int | None
    name: str
    posts: tuple[Post, ...] = ()
    kind: Literal["staff", "resident", "clock", "import"] = "staff"
    about: UUID | None = None
    """The one issue that a resident's link opens."""

    def has(self, *roles: Role) -> bool:
        """Whether a current appointment gives one of these roles."""
        return any(post.role in roles for post in self.posts)

    def organisations(self, *roles: Role) -> frozenset[UUID]:
        """The organisations where the actor holds one of these roles; without roles: any role."""
        return frozenset(post.organisation_id for post in self.posts if not roles or post.role in roles)


CLOCK = Actor(None, "", kind="clock")
IMPORT = Actor(None, "", kind="import")


def resident(issue_id: UUID) -> Actor:
    """Whoever holds the link of one issue."""
    return Actor(None, "", kind="resident", about=issue_id)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What access needs to know of one matter."""

    issue_id: UUID
    place_code: str
    street_code: str
    desk_id: UUID
    desk_level: Level
    """The level of the desk that holds the matter or sent it up."""
    assigned_by_id: UUID | None
    owner_id: UUID | None
    owner_level: Level | None
    """The owner's rung: DISTRICT makes it a department's matter."""
    first_id: UUID
    is_accepted: bool
    """Whether an owner has accepted it: from then on the first receiver reads the reporter's contact no more."""
    holder_id: int | None
    lead_id: UUID | None
    state: str
    handlers: frozenset[int] = frozenset()
    """Accounts that have ever handled it."""
    writer_id: int | None = None
    """Who wrote the answer now in review."""
    returned_by: frozenset[UUID] = frozenset()
    """Organisations that sent it back once: they go on seeing it."""
    is_restricted: bool = False
    """Confidential (举报): of those who would see it, only the desk, the owner and the two named below do."""
    second_id: int | None = None
    """The one second reader named for a restricted matter."""
    caller_id: int | None = None
    """The one caller named for it."""

    @property
    def desk(self) -> UUID:
        """The desk that is asked now: while a return waits, the one that assigned."""
        waiting = self.state == WAITING_RETURN and self.assigned_by_id is not None
        return self.assigned_by_id if waiting and self.assigned_by_id else self.desk_id

    @property
    def answers_for_it(self) -> UUID | None:
        """The office that handles it: its owner; what nobody owns while it is handled (a split matter that was
        disputed) is its first receiver's."""
        return self.owner_id or (self.first_id if self.state == HANDLING else None)

    @property
    def organisations(self) -> frozenset[UUID]:
        """Every organisation that has to do with the matter."""
        own = {self.desk_id, self.first_id, self.assigned_by_id, self.owner_id, self.lead_id} | self.returned_by
        return frozenset(one for one in own if one is not None)


@dataclass(frozen=True)
class Confided:
    """Which restricted matters somebody sees of those that they would see if they were none."""

    desks: frozenset[UUID] = frozenset()
    """Desks that the actor works: of the matters they hold, or assigned."""
    owners: frozenset[UUID] = frozenset()
    """Offices where the actor can hold a matter: of those they own."""
    account_id: int | None = None
    """Of those for which the actor is named as second reader or caller."""
    deciding: frozenset[tuple[Role, str, str]] = frozenset()
    """Of those that were sent up to one of these roles, in this half-open range of place codes."""

    def covers(self, standing: Standing) -> bool:
        """Whether a restricted matter is among them."""
        named = self.account_id is not None and self.account_id in {standing.second_id, standing.caller_id}
        sent_up = standing.state == ESCALATED and any(
            role is up_role(standing) and low <= standing.place_code < high for role, low, high in self.deciding)
        return (named or sent_up or standing.owner_id in self.owners
                or standing.desk_id in self.desks or standing.assigned_by_id in self.desks)


@dataclass(frozen=True)
class Reach:
    """All that an actor may see, in the shape of a query: the matters that match any of these.

    A street's code in `streets` bounds a list by the index on it: a list narrowed to one of these streets needs no
    other condition.
    """

    everything: bool = False
    streets: frozenset[str] = frozenset()
    ranges: tuple[tuple[str, str], ...] = ()
    """Half-open ranges of place codes."""
    organisations: frozenset[UUID] = frozenset()
    """Matters of which one of these is owner, lead, first receiver, desk or assigning desk, or which it returned."""
    issue: UUID | None = None
    """The one matter of a resident's link."""
    confided: Confided | None = None
    """Which of the restricted matters among them; None: all."""

    def covers(self, standing: Standing) -> bool:
        """Whether a matter is in reach."""
        return ((self.everything or standing.issue_id == self.issue or standing.street_code in self.streets
                 or any(low <= standing.place_code < high for low, high in self.ranges)
                 or bool(self.organisations & standing.organisations))
                and (not standing.is_restricted or self.confided is None or self.confided.covers(standing)))


class Right(StrEnum):
    """What does not hang on one matter."""

    SEE_MATTERS = "see_matters"
    INTAKE = "intake"
    EXPORT = "export"
    BRING_IN = "bring_in"
    ADMINISTER = "administer"
    EDIT_CALENDAR = "edit_calendar"
    SEE_DEAD_LETTERS = "see_dead_letters"
    SEE_READINGS = "see_readings"
    EDIT_CATALOGUE = "edit_catalogue"


DECIDERS = frozenset({Role.DISPATCHER, Role.COORDINATOR})
"""Who decides on what was sent up, each at their rung: `decider`."""
READERS = frozenset({Role.SUPERVISOR, Role.DISTRICT_LEADER})
RIGHTS: dict[Right, frozenset[Role]] = {
    Right.SEE_MATTERS: MATTER_ROLES,
    Right.INTAKE: MATTER_ROLES - READERS,
    Right.EXPORT: frozenset({Role.DISPATCHER, Role.SECRETARY, Role.COORDINATOR, Role.SUPERVISOR}) | STREET_LEADERS,
    Right.BRING_IN: frozenset({Role.DISPATCHER, Role.COORDINATOR}),
    Right.ADMINISTER: frozenset({Role.ADMIN}),
    Right.EDIT_CALENDAR: frozenset({Role.ADMIN}),
    Right.SEE_DEAD_LETTERS: frozenset({Role.ADMIN}),
    Right.SEE_READINGS: frozenset({Role.ADMIN}),
    Right.EDIT_CATALOGUE: frozenset({Role.CATALOGUE}),
}


def may(actor: Actor, right: Right) -> bool:
    """Whether an actor's appointments give a right in this district."""
    return actor.kind == "staff" and actor.has(*RIGHTS[right])


def may_see(actor: Actor, standing: Standing) -> bool:
    """Whether a matter exists for this actor; otherwise it is answered like one that never was (404)."""
    if actor.kind in {"clock", "import"}:
        return True
    if actor.kind == "resident":
        return actor.about == standing.issue_id
    if standing.is_restricted and not _confides_in(actor, standing):
        return False
    return any(_sees(post, standing) for post in actor.posts)


def _confides_in(actor: Actor, standing: Standing) -> bool:
    """Whether a restricted matter is for these eyes: desk, owner, who decides on what was sent up, the two named."""
    if actor.account_id is not None and actor.account_id in {standing.second_id, standing.caller_id}:
        return True
    return any(
        (post.role in DESK_ROLES and post.organisation_id in {standing.desk_id, standing.assigned_by_id})
        or (post.role in WORKING_ROLES and post.organisation_id == standing.owner_id)
        or (standing.state == ESCALATED and post.role is up_role(standing) and post.covers(standing.place_code))
        for post in actor.posts)


def _sees(post: Post, standing: Standing) -> bool:
    if post.role in DISTRICT_ROLES:
        return True
    if post.role in AREA_ROLES and post.covers(standing.place_code):
        return True
    return post.role in WORKING_ROLES and post.organisation_id in standing.organisations


def reach(actor: Actor) -> Reach:
    """What a query of matters is narrowed to. Agrees with `may_see` on every matter (property test)."""
    if actor.kind in {"clock", "import"}:
        return Reach(everything=True)
    if actor.kind == "resident":
        return Reach(issue=actor.about)
    if not actor.posts:
        return Reach()
    confided = Confided(
        actor.organisations(*DESK_ROLES), actor.organisations(*WORKING_ROLES), actor.account_id,
        frozenset((post.role, post.low, post.high) for post in actor.posts if post.role in DECIDERS))
    if actor.has(*DISTRICT_ROLES):
        return Reach(everything=True, confided=confided)
    areas = {(post.low, post.high) for post in actor.posts if post.role in AREA_ROLES}
    streets = {area for area in areas if len(area[0]) == PREFIX_LENGTHS[PlaceKind.STREET]}
    return Reach(streets=frozenset(low for low, _ in streets), ranges=tuple(sorted(areas - streets)),
                 organisations=actor.organisations(*WORKING_ROLES), confided=confided)


def parts_on(actor: Actor, standing: Standing) -> frozenset[Part]:
    """As what an actor may act on one matter; one person may play several parts. Source: workflows.md, "Who".

    Nobody has a part on what they may not see (STAFF, for intake, aside). On a restricted matter only the one named
    for it calls back, and only the one named for it reads as the second person.
    """
    if actor.kind != "staff":
        return _machine_parts(actor, standing)
    staff = {Part.STAFF} if may(actor, Right.INTAKE) else set()
    if standing.is_restricted and not may_see(actor, standing):
        return frozenset(staff)
    parts = staff.union(*(_parts_of(post, standing) for post in actor.posts))
    if actor.account_id in standing.handlers or (standing.is_restricted and actor.account_id != standing.caller_id):
        parts.discard(Part.CALLER)
    named = not standing.is_restricted or actor.account_id == standing.second_id
    if named and _is_entitled_second(parts, standing) and not_the_same_person(actor.account_id, standing.writer_id):
        parts.add(Part.SECOND)
    return frozenset(parts)


def may_be_named(actor: Actor, standing: Standing) -> tuple[bool, bool]:
    """Whether somebody could be the second reader of a restricted matter, and its caller: as for any other matter."""
    parts = parts_on(actor, replace(standing, is_restricted=False))
    return Part.SECOND in parts, Part.CALLER in parts


def _machine_parts(actor: Actor, standing: Standing) -> frozenset[Part]:
    part = {"clock": Part.CLOCK, "import": Part.IMPORT, "resident": Part.RESIDENT}[actor.kind]
    return frozenset({part}) if may_see(actor, standing) else frozenset()


def _parts_of(post: Post, standing: Standing) -> Iterable[Part]:
    if post.role in DESK_ROLES and post.organisation_id == standing.desk:
        yield Part.DESK
    if post.role is up_role(standing) and post.covers(standing.place_code):
        yield Part.UP
    if post.role is Role.COORDINATOR:
        yield Part.COORDINATION
    if post.role in WORKING_ROLES and post.organisation_id == standing.answers_for_it:
        yield Part.OWNER
    if post.role in WORKING_ROLES and post.organisation_id == standing.first_id:
        yield Part.FIRST
    if post.role in STREET_LEADERS and post.covers(standing.place_code):
        yield Part.LEADER
    if post.role is Role.CALLER and post.covers(standing.place_code):
        yield Part.CALLER


def decider(desk_level: Level, owner_level: Level | None) -> Role:
    """Who decides on what was sent up: the desk of the level above; for a department always 区协调办.

    The one place that says it; `issues.reach.sent_up_to` says it to the database (a test holds them together).
    """
    from_community = desk_level is Level.COMMUNITY and owner_level is not Level.DISTRICT
    return Role.DISPATCHER if from_community else Role.COORDINATOR


def up_role(standing: Standing) -> Role:
    """Who decides on one matter, if it is sent up."""
    return decider(standing.desk_level, standing.owner_level)


def _is_entitled_second(parts: Iterable[Part], standing: Standing) -> bool:
    """A leader of the street, a person of the desk; for a department's matter 区协调办 or a colleague of the owner."""
    entitled = {Part.LEADER, Part.DESK}
    if standing.owner_level is Level.DISTRICT:
        entitled |= {Part.COORDINATION, Part.OWNER}
    return not entitled.isdisjoint(parts)


def reads_contact(actor: Actor, standing: Standing) -> bool:
    """Whether the reporter's name and telephone are shown: desk, owner, caller, and the first receiver until another
    has accepted. Source: workflows.md, "Roles"."""
    parts = parts_on(actor, standing)
    if Part.FIRST in parts and not standing.is_accepted:
        return True
    return not parts.isdisjoint({Part.DESK, Part.OWNER, Part.CALLER})


def gives_receipt(actor: Actor, standing: Standing) -> bool:
    """Whether somebody may make a link for the reporter: of those who read the contact, nobody who has handled the
    matter. Whoever holds the link speaks as the reporter, now or later."""
    return reads_contact(actor, standing) and actor.account_id not in standing.handlers


def role_of(actor: Actor) -> str:
    """The roles of an actor as the ledger keeps them, such as "dispatcher"; the first appointment's where several."""
    return actor.posts[0].role.value if actor.posts else ("" if actor.kind == "staff" else actor.kind)
