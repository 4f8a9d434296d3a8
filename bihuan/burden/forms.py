"""The form of a period; the pages decide nothing."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.orgs.forms import DayInput


class PeriodForm(forms.Form):
    """From a day to a day, both in it; this year where nothing is asked."""

    first = forms.DateField(label=_("从"), widget=DayInput())
    last = forms.DateField(label=_("到"), widget=DayInput())

    def __init__(self, data: Any, today: dt.date) -> None:
        self.year_so_far = (dt.date(today.year, 1, 1), today)
        initial = dict(zip(("first", "last"), self.year_so_far, strict=True))
        super().__init__(data, initial=initial, label_suffix="")

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("止日早于起日，请改正。"))
        return given

    def is_fine(self) -> bool:
        """Tell whether a period is known: nothing was asked, or it was asked well."""
        return not self.is_bound or self.is_valid()

    def period(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day."""
        if self.is_bound and self.is_valid():
            return self.cleaned_data["first"], self.cleaned_data["last"]
        return self.year_so_far
