"""Forms of the room: they read what people write; the actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.lib.policy import Known, ValueKind
from bihuan.presets.models import DayKind


class DayInput(forms.DateInput):
    """A day, picked in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PresetForm(forms.Form):
    """A new value of a preset, from when, on what basis."""

    value = forms.CharField(label=_("新的值"), max_length=40)
    from_on = forms.DateField(
        label=_("从哪天起"), widget=DayInput(), help_text=_("今天或以后；这一天以前仍按原来的数")
    )
    basis = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("文件名称、文号，或会议决定")
    )

    def __init__(self, *args: Any, known: Known, **options: Any) -> None:
        super().__init__(*args, **options)
        if known.kind is ValueKind.YES_NO:
            choices = [("yes", _("是")), ("no", _("否"))]
            self.fields["value"] = forms.ChoiceField(label=_("新的值"), choices=choices)
            return
        field = self.fields["value"]
        field.unit = known.unit  # type: ignore[attr-defined]
        field.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}


class DayForm(forms.Form):
    """What a day is."""

    kind = forms.ChoiceField(label=_("这一天"), choices=DayKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("名称"), max_length=40, required=False, help_text=_("例如：春节、调休、防汛值守")
    )
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("通知的名称或文号"))


class NoticeForm(forms.Form):
    """A year's notice as a file."""

    file = forms.FileField(
        label=_("放假安排"), help_text=_("Excel 或 CSV，三列：日期、类型（放假或上班）、名称")
    )
    source = forms.CharField(
        label=_("依据"),
        max_length=200,
        help_text=_("例如：国务院办公厅关于2027年部分节假日安排的通知"),
    )
