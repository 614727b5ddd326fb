"""What one person asks another to grant on a matter."""
from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from liandong.districts.fields import DistrictForeignKey
from liandong.districts.models import DistrictModel
from liandong.issues.ask_terms import AskKind, AskState, SuspendCode

DECIDED = [AskState.GRANTED.value, AskState.REFUSED.value]


class Ask(DistrictModel):
    """An ask 请示: more time (`extra`, in the term's own unit), or to let the matter stand (`code`, `review_on`).

    At most one of a matter is open; `Issue.open_ask` repeats its kind. Who decided is never who asked.
    """

    issue = DistrictForeignKey("Issue", on_delete=models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=AskState.OPEN.value)
    reason = models.TextField(max_length=1000)
    extra = models.PositiveSmallIntegerField(null=True, blank=True)
    code = models.CharField(max_length=12, blank=True)
    review_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
                                   related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True, max_length=1000)

    class Meta(DistrictModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "issue"], condition=Q(state=AskState.OPEN.value),
                                    name="ask_open_once"),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in AskState]), name="ask_state"),
            models.CheckConstraint(
                condition=Q(kind=AskKind.EXTEND.value, extra__isnull=False)
                | Q(kind=AskKind.SUSPEND.value, review_on__isnull=False,
                    code__in=[one.value for one in SuspendCode]), name="ask_says_what"),
            # null says neither yes nor no to a check, and lets it pass: so null is named
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
                name="ask_four_eyes")]
        indexes = [models.Index(fields=["district", "issue", "-asked_at"], name="ask_newest")]

    def __str__(self) -> str:
        return str(self.issue_id)
