"""The filter above the list of tasks."""

from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.forms import DayInput, UnitField
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.tasks.listing import FOR_ME, SHOWN, Criteria

MOST_OFFERED = 200


class FilterForm(forms.Form):
    """Words or a number, a unit with all below it, the days between which tasks are due."""

    text = forms.CharField(label=_("任务或督办单号"), max_length=60, required=False)
    unit = UnitField(Unit.objects.none(), label=_("承办单位"), required=False)
    first = forms.DateField(label=_("期限从"), required=False, widget=DayInput())
    last = forms.DateField(label=_("到"), required=False, widget=DayInput())

    def __init__(self, data: Any, actor: Actor) -> None:
        super().__init__(data, label_suffix="")
        self.shown = data.get("show", "open") if data else "open"
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.units = Unit.objects.filter(actor.within(Permission.SEE_TASKS, "path")).order_by(
            "path"
        )

    def criteria(self) -> Criteria:
        """Return what is asked for; what cannot be read is left out, and the form says so."""
        show = self.shown if self.shown in (*SHOWN, *FOR_ME) else "open"
        self.is_valid()
        given = self.cleaned_data if self.is_bound else {}
        return Criteria(
            show=show,
            unit=given.get("unit"),
            first=given.get("first"),
            last=given.get("last"),
            text=(given.get("text") or "").strip(),
        )

    def kept(self) -> dict[str, str]:
        """Return what was asked for, for further addresses."""
        if not self.is_bound:
            return {}
        return {name: self.data.get(name, "") for name in self.fields if self.data.get(name)}

    def offered_units(self) -> SafeString:
        """Return the options of the units to offer, the first MOST_OFFERED of them."""
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        names = field.units.values_list("name")[:MOST_OFFERED]
        return format_html_join("", '<option value="{}"></option>', names)
