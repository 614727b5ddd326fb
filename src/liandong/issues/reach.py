"""Whose matters a list holds, as conditions of a query: what somebody may see, works on, and has to act on now.

`visible` says in a query what `people.access.may_see` says of one matter (a property test holds them together).
"""
from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from liandong.issues.models import Answer, Handback, Handler, Issue, Reporter
from liandong.issues.terms import End, State
from liandong.kernel.levels import Level
from liandong.orgs.terms import OrgKind
from liandong.people.access import DISTRICT_ROLES, STREET_LEADERS, Actor, Confided, Post, reach
from liandong.people.terms import DESK_ROLES, WORKING_ROLES, Role
from liandong.places.terms import PREFIX_LENGTHS, PlaceKind

NONE = Q(pk__in=[])
STREET, COMMUNITY = PREFIX_LENGTHS[PlaceKind.STREET], PREFIX_LENGTHS[PlaceKind.COMMUNITY]
WHOLE = {(OrgKind.STREET_DESK, STREET), (OrgKind.COMMUNITY, COMMUNITY)}
"""A desk over its own whole area: every matter of the organisation lies in it, so the area alone says it all."""


def visible(actor: Actor) -> Q:
    """What somebody may see; for a street's or community's desk one equality, which the hot indexes begin with."""
    bounds = reach(actor)
    if bounds.everything:
        return open_to(bounds.confided)
    if bounds.issue is not None:
        return Q(pk=bounds.issue)
    organisations = _beyond_areas(actor)
    parts = [area(low, high) for low, high in sorted({*((s, s + "~") for s in bounds.streets), *bounds.ranges})]
    if organisations:
        parts += [Q(**{f"{name}__in": organisations}) for name in ("owner", "first", "desk", "assigned_by", "lead")]
        parts.append(Q(pk__in=Handback.objects.filter(returned_by__in=organisations).values("issue")))
    return either(parts) & open_to(bounds.confided)


def open_to(confided: Confided | None) -> Q:
    """What is not restricted, and of what is the matters that somebody is confided in: `Confided.covers` as a query.

    The few restricted ones are found by an index of their own and compared by id, so that the rest is counted in the
    indexes of the lists as before.
    """
    if confided is None:
        return Q()
    desks, known = sorted(confided.desks), Q(second=confided.account_id) | Q(caller=confided.account_id)
    if desks:
        known |= Q(desk__in=desks) | Q(assigned_by__in=desks)
    if confided.owners:
        known |= Q(owner__in=sorted(confided.owners))
    for role, low, high in sorted(confided.deciding):
        known |= area(low, high) & sent_up_to(role)
    return Q(is_restricted=False) | Q(pk__in=Issue.objects.filter(known, is_restricted=True).values("id"))


def _beyond_areas(actor: Actor) -> list[UUID]:
    """Organisations whose matters may lie outside the areas of the appointments."""
    whole = {post.organisation_id for post in actor.posts
             if post.role in {Role.DISPATCHER, Role.SECRETARY} and (post.kind, len(post.low)) in WHOLE}
    return sorted(reach(actor).organisations - whole)


def by_area_alone(actor: Actor) -> bool:
    """Whether the areas of the appointments bound all that somebody sees."""
    return not reach(actor).everything and not _beyond_areas(actor)


def area(low: str, high: str) -> Q:
    """Matters of a place and all below it: an equality where the index has one, else a range of codes."""
    if len(low) == STREET:
        return Q(street_code=low)
    return Q(community_code=low) if len(low) == COMMUNITY else Q(place_code__gte=low, place_code__lt=high)


def either(parts: Iterable[Q]) -> Q:
    """Any of these; nothing if there is none."""
    return reduce(or_, found) if (found := list(parts)) else NONE


def working(actor: Actor) -> Q:
    """The matters whose lateness is somebody's own: of the area for a desk, a leader, a caller; of the office for an
    officer; what came to the district for 区协调办; everything for who only reads."""
    return either(_working(post) for post in actor.posts)


def _working(post: Post) -> Q:
    if post.role in {Role.SUPERVISOR, Role.DISTRICT_LEADER}:
        return ~NONE
    if post.role is Role.COORDINATOR:
        return Q(desk=post.organisation_id) | Q(owner=post.organisation_id) | sent_up_to(post.role)
    if post.role in {Role.DISPATCHER, Role.SECRETARY, Role.CALLER} | STREET_LEADERS:
        return area(post.low, post.high)
    return Q(owner=post.organisation_id) if post.role in WORKING_ROLES else NONE


def watched(actor: Actor) -> Q:
    """The same, but 区协调办 watches the whole district."""
    return ~NONE if actor.has(Role.COORDINATOR) else working(actor)


def sent_up_to(role: Role) -> Q:
    """What a role decides on, wherever it lies: `people.access.decider` as a condition."""
    escalated = Q(state=State.ESCALATED.value)
    if role is Role.DISPATCHER:
        return escalated & Q(desk__kind=OrgKind.COMMUNITY.value) & ~Q(owner_level=Level.DISTRICT.value)
    if role is Role.COORDINATOR:
        return escalated & (~Q(desk__kind=OrgKind.COMMUNITY.value) | Q(owner_level=Level.DISTRICT.value))
    return NONE


def triage(actor: Actor) -> Q:
    """What waits to be assigned: at one's own desk; for others, among the matters they work on or watch."""
    desks = actor.organisations(*DESK_ROLES)
    here = Q(state=State.RECEIVED.value)
    return here & (Q(desk__in=list(desks)) if desks else working(actor))


def my_turn(actor: Actor) -> Q:
    """The open matters that this person is asked to act on now."""
    return either(part for post in actor.posts for part in _turns(post, actor))


def _turns(post: Post, actor: Actor) -> Iterable[Q]:
    here = post.organisation_id
    named = Q(is_restricted=False) | Q(second=None) | Q(second=actor.account_id)
    unread = Q(state=State.IN_REVIEW.value) & named & ~Exists(
        Answer.objects.filter(issue=OuterRef("pk"), reviewed_by=None, written_by=actor.account_id))
    asked = Q(state=State.HANDLING.value) & ~Q(open_ask="")
    if post.role in DESK_ROLES:
        yield Q(state=State.RECEIVED.value, desk=here)
        yield Q(state=State.SENT_BACK.value, assigned_by=here)
        yield unread & Q(desk=here)
    if post.role is Role.DISPATCHER:
        yield area(post.low, post.high) & sent_up_to(post.role)
    if post.role is Role.COORDINATOR:
        yield sent_up_to(post.role)
        yield unread & Q(owner_level=Level.DISTRICT.value)
        yield asked & Q(owner_level=Level.DISTRICT.value)
    if post.role in STREET_LEADERS:
        yield unread & area(post.low, post.high)
        yield asked & area(post.low, post.high)
    if post.role in WORKING_ROLES:
        yield Q(state=State.ASSIGNED.value, owner=here)
        yield Q(state=State.HANDLING.value, owner=here) & (Q(holder=actor.account_id) | Q(holder=None))
        yield Q(state=State.HANDLING.value, owner=None, first=here)
        yield Q(state=State.SPLIT.value, first=here) & Q(~Exists(
            Issue.objects.filter(parent=OuterRef("pk"), closed_at=None)))
    if post.role is Role.CALLER:
        yield to_call(post, actor)


def to_call(post: Post, actor: Actor) -> Q:
    """Answered, the reporter left a telephone, and the caller has not handled it."""
    return (area(post.low, post.high) & Q(state=State.ANSWERED.value)
            & (Q(Exists(Reporter.objects.filter(issue=OuterRef("pk")).exclude(phone=""))) | Q(twins__gt=0))
            & Q(~Exists(Handler.objects.filter(issue=OuterRef("pk"), account=actor.account_id))))


def unsolved(actor: Actor) -> Q:
    """Ended unresolved and not yet read by a leader of the area; for who watches the district, all of it."""
    found = Q(end=End.NOT_SOLVED.value, leader_read_at=None)
    if actor.has(*DISTRICT_ROLES):
        return found
    return found & either(area(post.low, post.high) for post in actor.posts if post.role in STREET_LEADERS)
