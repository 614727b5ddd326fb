"""The ways of residents to their matters."""
from __future__ import annotations

from django.db import models


class Link(models.Model):
    """A resident's way to a matter, by hash alone: it is looked up before a district is known.

    Outside row-level security; the application may write it and cannot read it but by `find.link(hash)`, one hash at
    a time. `hash` is the SHA-256 of a link's token, or the HMAC of number and typed code. Source: trust.md 7.
    """

    hash = models.CharField(max_length=64, primary_key=True)
    district_id = models.SmallIntegerField()
    issue_id = models.UUIDField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.issue_id)
