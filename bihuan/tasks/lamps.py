"""The lamp (亮灯) of a task: a word and a tone for how near its day is. Never of a person."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.tasks.days import FARTHEST, Near
from bihuan.tasks.models import State, Task


@dataclass(frozen=True)
class Lamp:
    """A word, and the tone of its badge: plain, info, good, warn, bad."""

    word: str
    tone: str


class Lamps:
    """The lamps of many tasks on one day.

    Of the tasks that are named beforehand all homes' calendars and presets are asked in two
    statements, and none where no day is near enough to need them.
    """

    def __init__(
        self, today: dt.date, tasks: Iterable[Task] = (), near: Near | None = None
    ) -> None:
        self.today = today
        self._near = near or Near(today)
        self._far = today + FARTHEST
        self._near.learn({task.home.path for task in tasks if self._asks(task)})

    def of(self, task: Task) -> Lamp:
        """Return the lamp of one task."""
        settled = _SETTLED.get(task.state)
        if settled is not None:
            return Lamp(str(State(task.state).label), settled)
        days = (task.due_on - self.today).days
        if days < 0:
            return Lamp(_("超期%(n)d天") % {"n": -days}, "bad")
        if task.state == State.RETURNED or task.waits_for_unit_on(self.today):
            return Lamp(_("待改交"), "warn")
        if days == 0:
            return Lamp(_("今天到期"), "warn")
        return self._by_workdays(task)

    def _asks(self, task: Task) -> bool:
        """Tell whether a calendar is needed to say how near a task's day is."""
        return task.state not in _SETTLED and self.today < task.due_on <= self._far

    def _by_workdays(self, task: Task) -> Lamp:
        path = task.home.path
        if task.due_on > self._far or task.due_on > self._near.until(path):
            return Lamp(_("正常"), "good")
        left = self._near.calendar(path).workdays_between(self.today, task.due_on)
        return Lamp(_("临期，剩%(n)d个工作日") % {"n": left}, "warn")


_SETTLED: dict[str, str] = {
    State.SUBMITTED: "info",
    State.VERIFIED: "info",
    State.CLOSED: "good",
    State.SUSPENDED: "plain",
    State.VOID: "plain",
}


def lamp_of(task: Task, today: dt.date) -> Lamp:
    """Return the lamp of a task on a day; for many of them, Lamps asks less."""
    return Lamps(today).of(task)
