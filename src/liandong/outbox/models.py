"""Messages, their deliveries, and the inbox. Recipients are account numbers: no foreign key goes upward."""
from __future__ import annotations

from django.db import models

from liandong.districts.fields import DistrictForeignKey
from liandong.districts.models import DistrictModel
from liandong.outbox.terms import State


class Message(DistrictModel):
    """What somebody is to be told, written in the transaction of the act that tells it.

    It is a debt until `settled_at`: then every channel has delivered it or given up.
    """

    recipient = models.BigIntegerField()
    what = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    about = models.UUIDField()
    values = models.JSONField(default=dict)
    at_once = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta(DistrictModel.Meta):
        indexes = [models.Index(fields=["district", "created_at"], name="message_debt",
                                condition=models.Q(settled_at__isnull=True)),
                   models.Index(fields=["district", "created_at", "recipient"], name="message_day")]

    def __str__(self) -> str:
        return f"{self.what} {self.about}"


class InboxItem(DistrictModel):
    """A message as it lies in the reader's inbox.

    The unique key is what makes it arrive exactly once (trust.md 2). `read_at` is the reader's own: no query shows
    it to anybody else (domain.md, "Less burden" 8).
    """

    message = DistrictForeignKey(Message, on_delete=models.CASCADE, related_name="inbox_items")
    recipient = models.BigIntegerField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "message"], name="inbox_once")]
        indexes = [
            models.Index(fields=["district", "recipient", "-created_at", "-id"], name="inbox_order"),
            models.Index(fields=["district", "recipient"], name="inbox_unread",
                         condition=models.Q(read_at__isnull=True))]

    def __str__(self) -> str:
        return str(self.message_id)


class Delivery(DistrictModel):
    """One message by one channel: how often it was tried, and how that ended."""

    message = DistrictForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=State.OWED.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta(DistrictModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "message", "channel"], name="delivery_once"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in State]), name="delivery_state")]
        indexes = [models.Index(fields=["district", "state", "-id"], name="delivery_state")]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Digest(DistrictModel):
    """That a reader has had the digest of a day; unique, so that two workers cannot send two."""

    recipient = models.BigIntegerField()
    day = models.DateField()

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "recipient", "day"], name="digest_once")]

    def __str__(self) -> str:
        return f"{self.recipient} {self.day}"


class DigestHour(DistrictModel):
    """At which hour a reader wants the digest, where it is not the district's. Source: domain.md, Less burden 8."""

    recipient = models.BigIntegerField()
    hour = models.PositiveSmallIntegerField()

    class Meta(DistrictModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "recipient"], name="digest_hour_once"),
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="digest_hour_of_day")]

    def __str__(self) -> str:
        return f"{self.recipient} {self.hour}"


class Sweep(DistrictModel):
    """A sweep that found debts: how many messages stood without a job and were queued again. None is normal."""

    at = models.DateTimeField()
    found = models.PositiveIntegerField()

    class Meta(DistrictModel.Meta):
        indexes = [models.Index(fields=["district", "-at"], name="sweep_at")]

    def __str__(self) -> str:
        return f"{self.at} {self.found}"
