"""Organisations, their contacts, premises and areas."""
from __future__ import annotations

from django.db import models

from liandong.districts.fields import DistrictForeignKey
from liandong.districts.models import DistrictModel
from liandong.kernel.levels import LABELS as LEVELS
from liandong.kernel.levels import Level
from liandong.orgs.terms import OrgKind
from liandong.places.models import Division


class Organisation(DistrictModel):
    """A body that can own, help with or report a matter.

    `level` is the rung on which it may own matters, empty for resident units; `serves` is the place it answers for;
    `superior` the body above it in its own line (a branch's department, an office's street). `aliases` are the names
    by which the duty catalogue and documents call it besides (区综合行政执法局(园林), 街道办事处(公共服务办)).
    """

    key = models.CharField(max_length=60, db_collation="C")
    kind = models.CharField(max_length=20, choices=OrgKind.choices())
    level = models.CharField(max_length=10, blank=True, choices=list(LEVELS.items()))
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=20, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    pinyin = models.CharField(max_length=200, blank=True, db_collation="C")
    uscc = models.CharField(max_length=18, blank=True)
    superior = DistrictForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="inferiors")
    serves = DistrictForeignKey(Division, on_delete=models.PROTECT, related_name="served_by")
    is_invented = models.BooleanField(default=False)

    class Meta(DistrictModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "key"], name="organisation_key"),
            models.UniqueConstraint(fields=["district", "uscc"], condition=~models.Q(uscc=""),
                                    name="organisation_uscc"),
            models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in OrgKind]), name="organisation_kind")]
        indexes = [models.Index(fields=["district", "kind", "pinyin"], name="organisation_directory")]

    def __str__(self) -> str:
        return self.name

    @property
    def org_kind(self) -> OrgKind:
        return OrgKind(self.kind)

    @property
    def rung(self) -> Level | None:
        return Level(self.level) if self.level else None


class OrganisationArea(DistrictModel):
    """A further area to which an organisation belongs (a school at the border of two communities)."""

    organisation = DistrictForeignKey(Organisation, on_delete=models.CASCADE, related_name="areas")
    division = DistrictForeignKey(Division, on_delete=models.PROTECT, related_name="organisations")

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "organisation", "division"], name="area_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.division_id}"


class Contact(DistrictModel):
    """A post that can be called: a line of the directory."""

    organisation = DistrictForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    post = models.CharField(max_length=40)
    name = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "organisation", "position"], name="contact_once")]

    def __str__(self) -> str:
        return self.post


class Premises(DistrictModel):
    """A house or room of an organisation, at a place."""

    organisation = DistrictForeignKey(Organisation, on_delete=models.CASCADE, related_name="premises")
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=120, blank=True)
    division = DistrictForeignKey(Division, on_delete=models.PROTECT, related_name="premises")

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "organisation", "name"], name="premises_once")]

    def __str__(self) -> str:
        return self.name
