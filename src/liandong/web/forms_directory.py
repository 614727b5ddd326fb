"""What narrows the directory."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.orgs.directory import GROUPS
from liandong.places.models import Division


class DirectoryForm(forms.Form):
    """Kinds (by the views above the list), area, name. What cannot be is taken as not asked."""

    group = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(name, name) for name in GROUPS])
    area = forms.ChoiceField(label=_("街道"), required=False)
    q = forms.CharField(label=_("名称、简称或拼音"), required=False, max_length=40)

    def __init__(self, *args: Any, streets: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("全区")), *((s.code, s.name) for s in streets)]  # type: ignore[attr-defined]  # a ChoiceField's
