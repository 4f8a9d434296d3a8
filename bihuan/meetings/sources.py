"""What the room offers to be counted: meetings, attendance, resolutions, heart talks.

Meetings count once they were held. A talk says its kind and day; who talked is described nowhere.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.dates import write_date
from bihuan.lib.sources import Expression, Field, FieldType, Source
from bihuan.meetings.access import meetings_seen, talks_seen
from bihuan.meetings.models import (
    Attendance,
    Category,
    HeartTalk,
    Meeting,
    MeetingKind,
    MeetingState,
    RaisedPoint,
    Resolution,
    TalkKind,
)
from bihuan.orgs.models import Unit
from bihuan.tasks.models import State


def sources(_home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the room's sources: all, or those asked for."""
    return [make() for code, make in OFFERED.items() if codes is None or code in codes]


def _meetings() -> Source:
    points = RaisedPoint.objects.filter(meeting=OuterRef("pk"))
    return Source(
        code="meetings.meetings",
        label=_("会议"),
        rows=lambda _as_of: Meeting.objects.filter(state=MeetingState.HELD),
        waiting=lambda _as_of: Meeting.objects.filter(state=MeetingState.CALLED),
        fields=_fields(
            _field("unit", _("单位代码"), "text", "unit__code"),
            _field("unit_id", _("单位"), "unit", "unit_id"),
            _field("name", _("会议名称"), "text", "title"),
            _field("kind", _("类别"), "choice", "kind", MeetingKind),
            _field("held_on", _("日期"), "date", "on"),
            _field("place", _("地点"), "text", "place"),
            _field("chair", _("主持人"), "text", "chair"),
            Field("should", _("应到"), "number", "should", unit_of_measure=_("人")),
            Field("attended", _("实到"), "number", "came", unit_of_measure=_("人")),
            _yes_no("quorate", _("到会达到规定"), ~Q(is_quorate=False)),
            _yes_no("has_minutes", _("有纪要"), Q(minutes__isnull=False)),
            _yes_no("has_points", _("有会上意见"), Exists(points)),
        ),
        visible_to=meetings_seen,
        describe=_meeting_said,
        url=lambda row: reverse("meetings:meeting", args=[row.pk]),
        path="path",
        day="on",
        order=("-on", "-id"),
        related=("unit",),
        unread=("agenda",),
        page=lambda: reverse("meetings:list"),
    )


def _attendance() -> Source:
    return Source(
        code="meetings.attendance",
        label=_("到会人数"),
        rows=lambda _as_of: Attendance.objects.filter(
            meeting__state=MeetingState.HELD, should__gt=0
        ),
        fields=_fields(
            _field("unit", _("单位代码"), "text", "meeting__unit__code"),
            _field("unit_id", _("单位"), "unit", "meeting__unit_id"),
            _field("name", _("会议名称"), "text", "meeting__title"),
            _field("kind", _("会议类别"), "choice", "meeting__kind", MeetingKind),
            _field("held_on", _("日期"), "date", "meeting__on"),
            _field("category", _("到会类别"), "choice", "category", Category),
            Field("should", _("应到"), "number", "should", unit_of_measure=_("人")),
            Field("came", _("实到"), "number", "came", unit_of_measure=_("人")),
        ),
        visible_to=lambda actor: meetings_seen(actor, "meeting__path"),
        describe=_attendance_said,
        url=lambda row: reverse("meetings:meeting", args=[row.meeting_id]),
        path="meeting__path",
        unit="meeting__unit_id",
        unit_of=lambda row: row.meeting.unit,
        day="meeting__on",
        order=("-meeting__on", "-id"),
        related=("meeting__unit",),
        page=lambda: reverse("meetings:list"),
    )


def _resolutions() -> Source:
    return Source(
        code="meetings.resolutions",
        label=_("议定事项"),
        rows=lambda _as_of: Resolution.objects.filter(
            void_on=None, meeting__state=MeetingState.HELD
        ),
        fields=_fields(
            _field("unit", _("开会单位代码"), "text", "meeting__unit__code"),
            _field("unit_id", _("开会单位"), "unit", "meeting__unit_id"),
            _field("name", _("议定事项"), "text", "text"),
            _field("kind", _("会议类别"), "choice", "meeting__kind", MeetingKind),
            _field("held_on", _("会议日期"), "date", "meeting__on"),
            _field("responsible", _("责任单位"), "unit", "unit_id"),
            _field("due_on", _("完成期限"), "date", "due_on"),
            _yes_no("has_task", _("已交办"), Q(task__isnull=False)),
            _yes_no("done", _("已销号"), Q(task__state=State.CLOSED)),
            _field("state", _("任务状态"), "choice", "task__state", State),
        ),
        visible_to=lambda actor: meetings_seen(actor, "meeting__path"),
        describe=_resolution_said,
        url=lambda row: reverse("meetings:meeting", args=[row.meeting_id]),
        path="meeting__path",
        unit="meeting__unit_id",
        unit_of=lambda row: row.meeting.unit,
        day="meeting__on",
        order=("-meeting__on", "position"),
        related=("meeting__unit", "unit", "task"),
        page=lambda: reverse("meetings:list"),
    )


def _talks() -> Source:
    return Source(
        code="meetings.talks",
        label=_("谈心谈话"),
        rows=lambda _as_of: HeartTalk.objects.filter(void_on=None),
        fields=_fields(
            _field("unit", _("单位代码"), "text", "unit__code"),
            _field("unit_id", _("单位"), "unit", "unit_id"),
            _field("kind", _("类别"), "choice", "kind", TalkKind),
            _field("held_on", _("日期"), "date", "on"),
            Field("follow_ups", _("后续事项"), "number", "follow_ups", unit_of_measure=_("件")),
            _yes_no("has_task", _("后续事项已交办"), Q(task__isnull=False)),
        ),
        visible_to=talks_seen,
        describe=_talk_said,
        url=lambda _row: reverse("meetings:talk_list"),
        path="path",
        day="on",
        order=("-on", "-id"),
        related=("unit",),
        unread=("place", "recorded_by_name", "void_reason"),
        page=lambda: reverse("meetings:talks"),
    )


OFFERED: Mapping[str, Callable[[], Source]] = {
    "meetings.meetings": _meetings,
    "meetings.attendance": _attendance,
    "meetings.resolutions": _resolutions,
    "meetings.talks": _talks,
}


def _meeting_said(row: Any) -> dict[str, str]:
    return {
        _("会议"): row.title,
        _("类别"): row.get_kind_display(),
        _("单位"): row.unit.name,
        _("日期"): write_date(row.on),
        _("应到"): _("%(n)d人") % {"n": row.should},
        _("实到"): _("%(n)d人") % {"n": row.came},
    }


def _attendance_said(row: Any) -> dict[str, str]:
    return {
        _("会议"): row.meeting.title,
        _("单位"): row.meeting.unit.name,
        _("日期"): write_date(row.meeting.on),
        _("到会类别"): row.get_category_display(),
        _("应到"): _("%(n)d人") % {"n": row.should},
        _("实到"): _("%(n)d人") % {"n": row.came},
    }


def _resolution_said(row: Any) -> dict[str, str]:
    return {
        _("议定事项"): row.text,
        _("会议"): row.meeting.title,
        _("日期"): write_date(row.meeting.on),
        _("责任单位"): row.unit.name if row.unit else "",
        _("完成期限"): write_date(row.due_on) if row.due_on else "",
        _("任务"): row.task.get_state_display() if row.task else _("没有交办"),
    }


def _talk_said(row: Any) -> dict[str, str]:
    return {
        _("类别"): row.get_kind_display(),
        _("单位"): row.unit.name,
        _("日期"): write_date(row.on),
    }


def _yes_no(code: str, label: str, condition: Any) -> Field:
    expression = Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
    return Field(code, label, "yes_no", expression)


def _field(
    code: str, label: str, type: FieldType, expression: Expression, choices: Any = None
) -> Field:
    labels = {str(each.value): str(each.label) for each in choices or ()}
    return Field(code, label, type, expression, choices=labels)


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.code: field for field in fields}
