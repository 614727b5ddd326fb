"""Who does what in the demo: for each part on a matter a person who really has it by appointment."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from random import Random
from uuid import UUID

from liandong.issues.models import Issue
from liandong.issues.standing import known_of, standing_of
from liandong.issues.terms import Part, State
from liandong.kernel.levels import Level
from liandong.orgs.models import Organisation
from liandong.people.access import STREET_LEADERS, Actor, Post, resident, up_role
from liandong.people.queries import appointments, post_of
from liandong.people.terms import DESK_ROLES, WORKING_ROLES, Role

MOSTLY = 0.55
"""How often the first of several colleagues does it: the named account, where an office has one."""
FRESH_EYES = {Part.CALLER, Part.SECOND}
"""Parts that nobody has who handled the matter."""


class Cast:
    """The district's people as actors. Read once: in the demo's past nobody comes or goes."""

    def __init__(self, today: date) -> None:
        posts: dict[int, list[Post]] = defaultdict(list)
        names: dict[int, str] = {}
        for one in appointments(today).order_by("account_id", "since"):
            posts[one.account_id].append(post_of(one))
            names[one.account_id] = one.account.name
        self.actors = {account: Actor(account, names[account], tuple(own)) for account, own in posts.items()}
        self.bodies = {body.key: body.id for body in Organisation.objects.all()}

    def at(self, organisation: UUID | None, roles: Iterable[Role]) -> list[Actor]:
        """Who holds one of these roles at an organisation; the named first."""
        wanted = frozenset(roles)
        return [actor for actor in self.actors.values()
                if any(post.organisation_id == organisation and post.role in wanted for post in actor.posts)]

    def over(self, code: str, roles: Iterable[Role]) -> list[Actor]:
        """Who holds one of these roles over an area in which a place lies."""
        wanted = frozenset(roles)
        return [actor for actor in self.actors.values()
                if any(post.role in wanted and post.covers(code) for post in actor.posts)]

    def pick(self, found: list[Actor], rng: Random, *, without: Iterable[int | None] = ()) -> Actor:
        """One of several: mostly the first. Raises LookupError if there is nobody: then the story cannot be played."""
        left = [actor for actor in found if actor.account_id not in set(without)]
        if not left:
            raise LookupError("nobody has this part")
        return left[0] if rng.random() < MOSTLY else rng.choice(left)

    def receiver(self, organisation: UUID, patrol: bool, rng: Random) -> Actor:
        """Who registers a matter: a grid worker on patrol, else somebody of the desk or the window."""
        grid = self.at(organisation, {Role.GRID}) if patrol else []
        return self.pick(grid or self.at(organisation, WORKING_ROLES), rng)

    def actor(self, part: Part, issue: Issue, rng: Random, *, fresh: bool = False) -> Actor:
        """Somebody who has the part on a matter now; `fresh` leaves out who has handled it."""
        if part is Part.RESIDENT:
            return resident(issue.id)
        holder = self.actors.get(issue.holder_id or 0)
        if part is Part.OWNER and holder is not None:
            return holder
        done = known_of(issue.id).handlers if fresh or part in FRESH_EYES else frozenset[int]()
        return self.pick(WHO[part](self, issue), rng, without=done)

    def colleague(self, issue: Issue, rng: Random) -> Actor:
        """Another who can hold the matter at its owner's."""
        return self.pick(self.at(issue.owner_id, WORKING_ROLES), rng, without=[issue.holder_id])


def _desk(cast: Cast, issue: Issue) -> list[Actor]:
    waits = issue.state == State.SENT_BACK and issue.assigned_by_id is not None
    return cast.at(issue.assigned_by_id if waits else issue.desk_id, DESK_ROLES)


def _up(cast: Cast, issue: Issue) -> list[Actor]:
    return cast.over(issue.place_code, {up_role(standing_of(issue))})


def _second(cast: Cast, issue: Issue) -> list[Actor]:
    """A leader of the street, for a department's matter 区协调办: both read what others wrote."""
    if issue.owner_level == Level.DISTRICT:
        return cast.over(issue.place_code, {Role.COORDINATOR})
    return cast.over(issue.place_code, STREET_LEADERS)


WHO: dict[Part, Callable[[Cast, Issue], list[Actor]]] = {
    Part.DESK: _desk,
    Part.UP: _up,
    Part.COORDINATION: lambda cast, issue: cast.over(issue.place_code, {Role.COORDINATOR}),
    Part.OWNER: lambda cast, issue: cast.at(issue.owner_id, WORKING_ROLES),
    Part.FIRST: lambda cast, issue: cast.at(issue.first_id, WORKING_ROLES),
    Part.LEADER: lambda cast, issue: cast.over(issue.place_code, STREET_LEADERS),
    Part.SECOND: _second,
    Part.CALLER: lambda cast, issue: cast.over(issue.place_code, {Role.CALLER}),
}
