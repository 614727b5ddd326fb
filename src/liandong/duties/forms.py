"""What narrows the catalogue, and what brings a new version in."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liandong.duties.models import CatalogueVersion
from liandong.duties.terms import ListKind
from liandong.kernel.levels import LABELS
from liandong.orgs.models import Organisation
from liandong.people.forms import OurForm, day

MIRRORS = ("own", "helped", "taken_back")


class FilterForm(forms.Form):
    """List (by the views above), leading level, leading department, text. What cannot be is taken as not asked."""

    kind = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(k.value, k.value) for k in ListKind])
    mirror = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(m, m) for m in MIRRORS])
    version = forms.ChoiceField(label=_("版本"), required=False)
    level = forms.ChoiceField(label=_("主责层级"), required=False)
    department = forms.ChoiceField(label=_("主责部门"), required=False)
    q = forms.CharField(label=_("编号、事项或类别"), required=False, max_length=60)

    def __init__(self, *args: Any, versions: Iterable[CatalogueVersion], departments: Iterable[Organisation],
                 **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(v.id), v.name) for v in versions]
        self._offer("version", [("", gettext("现行")), *known])
        self._offer("level", [("", gettext("不限")), *((x.value, gettext(word)) for x, word in LABELS.items())])
        self._offer("department", [("", gettext("不限")), *((str(o.id), o.name) for o in departments)])
        if len(known) < 2:
            self.fields["version"].widget = forms.HiddenInput()

    def _offer(self, field: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]  # a ChoiceField's


class ImportForm(OurForm):
    """A new version from a file."""

    file = forms.FileField(label=_("文件"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
                           help_text=_(".xlsx 或 .csv，最大 20 MB。用导出的工作簿改最省事。"))
    name = forms.CharField(label=_("版本名称"), max_length=60)
    effective_on = day(label=_("从哪一天起生效"), help_text=_("已派出的事项仍按派出时的版本。"))

    def clean_effective_on(self) -> object:
        """A version cannot begin in the past: matters were assigned by another on those days."""
        given = self.cleaned_data["effective_on"]
        if given < timezone.localdate():
            raise forms.ValidationError(_("这一天已经过去，请写今天或以后的一天。"))
        return given
