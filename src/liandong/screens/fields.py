"""How a Django form field becomes a component: which drawing it takes, and the attributes that tie its parts."""
from __future__ import annotations

from typing import Literal

from django import forms
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

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


SELECTED = mark_safe(" selected")
CLASSES: dict[Kind, str] = {"pick": "form-check-input", "select": "form-select", "text": "form-control"}


def widget(bound: BoundField, **attrs: str) -> SafeString:
    """The control itself, with our class; Django ties help and error by `aria-describedby`."""
    named: dict[str, str | bool] = {name.replace("_", "-"): value for name, value in attrs.items()}
    css = CLASSES.get(kind(bound), "")
    own = str(bound.field.widget.attrs.get("class", ""))
    if css:
        named["class"] = f"{css} {own}".strip()
    return _select(bound, named) if type(bound.field.widget) is forms.Select else bound.as_widget(attrs=named)


def _select(bound: BoundField, attrs: dict[str, str | bool]) -> SafeString:
    """A select without Django's template for each option: three hundred communities would cost thirty milliseconds."""
    control = bound.field.widget
    attrs = bound.build_widget_attrs({"id": bound.auto_id, **attrs}, control)
    chosen = set(control.format_value(bound.value()))
    options = format_html_join("", "{}", ((_options(label, value, chosen),) for value, label in control.choices))
    return format_html('<select name="{}"{}>{}</select>', bound.html_name,
                       flatatt(control.build_attrs(control.attrs, attrs)), options)


def _options(label: object, value: object, chosen: set[str]) -> SafeString:
    """One option, or a group of them where the label is a list of pairs."""
    if isinstance(label, list | tuple):
        return format_html('<optgroup label="{}">{}</optgroup>', value,
                           format_html_join("", "{}", ((_options(text, one, chosen),) for one, text in label)))
    text = "" if value is None else str(value)
    return format_html('<option value="{}"{}>{}</option>', text, SELECTED if text in chosen else "", label)


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
