"""What Django says of a wrong field, in our words: set once for every form, the libraries' included."""
from __future__ import annotations

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _


def reword() -> None:
    """Replace Django's stock sentences. Called when the application is ready; a field's own words still win."""
    forms.Field.default_error_messages["required"] = _("这一栏要填。")
    forms.DateField.default_error_messages["invalid"] = _("请写成 2026-11-24 这样的日期。")
    forms.IntegerField.default_error_messages["invalid"] = _("请填整数。")
    for choice in (forms.ChoiceField, forms.MultipleChoiceField):
        choice.default_error_messages["required"] = _("请选一项。")
        choice.default_error_messages["invalid_choice"] = _("请从列出的里面选。")
    for name in ("required", "invalid", "missing"):
        forms.FileField.default_error_messages[name] = _("请选一个文件。")
    forms.FileField.default_error_messages["empty"] = _("这个文件是空的。")
    validators.MaxLengthValidator.message = _("最多 %(limit_value)d 个字，现在有 %(show_value)d 个。")
    validators.ProhibitNullCharactersValidator.message = _("里面有看不见的字符，请删掉再填。")
    validators.EmailValidator.message = _("邮箱写得不对。")
