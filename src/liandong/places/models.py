"""Places, keyed by a materialised text code: a subtree is a range of codes."""
from __future__ import annotations

from django.db import models

from liandong.districts.fields import DistrictForeignKey
from liandong.districts.models import DistrictModel
from liandong.places.terms import PlaceKind


class Division(DistrictModel):
    """A district, street, community, compound or grid.

    `code` is the statistical code cut to its significant part (330602 · 330602001 · 330602001002), below the
    community an own continuation of it (330602001002X01 for a compound, G01 for a grid).
    """

    kind = models.CharField(max_length=10, choices=PlaceKind.choices())
    code = models.CharField(max_length=24, db_collation="C")
    name = models.CharField(max_length=80, db_collation="C")
    pinyin = models.CharField(max_length=200, blank=True, db_collation="C")
    initials = models.CharField(max_length=40, blank=True, db_collation="C")
    parent = DistrictForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    is_invented = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="division_code"),
                       models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in PlaceKind]),
                                              name="division_kind")]
        # the place picker searches by ranges of text: under row-level security nothing else keeps its index
        indexes = [models.Index(fields=["district", "name"], name="division_name"),
                   models.Index(fields=["district", "pinyin"], name="division_pinyin"),
                   models.Index(fields=["district", "initials"], name="division_initials")]

    def __str__(self) -> str:
        return self.name

    @property
    def place_kind(self) -> PlaceKind:
        return PlaceKind(self.kind)

    @property
    def code12(self) -> str:
        """The statistical code in full; empty for our own codes below the community."""
        return self.code.ljust(12, "0") if len(self.code) <= 12 else ""
