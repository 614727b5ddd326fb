"""What is known of a stored file. Its bytes lie below var/, see `storing`."""
from __future__ import annotations

from django.conf import settings
from django.db import models

from liandong.districts.models import DistrictModel
from liandong.files.terms import Kind


class File(DistrictModel):
    """A file attached to a matter (`subject`, of a `subject_kind`) by the act that made its version `step`.

    `name` is as it is shown, `suffix` that of the stored bytes, `digest` their SHA-256. Public is what the reporter
    sees by link. `by` is empty where the reporter brought it.
    """

    subject_kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    step = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8)
    suffix = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    is_public = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta(DistrictModel.Meta):
        indexes = [models.Index(fields=["district", "subject"], name="file_of_a_subject")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=[one.value for one in Kind]), name="file_kind"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="file_not_empty")]

    def __str__(self) -> str:
        return self.name
