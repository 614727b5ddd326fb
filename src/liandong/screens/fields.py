"""How a Django form field becomes a component: which drawing it takes, and the attributes that tie its parts."""
from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Literal

from django import forms
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markupsafe import escape

Kind = Literal["hidden", "picks", "pick", "select", "text"]


def kind(bound: BoundField) -> Kind:
    """The drawing of a field: several picks, one pick, a select, or a box to type in."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "picks"
    if isinstance(widget, forms.CheckboxInput):
        return "pick"
    return "select" if isinstance(widget, forms.Select) else "text"


SELECTED = " selected"
CLASSES: dict[Kind, str] = {"pick": "form-check-input", "select": "form-select", "text": "form-control"}


def widget(bound: BoundField, **attrs: str) -> SafeString:
    """The control itself, with our class; Django ties help and error by `aria-describedby`."""
    named: dict[str, str | bool] = {name.replace("_", "-"): value for name, value in attrs.items()}
    css = CLASSES.get(kind(bound), "")
    own = str(bound.field.widget.attrs.get("class", ""))
    if css:
        named["class"] = f"{css} {own}".strip()
    if isinstance(bound.field.widget, OfferedSelect) or type(bound.field.widget) is forms.Select:
        return _select(bound, named)
    return bound.as_widget(attrs=named)


class OfferedSelect(forms.Select):
    """A select whose options are ready: pairs of value and label, as they are shown. Django copies and looks through
    every option of its own each time one is set."""

    choices: Sequence[tuple[str, str]] = ()


def _select(bound: BoundField, attrs: dict[str, str | bool]) -> SafeString:
    """A select without Django's template for each option: three hundred communities would cost thirty milliseconds."""
    control = bound.field.widget
    attrs = bound.build_widget_attrs({"id": bound.auto_id, **attrs}, control)
    chosen = set(control.format_value(bound.value()))
    if isinstance(control, OfferedSelect):
        options = _ready(tuple(control.choices), frozenset(chosen))
    else:
        options = "".join(_options(label, value, chosen) for value, label in control.choices)
    return format_html('<select name="{}"{}>{}</select>', bound.html_name,
                       flatatt(control.build_attrs(control.attrs, attrs)), mark_safe(options))  # noqa: S308  escaped


@lru_cache(maxsize=512)
def _ready(pairs: tuple[tuple[str, str], ...], chosen: frozenset[str]) -> str:
    """The options of a list that many pages show; a filter offers three hundred communities."""
    return "".join(_options(label, value, chosen) for value, label in pairs)


def _options(label: object, value: object, chosen: Collection[str]) -> str:
    """One option, or a group of them where the label is a list of pairs; value and label escaped."""
    if isinstance(label, list | tuple):
        inside = "".join(_options(text, one, chosen) for one, text in label)
        return f'<optgroup label="{escape(str(value))}">{inside}</optgroup>'
    text = "" if value is None else str(value)
    return f'<option value="{escape(text)}"{SELECTED if text in chosen else ""}>{escape(str(label))}</option>'


def anchor(bound: BoundField) -> str:
    """The id to which a link in the error summary goes: for picks the first of them."""
    if kind(bound) == "picks":
        return next((choice["id"] for choice in choices(bound)), bound.auto_id)
    return bound.id_for_label or bound.auto_id


def choices(bound: BoundField) -> list[dict[str, str]]:
    """The picks of a field: id, name, value, label, type and whether it is chosen. Nothing chosen unless bound so."""
    return [_choice(one) for one in bound.subwidgets]


def _choice(one: BoundWidget) -> dict[str, str]:
    data = one.data
    return {"id": str(data["attrs"].get("id", "")), "name": str(data["name"]), "value": str(data["value"]),
            "label": str(data["label"]), "type": str(data["type"]), "checked": "checked" if data["selected"] else ""}


def described_by(bound: BoundField) -> str:
    """The ids of help and error, for the group around several picks."""
    parts = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    return " ".join(parts + ([f"{bound.auto_id}_error"] if bound.errors else []))


def is_set(bound: BoundField) -> bool:
    """A filter in use: its value differs from what the page proposes."""
    value = bound.value()
    return value not in (None, "", [], bound.field.initial)
