"""What the room's forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.meetings.actions.stepping import LONGEST_REASON
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Unit

OFF = {"autocomplete": "off"}


class Room(forms.Form):
    """A form of the room: no colon behind labels."""

    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})


class TimeInput(forms.TimeInput):
    """A time of day, picked in the browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ReasonForm(Room):
    """Why something is made void or withdrawn."""

    reason = forms.CharField(
        label=_("理由"), max_length=LONGEST_REASON, widget=forms.TextInput(OFF)
    )


class DayForm(Room):
    """Another day."""

    on = forms.DateField(label=_("日期"), widget=DayInput())


def text(label: Any, most: int, **keys: Any) -> forms.CharField:
    """Return a field of one line, not required."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.TextInput(OFF), **{"required": False, **keys}
    )


def grouped_by_kind(units: list[Unit]) -> list[Any]:
    """Return choices of units by their kind, without a heading where there is but one."""
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for unit in units:
        by_kind.setdefault(unit.get_kind_display(), []).append((unit.code, unit.name))
    groups = list(by_kind.items())
    return list(groups[0][1]) if len(groups) == 1 else groups
