"""The form field by which files are brought: checked where the form is, so that a refusal stands beside it."""
from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liandong.files.checking import Checked, check_all
from liandong.files.terms import ACCEPT
from liandong.kernel.errors import BadInput


class FilesInput(forms.FileInput):
    """Several files at once; a telephone offers its camera and its pictures."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"multiple": True, "accept": ACCEPT})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """All that came under the name."""
        found = files.getlist(name) if isinstance(files, MultiValueDict) else files.get(name) or []
        return [one for one in found if one]


class FilesField(forms.Field):
    """Any number of files up to the limits, or none; cleans to what may be stored (`services.keep`)."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("照片和文件"))
        help_text = _("一次最多 9 个，合起来 20 MB：照片、PDF、.docx、.xlsx、.pptx。没有交上时要重新选。")
        super().__init__(required=False, help_text=help_text, **kwargs)

    def clean(self, value: Any) -> list[Checked]:
        """Checks one after another; the first that is not taken is named. Source: trust.md 6."""
        try:
            return check_all(value or [])
        except BadInput as wrong:
            raise forms.ValidationError(gettext(wrong.sentence.text) % wrong.sentence.values) from None
