"""A resident's way to a matter without an account. Source: trust.md 7.

A link holds 128 random bits and is kept as their SHA-256; for typing there is the number with eight characters of 32
(40 bits), kept as an HMAC with the server's key. Looking one up costs the same whether it is right, wrong or unknown:
one hash, one look-up, one comparison, and one answer for all that is not right.
"""
from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import normalize
from uuid import UUID

from django.conf import settings
from django.db import connection

from liandong.districts.scope import the_district
from liandong.districts.settings import read
from liandong.issues.models import Issue, Link

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 characters that are not mistaken for one another: no 0 and O, no 1 and I."""
CODE_LENGTH = 8
TOKEN_BYTES = 16
LONGEST = 64
"""No token of ours is longer; a longer one is cut before it is hashed."""
NOTHING = "0" * 64
NOBODYS = UUID(int=0)
LOOK_UP = """select coalesce(found.district, 0), coalesce(found.issue, %s) from (select 1) as always
             left join find.link(%s, %s) as found on true"""
"""One row whether there is such a link or not: to read a row takes longer than to read none."""


@dataclass(frozen=True)
class Made:
    """A new link: shown once, never stored."""

    token: str
    code: str
    """For typing, beside the matter's number: eight characters."""
    expires_at: datetime

    @property
    def path(self) -> str:
        """The address, exchanged at once for a cookie, since addresses get logged."""
        return f"/f/{self.token}"

    @property
    def spoken(self) -> str:
        """The code in two groups of four, for paper and telephone."""
        return f"{self.code[:4]}-{self.code[4:]}"


@dataclass(frozen=True)
class Found:
    """The matter that a link opens, and the district in whose scope it is read."""

    district: int
    issue_id: UUID


def make_link(issue: Issue, *, now: datetime) -> Made:
    """A new link and a new code to a matter, both good for the district's `link_days`. Older ones stay good."""
    made = Made(secrets.token_urlsafe(TOKEN_BYTES), "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
                now + timedelta(days=int(read("link_days"))))
    Link.objects.bulk_create([Link(hash=one, district_id=the_district(), issue_id=issue.id, expires_at=made.expires_at)
                              for one in (_of_token(made.token), _of_code(issue.number, made.code, settings.LINK_KEY))])
    return made


def find_link(token: str, *, now: datetime) -> Found | None:
    """What a link opens; None for one that is wrong, unknown or over. No scope is needed."""
    return _look_up(_of_token(token), now)


def find_typed(number: str, code: str, *, now: datetime) -> Found | None:
    """What a number and its code open, however they were typed: small letters, blanks and dashes do no harm.

    A code made before the server's key was changed is still found. The number of look-ups hangs on the keys alone.
    """
    found = None
    for key in (settings.LINK_KEY, *settings.SECRET_KEY_FALLBACKS):
        found = _look_up(_of_code(number, code, key), now) or found
    return found


def _look_up(wanted: str, now: datetime) -> Found | None:
    with connection.cursor() as c:
        c.execute(LOOK_UP, [NOBODYS, wanted, now])
        district, issue = c.fetchone()
    right = hmac.compare_digest(wanted, wanted if district else NOTHING)
    return Found(district, issue) if right and district else None


def _of_token(token: str) -> str:
    return hashlib.sha256(token[:LONGEST].encode("utf-8", "replace")).hexdigest()


def bare(number: str) -> str:
    """A number as it is looked up, however it was typed: wide digits and dashes are plain ones, all else is left out.
    Who counts tries by the number counts by this."""
    return "".join(c for c in normalize("NFKC", number) if c.isdigit() or c == "-")[:LONGEST]


def _of_code(number: str, code: str, key: str) -> str:
    typed = "".join(c for c in normalize("NFKC", code).upper() if c.isalnum())[:LONGEST]
    return hmac.new(key.encode(), f"{bare(number)} {typed}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
