"""What waits for an actor in this room: jobs that ended and were not looked at."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.jobs.access import visible_to
from bihuan.jobs.models import JobQuerySet
from bihuan.lib.counting import Scan, Told
from bihuan.orgs.access import Actor
from bihuan.ui.waiting import Waiting

MOST, NAMED = 50, 3


def waiting(actor: Actor) -> list[Told]:
    """Return the jobs of the actor that are done, or could not be, and were not looked at."""
    if actor.id is None:
        return []
    rows = visible_to(actor).unseen()
    return [Told([Scan(rows).count()], partial(_line, rows))]


def _line(rows: JobQuerySet, count: int) -> list[Waiting]:
    ended = list(rows[:MOST]) if count else []
    if not ended:
        return []
    url = reverse("jobs:job", args=[ended[0].pk]) if len(ended) == 1 else reverse("jobs:list")
    names = "、".join(job.label for job in ended[:NAMED]) + (_("等") if len(ended) > NAMED else "")
    return [Waiting(_("已结束的后台作业"), len(ended), url, names, verb=_("去查看"))]
