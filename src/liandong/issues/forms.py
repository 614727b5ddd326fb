"""The forms of a matter: what each act must be given, prefilled with what is known (Less burden 1: type once)."""
from __future__ import annotations

import uuid
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.files.fields import FilesField
from liandong.issues import fields
from liandong.issues.choices import Choice, OwnerChoice
from liandong.issues.kin import Candidate
from liandong.issues.limits import LIMITS, MOST_PARTS
from liandong.issues.terms import AnswerKind, Channel, Ground, Satisfaction, Size, Solved, Urgency
from liandong.kernel.labelled import Labelled

LIKELY = 5
"""So many likely mains are shown."""
UNKNOWN_PLACE = _("没有这个地点，或者不在您的辖区。请从列出的地点里选。")
UNKNOWN_ITEM = _("权责清单里没有这一条。请打编号或名称里的几个字，再从列出的条目里选。")
UNKNOWN_OFFICE = _("没有这家单位。请从列出的单位里选。")


def labelled(kinds: type[Labelled], only: AbstractSet[Labelled] | None = None) -> list[tuple[str, Any]]:
    """The choices of an enumeration, in the reader's language."""
    return [(one.value, _(one.label)) for one in kinds if only is None or one in only]


class VersionForm(forms.Form):
    """The base of every act: the version of the matter that the page was made from travels along."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput, error_messages=dict.fromkeys(
        ("required", "invalid", "min_value"), _("这一页不完整，没有办成。请先把填的内容复制下来，再重新打开这一页。")))


class IntakeForm(forms.Form):
    """Registering on a reporter's behalf. The title may be left empty: then the text's first sentence is it."""

    token = forms.UUIDField(widget=forms.HiddenInput, error_messages=dict.fromkeys(
        ("required", "invalid"), _("这张表不完整，还没有登记。填的都在，请看一遍，再按一次“登记”。")))
    channel = forms.ChoiceField(label=_("怎么来的"))
    text = fields.text(_("反映什么"), LIMITS["text"], rows=5)
    title = forms.CharField(label=_("标题"), max_length=LIMITS["title"], required=False,
                            help_text=_("不填就取第一句话。"))
    place = fields.PickField(label=_("在哪里"), unknown=UNKNOWN_PLACE, help_text=_("打小区或社区名里的几个字。"))
    address = forms.CharField(label=_("具体位置"), max_length=LIMITS["address"], required=False)
    attached = FilesField()
    reporter_name = forms.CharField(label=_("反映人"), max_length=LIMITS["reporter_name"], required=False)
    reporter_phone = forms.CharField(label=_("电话"), max_length=LIMITS["reporter_phone"], required=False,
                                     widget=forms.TextInput(attrs={
                                         "inputmode": "tel", "autocomplete": "off", "hx-post": "earlier/",
                                         "hx-trigger": "change", "hx-target": "#earlier",
                                         "hx-params": "reporter_phone,csrfmiddlewaretoken"}),
                                     help_text=_("用来问情况、告诉结果。不留就不能回访。"))
    urgency = forms.ChoiceField(label=_("急不急"), choices=labelled(Urgency), widget=forms.RadioSelect,
                                initial=Urgency.ORDINARY.value)
    size = forms.ChoiceField(label=_("难不难"), choices=labelled(Size), widget=forms.RadioSelect,
                             initial=Size.GENERAL.value)
    is_restricted = forms.BooleanField(label=_("举报，要保密"), required=False,
                                       help_text=_("只有调度、承办和指定的人看得到。"))

    def __init__(self, *args: Any, places: list[Choice], channel: Channel = Channel.PHONE, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid.uuid4(), "channel": channel.value, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        asked = self.fields["channel"]
        assert isinstance(asked, forms.ChoiceField)  # noqa: S101  declared above
        asked.choices = labelled(Channel, set(Channel) - {Channel.IMPORT, Channel.FORM})
        place = self.fields["place"]
        assert isinstance(place, fields.PickField)  # noqa: S101  declared above
        place.offer(places)
        if len(places) == 1:
            self.initial.setdefault("place", places[0].words)

    def renew(self) -> None:
        """Show what was typed under a fresh token: sent again it is a matter of its own."""
        self.data = {**{name: self.data[name] for name in self.data}, "token": str(uuid.uuid4())}


class EmptyForm(VersionForm):
    """An act that needs nothing but the decision."""


class OneTextForm(VersionForm):
    """A question, or what came back: one text."""

    text = fields.text(_("内容"), 2000, rows=4)


class PaperForm(OneTextForm):
    """A text with files: a note, an interim answer, a late paper."""

    attached = FilesField()


class ReasonForm(VersionForm):
    """An act that needs its reason."""

    reason = fields.text(_("理由"), 1000)


class ContactForm(VersionForm):
    """The reporter was spoken to."""

    note = fields.text(_("说了什么"), 1000, required=False)


class ItemForm(VersionForm):
    """An act that cites an item of the catalogue."""

    item = fields.PickField(label=_("权责清单条目"), unknown=UNKNOWN_ITEM, help_text=_("打编号或名称里的几个字。"))

    def __init__(self, *args: Any, items: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.fields["item"]
        assert isinstance(item, fields.PickField)  # noqa: S101  declared above
        item.offer(items)


class RefuseReturnForm(ItemForm):
    """The desk keeps the matter where it is, by the catalogue."""

    reason = fields.text(_("理由"), 1000, required=False)


class EscalateForm(ItemForm):
    """Up: who leads above, and what was tried here. Without an item: nobody clearly leads."""

    tried = fields.text(_("本级做过什么"), 1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].required = False
        self.fields["item"].help_text = _("没有明确的主责就不填。")


class OwnerForm(VersionForm):
    """To whom: the offices that may own it by the cited item, the proposed one chosen beforehand."""

    item = forms.UUIDField(widget=forms.HiddenInput)
    owner = forms.ChoiceField(label=_("派给谁"), widget=forms.RadioSelect,
                              error_messages={"required": _("请选派给谁。")})
    lead = forms.ChoiceField(label=_("由谁主责"), required=False,
                             help_text=_("派给配合的单位时，主责单位一起写上。"))

    def __init__(self, *args: Any, owners: list[OwnerChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner, lead = self.fields["owner"], self.fields["lead"]
        assert isinstance(owner, forms.ChoiceField)  # noqa: S101  declared above
        assert isinstance(lead, forms.ChoiceField)  # noqa: S101  declared above
        owner.choices = [(str(one.office.id), _owner_words(one)) for one in owners]
        leads = [one for one in owners if not one.needs_lead]
        lead.choices = [("", "—"), *((str(one.office.id), one.office.name) for one in leads)]
        if not any(one.needs_lead for one in owners):
            del self.fields["lead"]
        elif leads:
            self.initial.setdefault("lead", str(leads[0].office.id))
        if owners and owners[0].is_proposed:
            self.initial.setdefault("owner", str(owners[0].office.id))

    def clean(self) -> dict[str, Any]:
        """A lead beside an owner that leads itself says nothing: it is left out."""
        values = super().clean() or {}
        if values.get("owner") and values.get("owner") == values.get("lead"):
            values["lead"] = ""
        return values


class ReassignForm(OwnerForm):
    """To whom instead, and why."""

    reason = fields.text(_("理由"), 1000)


def _owner_words(one: OwnerChoice) -> str:
    part = _("%(level)s配合") if one.needs_lead else _("%(level)s主责")
    words = str(part) % {"level": _(one.level.label)}
    return f"{one.office.name}（{words}）"


class RuleForm(VersionForm):
    """The district decides: by an item, or by the text alone where nobody clearly leads."""

    item = fields.PickField(label=_("权责清单条目"), unknown=UNKNOWN_ITEM, required=False)
    owner = fields.PickField(label=_("由谁承办"), unknown=UNKNOWN_OFFICE)
    text = fields.text(_("裁定"), 1000)
    losing_view = fields.text(_("没有采纳的意见"), 1000, required=False)

    def __init__(self, *args: Any, items: list[Choice], offices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, among in (("item", items), ("owner", offices)):
            field = self.fields[name]
            assert isinstance(field, fields.PickField)  # noqa: S101  declared above
            field.offer(among)


class SendBackForm(ItemForm):
    """Not ours: by which item, and whose; they say why."""

    proposed = fields.PickField(label=_("建议由谁承办"), unknown=UNKNOWN_OFFICE)
    reason = fields.text(_("理由"), 1000, required=False)

    def __init__(self, *args: Any, offices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        proposed = self.fields["proposed"]
        assert isinstance(proposed, fields.PickField)  # noqa: S101  declared above
        proposed.offer(offices)


class AnswerForm(VersionForm):
    """Found, done, whose duty, what next: what a good answer names."""

    claim = forms.ChoiceField(label=_("办得怎么样"), widget=forms.RadioSelect, choices=[
        (Solved.SOLVED.value, _("已经解决")), (Solved.PARTLY.value, _("解决了一部分"))])
    found = fields.text(_("查到了什么"), 1000, rows=2)
    done = fields.text(_("做了什么，什么时候做的"), 1000, rows=3)
    duty = forms.CharField(label=_("是谁的事"), max_length=200)
    next = fields.text(_("接下来怎么办"), 1000, rows=2)
    attached = FilesField()


class AnswerSplitForm(AnswerForm):
    """One answer for all that was handled apart: proposed from what each part answered, read before it is sent."""

    attached = None  # type: ignore[assignment]  # Django leaves a field out so


class MergeForm(VersionForm):
    """Into which matter: by its number, or picked from what is open at the place."""

    main = fields.PickField(label=_("并到哪一件"), unknown=_("没有这一件，或者已经了结，或者不在同一街道。请填编号。"),
                            help_text=_("填编号，或者标题里的几个字。"))

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        main = self.fields["main"]
        assert isinstance(main, fields.PickField)  # noqa: S101  declared above
        main.offer([Choice(one.words, one.id) for one in candidates])
        self.likely = [one for one in candidates if one.is_likely][:LIKELY]


class SplitForm(VersionForm):
    """One message as several matters: what is to be done in each. The boxes beyond the second may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, MOST_PARTS + 1):
            self.fields[f"part{n}"] = fields.text(_("第 %(n)s 件") % {"n": n}, LIMITS["text"], rows=2, required=n <= 2)


class NoForm(VersionForm):
    """Not possible, or not ours: reason in plain words, and what else one can do."""

    kind = forms.ChoiceField(label=_("哪一种"), widget=forms.RadioSelect, choices=labelled(
        AnswerKind, {AnswerKind.NOT_POSSIBLE, AnswerKind.NOT_OURS}))
    ground = forms.ChoiceField(label=_("依据"))
    reason = fields.text(_("理由，用大白话"), 1000)
    whose = forms.CharField(label=_("是谁的事"), max_length=120, required=False, help_text=_("不归我们管的要填。"))
    instead = fields.text(_("反映人还可以怎么办"), 1000)

    def __init__(self, *args: Any, turning_away: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ChoiceField)  # noqa: S101  declared above
        allowed = {one for one in Ground if one.turns_away or not turning_away}
        ground.choices = [("", _("请选一条")), *labelled(Ground, allowed)]


class JudgeForm(VersionForm):
    """The reporter's word on the telephone, entered by a clerk who did not handle the matter. Nothing is proposed."""

    solved = forms.ChoiceField(label=_("解决了吗"), widget=forms.RadioSelect, choices=labelled(Solved))
    satisfied = forms.ChoiceField(label=_("满意吗"), widget=forms.RadioSelect, choices=labelled(Satisfaction))
    words = fields.text(_("还说了什么"), 500, rows=2, required=False)


class PassOnForm(VersionForm):
    """To which colleague."""

    to = forms.TypedChoiceField(label=_("转给谁"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, colleagues: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, forms.TypedChoiceField)  # noqa: S101  declared above
        to.choices = colleagues
