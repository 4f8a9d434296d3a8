"""What the room does day by day without being asked: empty identities whose time is over."""

import datetime as dt

from django.db.models import Q

from bihuan.duty.actions import purge_identities
from bihuan.duty.models import CaseIdentity
from bihuan.duty.policy import IDENTITY_DAYS
from bihuan.jobs.periodic import Periodic
from bihuan.lib import clock
from bihuan.lib.policy import whole
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

MOST_AT_ONCE = 1000


def look_after_identities() -> int:
    """Empty who brought cases that were closed long enough ago; return how many."""
    homes = CaseIdentity.objects.filter(erased_on=None).values_list("home_id", flat=True).distinct()
    return sum(_purge(home) for home in Unit.objects.filter(pk__in=list(homes)))


def _purge(home: Unit) -> int:
    today = clock.today()
    before = today - dt.timedelta(days=whole(IDENTITY_DAYS, home.path, today))
    old = Q(dispute__closed_on__lte=before) | Q(petition__closed_on__lte=before)
    rows = CaseIdentity.objects.filter(old, home=home, erased_on=None)[:MOST_AT_ONCE]
    return purge_identities(actor=Actor.installation(), home=home, rows=rows)


PERIODIC = [Periodic("duty.identities", dt.timedelta(days=1), look_after_identities)]
