"""Files brought with an act on a matter, and the one door by which officials read them."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.files import services as files
from liandong.files.checking import Checked
from liandong.files.services import Opened
from liandong.issues.models import Issue
from liandong.issues.services.act import Turn
from liandong.issues.standing import known_of, standing_of
from liandong.kernel.errors import NotFound
from liandong.people.access import Actor, may_see, role_of

SUBJECT = "issue"


def attach(turn: Turn, brought: Sequence[Checked], *, public: bool) -> None:
    """Keep what an act brought, after it is finished: under the version that it made. Raises BadInput at "attached"
    where the matter has too many."""
    files.keep(brought, kind=SUBJECT, subject=turn.issue.id, step=turn.issue.version, public=public,
               by=turn.by.account_id, role=role_of(turn.by), now=turn.now)


@in_scope
def open_file(issue_id: UUID, file_id: UUID, *, by: Actor, now: datetime) -> Opened:
    """A file of a matter, for who may see the matter: an official any, the reporter by link the public ones.

    The reading of an internal one is recorded. Raises NotFound.
    """
    issue = Issue.objects.select_related("desk").filter(id=issue_id).first()
    if issue is None or not may_see(by, standing_of(issue, known_of(issue_id))):
        raise NotFound
    if by.account_id is None:
        return files.open_public(issue_id, file_id)
    return files.open_internal(issue_id, file_id, by=by.account_id, role=role_of(by), now=now)


@in_scope
def erase_files(issue_id: UUID) -> int:
    """Delete all files of a matter, as when its personal data is erased. Returns how many there were."""
    return files.erase(issue_id)
