"""What a caller reported before: found by a keyed hash of the telephone, never by the telephone itself.

The hash is an HMAC with a key of the installation, over district and number: from the database alone nobody is found,
and the same person has another hash in another district. Who asks is told of their own places only: how many, and the
numbers of those that they may see. Source: domain.md, "People's rights"; trust.md 11.
"""
from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from liandong.districts.scope import the_district
from liandong.issues import reach
from liandong.issues.limits import SHORTEST_PHONE
from liandong.issues.models import Issue, Reporter
from liandong.people.access import MATTER_ROLES, READERS, Actor

MOST = 200
"""So many earlier matters are looked at; who has more is no ordinary caller."""
NAMED = 5
"""So many numbers are shown, the newest first."""
_FROM_ABROAD = re.compile(r"^(?:00)?86(?=1\d{10}$|0\d{9,11}$)")
_EARLIER = """
select issue_id from issues_reporter
 where district_id = %s and phone_key = %s and issue_id is distinct from %s limit %s"""


@dataclass(frozen=True)
class Earlier:
    """What the same telephone reported before, as far as one reader is told."""

    count: int
    """In the reader's own places, and of what the reader sees elsewhere."""
    numbers: Sequence[str]
    """Of those that the reader may see, the newest first, a few at most."""


NOTHING = Earlier(0, ())


def normalised(phone: str) -> str:
    """The digits of a telephone as they are compared: widths, spaces and +86 make no difference. "" for none."""
    digits = re.sub(r"\D", "", normalize("NFKC", phone))
    digits = _FROM_ABROAD.sub("", digits)
    return digits if len(digits) >= SHORTEST_PHONE else ""


def key_of(phone: str) -> str:
    """The keyed hash of a telephone in the scope's district; "" for no telephone."""
    digits = normalised(phone)
    if not digits:
        return ""
    said = f"{the_district()}:{digits}".encode()
    return hmac.new(settings.CALLER_KEY.encode(), said, hashlib.sha256).hexdigest()


def reporter(issue: Issue, name: str, phone: str) -> Reporter:
    """The row of a reporter, not yet written: the one way to make one, so that none is without its hash."""
    return Reporter(issue=issue, name=name, phone=phone, phone_key=key_of(phone))


def earlier(phone_key: str, actor: Actor, *, but: UUID | None = None) -> Earlier:
    """One query where there is nothing, else three. The caller has checked that the actor reads this contact."""
    if not phone_key:
        return NOTHING
    with connection.cursor() as c:  # by hand: the page of every matter asks it
        c.execute(_EARLIER, [the_district(), phone_key, but, MOST])
        ids = [one for (one,) in c.fetchall()]
    if not ids:
        return NOTHING
    seen, found = reach.visible(actor), Issue.objects.filter(id__in=ids)
    numbers = found.filter(seen).order_by("-received_at").values_list("number", flat=True)[:NAMED]
    return Earlier(found.filter(seen | _own_places(actor)).count(), list(numbers))


def _own_places(actor: Actor) -> Q:
    """Where the actor works with matters; what is restricted there counts only for who sees it."""
    areas = {(post.low, post.high) for post in actor.posts if post.role in MATTER_ROLES - READERS}
    return Q(is_restricted=False) & reach.either(reach.area(*one) for one in sorted(areas))
