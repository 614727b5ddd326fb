"""What is given with a file of orders: from whom it is, what its columns mean."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liandong.issues.fields import PickInput
from liandong.issues.orders.columns import CLASSES, NEEDED, Columns, Meaning
from liandong.people.forms import OurForm, day
from liandong.screens.words import gettext as worded

HELP = {
    Meaning.NUMBER: _("同一个编号再来，不会重复登记。"), Meaning.RECEIVED: _("办理时限从这个时间算起。"),
    Meaning.TITLE: _("没有就取内容的第一句话。"), Meaning.STREET: _("认不出来的照原文保留。"),
    Meaning.PHONE: _("只有经手的人看得到。"), Meaning.RESTRICTED: _("写“是”“保密”“举报”的记作保密。"),
}


class UploadForm(OurForm):
    """A file and its sender: one that is known, or a new name."""

    sender = forms.CharField(label=_("谁发来的"), max_length=40, widget=PickInput(attrs={"maxlength": 40}),
                             help_text=_("同一来源每次写同一个名称。"))
    file = forms.FileField(label=_("文件"), help_text=_(".xlsx、.csv 或 .csv.gz，最大 20 MB，最多 2000 行。"),
                           widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.gz"}))

    def __init__(self, *args: Any, senders: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["sender"].widget
        assert isinstance(widget, PickInput)  # noqa: S101  declared above
        widget.words = senders
        if senders:
            self.initial.setdefault("sender", senders[0])


class ReturnForm(OurForm):
    """Whose results, of the orders received on which days; a form that an address fills."""

    sender = forms.CharField(label=_("谁发来的"), max_length=40)
    since = day(label=_("受理时间从"))
    until = day(label=_("到"))


class ColumnsForm(OurForm):
    """One choice a meaning: which column of the file says it. What is needed comes first; a date says from when on."""

    def __init__(self, *args: Any, headers: Sequence[str], proposed: Columns, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext("没有这一列")), *((header, header) for header in headers if header)]
        for meaning in sorted(Meaning, key=lambda one: one not in NEEDED):
            self.fields[meaning.value] = forms.ChoiceField(
                label=worded(meaning.label), choices=choices, required=meaning in NEEDED,
                initial=proposed.get(meaning, ""), help_text=str(HELP.get(meaning, "")),
                error_messages={"required": gettext("请选一列。")})
        for meaning in CLASSES[1:]:  # levels below one that the file lacks are not asked for
            if not proposed.get(meaning) and not self.is_bound and meaning not in CLASSES[:2]:
                self.fields[meaning.value].widget = forms.HiddenInput()
        self.fields["since"] = day(label=_("从哪天起这样写"), initial=today, help_text=_(
            "这一来源以后的文件照这样认。列名再改时，再对一次。"))

    def chosen(self) -> Mapping[Meaning, str]:
        """What was chosen, by meaning."""
        return {meaning: self.cleaned_data.get(meaning.value, "") for meaning in Meaning}
