"""The office clock.

Every day and moment of the work is read here, so that a demonstration can be set to another day
(`BIHUAN_TODAY`, demonstration only). Audit, sessions and log-in keep the machine's own time.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def real_now() -> dt.datetime:
    """Return the machine's own moment, aware, whatever the office clock says."""
    return timezone.now()


def now() -> dt.datetime:
    """Return the office's moment: the machine's time of day on the office's day."""
    fixed: dt.date | None = settings.BIHUAN_TODAY
    moment = timezone.localtime(real_now())
    if fixed is None:
        return moment
    return moment.replace(year=fixed.year, month=fixed.month, day=fixed.day)


def today() -> dt.date:
    """Return the office's day in the office's time zone."""
    return now().date()
