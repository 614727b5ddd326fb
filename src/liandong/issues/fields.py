"""Form fields of a matter: something is typed or picked from a list by its words."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from liandong.issues.choices import Choice, meant

FEW = 5


class PickInput(forms.TextInput):
    """A box to type in, with the choices as the browser's own list: found by any part of their words, no script."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "maxlength": 120, **(attrs or {})})
        self.words: Sequence[str] = ()

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        listed = f"list-{name}"
        box = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.words))
        return format_html('{}<datalist id="{}">{}</datalist>', box, listed, options)


class PickField(forms.Field):
    """One of many choices, named by its words, its code, or a part that is clear; cleans to the choice's id.

    `choices_of` is asked when the form is made: what one can choose depends on who asks.
    """

    widget = PickInput

    def __init__(self, *, unknown: object, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unknown = unknown
        self.among: Sequence[Choice] = ()

    def offer(self, among: Sequence[Choice]) -> None:
        """Set what can be chosen."""
        self.among = among
        assert isinstance(self.widget, PickInput)  # noqa: S101  declared above
        self.widget.words = [one.words for one in among]

    def clean(self, value: Any) -> UUID | None:
        typed = str(value or "").strip()[:200]
        super().clean(typed)
        if not typed:
            return None
        found = meant(typed, self.among)
        if len(found) == 1:
            return found[0].id
        if not found:
            raise forms.ValidationError(str(self.unknown))
        names = _("、").join(one.words for one in found[:FEW])
        more = _("等 %(n)s 个") % {"n": len(found)} if len(found) > FEW else ""
        raise forms.ValidationError(_("可能是%(names)s%(more)s，请选一个。") % {"names": names, "more": more})

    def words_of(self, chosen: UUID | None) -> str:
        """The words of a choice: to propose it."""
        return next((one.words for one in self.among if one.id == chosen), "")


def text(label: Any, limit: int, *, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A text of several lines with its limit."""
    return forms.CharField(label=label, max_length=limit, required=required, help_text=help_text, strip=True,
                           widget=forms.Textarea(attrs={"rows": rows, "maxlength": limit}))


