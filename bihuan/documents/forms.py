"""Forms of the room."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class TemplateForm(forms.Form):
    """A document's template, with the revision that its author started from."""

    template = forms.CharField(
        label=gettext_lazy("模板"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 26, "spellcheck": "false", "class": "document-source"}
        ),
        help_text=gettext_lazy(
            "“---”之间写公文要素，其后是正文。数据写作 {{ 数据名称 }}，不要直接写数字。"
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SignOffForm(forms.Form):
    """What a person signs for: the value as number or day, and where it comes from."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=200)
    value = forms.CharField(label=gettext_lazy("数值"), max_length=40)
    source = forms.CharField(
        label=gettext_lazy("来源"),
        max_length=200,
        help_text=gettext_lazy("写明文件、会议或统计表的名称和日期，别人凭它能查到。"),
    )

    def __init__(self, *args: Any, is_date: bool = False, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_date = is_date
        if is_date:
            self.fields["value"].widget = forms.DateInput(attrs={"type": "date"})
            self.fields["value"].label = _("日期")
        else:
            self.fields["value"].widget.attrs["inputmode"] = "decimal"
            self.fields["value"].unit = unit  # type: ignore[attr-defined]

    def clean_value(self) -> Decimal | dt.date:
        """Read the value; only a number or a day, without unit or qualifier."""
        text = self.cleaned_data["value"].strip()
        try:
            return dt.date.fromisoformat(text) if self.is_date else Decimal(text)
        except (ValueError, InvalidOperation) as error:
            said = (
                _("请写成 2010-02-03 这样的日期。")
                if self.is_date
                else _("请只写数字，不带单位和“余”“约”等字。")
            )
            raise forms.ValidationError(said) from error


class RevocationForm(forms.Form):
    """Why a signature is taken back."""

    reason = forms.CharField(label=gettext_lazy("撤回理由"), max_length=200)
