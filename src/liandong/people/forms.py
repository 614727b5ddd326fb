"""What the administrator types: an account, an appointment, its last day, a file."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liandong.kernel.errors import BadInput
from liandong.orgs.models import Organisation
from liandong.people import queries, quiet
from liandong.people.services import NewPost
from liandong.people.terms import Role
from liandong.places.models import Division
from liandong.screens.words import translate

BODIES = "bodies"
"""The id of the list from which a browser proposes organisations."""


def day(**more: Any) -> forms.DateField:
    """A day, by the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class OurForm(forms.Form):
    """A form that can show a service's refusal."""

    def refuse(self, refusal: BadInput) -> None:
        """Put the sentences at their fields, or on top."""
        for field, sentence in refusal.fields.items():
            self.add_error(field if field in self.fields else None, translate(sentence))
        if not refusal.fields:
            self.add_error(None, translate(refusal.sentence))


class FindForm(forms.Form):
    """Looks for accounts."""

    q = forms.CharField(label=_("登录名或姓名"), required=False, max_length=40)


class PostForm(OurForm):
    """A role at an organisation, over its area or a smaller one, from a day, perhaps until one."""

    role = forms.ChoiceField(label=_("角色"))
    organisation = forms.CharField(label=_("单位"), max_length=80,
                                   help_text=_("打几个字，从列表里选；也可以填单位代号。"),
                                   widget=forms.TextInput(attrs={"list": BODIES, "autocomplete": "off"}))
    area = forms.CharField(label=_("范围"), max_length=24, required=False,
                           help_text=_("填地方的代码，比如网格代码；不填就是单位服务的整个地方。"))
    since = day(label=_("从哪一天起"))
    until = day(label=_("到哪一天止"), required=False, help_text=_("这一天仍然有效。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", ""), *((r.value, gettext(r.label)) for r in Role)]  # type: ignore[attr-defined]  # a ChoiceField's

    def clean_organisation(self) -> Organisation:
        found = queries.bodies_named(self.cleaned_data["organisation"])
        if not found:
            raise forms.ValidationError(_("名录里没有这个单位。"))
        if len(found) > 1:
            raise forms.ValidationError(_("有同名的单位，请改填单位代号。"))
        return found[0]

    def clean_area(self) -> Division | None:
        code = self.cleaned_data["area"]
        if not code:
            return None
        found = queries.place(code)
        if found is None:
            raise forms.ValidationError(_("没有这个代码的地方。"))
        return found

    def post(self) -> NewPost:
        """What was typed, for the service."""
        given = self.cleaned_data
        return NewPost(Role(given["role"]), given["organisation"], given["since"], given["until"], given["area"])


class AccountForm(PostForm):
    """A new account with its first appointment."""

    username = forms.CharField(label=_("登录名"), max_length=40, help_text=_("小写字母、数字和连字符，至少 3 位。"),
                               widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}))
    name = forms.CharField(label=_("姓名"), max_length=40)
    email = forms.EmailField(label=_("邮箱"), required=False)

    field_order = ["username", "name", "email"]

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()


class EndForm(OurForm):
    """The last day of an appointment."""

    until = day(label=_("最后一天"), help_text=_("这一天仍然有效；填已经过去的日子就马上结束。"))


class DigestForm(OurForm):
    """The hour of one's own digest."""

    hour = forms.TypedChoiceField(label=_("每天什么时候收汇总"), required=False, coerce=int, empty_value=None,
                                  help_text=_("只在上班的日子发；有邮箱的，也发到邮箱。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = gettext("照本区的（%(hour)s）") % {"hour": f"{quiet.usual_hour():02}:00"}
        self.fields["hour"].choices = [("", usual), *((hour, f"{hour:02}:00") for hour in quiet.hours_offered())]  # type: ignore[attr-defined]  # a ChoiceField's


class FileForm(OurForm):
    """A table of accounts and appointments."""

    file = forms.FileField(label=_("文件"), help_text=_(".xlsx、.csv 或 .csv.gz，最大 20 MB，最多 2000 行。"),
                           widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.gz"}))
