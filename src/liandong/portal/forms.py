"""What a resident can say: a judgement, a reply, something more. Nothing is chosen beforehand."""
from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.files.fields import FilesField
from liandong.issues.terms import Satisfaction, Solved

CHOOSE = {"required": _("请选一项。")}
WRITE = {"required": _("请写几个字。"), "max_length": _("太长了，请写得短一些。")}
WORDS = [(Solved.SOLVED.value, _("解决了")), (Solved.PARTLY.value, _("部分解决"))]


class JudgeForm(forms.Form):
    """Solved? Satisfied? In neutral words, asked once."""

    solved = forms.ChoiceField(label=_("解决了吗？"), widget=forms.RadioSelect, error_messages=CHOOSE,
                               choices=[*WORDS, (Solved.NOT.value, _("没有解决，请再办"))])
    satisfied = forms.ChoiceField(label=_("您满意吗？"), widget=forms.RadioSelect, error_messages=CHOOSE, choices=[
        (Satisfaction.VERY.value, _("非常满意")), (Satisfaction.SATISFIED.value, _("满意")),
        (Satisfaction.UNDERSTANDS.value, _("理解（没全办成，但知道为什么）")),
        (Satisfaction.DISSATISFIED.value, _("不满意"))])
    words = forms.CharField(label=_("还想说什么"), required=False, max_length=500, error_messages=WRITE,
                            widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}))

    def __init__(self, *args: object, may_dispute: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        if not may_dispute:  # the second time there is no third handling to promise
            solved = self.fields["solved"]
            assert isinstance(solved, forms.ChoiceField)  # noqa: S101  declared so above
            solved.choices = [*WORDS, (Solved.NOT.value, _("没有解决"))]


class ReplyForm(forms.Form):
    """An answer to a question, or something more: in words, with photos and papers if there are any."""

    text = forms.CharField(label=_("补充的情况"), max_length=2000, error_messages=WRITE,
                           widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}))
    attached = FilesField()


class FindForm(forms.Form):
    """The number and the code from the receipt."""

    number = forms.CharField(label=_("编号"), max_length=20,
                             error_messages={"required": _("请填编号，例如 261105-0231。")},
                             widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}))
    code = forms.CharField(label=_("查询码"), max_length=12,
                           error_messages={"required": _("请填回执上的 8 位查询码。")},
                           widget=forms.TextInput(attrs={"autocomplete": "off"}))
