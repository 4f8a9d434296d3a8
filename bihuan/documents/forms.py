"""Forms of the room."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.documents.template.front_matter import LONGEST_CODE as MOST_NAME
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Unit

Choices = Sequence[tuple[str, str]]


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


class PeriodForm(forms.Form):
    """Whose briefing, and the days that it tells of."""

    unit = forms.ChoiceField(label=gettext_lazy("单位"))
    first = forms.DateField(label=gettext_lazy("从"), widget=DayInput())
    last = forms.DateField(label=gettext_lazy("到"), widget=DayInput())

    def __init__(self, data: Any, units: Sequence[Unit]) -> None:
        super().__init__(data, label_suffix="")
        self.by_code = {unit.code: unit for unit in units}
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(unit.code, str(unit)) for unit in units]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("止日早于起日，请改正。"))
        return given


class CheckForm(forms.Form):
    """A file to be checked, as whose, and over which days records are asked."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        max_length=200,
        allow_empty_file=True,  # the checker says in its own words that it is empty
        widget=forms.FileInput(attrs={"accept": ".docx,.txt,.md,.pdf"}),
        help_text=gettext_lazy("Word（.docx）、.txt、.md 或有文字的 .pdf，20兆以内，200页以内。"),
        error_messages={"required": gettext_lazy("请选择要核对的文件。")},
    )
    unit = forms.ChoiceField(label=gettext_lazy("与哪个单位的台账核对"))
    first = forms.DateField(label=gettext_lazy("记录从"), required=False, widget=DayInput())
    last = forms.DateField(
        label=gettext_lazy("记录到"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("两个日期都不填：核对全部时间的记录。"),
    )
    special = forms.BooleanField(
        label=gettext_lazy("专项文稿（按专项文稿的字数上限）"), required=False
    )

    def __init__(self, data: Any, files: Any, units: Sequence[Unit]) -> None:
        super().__init__(data, files, label_suffix="")
        self.by_code = {unit.code: unit for unit in units}
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(unit.code, str(unit)) for unit in units]

    @property
    def asked_unit(self) -> Unit:
        """Return the unit whose records are asked."""
        return self.by_code[self.cleaned_data["unit"]]

    @property
    def asked_period(self) -> tuple[dt.date, dt.date] | None:
        """Return the days given; None for all time."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return (first, last) if first and last else None

    def clean(self) -> dict[str, Any]:
        """Refuse half a period, and one that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if bool(first) != bool(last):
            self.add_error("last" if first else "first", _("两个日期要一起填，或者都不填。"))
        elif first and last and last < first:
            self.add_error("last", _("止日早于起日，请改正。"))
        return given


class BriefingForm(forms.Form):
    """What stands in the head of a briefing, and which figures and records it tells."""

    title = forms.CharField(
        label=gettext_lazy("标题"),
        max_length=80,
        help_text=gettext_lazy("一句话说清本期最要紧的事。"),
        error_messages={"required": gettext_lazy("请写标题。")},
    )
    name = forms.CharField(
        label=gettext_lazy("刊名（红字）"),
        max_length=MOST_NAME,
        error_messages={"required": gettext_lazy("请写刊名。")},
    )
    number = forms.IntegerField(
        label=gettext_lazy("期号"),
        required=False,
        min_value=1,
        max_value=99_999,
        help_text=gettext_lazy("不填：签发时取本刊今年的下一期。旧刊接着编的，第一次填上。"),
    )
    figures = forms.MultipleChoiceField(
        label=gettext_lazy("写进导语的数据"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sources = forms.MultipleChoiceField(
        label=gettext_lazy("列表写出的记录"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: Any, initial: dict[str, Any], figures: Choices, sources: Choices
    ) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        for name, choices in (("figures", figures), ("sources", sources)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices
            if not choices:
                del self.fields[name]
