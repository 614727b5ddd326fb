"""A district, and the base of every row that belongs to one."""
from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.core.exceptions import FullResultSet
from django.db import models

from liandong.districts.scope import sees_whole_city, the_district
from liandong.kernel.ids import uuid7

_M = TypeVar("_M", bound=models.Model, covariant=True)


class District(models.Model):
    """A tenant. Number 0 is the city itself: acts that belong to no district are recorded under it."""

    id = models.SmallIntegerField(primary_key=True)
    name = models.CharField(max_length=40)
    code = models.CharField(max_length=12, blank=True)
    is_demo = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[District]] = models.Manager()

    def __str__(self) -> str:
        return self.name


class ScopesDistrict(models.Expression):
    """The district of the scope in which the SQL is made: a queryset may be older than that (the choices of a form)."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        if sees_whole_city():
            raise FullResultSet  # no condition
        return "%s", [the_district()]


class DistrictManager(models.Manager[_M]):
    """Says in the SQL what the table's policy says anyway, so that no row is hidden that the database would show."""

    def get_queryset(self) -> models.QuerySet[_M]:
        return super().get_queryset().filter(district=ScopesDistrict())


class DistrictModel(models.Model):
    """A business row. In the database its key is (district_id, id); see `operations.DistrictTable`."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, db_index=False, default=the_district,
                                 editable=False, related_name="+")
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    district_id: int
    scopes_district = ScopesDistrict  # read by the backend

    objects = DistrictManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # save, refresh, delete and forward look-ups go through it too

    def validate_constraints(self, exclude: Any = None) -> None:
        """Forms leave out constraints on fields that they do not show, and every one of ours holds the district."""
        super().validate_constraints(exclude=set(exclude or ()) - {"district"})


class Setting(DistrictModel):
    """A district's own value where it differs from the default; names and defaults stand in `settings.py`."""

    name = models.CharField(max_length=60)
    value = models.JSONField()

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="setting_once")]

    def __str__(self) -> str:
        return self.name
