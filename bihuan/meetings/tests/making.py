"""Things of the room's tests, each made by its action."""

import datetime as dt
from typing import Any

from bihuan.meetings.actions import (
    Counts,
    MeetingSpec,
    Named,
    ResolutionSpec,
    TalkSpec,
    call_meeting,
    hold_meeting,
    record_resolution,
    record_talks,
)
from bihuan.meetings.models import Category, HeartTalk, Meeting, MeetingKind, Part, Resolution
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Person, Unit
from bihuan.orgs.tests.cast import Cast, make_leader

TODAY = dt.date(2010, 2, 3)
DAY = dt.date(2010, 1, 20)


def make_meeting(actor: Actor, unit: Unit, **changes: Any) -> Meeting:
    """Call a symposium of two weeks ago."""
    given: dict[str, Any] = {
        "unit": unit,
        "kind": MeetingKind.SYMPOSIUM,
        "title": "党员群众座谈会",
        "on": DAY,
        "place": "村部",
        "chair": "联系领导",
    }
    return call_meeting(actor=actor, spec=MeetingSpec(**(given | changes)))


def make_held(
    actor: Actor,
    unit: Unit,
    *,
    category: str = "",
    should: int = 20,
    came: int = 18,
    **changes: Any,
) -> Meeting:
    """Call a meeting and record who came: of the category that its kind goes by."""
    from bihuan.meetings.kinds import rule_of  # the table is what is asked, not what is tested

    meeting = make_meeting(actor, unit, **changes)
    counts = [Counts(category or rule_of(meeting.kind).counted, should, came)]
    return hold_meeting(actor=actor, meeting=meeting, counts=counts)


def make_joint(cast: Cast, **changes: Any) -> Meeting:
    """Record a joint meeting of the town with all its leaders."""
    given: dict[str, Any] = {
        "kind": MeetingKind.JOINT,
        "title": "党政联席会议",
        "should": 12,
        "came": 12,
    }
    return make_held(cast.actor("clerk"), cast.town, **(given | changes))


def make_resolution(
    actor: Actor, meeting: Meeting, text: str = "排定村级公路进度", **changes: Any
) -> Resolution:
    """Record what a meeting resolved."""
    spec = ResolutionSpec(text=text, **changes)
    return record_resolution(actor=actor, meeting=meeting, spec=spec)


def make_leaders(cast: Cast, count: int = 4) -> list[Person]:
    """Give the town some leaders, the first two of them principals."""
    titles = ("党委书记", "镇长", "党委副书记", "组织委员", "宣传委员", "武装部部长")
    return [make_leader(cast.town, title, title) for title in titles[:count]]


def make_talk(
    actor: Actor, home: Unit, one: Person, other: Person, on: dt.date = DAY, **changes: Any
) -> HeartTalk:
    """Record that two people talked."""
    spec = TalkSpec(person=one, others=(other,), on=on, **changes)
    return record_talks(actor=actor, home=home, spec=spec)[0]


def attending(people: list[Person], *excused: Person) -> list[Named]:
    """Return people as attending, but for those excused."""
    return [
        Named(one, Part.EXCUSED, "公务") if one in excused else Named(one, Part.ATTENDS)
        for one in people
    ]


MEMBERS = Category.MEMBERS
