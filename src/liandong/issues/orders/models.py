"""What is kept of the files that senders bring: how they call their columns, a file on its way, each order's last word.
"""
from __future__ import annotations

from django.conf import settings
from django.db import models

from liandong.districts.fields import DistrictForeignKey
from liandong.districts.models import DistrictModel
from liandong.issues.orders.terms import FileState
from liandong.orgs.models import Organisation


class SenderColumns(DistrictModel):
    """By which headers a sender calls what, from a date on: meaning → header. Said on the page of a file."""

    sender = models.CharField(max_length=40)
    since = models.DateField()
    columns = models.JSONField(default=dict)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "sender", "since"], name="sender_columns_once")]

    def __str__(self) -> str:
        return f"{self.sender} {self.since}"


class OrderFile(DistrictModel):
    """A file of orders: on its way it holds its rows, done it holds what became of them.

    `digest` is the SHA-256 of its bytes: the same file is done once. `rows` are [line, cells] and go when it is done,
    thrown away, or a day old.
    """

    sender = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    organisation = DistrictForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=FileState.DRAFT.value)
    headers = models.JSONField(default=list)
    rows = models.JSONField(null=True, blank=True)
    columns = models.JSONField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    progress = models.PositiveIntegerField(default=0)
    event = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta(DistrictModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "sender", "digest"],
                                    condition=models.Q(state=FileState.DONE.value), name="order_file_done_once"),
            models.CheckConstraint(condition=models.Q(state__in=[one.value for one in FileState]),
                                   name="order_file_state"),
            models.CheckConstraint(condition=models.Q(state__in=[FileState.DRAFT.value, FileState.WRITING.value])
                                   | models.Q(rows__isnull=True),
                                   name="order_file_rows_go")]
        indexes = [models.Index(fields=["district", "organisation", "-brought_at"], name="order_file_newest")]

    def __str__(self) -> str:
        return self.name


class Order(DistrictModel):
    """What a sender last said of a matter, and what is offered where both sides changed it.

    `version` is the matter's after the sender's last word was taken: if it has grown since, somebody here has acted.
    `offered` holds the sender's new content, with the reporter, until a person has decided.
    """

    issue = DistrictForeignKey("issues.Issue", on_delete=models.CASCADE, related_name="orders")
    file = DistrictForeignKey(OrderFile, on_delete=models.PROTECT, related_name="orders")
    digest = models.CharField(max_length=64)
    said = models.JSONField(default=dict)
    is_restricted = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    offered = models.JSONField(null=True, blank=True)
    offered_digest = models.CharField(max_length=64, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "issue"], name="order_once")]
        indexes = [models.Index(fields=["district", "offered_at"], name="order_to_decide",
                                condition=models.Q(offered_at__isnull=False))]

    def __str__(self) -> str:
        return str(self.issue_id)
