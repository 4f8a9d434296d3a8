"""Work done again and again: each room names its own in a module `periodic.py`.

Such a module holds `PERIODIC`, a list of Periodic; it is found by name. A piece of work that failed
is tried again after a quarter of an hour, and the reason stands in its row.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.module_loading import import_string

from bihuan.jobs import progress, stopping
from bihuan.jobs.actions import states
from bihuan.jobs.models import PeriodicRun
from bihuan.lib import clock
from bihuan.ui.rooms import modules

logger = logging.getLogger(__name__)
LOOKED_EVERY = 60.0  # seconds
TRIED_AGAIN_AFTER = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Periodic:
    """One piece of periodic work: its name (room.what), how often, and what to call.

    `work` takes no arguments; it may be named by its dotted path. It runs as the machine's keeper
    would; what it writes must be one transaction or harmless when done twice.
    """

    name: str
    every: dt.timedelta
    work: Callable[[], object] | str

    @property
    def place(self) -> str:
        """Return the name of its lock."""
        return f"periodic-{self.name}"


class Timetable:
    """When what is due; looks into the database once a minute at most."""

    def __init__(self) -> None:
        self._looked_at = -LOOKED_EVERY
        self._due: list[Periodic] = []

    def do_next(self) -> bool:
        """Do the next piece of work that is due; False where there is none."""
        if not self._due and time.monotonic() - self._looked_at >= LOOKED_EVERY:
            self._looked_at = time.monotonic()
            self._due = all_due()
        return do_once(self._due.pop(0)) if self._due else False


def all_periodic() -> list[Periodic]:
    """Return the periodic work of every room."""
    return [periodic for room in modules("periodic") for periodic in room.PERIODIC]


def all_due() -> list[Periodic]:
    """Return what should be done now, by the machine's own time."""
    runs = {run.name: run for run in PeriodicRun.objects.all()}
    return [periodic for periodic in all_periodic() if _is_due(periodic, runs.get(periodic.name))]


def do_once(periodic: Periodic) -> bool:
    """Do a piece of work unless another worker does it, or has just done it; tell whether done."""
    with progress.held(periodic.place) as mine:
        if not mine or not _is_due(periodic, PeriodicRun.objects.filter(pk=periodic.name).first()):
            return False
        fault = ""
        try:
            work = periodic.work
            (import_string(work) if isinstance(work, str) else work)()
        except stopping.Stopping:
            raise
        except Exception as error:
            logger.exception("periodic work %s failed", periodic.name)
            fault = f"{type(error).__name__}: {error}"
        states.note_periodic_run(periodic.name, fault)
        return True


def _is_due(periodic: Periodic, run: PeriodicRun | None) -> bool:
    if run is None:
        return True
    wait = min(periodic.every, TRIED_AGAIN_AFTER) if run.fault else periodic.every
    return clock.real_now() >= run.done_at + wait


PERIODIC = [
    Periodic("jobs.drop_old", dt.timedelta(days=1), "bihuan.jobs.keeping.drop_old"),
    # Files lie below this room and cannot name a Periodic themselves.
    Periodic("files.sweep", dt.timedelta(days=1), "bihuan.files.sweeping.sweep"),
]
