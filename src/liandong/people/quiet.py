"""When one is told: the hour of one's own digest. Nothing but emergencies leaves the inbox outside office hours.

Source: domain.md, "Less burden" 8.
"""
from __future__ import annotations

from datetime import datetime

from liandong.calendars.queries import working_calendar
from liandong.districts import settings
from liandong.districts.scope import in_scope
from liandong.kernel.errors import BadInput, NotAllowed
from liandong.kernel.words import say
from liandong.ledger.services import record
from liandong.outbox import services
from liandong.outbox.queries import digest_hour
from liandong.people.access import Actor, role_of
from liandong.people.audit import KIND, subject_of

__all__ = ["choose_digest_hour", "digest_hour", "hours_offered", "usual_hour"]
EARLIEST = 6


def usual_hour() -> int:
    """The hour at which the district sends its digests."""
    hour: int = settings.read("digest_hour")
    return hour


def hours_offered() -> range:
    """From early in the morning until the last full hour at least half an hour before closing time."""
    closing = working_calendar().hours.spans[-1][1]
    return range(EARLIEST, closing.hour + (closing.minute > 30))


@in_scope
def choose_digest_hour(hour: int | None, *, by: Actor, now: datetime) -> None:
    """At which hour the actor has the digest in this district; None: when the district sends it.

    Raises NotAllowed for who has no account, BadInput for an hour that is not offered (field "hour").
    """
    if by.account_id is None:
        raise NotAllowed(say("请先登录。"))
    offered = hours_offered()
    if hour is not None and hour not in offered:
        raise BadInput(fields={"hour": say("选 %(first)s 点到 %(last)s 点中的一个。", first=offered.start,
                                           last=offered.stop - 1)})
    before = digest_hour(by.account_id)
    if before == hour:
        return
    services.set_digest_hour(by.account_id, hour)
    record("digest_hour.chosen", kind=KIND, on=subject_of(by.account_id), by=by.account_id, role=role_of(by),
           happened_at=now, detail={"from": before, "to": hour})
