"""Drafting the minutes (纪要) of a meeting, by the document room's means."""

from django.utils.translation import gettext as _

from bihuan.documents.actions import draft_minutes
from bihuan.documents.minutes import Minutes, MinutesDecision
from bihuan.documents.models import Document
from bihuan.meetings.actions.stepping import audited, held_by, require_held, stepped
from bihuan.meetings.errors import NotNow, WordsStayInTheRoom
from bihuan.meetings.models import Meeting, Part, StepKind
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action


@action("meeting.minutes")
def draft_meeting_minutes(*, actor: Actor, meeting: Meeting) -> Document:
    """Draft the minutes of a meeting from what is recorded of it.

    Raises NotAllowed without `draft_documents` over the home, NotNow where they stand already,
    WordsStayInTheRoom for a democratic life meeting.
    """
    meeting = held_by(actor, meeting)
    require_held(meeting)
    if meeting.is_life:
        raise WordsStayInTheRoom(
            _("%(kind)s不发纪要；需要通报的，请在“公文”里起草通报。")
            % {"kind": meeting.get_kind_display()}
        )
    if meeting.minutes_id is not None:
        raise NotNow(_("这次会议的纪要已经起草，请打开修改。"))
    document = draft_minutes(
        actor=actor,
        unit=meeting.home,
        code=f"minutes-{meeting.on:%Y%m%d}-{meeting.pk.hex[-6:]}",
        title=_("%(title)s纪要") % {"title": meeting.title},
        minutes=minutes_of(meeting),
    )
    meeting.minutes = document
    meeting.save(update_fields=["minutes"])
    stepped(actor, meeting, StepKind.MINUTES)
    audited(actor, "meeting.minutes", meeting, {"document": str(document.pk)})
    return document


def minutes_of(meeting: Meeting) -> Minutes:
    """Return a meeting as its minutes say it."""
    people = list(
        meeting.attendees.filter(removed_at=None)
        .select_related("person")
        .order_by("person__sort_order", "person__code")
    )
    present = [str(one.person) for one in people if one.part == Part.ATTENDS]
    if not present:
        present = [
            _("%(category)s%(came)d人") % {"category": row.get_category_display(), "came": row.came}
            for row in meeting.attendance.all()
            if row.came
        ]
    return Minutes(
        number_name=_("%(home)s%(kind)s纪要")
        % {"home": meeting.home.name, "kind": meeting.get_kind_display()},
        met_on=meeting.on,
        place=meeting.place,
        chair=meeting.chair,
        present=present,
        absent=[(str(one.person), one.reason) for one in people if one.part == Part.EXCUSED],
        observers=[str(one.person) for one in people if one.part == Part.OBSERVES],
        opening=_opening(meeting),
        decisions=[
            MinutesDecision(one.text, str(one.unit) if one.unit else "", one.due_on)
            for one in meeting.resolutions.filter(void_on=None).select_related("unit")
        ],
    )


def _opening(meeting: Meeting) -> str:
    agenda = "；".join(line for line in meeting.agenda.splitlines() if line.strip())
    if not agenda:
        return ""
    return _("会议议程：%(agenda)s。") % {"agenda": agenda.rstrip("。；")}
