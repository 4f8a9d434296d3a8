"""What waits for an actor in this room: forms that fall due and are not yet sent."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.counting import Scan, Told
from bihuan.lib.dates import write_date
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.reporting.access import visible_to
from bihuan.reporting.models import FilledState, ReportForm
from bihuan.reporting.periods import FormPeriod, due_day, ended_periods
from bihuan.ui.waiting import Waiting

DAYS_AHEAD = 7
PERIODS_BACK = 3
Due = tuple[ReportForm, FormPeriod, dt.date]


def waiting(actor: Actor) -> list[Told]:
    """Return what a clerk has to send: late, and within a week."""
    if not actor.may(Permission.DRAFT_DOCUMENTS):
        return []
    mine = actor.within(Permission.DRAFT_DOCUMENTS, "home__path")
    forms = visible_to(actor).filter(mine, is_asked=True)
    return [Told([Scan(forms).count()], partial(_lines, forms))]


def _lines(forms: QuerySet[ReportForm], count: int) -> list[Waiting]:
    if not count:
        return []
    due, today = _unsent(forms), clock.today()
    late = [one for one in due if one[2] < today]
    soon = [one for one in due if today <= one[2] <= today + dt.timedelta(days=DAYS_AHEAD)]
    return [
        Waiting(_("过了期限的上报表"), len(late), _url(late), _names(late), True, _("去填报")),
        Waiting(_("快到期限的上报表"), len(soon), _url(soon), _names(soon), verb=_("去填报")),
    ]


def _unsent(forms: QuerySet[ReportForm]) -> list[Due]:
    """Return the periods of forms that have a day by which to send them and were not sent.

    One statement: a form comes with each period that was sent, or once with none.
    """
    filled = FilteredRelation("filled", condition=Q(filled__state=FilledState.SENT))
    rows = list(forms.annotate(sent=filled, sent_from=F("sent__first_day")))
    sent = {(row.pk, row.sent_from) for row in rows}
    found = []
    for form in {row.pk: row for row in rows}.values():
        for period in ended_periods(form, clock.today(), PERIODS_BACK):
            day = due_day(form, period)
            if day is not None and (form.pk, period.first) not in sent:
                found.append((form, period, day))
    return sorted(found, key=lambda one: one[2])


def _url(due: Sequence[Due]) -> str:
    if len({form.pk for form, _period, _day in due}) == 1:
        return reverse("reporting:form", args=[due[0][0].pk])
    return reverse("reporting:list")


def _names(due: Sequence[Due]) -> str:
    said = _("%(form)s %(period)s（%(day)s前）")
    names = [
        said % {"form": form, "period": period, "day": write_date(day)}
        for form, period, day in due[:3]
    ]
    return "、".join(names) + (_("等") if len(due) > len(names) else "")
