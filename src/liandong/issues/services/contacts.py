"""A reporter's full name and telephone, opened; the reporter's link, given. Source: domain.md, "People's rights"."""
from __future__ import annotations

from datetime import datetime
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.issues.contact_terms import Purpose
from liandong.issues.details import Full
from liandong.issues.links import Made, make_link
from liandong.issues.models import Issue, Reporter
from liandong.issues.standing import known_of, standing_of
from liandong.kernel.errors import NotAllowed, NotFound
from liandong.kernel.words import say
from liandong.ledger import services as ledger
from liandong.people.access import Actor, gives_receipt, may_see, reads_contact, role_of


@in_scope
def open_contact(issue_id: UUID, *, by: Actor, now: datetime, purpose: Purpose) -> Full:
    """Read the full name and number, for a purpose; the reading is in the ledger, with the purpose.

    Raises NotFound where the matter is not seen, NotAllowed where its reporter is not.
    """
    issue = Issue.objects.select_related("desk").filter(id=issue_id).first()
    if issue is None:
        raise NotFound
    standing = standing_of(issue, known_of(issue_id))
    if not may_see(by, standing):
        raise NotFound
    if not reads_contact(by, standing):
        raise NotAllowed(say("反映人的联系方式只给经手的调度、承办和回访员看。"))
    reporter = Reporter.objects.filter(issue=issue_id).first()
    if reporter is None:
        raise NotFound
    ledger.record("issue.contact_read", kind="issue", on=issue_id, by=by.account_id, role=role_of(by),
                  detail={"purpose": purpose.value}, happened_at=now)
    return Full(reporter.name, reporter.phone)


@in_scope
def give_receipt(issue: Issue, *, by: Actor, now: datetime) -> Made:
    """A fresh link and code for the reporter of a matter that the actor sees; the ledger keeps who made it.

    Raises NotAllowed for who has nothing to do with it, and for who handled it while the reporter's word is waited for.
    """
    standing = standing_of(issue, known_of(issue.id))
    if not reads_contact(by, standing):
        raise NotAllowed(say("只有经手的人能开回执。"))
    if not gives_receipt(by, standing):
        raise NotAllowed(say("办理过这件事的人不能替反映人说话。"))
    ledger.record("issue.receipt", kind="issue", on=issue.id, by=by.account_id, role=role_of(by), happened_at=now)
    return make_link(issue, now=now)
