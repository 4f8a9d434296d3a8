"""Filters over the lists."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.lib import clock
from bihuan.meetings.forms.plain import Room, text
from bihuan.meetings.listing import WHICH
from bihuan.meetings.models import MeetingKind, TalkKind
from bihuan.orgs.forms import DayInput

YEARS_BACK = 20


class FilterForm(Room):
    """What the list of meetings may be narrowed by."""

    which = forms.ChoiceField(
        label=_("看哪些"), required=False, choices=[("", _("全部会议")), *WHICH.items()]
    )
    kind = forms.ChoiceField(label=_("类别"), required=False)
    year = forms.ChoiceField(label=_("年度"), required=False)
    text = text(_("名称或单位"), 40)

    def __init__(self, data: Any, first_year: int | None, kinds: Any = MeetingKind) -> None:
        super().__init__(data)
        this = clock.today().year
        years = range(this, max(first_year or this, this - YEARS_BACK) - 1, -1)
        _choose(self, "kind", [("", _("全部类别")), *kinds.choices])
        _choose(self, "year", [("", _("全部年度")), *((str(y), f"{y}年") for y in years)])

    def asked(self) -> dict[str, Any]:
        """Return what was asked for; what cannot be understood narrows nothing."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {name: value for name, value in given.items() if value}


class TalkFilterForm(FilterForm):
    """What the list of talks may be narrowed by."""

    which = None  # type: ignore[assignment]
    text = text(_("姓名（职务）"), 40)

    def __init__(self, data: Any, first_year: int | None) -> None:
        super().__init__(data, first_year, TalkKind)


class PeriodForm(Room):
    """The days over which pairs are looked at."""

    first = forms.DateField(label=_("从"), required=False)
    last = forms.DateField(label=_("到"), required=False)

    def __init__(self, data: Any, usual: tuple[dt.date, dt.date]) -> None:
        super().__init__(data)
        self.usual = usual
        for name, day in zip(("first", "last"), usual, strict=True):
            self.fields[name].widget = DayInput()
            self.fields[name].initial = day

    def clean(self) -> dict[str, Any]:
        """Refuse days that are reversed."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first") or self.usual[0], given.get("last") or self.usual[1]
        if last < first:
            self.add_error("last", _("止日早于起日，请改正。"))
        return {"first": first, "last": last}

    def days(self) -> tuple[dt.date, dt.date]:
        """Return the days asked for; the usual ones where what was asked cannot be understood."""
        if self.is_bound and self.is_valid():
            return self.cleaned_data["first"], self.cleaned_data["last"]
        return self.usual


def _choose(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
