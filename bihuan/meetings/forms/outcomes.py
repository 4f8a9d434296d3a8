"""What came of a meeting: points, resolutions, steps of its sequence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.meetings.actions import ResolutionSpec
from bihuan.meetings.actions.resolving import LONGEST_TEXT
from bihuan.meetings.forms.plain import Room
from bihuan.meetings.models import Meeting
from bihuan.meetings.rules import lines_of
from bihuan.meetings.sequences import Counted, Step
from bihuan.opinions.models import Giver, Target
from bihuan.orgs.forms import DayInput, UnitField
from bihuan.orgs.models import Unit

LONGEST_PASTE = 20_000


class PointsForm(Room):
    """What was raised, one a line."""

    lines = forms.CharField(
        label=_("会上提出的意见（一条一行，可整段粘贴）"),
        max_length=LONGEST_PASTE,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("照原话写；不写是谁说的"),
    )
    giver = forms.ChoiceField(label=_("意见人类别"), choices=Giver.choices, initial=Giver.UNKNOWN)
    target = forms.ChoiceField(label=_("意见对象"), choices=Target.choices, initial=Target.WORK)

    def points(self) -> list[str]:
        """Return the points."""
        return lines_of(self.cleaned_data["lines"])


class ResolutionForm(Room):
    """One matter: what, who, by when."""

    text = forms.CharField(
        label=_("议定事项"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 2})
    )
    unit = UnitField(Unit.objects.none(), label=_("责任单位"), required=False)
    due_on = forms.DateField(label=_("完成期限"), required=False, widget=DayInput())
    is_task = forms.BooleanField(label=_("交办为任务"), required=False, initial=True)

    def __init__(self, data: Any, units: Any, label: str, *, may_assign: bool) -> None:
        super().__init__(data)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.units = units
        self.fields["text"].label = label
        if not may_assign:
            del self.fields["is_task"]

    def spec(self) -> ResolutionSpec:
        """Return what was resolved; without a unit and a day there is nothing to assign."""
        given = self.cleaned_data
        return ResolutionSpec(
            text=given["text"],
            unit=given["unit"],
            due_on=given["due_on"],
            is_task=bool(given.get("is_task") and (given["unit"] or given["due_on"])),
        )


class AssignForm(Room):
    """The task of a resolution: to whom, by when."""

    unit = UnitField(Unit.objects.none(), label=_("承办单位"))
    due_on = forms.DateField(label=_("完成期限"), widget=DayInput())

    def __init__(self, data: Any, units: Any) -> None:
        super().__init__(data)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.units = units


class StepForm(Room):
    """A step of a sequence: the day, and where numbers are counted, two numbers. No text."""

    done_on = forms.DateField(label=_("办理日期"), required=False, widget=DayInput())
    count = forms.IntegerField(label=_("人数"), required=False, min_value=0)
    out_of = forms.IntegerField(label=_("应有"), required=False, min_value=0)

    def __init__(self, data: Any, step: Step, **keys: Any) -> None:
        super().__init__(data, prefix=step.code, **keys)
        if step.counted is Counted.ENTERED:
            self.fields["count"].label = step.count_label
        else:
            del self.fields["count"], self.fields["out_of"]


def units_to_resolve(meeting: Meeting) -> Any:
    """Return the units that may be responsible for what a meeting resolved."""
    units = Unit.objects.under(meeting.home.path).open_on(meeting.on)
    return units.filter(home=meeting.home).order_by("path")
