"""What every action on a meeting shares: the row locked, the step written, the audit entry."""

from typing import Any

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.meetings.errors import NotNow
from bihuan.meetings.models import Meeting, MeetingState, MeetingStep, StepKind
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import locked
from bihuan.orgs.permissions import Permission

LONGEST_REASON, LONGEST_AGENDA = 200, 1000


def held_by(actor: Actor, meeting: Meeting) -> Meeting:
    """Return a meeting locked for whoever keeps it; raises NotAllowed, NotNow where it is void."""
    actor.require(Permission.KEEP_MEETINGS, meeting.path)
    meeting = locked(meeting)
    if meeting.state == MeetingState.VOID:
        raise NotNow(_("这次会议已经作废，不能再改；要开会请另行登记。"))
    return meeting


def require_held(meeting: Meeting) -> None:
    """Raise NotNow for a meeting of which it is not recorded yet who came."""
    if not meeting.is_held:
        raise NotNow(_("这次会议还没有登记到会情况，请先登记到会。"))


def stepped(
    actor: Actor,
    meeting: Meeting,
    kind: StepKind,
    *,
    note: str = "",
    facts: dict[str, Any] | None = None,
) -> MeetingStep:
    """Write what happened to a meeting."""
    return MeetingStep.objects.create(
        home_id=meeting.home_id,
        meeting=meeting,
        kind=kind,
        at=clock.now(),
        by=actor.id,
        by_name=name_of(actor),
        note=note,
        facts=facts or {},
    )


def audited(actor: Actor, name: str, meeting: Meeting, values: Any = None, note: str = "") -> None:
    """Append the audit entry; last in its transaction."""
    audit.append(
        actor=actor,
        action=name,
        target=("meeting", meeting.pk),
        unit_path=meeting.path,
        values=values if values is not None else {},
        note=f"{meeting.title} {note}".strip(),
    )


def checked_lines(label: str, text: str, most: int) -> str:
    """Return a text of several lines; raises Invalid where it is too long."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > most:
        raise Invalid(_("%(label)s超过%(most)d个字，请缩短。") % {"label": label, "most": most})
    if any(ord(sign) < 32 and sign != "\n" for sign in text):
        raise Invalid(_("%(label)s里有不可见的字符，请删除后重试。") % {"label": label})
    return text
