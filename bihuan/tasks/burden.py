"""What tasks ask of the units that do them, for the burden ledger."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.burden.seam import Asked
from bihuan.orgs.models import Unit
from bihuan.tasks.models import EvidenceNeeded, State, Task

FIELDS_OF_A_REPORT = 3
"""What a report of progress asks for: how far, what is difficult, what is next."""


def asked(home: Unit, first: dt.date, last: dt.date) -> list[Asked]:
    """Return the tasks assigned in a period: one report each, and a file where evidence is due.

    A task that was made void asks nothing.
    """
    tasks = Task.objects.filter(
        home=home, assigned_at__date__gte=first, assigned_at__date__lte=last
    ).exclude(state=State.VOID)
    return [
        Asked(
            unit_id=task.unit_id,
            on=timezone.localdate(task.assigned_at),
            what=_("任务：%(title)s") % {"title": task.title},
            fields=FIELDS_OF_A_REPORT,
            files=1 if task.evidence == EvidenceNeeded.ANY else 0,
            by=task.assigned_by_name,
            basis=task.basis,
            url=reverse("tasks:task", args=[task.pk]),
        )
        for task in tasks.defer("requirement")
    ]
