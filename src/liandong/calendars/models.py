"""The district's own calendar: years that it has loaded, and days on which it differs."""
from __future__ import annotations

from django.db import models

from liandong.districts.models import DistrictModel


class CalendarYear(DistrictModel):
    """A year that the administrator has loaded, because the state's package does not know it yet.

    Its weekdays are worked, but for the days loaded with it. `is_demo` marks an invented one: 演示年历.
    """

    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "year"], name="calendar_year_once")]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(DistrictModel):
    """A day that is worked, or is not, against what the state or the week says."""

    date = models.DateField()
    is_working = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)
    with_year = models.BooleanField(default=False)
    """Whether it came with a loaded year, and goes when that is loaded anew; one set by hand stands beside and wins."""

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "date", "with_year"], name="calendar_day_once")]

    def __str__(self) -> str:
        return self.date.isoformat()
