"""What waits here: meetings past whose day nothing is recorded, steps that are due, minutes.

Nobody is scored by it; no statement of its own but the presets', which rooms of the page share.
"""

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.counting import Later, Scan, Told
from bihuan.meetings.access import KEEP
from bihuan.meetings.listing import conditions
from bihuan.meetings.models import Meeting, SequenceStep
from bihuan.meetings.policy import MINUTES_DAYS, NEAR_DAYS
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import wholes_for
from bihuan.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Waiting | Told]:
    """Return what waits for who keeps meetings, and for who drafts their minutes."""
    paths = actor.paths(KEEP)
    if not paths:
        return []
    today = clock.today()
    near, lately = wholes_for(actor, (NEAR_DAYS, MINUTES_DAYS), paths[0], today)
    asked = conditions(today, near, lately)
    wanted = asked["hold"] | asked["draft"] | asked["due"]
    mine = Scan(Meeting.objects.filter(actor.within(KEEP, "path"), _own(actor)).filter(wanted))
    drafts = asked["draft"] & actor.within(Permission.DRAFT_DOCUMENTS, "home__path")
    overdue = SequenceStep.objects.filter(done_on=None, due_on__lt=today)
    late = asked["due"] & Q(pk__in=overdue.values("meeting_id"))
    return [
        Told([mine.count(asked["hold"]), mine.least("title", asked["hold"])], _to_hold),
        _waiting(
            "draft",
            _("会议纪要可以起草"),
            mine.count(drafts),
            hint=_("按会议登记自动起草，核对后签发；不需要的可以不发"),
        ),
        Told([mine.count(asked["due"]), mine.count(late)], _steps_due),
    ]


def _to_hold(count: int, title: str) -> list[Waiting]:
    return [_waiting("hold", _("会议开过了，请登记到会"), count, hint=title)]


def _steps_due(count: int, late: int) -> list[Waiting]:
    hint = _("会前报告、会后报告、通报、公开等，办了就登记")
    return [_waiting("due", _("会议的程序步骤待办"), count, hint=hint, is_late=bool(late))]


def _own(actor: Actor) -> Q:
    """Return the condition that a meeting is the actor's own: of villages they tell themselves."""
    return Q(unit=F("home")) | ~Q(home__path__in=actor.paths(KEEP))


def _waiting(
    which: str, label: str, count: int | Later, hint: str, *, is_late: bool = False
) -> Waiting:
    return Waiting(
        label=label,
        count=count,
        url=f"{reverse('meetings:list')}?which={which}",
        hint=hint,
        is_late=is_late,
        verb=_("去看看"),
    )
