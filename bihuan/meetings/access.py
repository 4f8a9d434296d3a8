"""Which meetings and talks an actor may see: the only way a view fetches.

A village sees its own meetings, a township all below it. Heart talks are for who keeps them
(leaders and the clerk), since who talked with whom is nobody else's business.
"""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.meetings.errors import NoSuchMeeting, NoSuchTalk
from bihuan.meetings.models import HeartTalk, Meeting, MeetingState, Resolution
from bihuan.orgs.access import Actor, homes_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

SEE, KEEP, TALKS = Permission.SEE_MEETINGS, Permission.KEEP_MEETINGS, Permission.KEEP_TALKS


def meetings_seen(actor: Actor, field: str = "path") -> Q:
    """Return the condition of a meeting being seen; `field` holds its path."""
    return actor.within(SEE, field)


def talks_seen(actor: Actor) -> Q:
    """Return the condition of a talk being seen."""
    return actor.within(TALKS, "path")


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """Return the meetings that an actor may see."""
    return Meeting.objects.filter(meetings_seen(actor)).select_related("unit__home", "home")


def meeting_for(actor: Actor, id_: UUID | str) -> Meeting:
    """Return a meeting; raises NoSuchMeeting where there is none or it is unseen."""
    rows = meetings_visible_to(actor).select_related("minutes", "again_of")
    found = rows.filter(pk=id_).first()
    if found is None:
        raise NoSuchMeeting(_("没有这次会议，或您的账号无权查看。"))
    return found


def resolutions_visible_to(actor: Actor) -> QuerySet[Resolution]:
    """Return the resolutions of meetings that an actor may see."""
    return Resolution.objects.filter(meetings_seen(actor, "meeting__path")).select_related(
        "meeting__unit__home", "meeting__home", "unit__home", "task"
    )


def resolution_for(actor: Actor, meeting: Meeting, id_: UUID | str) -> Resolution:
    """Return a resolution of a meeting; raises NoSuchMeeting."""
    found = resolutions_visible_to(actor).filter(meeting=meeting, pk=id_).first()
    if found is None:
        raise NoSuchMeeting(_("这次会议没有这项议定事项。"))
    return found


def talks_visible_to(actor: Actor) -> QuerySet[HeartTalk]:
    """Return the heart talks that an actor may see, void ones too."""
    rows: QuerySet[HeartTalk] = HeartTalk.objects.filter(talks_seen(actor))
    return rows.select_related("first", "second", "unit", "home", "task")


def talk_for(actor: Actor, id_: UUID | str) -> HeartTalk:
    """Return a heart talk; raises NoSuchTalk."""
    found = talks_visible_to(actor).filter(pk=id_).first()
    if found is None:
        raise NoSuchTalk(_("没有这次谈心谈话，或您的账号无权查看。"))
    return found


def keeps(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether an actor keeps a meeting that still stands."""
    return meeting.state != MeetingState.VOID and actor.may(KEEP, meeting.path)


def units_to_meet(actor: Actor) -> QuerySet[Unit]:
    """Return the open units whose meetings an actor keeps, in the tree's order."""
    units = Unit.objects.open_on(clock.today()).filter(actor.within(KEEP, "path"))
    return units.select_related("home", "parent").order_by("path")


def homes_of_talks(actor: Actor) -> list[Unit]:
    """Return the administrations whose talks an actor keeps, the topmost first."""
    return [home for home in homes_of(actor, TALKS) if actor.may(TALKS, home)]


def actor_sees_talks(actor: Actor, where: Any = None) -> bool:
    """Tell whether an actor keeps talks anywhere, or at a unit."""
    return actor.may(TALKS, where)
