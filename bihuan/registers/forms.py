"""Forms: the filters of a table, a reason, a file. The form of a record is in record_form.py."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.lib.workbooks.reading import MAX_BYTES
from bihuan.lib.workbooks.refusal import too_large
from bihuan.orgs.access import Actor
from bihuan.registers.access import units_with_rows_for
from bihuan.registers.actions.records import LONGEST_REASON
from bihuan.registers.listing import NEWEST_FIRST, Criteria, is_sortable
from bihuan.registers.models import ColumnType, Register, Status

CHOICE = "c."  # before a column's code in the address
INDENT = "　"


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

    def __init__(self, data: Any, actor: Actor, register: Register) -> None:
        super().__init__(data, auto_id="filter_%s", label_suffix="")
        self.register = register
        self.units = {unit.code: unit for unit in units_with_rows_for(actor, register)}
        self._offer_units()
        for column in register.columns_in_order:
            if column.type == ColumnType.CHOICE and column.slot:
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
        return [field for field in self if not field.name.startswith(CHOICE)]

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


class ReasonForm(forms.Form):
    """Why a record is returned or made void, and the version that was read."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3, "required": True}),
    )
    base = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, **keys: Any) -> None:
        super().__init__(data, files, **{"label_suffix": "", **keys})


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
