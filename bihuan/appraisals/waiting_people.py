"""What waits of talks and of the yearly assessment: for who decides, and for who is concerned."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.appraisals.access_people import DECIDE
from bihuan.appraisals.models import (
    AssessedPerson,
    AssessmentState,
    ReminderTalk,
    TalkState,
    YearlyAssessment,
)
from bihuan.lib import clock
from bihuan.lib.counting import Later, Scan, Told
from bihuan.orgs.access import Actor
from bihuan.ui.waiting import Waiting


def waiting_people(actor: Actor) -> list[Waiting | Told]:
    """Return what waits for an actor; asks nothing itself."""
    found: list[Waiting | Told] = []
    if actor.may(DECIDE):
        found += [*_talks_to_lead(actor), *_assessments_to_decide(actor)]
    if actor.place and actor.id is not None:
        found += _own(actor)
    return found


def _talks_to_lead(actor: Actor) -> list[Waiting | Told]:
    own: Any = {"person__accounts__id": actor.id}
    rows = ReminderTalk.objects.filter(actor.within(DECIDE, "path")).exclude(**own)
    talks = Scan(rows)
    return [
        _waiting(
            _("提醒谈话已决定，还没有谈"),
            talks.count(Q(state=TalkState.DECIDED)),
            reverse("appraisals:reminders") + "?state=decided",
            _("谈过以后登记日期和谈话人"),
        ),
        _waiting(
            _("提醒谈话收到说明"),
            talks.count(Q(reply_waits=True, state__in=(TalkState.HELD, TalkState.ENDED))),
            reverse("appraisals:reminders") + "?state=reply",
            _("看过说明再作结论"),
        ),
    ]


def _assessments_to_decide(actor: Actor) -> list[Waiting | Told]:
    open_rows = YearlyAssessment.objects.filter(
        actor.within(DECIDE, "path"), state=AssessmentState.OPEN
    )
    assessed = AssessedPerson.objects.filter(assessment=OuterRef("pk"))
    undecided = Q(year__lt=clock.today().year) & Q(Exists(assessed.filter(grade="")))
    ready = Q(views_until__lt=clock.today()) & ~Q(Exists(assessed.filter(grade="")))
    scan = Scan(open_rows)
    return [
        _waiting(
            _("年度考核还没有决定等次"),
            scan.count(undecided),
            reverse("appraisals:yearly"),
            _("党委研究以后，登记每人的等次和依据"),
        ),
        _waiting(
            _("年度考核可以公布"),
            scan.count(ready),
            reverse("appraisals:yearly"),
            _("等次已决定，提意见的日期已过"),
        ),
    ]


def _own(actor: Actor) -> list[Waiting | Told]:
    mine: Any = {"person__accounts__id": actor.id}
    talks = ReminderTalk.objects.filter(
        **mine, state=TalkState.HELD, reply_due_on__gte=clock.today(), replies=None
    )
    assessed = AssessedPerson.objects.filter(
        **mine,
        assessment__state=AssessmentState.OPEN,
        assessment__views_until__gte=clock.today(),
        views=None,
    ).exclude(grade="")
    return [
        _waiting(
            _("和您谈过话，可以写说明"),
            Scan(talks).count(),
            reverse("appraisals:reminders"),
            _("写不写由您，过了日期也收"),
        ),
        _waiting(
            _("您的年度考核等次，公布前可以提意见"),
            Scan(assessed).count(),
            reverse("appraisals:yearly"),
            _("没有意见的不用写"),
        ),
    ]


def _waiting(label: str, count: Later, url: str, hint: str) -> Waiting:
    return Waiting(label=label, count=count, url=url, hint=hint, verb=_("去看看"))
