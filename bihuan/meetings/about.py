"""What a task that serves a resolution is about: the meeting that resolved it."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from bihuan.meetings.access import resolutions_visible_to
from bihuan.meetings.actions.resolving import KIND
from bihuan.orgs.access import Actor
from bihuan.tasks.about_links import Link

__all__ = ["KIND", "links"]


def links(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Link]:
    """Return the meetings of some resolutions that an actor may see."""
    rows = resolutions_visible_to(actor).filter(pk__in=list(ids))
    return {
        row.pk: Link(row.meeting.title, reverse("meetings:meeting", args=[row.meeting_id]))
        for row in rows
    }
