"""Forms: the filters of a table, a reason, a file. The form of a record is in record_form.py."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Count
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bihuan.lib.errors import Invalid
from bihuan.lib.moments import read_moment, shown_time
from bihuan.lib.workbooks.reading import MAX_BYTES
from bihuan.lib.workbooks.refusal import too_large
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers.access import units_with_rows_for
from bihuan.registers.actions.records import LONGEST_REASON
from bihuan.registers.listing import NEWEST_FIRST, Criteria, is_sortable
from bihuan.registers.masking import LONGEST_DETAIL, REASONS
from bihuan.registers.models import ColumnType, Register, Status

CHOICE = "c."  # before a column's code in the address
INDENT = "　"
MOST_UNITS = 300  # that a list of units offers: a longer one is no help, and slow
AS_OF = ("as_of", "as_of_time")


def moment_asked(query: Any) -> tuple[dt.datetime | None, str]:
    """Return the moment that an address asks for, and the sentence where it is none."""
    try:
        return read_moment(query.get("as_of", ""), query.get("as_of_time", "")), ""
    except Invalid as error:
        return None, error.message


class FilterForm(forms.Form):
    """Which rows a table shows, read from the address."""

    unit = forms.ChoiceField(label=_("填报单位"), required=False)
    since = forms.DateField(
        label=_("日期从"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("到"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    status = forms.ChoiceField(
        label=_("审核状态"), required=False, choices=[("", _("全部（不含作废）")), *Status.choices]
    )
    q = forms.CharField(
        label=_("包含文字"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"type": "search"}),
    )
    as_of = forms.DateField(
        label=_("截至哪一天"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    as_of_time = forms.TimeField(
        label=_("几点（不填是当天24:00）"),
        required=False,
        widget=forms.TimeInput({"type": "time", "step": "1"}),
    )

    def __init__(self, data: Any, actor: Actor, register: Register) -> None:
        self.moment, self.moment_fault = moment_asked(data)
        asked = data.copy()
        if self.moment is not None:
            asked["as_of"] = timezone.localtime(self.moment).date().isoformat()
            asked["as_of_time"] = shown_time(self.moment)
        super().__init__(asked, auto_id="filter_%s", label_suffix="")
        self.register = register
        self.units = _units_offered(actor, register, str(asked.get("unit", "")))
        self._offer_units()
        for column in register.columns_in_order:
            if column.type == ColumnType.CHOICE and column.slot and not column.is_sensitive:
                offered = [(c["code"], c["label"]) for c in column.choices]
                self.fields[CHOICE + column.code] = forms.ChoiceField(
                    label=column.label, required=False, choices=[("", _("不限")), *offered]
                )
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["data-submits"] = ""

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """Return the filters that always stand above a table."""
        apart = (*AS_OF, CHOICE)
        return [field for field in self if not field.name.startswith(apart)]

    @property
    def as_of_fields(self) -> list[forms.BoundField]:
        """Return the fields of the moment whose rows are asked for."""
        return [self[name] for name in AS_OF]

    def clean(self) -> dict[str, Any]:
        """Refuse a moment that is none, or is still to come."""
        if self.moment_fault and "as_of" not in self.errors:
            self.add_error("as_of", self.moment_fault)
        return super().clean() or {}

    @property
    def choice_fields(self) -> list[forms.BoundField]:
        """Return the filters of choice columns."""
        return [field for field in self if field.name.startswith(CHOICE)]

    @property
    def chosen(self) -> int:
        """Return how many filters of choice columns are set."""
        return sum(1 for field in self.choice_fields if field.value())

    def criteria(self) -> Criteria:
        """Return what was asked; a filter that makes no sense is told on its field and left out."""
        self.is_valid()
        given = self.cleaned_data
        sort = self.data.get("sort", "")
        sortable = is_sortable(self.register, sort.removeprefix("-"))
        return Criteria(
            unit=self.units.get(given.get("unit", "")),
            first=given.get("since"),
            last=given.get("until"),
            status=given.get("status", ""),
            chosen={
                name.removeprefix(CHOICE): value
                for name, value in given.items()
                if name.startswith(CHOICE) and value
            },
            text=given.get("q", "").strip(),
            sort=sort if sortable else NEWEST_FIRST,
            as_of=self.moment,
        )

    def _offer_units(self) -> None:
        if len(self.units) < 2:
            del self.fields["unit"]
            return
        least = min(len(unit.path) for unit in self.units.values())
        offered = [
            (code, INDENT * ((len(unit.path) - least) // 4) + str(unit))
            for code, unit in self.units.items()
        ]
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("全部")), *offered]


def _units_offered(actor: Actor, register: Register, asked: str) -> dict[str, Unit]:
    """Return the units to choose from by code: all, or of very many the upper levels.

    A unit that an address asks for is among them, however deep it lies.
    """
    visible = units_with_rows_for(actor, register)
    units = list(visible[: MOST_UNITS + 1])
    if len(units) > MOST_UNITS:
        depths = visible.order_by().annotate(depth=Length("path")).values_list("depth")
        units, offered = [], 0
        for depth, count in depths.annotate(Count("pk")).order_by("depth"):
            offered += count
            if offered > MOST_UNITS and units:
                break
            units = list(visible.annotate(depth=Length("path")).filter(depth__lte=depth))
        if asked and asked not in {unit.code for unit in units}:
            units += visible.filter(code=asked)
    return {unit.code: unit for unit in units[: MOST_UNITS + 1]}


class ReasonForm(forms.Form):
    """Why a record is returned or made void, and the version that was read."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3, "required": True}),
        help_text=_("会记入审计日志、长期保留：请不要写姓名、电话等个人信息。"),
    )
    base = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, **keys: Any) -> None:
        super().__init__(data, files, **{"label_suffix": "", **keys})


class PostponeForm(forms.Form):
    """Why a purge is postponed."""

    reason = forms.CharField(
        label=_("推迟理由"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("例如：正在巡察、诉讼未结。会记入审计日志。"),
    )

    def __init__(self, data: Any = None, files: Any = None, **keys: Any) -> None:
        super().__init__(data, files, **{"label_suffix": "", **keys})


class UnmaskForm(forms.Form):
    """Why personal data is to be shown."""

    reason = forms.ChoiceField(
        label=_("理由"), choices=[("", _("请选择")), *REASONS.items()], required=True
    )
    detail = forms.CharField(
        label=_("补充说明"),
        max_length=LONGEST_DETAIL,
        required=False,
        help_text=_("会记入审计日志、长期保留：请不要写姓名、电话等个人信息。"),
    )

    def __init__(self, data: Any = None, files: Any = None, **keys: Any) -> None:
        super().__init__(data, files, **{"label_suffix": "", **keys})


class ClosingForm(forms.Form):
    """Why a register is closed."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput({"required": True, "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})


class UploadForm(forms.Form):
    """A workbook to import."""

    file = forms.FileField(
        label=_("表格文件"),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={
            "required": _("请先选择一个表格文件。"),
            "empty": _("文件是空的，请重新选择。"),
        },
        help_text=_("可用 .xlsx、.xls、.ods 或 .csv，不超过 20 MB。"),
    )

    def __init__(self, data: Any = None, files: Any = None, **keys: Any) -> None:
        super().__init__(data, files, **{"label_suffix": "", **keys})

    def clean_file(self) -> Any:
        """Refuse a file beyond the limit before a byte of it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(str(too_large(file.size, MAX_BYTES)))
        return file
