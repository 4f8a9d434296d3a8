"""What comes of a meeting: opinions, resolutions, tasks, minutes; nothing of criticism."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import models

from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.meetings.about import links
from bihuan.meetings.actions import (
    assign_resolution,
    draft_meeting_minutes,
    link_points,
    mark_step,
    note_points,
    void_resolution,
)
from bihuan.meetings.actions.minutes import minutes_of
from bihuan.meetings.errors import NotNow, NotQuorate, WordsStayInTheRoom
from bihuan.meetings.models import LIFE_KINDS, MeetingKind
from bihuan.meetings.tests.making import (
    DAY,
    TODAY,
    make_held,
    make_joint,
    make_meeting,
    make_resolution,
)
from bihuan.opinions.models import Channel, Opinion
from bihuan.orgs.tests.cast import Cast
from bihuan.tasks.asking import tasks_about
from bihuan.tasks.models import Task

SOON = TODAY + dt.timedelta(days=20)
FREE_TEXTS = {
    "Attendee.reason",  # why somebody is excused
    "HeartTalk.place",
    "HeartTalk.void_reason",
    "Meeting.agenda",
    "Meeting.chair",
    "Meeting.place",
    "Meeting.recorder",
    "Meeting.title",
    "MeetingStep.note",  # why it was made void
    "Resolution.text",  # what was resolved, of a life meeting a measure
    "Resolution.void_reason",
}
MADE_BY_THE_SOFTWARE = {"Meeting.recorded_by_name", "MeetingStep.by_name"}
MADE_BY_THE_SOFTWARE |= {"SequenceStep.marked_by_name", "HeartTalk.recorded_by_name"}
CODES = {"SequenceStep.code"}
FACTS = {"Meeting.quorum", "MeetingStep.facts"}


def test_no_model_of_the_room_has_a_text_where_criticism_could_be_written() -> None:
    texts, facts = set(), set()
    for model in apps.get_app_config("meetings").get_models():
        for field in model._meta.concrete_fields:
            name = f"{model.__name__}.{field.name}"
            if isinstance(field, models.JSONField):
                facts.add(name)
            elif isinstance(field, models.CharField | models.TextField) and not field.choices:
                texts.add(name)
    texts -= {"Meeting.path", "HeartTalk.path"}
    assert texts == FREE_TEXTS | MADE_BY_THE_SOFTWARE | CODES
    assert facts == FACTS


def test_points_become_opinions_without_who_said_them(cast: Cast) -> None:
    actor = cast.actor("village_reporter")
    meeting = make_held(actor, cast.villages[0])
    lines = ["路要早点修", "水费要公开", "路要早点修"]
    made = note_points(actor=actor, meeting=meeting, lines=lines, giver="villager")
    assert [each.text for each in made] == ["路要早点修", "水费要公开"]
    first = made[0]
    assert (first.channel, first.giver, first.raised_on) == (Channel.SYMPOSIUM, "villager", DAY)
    assert (first.occasion, first.place, first.unit) == (meeting.title, "村部", cast.villages[0])
    again = note_points(actor=actor, meeting=meeting, lines=["水费要公开", "垃圾没人收"])
    assert [each.text for each in again] == ["垃圾没人收"]
    assert meeting.points.count() == 3


@pytest.mark.parametrize("kind", LIFE_KINDS)
def test_what_is_said_at_a_life_meeting_is_not_kept(cast: Cast, kind: str) -> None:
    clerk = cast.actor("clerk")
    meeting = make_held(clerk, cast.town, kind=kind)
    with pytest.raises(WordsStayInTheRoom):
        note_points(actor=clerk, meeting=meeting, lines=["某某作风不实"])
    with pytest.raises(WordsStayInTheRoom):
        draft_meeting_minutes(actor=clerk, meeting=meeting)
    assert not Opinion.objects.exists()


def test_points_wait_until_the_meeting_was_held_and_are_not_empty(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    with pytest.raises(NotNow, match="先登记到会"):
        note_points(actor=clerk, meeting=make_meeting(clerk, cast.town), lines=["修路"])
    with pytest.raises(Invalid, match="一条一行"):
        note_points(actor=clerk, meeting=make_held(clerk, cast.town), lines=[])


def test_an_opinion_that_stands_belongs_to_one_meeting(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    meeting, other = make_held(clerk, cast.town), make_held(clerk, cast.town)
    made = note_points(actor=clerk, meeting=meeting, lines=["修路"])
    with pytest.raises(Invalid, match="已经算在一次会议上"):
        link_points(actor=clerk, meeting=other, opinions=made)


def test_a_resolution_becomes_a_task_that_leads_back_to_the_meeting(cast: Cast) -> None:
    clerk, meeting = cast.actor("clerk"), make_joint(cast)
    made = make_resolution(clerk, meeting, unit=cast.villages[0], due_on=SOON, is_task=True)
    task = tasks_about("resolution", [made.pk]).get()
    assert (made.task, task.unit, task.due_on) == (task, cast.villages[0], SOON)
    assert task.basis == "党政联席会议（2010年1月20日）议定"
    assert links(clerk, [made.pk])[made.pk].label == "党政联席会议"
    assert links(cast.actor("village_reporter"), [made.pk]) == {}


def test_a_long_resolution_stands_whole_in_what_the_task_asks(cast: Cast) -> None:
    clerk, text = cast.actor("clerk"), "排" * 90
    made = make_resolution(
        clerk, make_joint(cast), text, unit=cast.villages[0], due_on=SOON, is_task=True
    )
    assert made.task is not None
    assert (len(made.task.title), made.task.requirement) == (60, text)


def test_a_resolution_that_needs_no_task_is_kept_and_assigned_later(cast: Cast) -> None:
    clerk, meeting = cast.actor("clerk"), make_joint(cast)
    made = make_resolution(clerk, meeting)
    assert not meeting.resolutions.exclude(task=None).exists()
    assert not Task.objects.exists()
    task = assign_resolution(actor=clerk, resolution=made, unit=cast.station, due_on=SOON)
    made.refresh_from_db()
    assert (made.task, made.unit) == (task, cast.station)
    with pytest.raises(NotNow, match="已经交办"):
        assign_resolution(actor=clerk, resolution=made)


def test_a_task_needs_a_unit_and_a_day_and_leaves_nothing_without(cast: Cast) -> None:
    clerk, meeting = cast.actor("clerk"), make_joint(cast)
    with pytest.raises(Invalid, match="请选定承办单位"):
        make_resolution(clerk, meeting, is_task=True)
    assert not meeting.resolutions.exists()


def test_a_village_records_its_resolutions_and_assigns_none(cast: Cast) -> None:
    actor = cast.actor("village_reporter")
    meeting = make_held(actor, cast.villages[0], kind=MeetingKind.VILLAGERS)
    make_resolution(actor, meeting, unit=cast.villages[0], due_on=SOON)
    with pytest.raises(NotAllowed):
        make_resolution(actor, meeting, unit=cast.villages[0], due_on=SOON, is_task=True)
    assert meeting.resolutions.count() == 1


def test_a_meeting_without_quorum_resolves_nothing_and_says_both_terms(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    meeting = make_held(clerk, cast.town, kind=MeetingKind.DEMOCRATIC_LIFE, should=12, came=7)
    with pytest.raises(NotQuorate, match="应到12人，实到7人，不到规定的8人（三分之二以上）"):
        make_resolution(clerk, meeting)


def test_a_resolution_is_due_after_its_meeting(cast: Cast) -> None:
    with pytest.raises(Invalid, match="早于开会"):
        make_resolution(cast.actor("clerk"), make_joint(cast), due_on=DAY - dt.timedelta(days=1))


def test_a_resolution_is_withdrawn_with_a_reason_but_not_from_under_its_task(cast: Cast) -> None:
    clerk, meeting = cast.actor("clerk"), make_joint(cast)
    made = void_resolution(actor=clerk, resolution=make_resolution(clerk, meeting), reason="重复")
    assert (made.void_on, made.void_reason) == (TODAY, "重复")
    tasked = make_resolution(clerk, meeting, unit=cast.station, due_on=SOON, is_task=True)
    with pytest.raises(NotNow, match="请先作废任务"):
        void_resolution(actor=clerk, resolution=tasked, reason="重复")
    assert [one.position for one in meeting.resolutions.all()] == [1, 2]


def test_minutes_are_drafted_once_from_what_is_recorded(cast: Cast) -> None:
    clerk, meeting = cast.actor("clerk"), make_joint(cast, place="镇机关会议室", chair="党委书记")
    make_resolution(clerk, meeting, unit=cast.station, due_on=SOON)
    said = minutes_of(meeting)
    assert said.present == ["班子成员12人"]
    assert [(d.text, d.unit, d.due) for d in said.decisions] == [
        ("排定村级公路进度", str(cast.station), SOON)
    ]
    document = draft_meeting_minutes(actor=clerk, meeting=meeting)
    meeting.refresh_from_db()
    assert (meeting.minutes, document.kind) == (document, "纪要")
    assert "排定村级公路进度" in document.template
    with pytest.raises(NotNow, match="已经起草"):
        draft_meeting_minutes(actor=clerk, meeting=meeting)


def test_who_drafts_no_documents_drafts_no_minutes(cast: Cast) -> None:
    actor = cast.actor("village_reporter")
    meeting = make_held(actor, cast.villages[0])
    with pytest.raises(NotAllowed):
        draft_meeting_minutes(actor=actor, meeting=meeting)


def test_a_life_meetings_steps_are_due_before_and_after_it_by_the_calendar(cast: Cast) -> None:
    meeting = make_meeting(
        cast.actor("clerk"), cast.town, kind=MeetingKind.DEMOCRATIC_LIFE, on=dt.date(2009, 12, 22)
    )
    dues = {step.code: step.due_on for step in meeting.sequence.all()}
    assert dues["report_before"] == dt.date(2009, 12, 7)
    assert dues["theme"] == dt.date(2009, 11, 20)  # the 22nd is a Sunday: the Friday before
    assert dues["criticism"] == dt.date(2009, 12, 22)
    assert dues["report_after"] == dt.date(2010, 1, 6)
    assert dues["commitments"] == dt.date(2010, 1, 4)  # over the New Year's days
    assert next(iter(dues)) == "theme"
    assert list(dues)[-1] == "circulate"


def test_a_step_is_marked_with_two_numbers_and_unmarked(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    meeting = make_held(clerk, cast.town, kind=MeetingKind.DEMOCRATIC_LIFE, should=12, came=12)
    row = mark_step(
        actor=clerk, meeting=meeting, code="criticism", done_on=DAY, count=11, out_of=12
    )
    assert (row.done_on, row.count, row.out_of) == (DAY, 11, 12)
    row = mark_step(actor=clerk, meeting=meeting, code="criticism", done_on=None)
    assert (row.done_on, row.count) == (None, None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code": "papers", "done_on": DAY, "count": 13, "out_of": 12}, "多于应有的12人"),
        ({"code": "papers", "done_on": DAY}, "请填写“个人对照检查材料”的人数"),
        ({"code": "theme", "done_on": TODAY + dt.timedelta(days=1)}, "不能晚于今天"),
        ({"code": "dance", "done_on": DAY}, "没有这一步"),
        ({"code": "criticism", "done_on": DAY, "count": 1, "out_of": 1}, "先登记到会"),
    ],
)
def test_a_step_that_cannot_be_is_refused(cast: Cast, given: dict[str, object], said: str) -> None:
    clerk = cast.actor("clerk")
    meeting = make_meeting(clerk, cast.town, kind=MeetingKind.DEMOCRATIC_LIFE)
    with pytest.raises(Invalid, match=said):
        mark_step(actor=clerk, meeting=meeting, **given)  # type: ignore[arg-type]


def test_the_villagers_decision_is_marked_by_their_meeting_itself(cast: Cast) -> None:
    actor = cast.actor("village_reporter")
    meeting = make_held(actor, cast.villages[0], kind=MeetingKind.VILLAGERS)
    assert meeting.sequence.get(code="decide").done_on == DAY
    few = make_held(actor, cast.villages[0], kind=MeetingKind.VILLAGERS, should=9, came=1)
    assert few.sequence.get(code="decide").done_on is None
