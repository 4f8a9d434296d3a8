"""The form of a new task (督办单): what, who, by when, and how it will be verified."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.orgs.forms import DayInput, UnitField
from bihuan.orgs.models import Person, Unit
from bihuan.tasks.actions import Due, TaskSpec
from bihuan.tasks.actions.assigning import LONGEST_LINE, LONGEST_REQUIREMENT, LONGEST_TITLE
from bihuan.tasks.actions.specs import MOST_DAYS
from bihuan.tasks.forms import leaders_of, units_of
from bihuan.tasks.models import Counting, EvidenceNeeded
from bihuan.tasks.naming import people_named, units_named


class TaskForm(forms.Form):
    """A new task; what most slips need comes first, the rest may stay empty."""

    title = forms.CharField(label=_("任务"), max_length=LONGEST_TITLE)
    unit = UnitField(Unit.objects.none(), label=_("承办（牵头）单位"))
    counting = forms.ChoiceField(
        label=_("期限"), choices=Counting.choices, widget=forms.RadioSelect, initial=Counting.FIXED
    )
    due_on = forms.DateField(label=_("完成日期"), required=False, widget=DayInput())
    days = forms.IntegerField(
        label=_("或：几天内完成（当天不计）"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
    )
    requirement = forms.CharField(
        label=_("要求"),
        max_length=LONGEST_REQUIREMENT,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    evidence = forms.ChoiceField(
        label=_("验收要求"), choices=EvidenceNeeded.choices, initial=EvidenceNeeded.NONE
    )
    basis = forms.CharField(
        label=_("来源"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=_("如：2月3日党政办公会、上级文件号、领导批示"),
    )
    deliverable = forms.CharField(label=_("要交的成果"), max_length=LONGEST_LINE, required=False)
    leader = forms.ModelChoiceField(
        Person.objects.none(), label=_("牵头领导"), required=False, empty_label=_("不指定")
    )
    assisting = forms.CharField(
        label=_("配合单位"),
        max_length=500,
        required=False,
        help_text=_("单位名称，多个用顿号隔开"),
    )
    responsible = forms.CharField(
        label=_("责任人"),
        max_length=300,
        required=False,
        help_text=_("姓名，多人用顿号隔开；可以留给承办单位自己定"),
    )

    def __init__(self, data: Any, home: Unit, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})
        self.home = home
        self.units = units_of(home)
        unit, leader = self.fields["unit"], self.fields["leader"]
        assert isinstance(unit, UnitField)
        assert isinstance(leader, forms.ModelChoiceField)
        unit.units, leader.queryset = self.units, leaders_of(home)

    @property
    def first_fields(self) -> list[Any]:
        """Return the fields that every slip needs."""
        names = ("title", "unit", "requirement")
        return [self[name] for name in names]

    @property
    def further_fields(self) -> list[Any]:
        """Return the fields that many slips leave empty."""
        names = ("basis", "deliverable", "leader", "assisting", "responsible")
        return [self[name] for name in names]

    def clean_assisting(self) -> list[Unit]:
        """Return the units of those names."""
        return units_named(self.cleaned_data["assisting"], self.units)

    def clean(self) -> dict[str, Any]:
        """Find the people, near the unit first; ask for the day or the days that are missing."""
        given: dict[str, Any] = super().clean() or {}
        unit = given.get("unit")
        if unit is not None:
            try:
                given["responsible"] = people_named(given.get("responsible", ""), self.home, unit)
            except forms.ValidationError as error:
                self.add_error("responsible", error)
        if given.get("counting") == Counting.FIXED:
            if not given.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", _("请填写完成日期，或改选按天数计。"))
        elif not given.get("days") and "days" not in self.errors:
            self.add_error("days", _("请填写几天内完成，或改选指定日期。"))
        return given

    def spec(self) -> TaskSpec:
        """Return the task that is asked for."""
        given = self.cleaned_data
        is_fixed = given["counting"] == Counting.FIXED
        due = Due(on=given["due_on"]) if is_fixed else Due(None, given["days"], given["counting"])
        return TaskSpec(
            title=given["title"],
            unit=given["unit"],
            due=due,
            requirement=given["requirement"],
            basis=given["basis"],
            deliverable=given["deliverable"],
            evidence=given["evidence"],
            leader=given["leader"],
            assisting=tuple(given["assisting"]),
            responsible=tuple(given["responsible"]),
        )
