"""The office clock.

Every day and moment of the work is read here, so that a demonstration can be set to another day
(`BIHUAN_TODAY`, demonstration only). Audit, sessions and log-in keep the machine's own time.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone

_set_back: ContextVar[dt.datetime | None] = ContextVar("set_back", default=None)


@contextmanager
def set_back_to(moment: dt.datetime) -> Iterator[None]:
    """Let the office clock stand at a moment that is past, while old work is taken over.

    Only a pack does so: what it tells of former months is written down by the same actions as
    ever, each at its own moment. The audit log keeps the machine's time. Raises ValueError for a
    moment to come.
    """
    if moment > now():
        raise ValueError("the office clock is set back only")
    token = _set_back.set(timezone.localtime(moment))
    try:
        yield
    finally:
        _set_back.reset(token)


def real_now() -> dt.datetime:
    """Return the machine's own moment, aware, whatever the office clock says."""
    return timezone.now()


def now() -> dt.datetime:
    """Return the office's moment: the machine's time of day on the office's day."""
    standing = _set_back.get()
    if standing is not None:
        return standing
    fixed: dt.date | None = settings.BIHUAN_TODAY
    moment = timezone.localtime(real_now())
    if fixed is None:
        return moment
    return moment.replace(year=fixed.year, month=fixed.month, day=fixed.day)


def day_began(moment: dt.datetime) -> dt.datetime:
    """Return the beginning of a moment's day in the office's zone: what is kept of residents."""
    day = timezone.localdate(moment)
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def today() -> dt.date:
    """Return the office's day in the office's time zone."""
    return now().date()
