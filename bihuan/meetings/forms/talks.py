"""Recording that people talked; what they said is asked nowhere."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.lib import clock
from bihuan.meetings.actions import FollowUp, TalkSpec
from bihuan.meetings.actions.talking import LONGEST_PLACE, MOST_FOLLOW_UPS
from bihuan.meetings.forms.plain import Room, text
from bihuan.orgs.forms import DayInput, UnitField
from bihuan.orgs.models import Person, Unit


class TalkForm(Room):
    """One with one or several, each talked with by itself."""

    person = forms.ChoiceField(label=_("谁谈"))
    others = forms.MultipleChoiceField(
        label=_("和谁谈（可以选几人，逐人谈的一次登记）"), widget=forms.CheckboxSelectMultiple
    )
    on = forms.DateField(label=_("日期"), widget=DayInput())
    place = text(_("地点"), LONGEST_PLACE)
    follow_ups = forms.IntegerField(
        label=_("后续事项（件）"),
        required=False,
        min_value=0,
        max_value=MOST_FOLLOW_UPS,
        help_text=_("只记件数，不写谈话内容"),
    )
    task_unit = UnitField(Unit.objects.none(), label=_("后续事项交给"), required=False)
    task_due = forms.DateField(label=_("完成期限"), required=False, widget=DayInput())

    def __init__(
        self,
        data: Any,
        people: list[tuple[str, list[Person]]],
        units: Any,
        *,
        may_assign: bool,
        **initial: Any,
    ) -> None:
        super().__init__(data, initial={"on": clock.today(), **initial})
        self.by_id = {str(one.pk): one for _label, some in people for one in some}
        choices = [(label, [(str(p.pk), str(p)) for p in some]) for label, some in people]
        person, others = self.fields["person"], self.fields["others"]
        assert isinstance(person, forms.ChoiceField)
        assert isinstance(others, forms.ChoiceField)
        person.choices, others.choices = [("", _("请选择")), *choices], choices
        field = self.fields["task_unit"]
        assert isinstance(field, UnitField)
        field.units = units
        if not may_assign:
            del self.fields["task_unit"], self.fields["task_due"]

    def clean(self) -> dict[str, Any]:
        """Refuse half a task."""
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("task_unit")) != bool(given.get("task_due")):
            self.add_error("task_due", _("交办后续事项的，单位和期限都要填。"))
        return given

    def spec(self) -> TalkSpec:
        """Return what is recorded."""
        given = self.cleaned_data
        unit = given.get("task_unit")
        return TalkSpec(
            person=self.by_id[given["person"]],
            others=tuple(self.by_id[one] for one in given["others"]),
            on=given["on"],
            place=given["place"],
            follow_ups=given["follow_ups"] or 0,
            task=FollowUp(unit, given["task_due"]) if unit else None,
        )


def as_id(value: str) -> UUID | None:
    """Return an id that an address names; None for anything else."""
    try:
        return UUID(value)
    except ValueError:
        return None
