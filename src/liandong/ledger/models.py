"""The ledger's table is made by the database administrator (config/bootstrap.sql): Django only inserts and reads."""
from __future__ import annotations

from datetime import datetime

from django.db import models


class MadeByDatabase:
    """A column that no INSERT may list, not even as DEFAULT: the column grant refuses it. RETURNING reads it."""

    generated = True
    db_returning = True


class MadeTime(MadeByDatabase, models.DateTimeField[datetime, datetime]):
    """The moment at which the database wrote the row."""


class Event(models.Model):
    """One act: who, as what, on what, when it happened and when it was recorded. No foreign keys: it outlives all."""

    id = models.BigAutoField(primary_key=True)
    recorded_at = MadeTime(editable=False)
    district_id = models.SmallIntegerField()
    happened_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=20, default="")
    act = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    note = models.TextField(default="")
    detail = models.JSONField(default=dict)
    loaded = models.CharField(max_length=6, default="")

    class Meta:
        managed = False
        db_table = 'ledger"."event'

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"
