"""The forms of an ask: how much longer, or until when and for what; always with the reason."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.issues import fields
from liandong.issues.ask_terms import SuspendCode
from liandong.issues.forms import VersionForm, labelled
from liandong.issues.rules import most_extra
from liandong.kernel.calendar import Term, Unit
from liandong.screens.words import translate


class AskExtendForm(VersionForm):
    """By how much, in the handling term's own unit; half of it is proposed."""

    extra = forms.IntegerField(label=_("延多少"), min_value=1, widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
    reason = fields.text(_("理由"), 1000)

    def __init__(self, *args: Any, term: Term | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if term is None:
            return
        most = most_extra(term.amount)
        extra = self.fields["extra"]
        assert isinstance(extra, forms.IntegerField)  # noqa: S101  declared above
        extra.widget.attrs["max"] = most
        self.initial.setdefault("extra", most)
        extra.help_text = _("最多 %(most)s，是原来时限的一半。") % {
            "most": translate(Term(most, Unit(term.unit)).words())}


class AskSuspendForm(VersionForm):
    """For what it waits, until when, and why."""

    code = forms.ChoiceField(label=_("在等什么"), widget=forms.RadioSelect, choices=labelled(SuspendCode))
    review_on = forms.DateField(label=_("复查日期"), help_text=_("到这一天自动恢复办理。"),
                                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    reason = fields.text(_("理由"), 1000)
