"""When a task is due: worked out of what was asked for, by the home's calendar and presets."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from bihuan.lib import policy
from bihuan.lib.dates import write_date
from bihuan.orgs.models import Unit
from bihuan.presets.calendar import OfficeCalendar
from bihuan.presets.many_homes import calendars_at, values_at
from bihuan.tasks.models import Counting, Task
from bihuan.tasks.policy import REDO_DAYS, RETURN_DAYS, SOON_DAYS
from bihuan.tasks.rules import due_day, last_day_to_return

FARTHEST = dt.timedelta(days=200)  # calendar days that the most workdays of SOON_DAYS may take


def counted_day(
    home: Unit,
    counting: str,
    counted_from: dt.date,
    days: int,
    paused: int = 0,
    calendar: OfficeCalendar | None = None,
) -> dt.date:
    """Return the last day of a count by a home's calendar."""
    known = calendar or OfficeCalendar(home)
    return due_day(counting, counted_from, days, paused, known.add_workdays)


def recounted(task: Task, calendar: OfficeCalendar) -> dt.date:
    """Return the day that a task is due by the calendar as it stands; its own where it is fixed."""
    if task.counting == Counting.FIXED or task.counted_from is None or task.days is None:
        return task.due_on
    return counted_day(
        task.home, task.counting, task.counted_from, task.days, task.paused, calendar
    )


def day_to_redo(task: Task, today: dt.date) -> dt.date:
    """Return the day by which work sent back or reopened is due, where nobody names one.

    At least so many workdays as the preset says; never earlier than it was due.
    """
    days = policy.whole(REDO_DAYS, task.home.path, today)
    return max(task.due_on, OfficeCalendar(task.home).add_workdays(today, days))


def last_day_of_return(task: Task) -> dt.date:
    """Return the last day on which a task's unit may say that it is not its own."""
    days = policy.whole(RETURN_DAYS, task.home.path, task.handed_on)
    return last_day_to_return(task.handed_on, days, OfficeCalendar(task.home).add_workdays)


class Near:
    """Until which day tasks are due soon, by the path of their home; asked of many at once."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self._calendars: dict[str, OfficeCalendar] = {}
        self._until: dict[str, dt.date] = {}

    def learn(self, paths: Iterable[str]) -> None:
        """Ask of some homes what is not known yet; two statements, or none."""
        new = sorted(set(paths) - self._until.keys())
        if not new:
            return
        days = values_at(SOON_DAYS, new, self.today)
        years = (self.today.year, (self.today + FARTHEST).year)
        self._calendars |= calendars_at(new, years)
        for path in new:
            calendar = self._calendars[path]
            self._until[path] = calendar.add_workdays(self.today, int(days[path]))

    def until(self, path: str) -> dt.date:
        """Return the last day that is near."""
        self.learn([path])
        return self._until[path]

    def calendar(self, path: str) -> OfficeCalendar:
        """Return the calendar of a home."""
        self.learn([path])
        return self._calendars[path]


def provisional_note(task: Task, calendar: OfficeCalendar | None = None) -> str:
    """Return a sentence where the day was counted over a year whose holidays are not known."""
    if task.counting != Counting.WORKDAYS or task.counted_from is None or not task.is_open:
        return ""
    known = calendar or OfficeCalendar(task.home)
    years = range(task.counted_from.year, task.due_on.year + 1)
    return provisional_years(year for year in years if known.is_provisional(year))


def provisional_years(years: Iterable[int]) -> str:
    """Return the sentence on years whose holidays are not known; empty for none."""
    named = "、".join(str(year) for year in years)
    if not named:
        return ""
    return _("%(years)s年的放假安排还没有录入，期限暂按双休日推算，录入后自动重算。") % {
        "years": named
    }


def basis_of_due(task: Task) -> str:
    """Return how a due day came about, in words."""
    if task.counting == Counting.FIXED or task.counted_from is None or task.days is None:
        return ""
    said = _("自%(day)s起%(n)d个%(sort)s（当天不计）") % {
        "day": write_date(task.counted_from),
        "n": task.days,
        "sort": Counting(task.counting).label,
    }
    if task.paused:
        said += _("，另加挂起%(n)d天") % {"n": task.paused}
    return said
