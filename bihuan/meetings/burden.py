"""What this room asks of units: to send somebody to a meeting (the burden ledger finds it)."""

import datetime as dt
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.burden.seam import Asked
from bihuan.meetings.models import Invitation, Meeting, MeetingState
from bihuan.orgs.models import Unit


def asked(home: Unit, first: dt.date, last: dt.date) -> list[Asked]:
    """Return what the meetings of a home ask of units on some days: who is invited, else its own.

    Minutes are from begin to end; without times the ledger's own rate of a meeting holds. One
    statement, and one more where there are meetings.
    """
    standing = Meeting.objects.exclude(state=MeetingState.VOID)
    meetings = standing.filter(home=home, on__range=(first, last)).select_related("unit")
    by_id = {meeting.pk: meeting for meeting in meetings}
    if not by_id:
        return []
    rows = Invitation.objects.filter(meeting__in=list(by_id), withdrawn_at=None)
    found: list[Asked] = []
    invited = set()
    for row in rows.order_by("meeting__on", "unit__path"):
        invited.add(row.meeting_id)
        found.append(_asked(by_id[row.meeting_id], row.unit_id))
    own = [_asked(one, one.unit_id) for pk, one in by_id.items() if pk not in invited]
    return sorted(found + own, key=lambda one: one.on)


def _asked(meeting: Meeting, unit_id: UUID) -> Asked:
    return Asked(
        unit_id=unit_id,
        on=meeting.on,
        what=meeting.title,
        fields=0,
        files=0,
        meetings=1,
        minutes=_length(meeting),
        by=str(meeting.unit),
        basis=_("%(kind)s通知") % {"kind": meeting.get_kind_display()},
        url=reverse("meetings:meeting", args=[meeting.pk]),
        already_held=0,
    )


def _length(meeting: Meeting) -> int:
    if meeting.begins_at is None or meeting.ends_at is None:
        return 0
    begin, end = meeting.begins_at, meeting.ends_at
    return (end.hour - begin.hour) * 60 + end.minute - begin.minute
