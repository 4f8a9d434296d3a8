"""Forms of the Word way: a template uploaded, replaced, filled; a file whose text is taken over."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.figures.periods import Period
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Unit


def _word_file(help_text: Any) -> forms.FileField:
    widget = forms.ClearableFileInput(attrs={"accept": ".docx"})
    return forms.FileField(
        label=gettext_lazy("Word 文件"),
        widget=widget,
        help_text=help_text,
        max_length=200,
        error_messages={"required": gettext_lazy("请选一个 .docx 文件。")},
    )


class WordFileForm(forms.Form):
    """A Word file by itself, with the version that its sender started from."""

    file = _word_file(gettext_lazy("用 Word 或 WPS 做的 .docx，不带宏、修订和外部链接。"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewWordTemplateForm(forms.Form):
    """A template made in Word: what it is called, whose it is, and the file."""

    file = _word_file(gettext_lazy("用 Word 或 WPS 做的 .docx，不带宏、修订和外部链接。"))
    title = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=100,
        help_text=gettext_lazy("别人凭它找到这份模板，如：道路建设月报。"),
    )
    kind = forms.CharField(
        label=gettext_lazy("文种"),
        max_length=20,
        initial=gettext_lazy("报告"),
        widget=forms.TextInput(attrs={"list": "word-kinds"}),
    )
    unit = forms.ChoiceField(label=gettext_lazy("单位"))

    def __init__(self, data: Any, files: Any, units: Sequence[Unit]) -> None:
        super().__init__(data, files, label_suffix="")
        self.by_code = {unit.code: unit for unit in units}
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(unit.code, str(unit)) for unit in units]
        if len(self.by_code) == 1:
            field.widget = forms.HiddenInput()
            field.initial = units[0].code


class FillingPeriodForm(forms.Form):
    """The days for which a Word template is filled; both left empty: all time."""

    first = forms.DateField(label=gettext_lazy("从"), widget=DayInput(), required=False)
    last = forms.DateField(label=gettext_lazy("到"), widget=DayInput(), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse half a period, and one that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if bool(first) != bool(last) and not self.errors:
            self.add_error("last", _("起日和止日要么都填，要么都不填（全部时间）。"))
        if first and last and last < first:
            self.add_error("last", _("止日早于起日，请改正。"))
        return given

    def period(self) -> Period:
        """Return the period; the form is valid."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return (first, last) if first and last else None


class WithdrawalForm(forms.Form):
    """Why a Word template is no longer filled."""

    reason = forms.CharField(label=gettext_lazy("停用理由"), max_length=200)
