"""What the administrator types for one setting; which fields, the default's shape says. The setting's rule decides."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.districts.setting_rules import MOST, as_typed
from liandong.issues.terms import Size
from liandong.kernel.terms_of_time import Unit
from liandong.kernel.words import Sentence
from liandong.people.forms import OurForm
from liandong.screens.words import translate
from liandong.web.settings_words import UNITS

LONGEST = 200


class SettingForm(OurForm):
    """One setting, written as it is listed; `seen` is the value that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST, required=False)
    value = forms.CharField(label=_("改成"), max_length=LONGEST, widget=forms.TextInput(attrs={
        "autocomplete": "off", "spellcheck": "false"}))

    def typed(self) -> Any:
        """What was typed, for the setting's rule."""
        return self.cleaned_data["value"]

    @staticmethod
    def shown(value: Any) -> dict[str, Any]:
        """The fields' values for a setting's value."""
        return {"value": as_typed(value)}


class HoursForm(SettingForm):
    """The spans of a day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = _("写成 08:30-12:00 13:30-17:30 这样，每段先开后关。")


class TermForm(SettingForm):
    """An amount and its unit."""

    value = None  # type: ignore[assignment]  # Django's way to leave a parent's field out
    amount = forms.IntegerField(label=_("多久"), min_value=1, max_value=MOST)
    unit = forms.ChoiceField(label=_("按什么算"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(unit.value, translate(Sentence(word))) for unit, word in UNITS.items()]  # type: ignore[attr-defined]  # a ChoiceField's

    def clean(self) -> dict[str, Any]:
        """A day's end comes once."""
        given = super().clean() or {}
        if given.get("unit") == Unit.SAME_DAY and given.get("amount", 1) != 1:
            self.add_error("amount", _("按当天算，这里写 1。"))
        return given

    def typed(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("amount", "unit")}

    @staticmethod
    def shown(value: Any) -> dict[str, Any]:
        return dict(value)


class DaysForm(SettingForm):
    """Working days for each class of a matter."""

    value = None  # type: ignore[assignment]  # as above
    simple = forms.IntegerField(min_value=1, max_value=MOST)
    general = forms.IntegerField(min_value=1, max_value=MOST)
    hard = forms.IntegerField(min_value=1, max_value=MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for size in Size:
            self.fields[size.value].label = translate(Sentence(size.label))

    def typed(self) -> Any:
        return {size.value: self.cleaned_data[size.value] for size in Size}

    @staticmethod
    def shown(value: Any) -> dict[str, Any]:
        return dict(value)


def form_for(default: Any) -> type[SettingForm]:
    """The form that fits a default's shape."""
    if isinstance(default, list):
        return HoursForm
    if isinstance(default, dict):
        return TermForm if "unit" in default else DaysForm
    return SettingForm
