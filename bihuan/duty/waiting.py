"""What waits here: disputes to take on, clocks that run, visits; counts and days, no person."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.duty.access import disputes_visible_to, petitions_visible_to
from bihuan.duty.listing import to_visit
from bihuan.duty.models import DisputeState
from bihuan.duty.policy import NEAR_DAYS, VISIT_DAYS
from bihuan.duty.rules import CLOCK_RUNS, OPEN_DISPUTES
from bihuan.lib import clock
from bihuan.lib.counting import Later, Scan
from bihuan.orgs.access import Actor, homes_of
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import wholes_for
from bihuan.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Return what waits for an actor: for keepers all, for a unit its own open disputes."""
    today = clock.today()
    if actor.may(Permission.KEEP_CASES):
        return _for_keepers(actor, today)
    if actor.may(Permission.ENTER_RECORDS):
        return _for_units(actor, today)
    return []


def _for_keepers(actor: Actor, today: dt.date) -> list[Waiting]:
    homes = homes_of(actor, Permission.KEEP_CASES)
    path = homes[0].path if homes else ""
    near_days, visit_days = wholes_for(actor, [NEAR_DAYS, VISIT_DAYS], path, today)
    soon = today + dt.timedelta(days=near_days)
    disputes, petitions = Scan(disputes_visible_to(actor)), Scan(petitions_visible_to(actor))
    late = Q(state__in=CLOCK_RUNS, due_on__lt=today)
    near = Q(state__in=CLOCK_RUNS, due_on__range=(today, soon))
    overdue = Q(state__in=OPEN_DISPUTES, due_on__lt=today)
    registered = Q(state=DisputeState.REGISTERED)
    visit = to_visit(visit_days)
    return [
        _listed("petitions", "late", _("信访事项已超期"), petitions.count(late), is_late=True),
        _listed("petitions", "near", _("信访事项快到期"), petitions.count(near)),
        _listed("disputes", "late", _("矛盾纠纷已超期"), disputes.count(overdue), is_late=True),
        _listed("disputes", "registered", _("矛盾纠纷待受理"), disputes.count(registered)),
        _listed("disputes", "visit", _("矛盾纠纷可回访"), disputes.count(visit)),
    ]


def _for_units(actor: Actor, today: dt.date) -> list[Waiting]:
    mine = actor.within(Permission.ENTER_RECORDS, "lead_path")
    open_ones = Scan(
        disputes_visible_to(actor).filter(
            mine, state__in=(DisputeState.ACCEPTED, DisputeState.HANDLING)
        )
    )
    late, open_now = open_ones.count(Q(due_on__lt=today)), open_ones.count(~Q(due_on__lt=today))
    return [
        _listed("disputes", "late", _("交给本单位的纠纷已超期"), late, is_late=True),
        _listed("disputes", "open", _("交给本单位的纠纷待调处"), open_now),
    ]


def _listed(page: str, which: str, label: str, count: Later, *, is_late: bool = False) -> Waiting:
    return Waiting(
        label=label,
        count=count,
        url=f"{reverse(f'duty:{page}')}?which={which}",
        is_late=is_late,
        verb=_("去看看"),
    )
