"""What the search box finds of this room: meetings by the words of their name. Never a talk."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.bigrams import marked, words_of
from bihuan.meetings.access import meetings_visible_to
from bihuan.meetings.models import Meeting, MeetingState
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.search.declaring import Named
from bihuan.ui.searching import Hit


def named(actor: Actor, words: str) -> list[Named[Meeting]]:
    """Declare the meetings that an actor may see whose name has every word."""
    if not actor.may(Permission.SEE_MEETINGS):
        return []
    asked = words_of(words)
    condition = Q()
    for word in asked:
        condition &= Q(title__icontains=word)
    rows = meetings_visible_to(actor).filter(condition).exclude(state=MeetingState.VOID)
    return [
        Named(
            rows.order_by("-on", "-pk"),
            lambda found: [_hit(each, asked) for each in found],
            only=("title", "on", "unit__name"),
        )
    ]


def _hit(meeting: Meeting, asked: list[str]) -> Hit:
    return Hit(
        kind=_("会议"),
        title=marked(meeting.title, asked),
        url=reverse("meetings:meeting", args=[meeting.pk]),
        where=meeting.unit.name,
        day=meeting.on,
        icon="calendar",
    )
