"""Filtering the list, and registering a poll or changing what was said of it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.appraisals.actions import PollSpec
from bihuan.appraisals.forms.plain import Room, choose, grouped_by_kind, text
from bihuan.appraisals.models import Poll, PollKind, PollState
from bihuan.lib import clock
from bihuan.meetings.models import Meeting, MeetingState
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Unit

YEARS_BACK = 20
MEETINGS_BACK = 60  # days: a poll is held at a meeting of these weeks
MOST_MEETINGS = 60


class FilterForm(Room):
    """What the list may be narrowed by."""

    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部类别")), *PollKind.choices]
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部状态")), *PollState.choices]
    )
    year = forms.ChoiceField(label=_("年度"), required=False)
    text = text(_("名称或单位"), 40)

    def __init__(self, data: Any, first_year: int | None) -> None:
        super().__init__(data)
        this = clock.today().year
        years = range(this, max(first_year or this, this - YEARS_BACK) - 1, -1)
        choose(self, "year", [("", _("全部年度")), *((str(y), f"{y}年") for y in years)])

    def asked(self) -> dict[str, Any]:
        """Return what was asked for; what cannot be understood narrows nothing."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {name: value for name, value in given.items() if value}


class PollForm(Room):
    """A poll: whose, of what kind, called what, when; then what may be left empty."""

    unit = forms.ChoiceField(label=_("哪个单位的测评"))
    kind = forms.ChoiceField(
        label=_("类别"),
        choices=[("", _("请选择")), *PollKind.choices],
        help_text=_("类别定了测评内容从哪几项起步；登记后还可以逐项改，类别不能再改"),
    )
    title = text(_("名称"), 80, required=True)
    on = forms.DateField(label=_("投票日期"), widget=DayInput())
    meeting = forms.ChoiceField(
        label=_("在哪次会上投票"),
        required=False,
        help_text=_("选了会议的，应到、实到可以按会议到会填；会议要和测评同一个单位"),
    )
    quorum = forms.IntegerField(
        label=_("到会须达到（%）"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("不填按预设；0为不作要求"),
    )
    about = forms.CharField(
        label=_("说明"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("投票人在票面上方看到，如评什么、怎么评"),
    )

    def __init__(self, data: Any, units: list[Unit], poll: Poll | None = None) -> None:
        super().__init__(data, initial=_initial(units, poll))
        self.by_code = {unit.code: unit for unit in units}
        self.poll = poll
        choose(self, "unit", grouped_by_kind(units))
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
        if poll is not None:
            del self.fields["unit"], self.fields["kind"]
        self.meetings = _meetings([poll.unit] if poll is not None else units, poll)
        offered = [(str(each.pk), _said(each, len(units) > 1)) for each in self.meetings.values()]
        choose(self, "meeting", [("", _("不在会上，或会议还没有登记")), *offered])

    def clean(self) -> dict[str, Any]:
        """Refuse a meeting of another unit."""
        given: dict[str, Any] = super().clean() or {}
        meeting = self.meetings.get(given.get("meeting", ""))
        unit = self.poll.unit if self.poll else self.by_code.get(given.get("unit", ""))
        if meeting is not None and unit is not None and meeting.unit_id != unit.pk:
            self.add_error("meeting", _("这次会议是另一个单位的，请换一次会议或换单位。"))
        return given

    @property
    def chosen_unit(self) -> Unit:
        """Return whose poll it is."""
        return self.poll.unit if self.poll else self.by_code[self.cleaned_data["unit"]]

    def spec(self) -> PollSpec:
        """Return what is registered."""
        given = self.cleaned_data
        return PollSpec(
            kind=self.poll.kind if self.poll else given["kind"],
            title=given["title"],
            on=given["on"],
            about=given["about"],
            meeting=self.meetings.get(given["meeting"]),
            quorum=given["quorum"],
        )


def _initial(units: list[Unit], poll: Poll | None) -> dict[str, Any]:
    if poll is None:
        return {"on": clock.today(), "unit": units[0].code if units else ""}
    return {
        "title": poll.title,
        "on": poll.on,
        "meeting": str(poll.meeting_id or ""),
        "quorum": poll.quorum,
        "about": poll.about,
    }


def _meetings(units: list[Unit], poll: Poll | None) -> dict[str, Meeting]:
    """Return the meetings that a poll may be held at, by id, the newest first."""
    since = clock.today() - dt.timedelta(days=MEETINGS_BACK)
    rows = Meeting.objects.filter(unit__in=units, on__gte=since).exclude(state=MeetingState.VOID)
    found = {str(each.pk): each for each in rows.select_related("unit")[:MOST_MEETINGS]}
    if poll is not None and poll.meeting is not None:
        found.setdefault(str(poll.meeting_id), poll.meeting)
    return found


def _said(meeting: Meeting, with_unit: bool) -> str:
    unit = f" {meeting.unit}" if with_unit else ""
    return f"{meeting.on:%Y-%m-%d}{unit} {meeting.title}"
