"""Calling a meeting, or changing what was said of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.lib import clock
from bihuan.meetings.actions import MeetingSpec
from bihuan.meetings.actions.calling import LONGEST_NAME, LONGEST_PLACE, LONGEST_TITLE
from bihuan.meetings.actions.stepping import LONGEST_AGENDA
from bihuan.meetings.forms.plain import Room, TimeInput, grouped_by_kind, text
from bihuan.meetings.models import Meeting, MeetingKind
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Unit, UnitKind

OF_ADMINISTRATIONS = (
    *(MeetingKind.JOINT, MeetingKind.COMMITTEE, MeetingKind.DEMOCRATIC_LIFE, MeetingKind.STAGE),
)
"""Kinds that only an administration holds; a village is not offered them."""
INVITED = (
    *(UnitKind.VILLAGE, UnitKind.STATION, UnitKind.SCHOOL, UnitKind.CLINIC),
    *(UnitKind.OFFICE, UnitKind.ENTERPRISE),
)


class MeetingForm(Room):
    """A meeting: what, when, where; then what may be left empty."""

    unit = forms.ChoiceField(label=_("哪个单位的会"))
    kind = forms.ChoiceField(label=_("类别"))
    title = text(_("会议名称"), LONGEST_TITLE, required=True)
    on = forms.DateField(label=_("日期"), widget=DayInput())
    begins_at = forms.TimeField(label=_("开始"), required=False, widget=TimeInput())
    ends_at = forms.TimeField(label=_("结束"), required=False, widget=TimeInput())
    place = text(_("地点"), LONGEST_PLACE)
    chair = text(_("主持人（职务）"), LONGEST_NAME)
    recorder = text(_("记录人（职务）"), LONGEST_NAME)
    agenda = forms.CharField(
        label=_("议程"),
        max_length=LONGEST_AGENDA,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("一项一行；只写议程，不写发言内容"),
    )
    invited = forms.MultipleChoiceField(
        label=_("通知哪些单位参加"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, units: list[Unit], meeting: Meeting | None = None) -> None:
        super().__init__(data, initial=_initial(units, meeting))
        self.by_code = {unit.code: unit for unit in units}
        self.meeting = meeting
        self._choose("unit", grouped_by_kind(units))
        kinds = MeetingKind.choices
        if not any(unit.is_administration for unit in units):
            kinds = [each for each in kinds if each[0] not in OF_ADMINISTRATIONS]
        self._choose("kind", [("", _("请选择")), *kinds])
        offered = [unit for unit in units if unit.kind in INVITED]
        if any(unit.is_administration for unit in units) and offered:
            self._choose("invited", grouped_by_kind(offered))
        else:
            del self.fields["invited"]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
        if meeting is not None:
            del self.fields["unit"], self.fields["kind"]

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def spec(self) -> MeetingSpec:
        """Return what is called."""
        given = self.cleaned_data
        meeting = self.meeting
        return MeetingSpec(
            unit=meeting.unit if meeting else self.by_code[given["unit"]],
            kind=meeting.kind if meeting else given["kind"],
            title=given["title"],
            on=given["on"],
            begins_at=given["begins_at"],
            ends_at=given["ends_at"],
            place=given["place"],
            chair=given["chair"],
            recorder=given["recorder"],
            agenda=given["agenda"],
            invited=tuple(self.by_code[code] for code in given.get("invited", ())),
        )


def _initial(units: list[Unit], meeting: Meeting | None) -> dict[str, Any]:
    if meeting is None:
        return {"on": clock.today(), "unit": units[0].code if units else ""}
    invited = meeting.invitations.filter(withdrawn_at=None)
    return {
        "title": meeting.title,
        "on": meeting.on,
        "begins_at": meeting.begins_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place,
        "chair": meeting.chair,
        "recorder": meeting.recorder,
        "agenda": meeting.agenda,
        "invited": list(invited.values_list("unit__code", flat=True)),
    }
