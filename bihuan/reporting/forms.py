"""Forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.reporting.actions.forms import FormSpec
from bihuan.reporting.models import PeriodKind, ReportForm
from bihuan.reporting.periods import VARIANTS
from bihuan.reporting.rules import NAMED_IN_COLUMN, NAMED_IN_ROW, SCALES, TEXTS

EXCEL = ".xlsx,.xls"


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def _workbook(label: Any, help_text: Any = "") -> forms.FileField:
    widget = forms.ClearableFileInput(attrs={"accept": EXCEL})
    return forms.FileField(label=label, widget=widget, help_text=help_text, max_length=200)


class BlankForm(forms.Form):
    """A blank as the level above sent it."""

    file = _workbook(
        gettext_lazy("空表"),
        gettext_lazy("上级发下来的 Excel 原表，不用改动。.xlsx 或 .xls 都可以。"),
    )


class DescriptionForm(forms.Form):
    """What a form is called, who asks for it, how often and by when."""

    label = forms.CharField(label=gettext_lazy("报表名称"), max_length=80)
    issued_by = forms.CharField(
        label=gettext_lazy("布置单位"),
        max_length=80,
        help_text=gettext_lazy("哪个上级部门要的，如：市综治办。"),
    )
    period_kind = forms.ChoiceField(label=gettext_lazy("报送周期"), choices=PeriodKind.choices)
    due_day = forms.IntegerField(
        label=gettext_lazy("每期几号前报"),
        min_value=1,
        max_value=31,
        required=False,
        help_text=gettext_lazy("如每月5日前报上月，填 5；没有规定的不填。"),
    )
    due_months = forms.ChoiceField(
        label=gettext_lazy("在哪个月报"),
        choices=[
            ("1", gettext_lazy("期满后的下一个月")),
            ("0", gettext_lazy("当期最后一个月")),
            ("2", gettext_lazy("期满后第二个月")),
        ],
        required=False,
    )
    due_on = _day(
        gettext_lazy("报送期限"), required=False, help_text=gettext_lazy("只有一次性的表要填。")
    )
    first_day = _day(
        gettext_lazy("自哪一天所在的期起"),
        required=False,
        help_text=gettext_lazy("不填，从上一期起。更早的各期也随时可以填报。"),
    )

    def spec(self, code: str, *, is_asked: bool = True) -> FormSpec:
        """Return what the form says; it is valid."""
        values = self.cleaned_data
        return FormSpec(
            code=code,
            label=values["label"],
            period_kind=values["period_kind"],
            issued_by=values["issued_by"],
            due_day=values["due_day"],
            due_months=int(values["due_months"] or 1),
            due_on=values["due_on"],
            first_day=values["first_day"],
            is_asked=is_asked,
        )


class NewForm(DescriptionForm, BlankForm):
    """A form with its first blank."""

    field_order = ("file", "label", "issued_by", "period_kind", "due_day", "due_months")


class ChangedForm(DescriptionForm):
    """A form's description changed; `is_asked` off: nobody asks for it any more."""

    is_asked = forms.BooleanField(label=gettext_lazy("仍需报送"), required=False)

    @classmethod
    def of(cls, form: ReportForm) -> "ChangedForm":
        """Return the form with what a report form says now."""
        names = ("label", "issued_by", "period_kind", "due_day", "due_months", "due_on")
        initial = {name: getattr(form, name) for name in (*names, "first_day", "is_asked")}
        return cls(initial=initial)


class FigureCellForm(forms.Form):
    """A figure for a cell or for each cell of an area."""

    area = forms.CharField(label=gettext_lazy("用于"), max_length=24)
    figure = forms.CharField(label=gettext_lazy("数据"), max_length=80)
    period = forms.ChoiceField(label=gettext_lazy("时期"))
    unit = forms.ChoiceField(label=gettext_lazy("范围"))
    scale = forms.ChoiceField(
        label=gettext_lazy("单位"),
        choices=[(code, label) for code, (label, _power) in SCALES.items()],
        required=False,
    )
    decimals = forms.IntegerField(
        label=gettext_lazy("小数"), min_value=0, max_value=6, required=False
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_column = (NAMED_IN_COLUMN, _("表头写着几月就取几月"))
        in_row = (NAMED_IN_ROW, _("这一行左边写着哪个村就取哪个村"))
        self.fields["period"].choices = [*VARIANTS.items(), in_column]  # type: ignore[attr-defined]
        whole = ("", _("填报单位全部"))
        self.fields["unit"].choices = [whole, in_row, *units]  # type: ignore[attr-defined]
        self.fields["unit"].required = False
        self.fields["figure"].widget.attrs |= {"list": "figures", "autocomplete": "off"}
        self.fields["area"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}


class TextCellForm(forms.Form):
    """Words for a cell."""

    what = forms.ChoiceField(label=gettext_lazy("写什么"), choices=list(TEXTS.items()))
    text = forms.CharField(label=gettext_lazy("固定文字的内容"), max_length=200, required=False)


class GapForm(forms.Form):
    """A gap answered by asking."""

    sheet = forms.CharField(widget=forms.HiddenInput, max_length=40)
    cell = forms.CharField(widget=forms.HiddenInput, max_length=12)
    text = forms.CharField(label=gettext_lazy("填入"), max_length=200, required=False)
    source = forms.CharField(
        label=gettext_lazy("来源（问的谁、依据什么）"), max_length=200, required=False
    )


class SendingForm(forms.Form):
    """That a form was sent."""

    sent_on = _day(gettext_lazy("报送日期"))
    sent_to = forms.CharField(label=gettext_lazy("报给"), max_length=80)
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200, required=False)

    def __init__(self, *args: Any, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"].help_text = _("还有缺口或校验不符，仍要报送的，写明为什么。")
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class ReasonForm(forms.Form):
    """Why a sent form is corrected."""

    reason = forms.CharField(label=gettext_lazy("更正原因"), max_length=200)


class ComparisonForm(forms.Form):
    """A form that was filled by hand, and for which period."""

    file = _workbook(
        gettext_lazy("手工填好的表"),
        gettext_lazy("以前报过的同一张表，用来核对各格选得对不对；不会保存。"),
    )
    period = forms.CharField(label=gettext_lazy("它的时期"), max_length=24)
