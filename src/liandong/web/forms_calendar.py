"""What the administrator types into the calendar: a year's days as lines, or one day."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.calendars.rules import FIRST_YEAR, LAST_YEAR, LONGEST_NAME, read_days
from liandong.people.forms import OurForm, day
from liandong.screens.words import translate

LINES = _("一行一天或一段，后面可以写名称：10-01…10-07 国庆节")


def lines(label: Any, help_text: Any, *, required: bool) -> forms.CharField:
    """A field of days, one or a range a line."""
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=4000,
                           widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}))


class YearForm(OurForm):
    """A year as it was announced."""

    year = forms.IntegerField(label=_("年份"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("通知的名称和文号，会显示在年历上。"))
    holidays = lines(_("放假的日子"), LINES, required=True)
    makeup_days = lines(_("调休上班的周末"), _("写法同上；没有就不填。"), required=False)

    def clean(self) -> dict[str, Any]:
        """The lines as days; a line that cannot be read is said at its field."""
        given = super().clean() or {}
        year = given.get("year")
        for name in ("holidays", "makeup_days"):
            if year is None or name not in given:
                continue
            typed = read_days(given[name], year)
            if typed.wrong is not None:
                self.add_error(name, translate(typed.wrong))
            given[name] = typed.days
        return given


class DayForm(OurForm):
    """One day on which the district differs."""

    date = day(label=_("哪一天"))
    is_working = forms.TypedChoiceField(label=_("这一天"), choices=[("", ""), ("1", _("上班")), ("0", _("放假"))],
                                        coerce=lambda value: value == "1")
    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME, required=False)


class RemoveForm(forms.Form):
    """The day whose correction is taken back."""

    date = forms.DateField()
