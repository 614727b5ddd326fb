"""The duty catalogue: versions, items of any depth, marks per level, bodies, deadlines."""
from __future__ import annotations

from django.db import models

from liandong.districts.fields import DistrictForeignKey
from liandong.districts.models import DistrictModel
from liandong.duties.terms import ListKind, Mark
from liandong.kernel.levels import Level
from liandong.kernel.terms_of_time import Unit
from liandong.orgs.models import Organisation


class CatalogueVersion(DistrictModel):
    """A catalogue as it stands from a day on; a matter keeps the version under which it was assigned."""

    name = models.CharField(max_length=60)
    effective_on = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "effective_on"], name="catalogue_version_day")]

    def __str__(self) -> str:
        return self.name


class Item(DistrictModel):
    """A matter of the catalogue, or a class above matters (then it has no code and no marks).

    What the source lacks (duty texts, questions) stays empty and is shown as 未填. `class_path` repeats the names of
    the classes above a matter, the widest first, so that a search reads one table.
    """

    version = DistrictForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="items")
    parent = DistrictForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    position = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=20, blank=True, db_collation="C")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    class_path = models.CharField(max_length=700, blank=True)
    list_kind = models.CharField(max_length=12, blank=True)
    department_does = models.TextField(blank=True, max_length=1000)
    street_does = models.TextField(blank=True, max_length=1000)
    basis = models.CharField(max_length=300, blank=True)
    confidentiality = models.CharField(max_length=12, blank=True)
    city_codes = models.JSONField(default=list, blank=True)
    questions = models.JSONField(default=list, blank=True)
    stop_text = models.TextField(blank=True, max_length=500)
    source = models.CharField(max_length=300, blank=True)

    class Meta(DistrictModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "version", "code"], condition=~models.Q(code=""),
                                    name="item_code"),
            models.CheckConstraint(condition=models.Q(list_kind__in=["", *(k.value for k in ListKind)]),
                                   name="item_list_kind")]
        indexes = [models.Index(fields=["district", "version", "position"], name="item_order")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class ItemMark(DistrictModel):
    """What one level is to a matter. An owner is tied to such a row by the database: see the issues' constraints."""

    item = DistrictForeignKey(Item, on_delete=models.CASCADE, related_name="marks")
    level = models.CharField(max_length=10)
    mark = models.CharField(max_length=12)

    class Meta(DistrictModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "item", "level"], name="item_mark_once"),
            # the target of the issues' composite foreign key: an owner's level with the mark it has
            models.UniqueConstraint(fields=["district", "item", "level", "mark"], name="item_mark_cited"),
            models.CheckConstraint(condition=models.Q(level__in=[x.value for x in Level]), name="item_mark_level"),
            models.CheckConstraint(condition=models.Q(mark__in=[x.value for x in Mark]), name="item_mark_mark")]

    def __str__(self) -> str:
        return f"{self.level} {self.mark}"


class ItemBody(DistrictModel):
    """A body named by the catalogue as leading or helping; `organisation` where the register knows it."""

    item = DistrictForeignKey(Item, on_delete=models.CASCADE, related_name="bodies")
    leads = models.BooleanField()
    position = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    organisation = DistrictForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True,
                                      related_name="catalogue_lines")

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "item", "leads", "position"], name="item_body_once")]

    def __str__(self) -> str:
        return self.name


class ItemDeadline(DistrictModel):
    """A term of the matter; the first is the handling term, further ones are milestones (stop, penalty, demolition)."""

    item = DistrictForeignKey(Item, on_delete=models.CASCADE, related_name="deadlines")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=40, blank=True)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16)

    class Meta(DistrictModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "item", "position"], name="item_deadline_once"),
            models.CheckConstraint(condition=models.Q(unit__in=[u.value for u in Unit]), name="item_deadline_unit"),
            models.CheckConstraint(condition=models.Q(amount__gte=1), name="item_deadline_amount")]

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"
