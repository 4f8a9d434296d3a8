"""The form that makes a figure of a register: what is counted, of which records, how written."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.figures.actions import NEEDS_A_FIELD, NEEDS_A_NUMBER, FigureSpec
from bihuan.figures.models import Aggregate
from bihuan.figures.rules import NATURE_LABELS, Nature
from bihuan.registers.codes import code_for
from bihuan.registers.models import ColumnType, Register
from bihuan.registers.models.register import NUMBERS

ONLY = "only."  # before a column's code: which of its choices are counted
LONGEST_CODE = 60
OFFERED = (
    Aggregate.COUNT,
    Aggregate.SUM,
    Aggregate.AVG,
    Aggregate.MIN,
    Aggregate.MAX,
    Aggregate.DISTINCT,
    Aggregate.LATEST,
)
NATURES = (Nature.EXACT, Nature.LOWER_BOUND, Nature.APPROXIMATE, Nature.PLAN, Nature.NORM)
ORDERED = frozenset({*NUMBERS, ColumnType.DATE})


class FigureForm(forms.Form):
    """A figure counted from one register."""

    label = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=80,
        help_text=gettext_lazy("如“建成公路里程”。公文里按这个名称引用。"),
        error_messages={"required": gettext_lazy("请填写名称。")},
    )
    aggregate = forms.ChoiceField(
        label=gettext_lazy("怎么算"), choices=[(each.value, each.label) for each in OFFERED]
    )
    field = forms.ChoiceField(
        label=gettext_lazy("算哪一列"),
        required=False,
        help_text=gettext_lazy("算条数时不用选。"),
    )
    unit_of_measure = forms.CharField(
        label=gettext_lazy("计量单位"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("不填时取那一列的单位；条数请写“条”“人”“户”等。"),
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("性质"),
        choices=[(each.value, NATURE_LABELS[each]) for each in NATURES],
    )
    note = forms.CharField(
        label=gettext_lazy("口径"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("什么算、什么不算，一句话。"),
    )

    def __init__(
        self,
        data: Any,
        register: Register,
        *,
        labels: Collection[str] = (),
        codes: Collection[str] = (),
    ) -> None:
        super().__init__(data, label_suffix="", use_required_attribute=False)
        self.register, self.labels, self.codes = register, labels, codes
        columns = [column for column in register.columns_in_order if not column.is_sensitive]
        fields: Any = self.fields
        named = [(c.code, c.label) for c in columns if c.type != ColumnType.LONG_TEXT]
        fields["field"].choices = [("", _("（不用选）")), *named]
        for column in columns:
            offered = [(choice["code"], choice["label"]) for choice in column.choices]
            if column.type == ColumnType.YES_NO:
                offered = [("是", _("是")), ("否", _("否"))]
            if column.type in (ColumnType.CHOICE, ColumnType.YES_NO):
                self.fields[ONLY + column.code] = forms.ChoiceField(
                    label=column.label, required=False, choices=[("", _("不限")), *offered]
                )

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """Return the fields of the figure itself."""
        return [bound for bound in self if not bound.name.startswith(ONLY)]

    @property
    def only_fields(self) -> list[forms.BoundField]:
        """Return the fields that narrow which records are counted."""
        return [bound for bound in self if bound.name.startswith(ONLY)]

    def clean_label(self) -> str:
        """Refuse a name that another figure of the home bears."""
        label: str = self.cleaned_data["label"]
        if label in self.labels:
            raise forms.ValidationError(_("已有同名的数据，请换一个名称。"))
        return label

    def clean(self) -> dict[str, Any]:
        """Refuse a calculation without its column, or of one that it does not suit."""
        given = super().clean() or {}
        kind, column = given.get("aggregate"), self.register.column(given.get("field") or "")
        if kind not in NEEDS_A_FIELD:
            given["field"] = ""
        elif column is None:
            self.add_error("field", _("请选择算哪一列。"))
        elif kind in NEEDS_A_NUMBER and column.type not in NUMBERS:
            self.add_error("field", _("“%(label)s”不是数字，不能求和或平均。") % _named(column))
        elif kind in (Aggregate.MIN, Aggregate.MAX) and column.type not in ORDERED:
            self.add_error(
                "field", _("“%(label)s”没有大小先后，不能取最小或最大。") % _named(column)
            )
        return given

    def spec(self) -> FigureSpec:
        """Return the figure described; the form is valid."""
        given = self.cleaned_data
        column = self.register.column(given["field"])
        measured = column is not None and given["aggregate"] != Aggregate.DISTINCT
        unit = given["unit_of_measure"] or (column.unit_of_measure if column and measured else "")
        nature = given["nature"]
        is_day = column is not None and column.type == ColumnType.DATE and measured
        return FigureSpec(
            code=code_for(given["label"], self.codes, otherwise="figure"),
            label=given["label"],
            aggregate=given["aggregate"],
            source=self.register.code,
            field=given["field"],
            where=tuple(
                {"field": name.removeprefix(ONLY), "is": value}
                for name, value in given.items()
                if name.startswith(ONLY) and value
            ),
            unit_of_measure="" if is_day else unit,
            nature=Nature.DATE.value if is_day else nature,
            note=given["note"],
        )


def _named(column: Any) -> dict[str, str]:
    return {"label": column.label}
