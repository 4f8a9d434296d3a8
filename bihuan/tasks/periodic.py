"""What the room does day by day without being asked."""

import datetime as dt

from bihuan.jobs.periodic import Periodic
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.tasks.actions import recount_due_days
from bihuan.tasks.models import Counting, Task


def recount_all() -> int:
    """Count the workdays of every home's open tasks by the calendar as it stands now."""
    counted = Task.objects.filter(is_open=True, counting=Counting.WORKDAYS)
    homes = Unit.objects.filter(pk__in=counted.order_by().values("home_id").distinct())
    actor = Actor.installation()
    return sum(recount_due_days(actor=actor, home=home) for home in homes)


PERIODIC = [Periodic("tasks.recount", dt.timedelta(hours=6), recount_all)]
