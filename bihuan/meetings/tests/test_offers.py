"""What other rooms find here: sources, burden, search, navigation."""

import datetime as dt
from typing import Any

from bihuan.burden.asking import rates_of
from bihuan.figures.catalogue import sources as all_sources
from bihuan.meetings import searched
from bihuan.meetings.actions import void_meeting
from bihuan.meetings.burden import asked
from bihuan.meetings.navigation import entries
from bihuan.meetings.sources import sources
from bihuan.meetings.tests.making import (
    DAY,
    TODAY,
    make_held,
    make_joint,
    make_leaders,
    make_meeting,
    make_resolution,
    make_talk,
)
from bihuan.orgs.tests.cast import Cast
from bihuan.search.finding import found_in


def _rows(cast: Cast, code: str, who: str = "clerk") -> list[Any]:
    source = sources(cast.town, frozenset({code}))[0]
    assert code in all_sources(cast.town)
    rows = source.counted(None).filter(source.visible_to(cast.actor(who)))
    values = {name: field.expression for name, field in source.fields.items()}
    told = rows.annotate(**{f"f_{name}": _expression(e) for name, e in values.items()})
    for row in told:
        assert source.describe(row)
        assert source.url(row).startswith("/meetings/")
    return list(told)


def _expression(expression: Any) -> Any:
    from django.db.models import F

    return F(expression) if isinstance(expression, str) else expression


def test_meetings_count_once_held_and_not_when_void(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    make_meeting(clerk, cast.town)
    void_meeting(actor=clerk, meeting=make_held(clerk, cast.town), reason="重复")
    make_held(clerk, cast.villages[1], should=30, came=26)
    rows = _rows(cast, "meetings.meetings")
    assert [(r.f_kind, r.f_should, r.f_attended, r.f_quorate) for r in rows] == [
        ("symposium", 30, 26, 1)
    ]
    assert _rows(cast, "meetings.meetings", "village_reporter") == []
    attendance = _rows(cast, "meetings.attendance")
    assert [(r.f_category, r.f_should, r.f_came) for r in attendance] == [("delegates", 30, 26)]


def test_resolutions_tell_of_their_tasks(cast: Cast) -> None:
    clerk, meeting = cast.actor("clerk"), make_joint(cast)
    make_resolution(clerk, meeting, "修路", unit=cast.station, due_on=TODAY, is_task=True)
    make_resolution(clerk, meeting, "学习")
    told = [(r.f_name, r.f_has_task, r.f_state) for r in _rows(cast, "meetings.resolutions")]
    assert told == [("修路", 1, "assigned"), ("学习", 0, None)]


def test_a_talk_is_counted_and_nobody_is_named(cast: Cast) -> None:
    people, clerk = make_leaders(cast, 2), cast.actor("clerk")
    make_talk(clerk, cast.town, people[0], people[1])
    source = sources(cast.town, frozenset({"meetings.talks"}))[0]
    (row,) = _rows(cast, "meetings.talks")
    told = "".join(source.describe(row).values()) + "".join(source.fields)
    assert not any(str(person) in told for person in people)
    assert source.person is None
    assert _rows(cast, "meetings.talks", "village_reporter") == []


def test_the_burden_names_whom_a_meeting_asks_and_for_how_long(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    make_meeting(
        clerk,
        cast.town,
        kind="mobilise",
        title="动员大会",
        begins_at=dt.time(9),
        ends_at=dt.time(10, 30),
        invited=cast.villages,
    )
    make_held(clerk, cast.villages[0], on=DAY - dt.timedelta(days=1))
    void_meeting(actor=clerk, meeting=make_meeting(clerk, cast.town), reason="取消")
    make_meeting(clerk, cast.town, on=DAY + dt.timedelta(days=30))
    found = asked(cast.town, DAY - dt.timedelta(days=7), DAY)
    rates = rates_of(cast.town, DAY)
    assert [(one.what, one.unit_id, rates.minutes(one)) for one in found] == [
        ("党员群众座谈会", cast.villages[0].pk, 90),
        *(("动员大会", village.pk, 90) for village in cast.villages),
    ]
    assert {one.meetings for one in found} == {1}
    assert asked(cast.other_town, DAY - dt.timedelta(days=7), DAY) == []


def test_the_search_box_finds_meetings_by_name_and_no_talk(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    make_held(clerk, cast.villages[1], title="二村党员群众座谈会")
    people = make_leaders(cast, 2)
    make_talk(clerk, cast.town, people[0], people[1])
    assert [hit.where for hit in found_in(searched, clerk, "群众座谈", 5)] == [
        cast.villages[1].name
    ]
    assert found_in(searched, cast.actor("village_reporter"), "群众座谈", 5) == []
    assert found_in(searched, cast.actor("auditor"), "群众座谈", 5) == []
    assert found_in(searched, clerk, "镇长", 5) == []


def test_the_menu_has_meetings_for_who_sees_some(cast: Cast) -> None:
    assert [entry.order for entry in entries(cast.actor("village_reporter"))] == [5]
    assert entries(cast.actor("administrator")) == []
