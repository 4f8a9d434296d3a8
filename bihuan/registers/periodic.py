"""What the room does day by day without being asked."""

import datetime as dt

from bihuan.jobs.periodic import Periodic
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.registers.actions.purging import announce_purge, purge_register, wipe_remains
from bihuan.registers.models import PurgeNotice, Register


def look_after_retention() -> int:
    """Give notice of what is past its time, and purge what was announced; return how many purges.

    Each register is a transaction of its own; harmless when done twice. What a failure left to be
    wiped is wiped the next time.
    """
    actor = Actor.installation()
    standing = PurgeNotice.objects.filter(closed_on__isnull=True)
    due = standing.filter(due_on__lte=clock.today(), purge__isnull=True)
    purges = [
        purge
        for notice in due.select_related("register__home")
        if (purge := purge_register(actor=actor, notice=notice)) is not None
    ]
    if standing.filter(purge__isnull=False).exists():
        wipe_remains()
    kept_for_years = Register.objects.filter(retention_years__isnull=False).select_related("home")
    for register in kept_for_years:
        announce_purge(actor=actor, register=register)
    return len(purges)


PERIODIC = [Periodic("registers.retention", dt.timedelta(days=1), look_after_retention)]
