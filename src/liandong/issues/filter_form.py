"""The filters above a list, as a form that an address fills. What each can be set to, in the reach of who looks."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.districts.reference import Reference
from liandong.duties import queries as duties
from liandong.issues.filters import LONGEST_TEXT, DueIn, Filters
from liandong.issues.terms import State
from liandong.orgs import queries as orgs
from liandong.people.access import DISTRICT_ROLES, Actor
from liandong.places import queries as places
from liandong.places.terms import PREFIX_LENGTHS, PlaceKind
from liandong.screens.fields import OfferedSelect
from liandong.screens.words import gettext

Pairs = Sequence[tuple[str, str]]
"""Values and their labels, as they are shown."""


class FilterForm(forms.Form):
    """View, state, place, class, owner, term, text: names as `Filters.read` takes them, which also checks them."""

    view = forms.CharField(required=False, widget=forms.HiddenInput)
    state = forms.CharField(label=_("状态"), required=False, widget=OfferedSelect)
    place = forms.CharField(label=_("地点"), required=False, widget=OfferedSelect)
    category = forms.CharField(label=_("类别"), required=False, widget=OfferedSelect)
    owner = forms.CharField(label=_("承办"), required=False, widget=OfferedSelect)
    due = forms.CharField(label=_("时限"), required=False, widget=OfferedSelect)
    text = forms.CharField(label=_("文字"), required=False, max_length=LONGEST_TEXT,
                           widget=forms.TextInput(attrs={"maxlength": LONGEST_TEXT, "autocomplete": "off"}))

    def offer(self, offered: Mapping[str, Pairs]) -> None:
        """Say what each field can be set to."""
        self.offered = offered
        for name, pairs in offered.items():
            widget = self.fields[name].widget
            assert isinstance(widget, OfferedSelect)  # noqa: S101  declared above
            widget.choices = [("", gettext("不限")), *pairs]


def filter_form(filters: Filters, actor: Actor, today: date, known: Reference) -> FilterForm:
    """The form as the filters fill it; no query while places, classes and bodies stay as they are.

    What an address asks for beyond the choices is offered too.
    """
    area = area_of(actor)
    offered: dict[str, Pairs] = {
        "state": [(one.value, gettext(one.label)) for one in State],
        "place": known.get("places to filter by", area, build=lambda: _places(area)),
        "category": known.get("classes to filter by", today, build=lambda: _classes(today)),
        "owner": known.get("owners to filter by", area, build=lambda: _owners(area)),
        "due": [(one.value, gettext(one.label)) for one in DueIn]}
    chosen = {"view": filters.view.value, "state": ",".join(sorted(filters.states)),
              "place": filters.place, "category": str(filters.category or ""), "owner": str(filters.owner or ""),
              "due": filters.due.value if filters.due else "", "text": filters.text}
    form = FilterForm(chosen, auto_id="filter_%s")
    form.offer({name: _with(pairs, chosen[name]) for name, pairs in offered.items()})
    return form


def _with(pairs: Pairs, chosen: str) -> Pairs:
    """A value that only an address can ask for (several states, a place below the offered ones) is kept."""
    if not chosen or any(value == chosen for value, _label in pairs):
        return pairs
    labels = dict(pairs)
    parts = [str(labels.get(part, part)) for part in chosen.split(",")]
    return [(chosen, "、".join(parts)), *pairs]


def area_of(actor: Actor) -> str:
    """The code of the area that somebody's lists are about: the widest of the appointments."""
    if actor.has(*DISTRICT_ROLES):
        return min((post.low for post in actor.posts), key=len)[:PREFIX_LENGTHS[PlaceKind.DISTRICT]]
    return min((post.low for post in actor.posts), key=len, default="")


def _places(area: str) -> Pairs:
    """The next level below the area: streets of a district, communities of a street, compounds of a community."""
    if len(area) >= PREFIX_LENGTHS[PlaceKind.COMMUNITY]:
        found = places.compounds(area[:PREFIX_LENGTHS[PlaceKind.COMMUNITY]])
    elif len(area) >= PREFIX_LENGTHS[PlaceKind.STREET]:
        found = places.communities(area)
    else:
        found = places.streets((area, area + "~"))
    return [(one.code, one.name) for one in found]


def _classes(today: date) -> Pairs:
    return [(str(one.id), f"{one.parent.name} › {one.name}" if one.parent else one.name)
            for one in duties.classes(today)]


def _owners(area: str) -> Pairs:
    return [(str(one.id), one.short_name or one.name) for one in orgs.owners(area)]
