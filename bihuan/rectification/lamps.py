"""The lamp (亮灯) of a problem: a word and a tone for how near its day is. Never of a person."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.presets.many_homes import calendars_at, values_at
from bihuan.rectification.models import LATE_STATES, NO_DAY, Problem, State
from bihuan.rectification.policy import NEAR_DAYS
from bihuan.tasks.lamps import Lamp

TONES = {
    State.FOUND: "plain",
    State.PLANNED: "plain",
    State.DOING: "info",
    State.WAITING: "warn",
    State.DONE: "info",
    State.VERIFIED: "info",
    State.CLOSED: "good",
    State.LONG_TERM: "info",
    State.EXPLAINED: "plain",
    State.VOID: "plain",
}
FARTHEST = dt.timedelta(days=200)  # calendar days that the preset's most workdays may take


class ProblemLamps:
    """The lamps of some problems on one day; two statements, however many homes they are of."""

    def __init__(self, today: dt.date, problems: Iterable[Problem]) -> None:
        self.today = today
        far = today + FARTHEST
        coming = [p for p in problems if _runs(p) and today < p.own_due_on <= far]
        self._near = near_days({p.home.path for p in coming}, today) if coming else {}

    def of(self, problem: Problem) -> Lamp | None:
        """Return the lamp of a problem whose own clock runs, or how long others were waited for."""
        if problem.state == State.WAITING:
            days = (self.today - timezone.localdate(problem.state_at)).days
            return Lamp(_("已等%(n)d天") % {"n": days}, "plain")
        if not _runs(problem):
            return None
        if problem.own_due_on == NO_DAY:
            return Lamp(_("未定时限"), "plain")
        days = (problem.own_due_on - self.today).days
        if days < 0:
            return Lamp(_("超期%(n)d天") % {"n": -days}, "bad")
        if days == 0:
            return Lamp(_("今天到期"), "warn")
        if problem.own_due_on <= self._near.get(problem.home.path, self.today):
            return Lamp(_("还剩%(n)d天") % {"n": days}, "warn")
        return None


def near_days(homes: Collection[str], today: dt.date) -> dict[str, dt.date]:
    """Return by a home's path the last day that is near: so many workdays ahead, by its calendar.

    Two statements, however many homes.
    """
    days = values_at(NEAR_DAYS, homes, today)
    calendars = calendars_at(homes, (today.year, (today + FARTHEST).year))
    return {path: calendars[path].add_workdays(today, int(days[path])) for path in homes}


def _runs(problem: Problem) -> bool:
    return problem.state in LATE_STATES
