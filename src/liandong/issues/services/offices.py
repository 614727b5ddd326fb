"""Organisations as the acts need them: whom a matter goes to, and which desk holds it."""
from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from liandong.issues.models import Issue
from liandong.issues.services.act import Turn
from liandong.kernel.errors import BadInput, RuleBroken
from liandong.kernel.words import say
from liandong.orgs.models import Organisation
from liandong.orgs.terms import OrgKind
from liandong.people import queries as people
from liandong.people.terms import Role


def office(organisation_id: UUID | None, field: str) -> Organisation:
    """An organisation with the place it serves; one query. Raises BadInput at `field` if there is none."""
    found = organisation_id and Organisation.objects.select_related("serves").filter(id=organisation_id).first()
    if not found:
        raise BadInput(fields={field: say("没有这家单位。")})
    return found


def office_for(organisation_id: UUID | None, field: str, issue: Issue) -> Organisation:
    """The same, and it answers for the place of the matter. Raises RuleBroken if it serves another one."""
    found = office(organisation_id, field)
    served = found.serves.code
    if not (issue.place_code.startswith(served) or served.startswith(issue.place_code)):
        raise RuleBroken(say("%(office)s不管这个地点。", office=found.name))
    return found


def colleague(account_id: int | None, organisation_id: UUID, turn: Turn) -> int | None:
    """A person who can hold a matter of an office. Raises BadInput for anybody else; None stays None."""
    if account_id is not None and not people.works_at(account_id, organisation_id, turn.today):
        raise BadInput(fields={"holder": say("这个人不在这家单位。")})
    return account_id


def street_desk(street_code: str) -> Organisation:
    """The desk of a street, or the district's where the street has none; one query."""
    either = Q(kind=OrgKind.STREET_DESK.value, serves__code=street_code) | Q(kind=OrgKind.COORDINATION.value)
    found = list(Organisation.objects.filter(either).order_by("key"))
    desk = next((one for one in found if one.kind == OrgKind.STREET_DESK), found[0] if found else None)
    if desk is None:
        raise RuleBroken(say("这个街道还没有调度，也没有区协调办，不能登记。请告诉管理员。"))
    return desk


def ruling_desk(turn: Turn) -> UUID:
    """The desk for which somebody decides on what was sent up."""
    wanted = {Role.DISPATCHER, Role.COORDINATOR}
    return next(post.organisation_id for post in turn.by.posts
                if post.role in wanted and post.covers(turn.issue.place_code))
