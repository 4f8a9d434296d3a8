"""When the installation was last backed up, read from the audit log."""

import datetime as dt

from django.db.models import QuerySet

from bihuan.audit.models import Entry
from bihuan.files.backups.marks import ACTION, TARGET
from bihuan.lib import clock

DAYS_WITHOUT = 7
"""Days without a backup after which an administrator is reminded."""


def backups() -> QuerySet[Entry]:
    """Return the entries of backups, the newest first."""
    kind, id_ = TARGET
    found = Entry.objects.filter(target_kind=kind, target_id=id_, action=ACTION, result="done")
    return found.order_by("-sequence")


def last_backup() -> Entry | None:
    """Return the entry of the last backup; None where there never was one."""
    return backups().first()


def is_overdue() -> bool:
    """Tell whether the last backup is more than DAYS_WITHOUT days old, by the machine's time.

    Where there never was one, the days count from the log's first entry.
    """
    newest = last_backup() or Entry.objects.order_by("sequence").first()
    if newest is None:
        return False
    return clock.real_now() - newest.at > dt.timedelta(days=DAYS_WITHOUT)
