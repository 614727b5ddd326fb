"""Who reported a matter: what there is of a person, in a table of its own."""
from __future__ import annotations

from django.db import models

from liandong.districts.fields import DistrictForeignKey
from liandong.districts.models import DistrictModel


class Reporter(DistrictModel):
    """Who reported, as far as they said: personal data, read by desk, owner, caller and first receiver only.

    `phone_key` is a keyed hash of the telephone, by which what the same caller reported before is found (`callers`).
    """

    issue = DistrictForeignKey("issues.Issue", on_delete=models.CASCADE, related_name="reporters")
    name = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    phone_key = models.CharField(max_length=64, blank=True, editable=False, db_collation="C")

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "issue"], name="reporter_once")]
        indexes = [models.Index(fields=["district", "phone_key"], name="reporter_phone_key",
                                condition=~models.Q(phone_key=""))]

    def __str__(self) -> str:
        return str(self.issue_id)
