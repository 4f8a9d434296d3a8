"""Forms of the room: they read what people write; the actions decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.collecting.actions import Wanted
from bihuan.collecting.actions.asking import LONGEST_NOTE, LONGEST_TITLE
from bihuan.collecting.actions.returning import LONGEST_REASON
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Unit
from bihuan.registers.models import Register


def _grouped(by_kind: dict[str, list[tuple[str, str]]]) -> list[Any]:
    """Return choices by kind; without a heading where there is but one kind."""
    groups = list(by_kind.items())
    return list(groups[0][1]) if len(groups) == 1 else groups


class AskForm(forms.Form):
    """What is asked of whom; the register was chosen before."""

    title = forms.CharField(label=_("名称"), max_length=LONGEST_TITLE)
    first = forms.DateField(label=_("时段从（不填：从头）"), required=False, widget=DayInput())
    last = forms.DateField(label=_("到（不填：至今）"), required=False, widget=DayInput())
    due_on = forms.DateField(label=_("请在这天前交"), widget=DayInput())
    note = forms.CharField(
        label=_("说明（写在表头上方）"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    with_standing = forms.BooleanField(
        label=_("带上这个时段已登记的，各单位在上面接着填"), required=False, initial=True
    )
    units = forms.MultipleChoiceField(
        label=_("请哪些单位填"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一个单位。")},
    )

    def __init__(self, data: Any, register: Register, units: Sequence[Unit]) -> None:
        everybody = [unit.code for unit in units]
        initial = {"title": register.label, "units": everybody}
        super().__init__(data, initial=initial, label_suffix="")
        self.by_code = {unit.code: unit for unit in units}
        field = self.fields["units"]
        assert isinstance(field, forms.MultipleChoiceField)
        by_kind: dict[str, list[tuple[str, str]]] = {}
        for unit in units:
            by_kind.setdefault(unit.get_kind_display(), []).append((unit.code, str(unit)))
        field.choices = _grouped(by_kind)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("止日早于起日，请改正。"))
        return given

    def chosen(self) -> list[Unit]:
        """Return the units that were chosen, in their order."""
        return [self.by_code[code] for code in self.by_code if code in self.cleaned_data["units"]]

    def wanted(self) -> Wanted:
        """Return what is asked."""
        given = self.cleaned_data
        return Wanted(
            title=given["title"],
            due_on=given["due_on"],
            first=given["first"],
            last=given["last"],
            note=given["note"],
            with_standing=given["with_standing"],
        )


class WaiverForm(forms.Form):
    """Why a unit is let off."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})


class DueForm(forms.Form):
    """Another day by which to return."""

    due_on = forms.DateField(label=_("改到"), widget=DayInput())

    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})
