"""Which days are worked on: what an administration knows, else the State Council's arrangement.

The arrangement for past years and this one comes with the software (chinesecalendar). A year that
it does not know is **provisional**: Saturdays and Sundays alone are free until the year's notice
is imported, and whoever counts workdays in it says so.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from chinese_calendar.constants import Holiday, holidays, workdays

from bihuan.orgs.models import Unit
from bihuan.presets import rules
from bihuan.presets.asking import paths_above
from bihuan.presets.models import CalendarDay, DayKind

FIRST_YEAR, LAST_YEAR = min(holidays).year, max(holidays).year
"""The years that the software knows."""
SOURCE = "国务院办公厅放假安排"
WEEKEND = "双休日"
_NAMES = {str(holiday.value): holiday.chinese for holiday in Holiday}  # type: ignore[attr-defined]


@dataclass(frozen=True)
class DayFound:
    """What a day is: worked on or not, what it is called, and where that is from."""

    day: dt.date
    is_workday: bool
    name: str = ""
    source: str = ""
    is_own: bool = False

    @property
    def is_unusual(self) -> bool:
        """Tell whether the day is not what its weekday says: free on a Monday, worked on Sunday."""
        return self.is_workday == rules.is_weekend(self.day)


class OfficeCalendar:
    """The calendar of an administration; what it knows itself is read once a year asked for."""

    def __init__(self, home: Unit | None = None) -> None:
        self._paths = paths_above(home.path) if home else []
        self._years: dict[int, dict[dt.date, CalendarDay]] = {}

    @classmethod
    def knowing(
        cls, path: str, years: Iterable[int], days: Iterable[CalendarDay]
    ) -> "OfficeCalendar":
        """Return the calendar of who lies at a path, where its own days of some years are known.

        `days` are those of whatever is above it first, so that the nearest stands at the end.
        """
        known = cls()
        known._paths = paths_above(path)
        known._years = {year: {} for year in years}
        for each in days:
            known._years[each.day.year][each.day] = each
        return known

    def is_workday(self, day: dt.date) -> bool:
        """Tell whether a day is worked on."""
        return self.find(day).is_workday

    def find(self, day: dt.date) -> DayFound:
        """Return what a day is: by the nearest administration, else the software, else weekday."""
        own = self._own(day.year).get(day)
        if own is not None:
            return DayFound(day, own.kind == DayKind.WORKDAY, own.name, own.source, is_own=True)
        if day in holidays:
            return DayFound(day, False, _NAMES.get(holidays[day], ""), SOURCE)
        if day in workdays:
            return DayFound(day, True, _NAMES.get(workdays[day], ""), SOURCE)
        return DayFound(day, not rules.is_weekend(day))

    def is_provisional(self, year: int) -> bool:
        """Tell whether a year's arrangement is not known: its workdays are weekdays."""
        if FIRST_YEAR <= year <= LAST_YEAR:
            return False
        return not any(each.is_notice for each in self._own(year).values())

    def workdays_between(self, first: dt.date, last: dt.date) -> int:
        """Return the workdays after `first`, up to and with `last`: see rules."""
        return rules.workdays_between(first, last, self.is_workday)

    def add_workdays(self, day: dt.date, count: int) -> dt.date:
        """Return the workday that is `count` workdays after a day: see rules."""
        return rules.add_workdays(day, count, self.is_workday)

    def _own(self, year: int) -> dict[dt.date, CalendarDay]:
        if year not in self._years:
            first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
            known = CalendarDay.objects.filter(
                home__path__in=self._paths, day__gte=first, day__lte=last
            )
            ordered = known.order_by("home__path") if self._paths else []
            self._years[year] = {each.day: each for each in ordered}  # the nearest at the end
        return self._years[year]


def is_workday(day: dt.date, home: Unit | None = None) -> bool:
    """Tell whether a day is worked on in an administration."""
    return OfficeCalendar(home).is_workday(day)


def workdays_between(first: dt.date, last: dt.date, home: Unit | None = None) -> int:
    """Return the workdays after `first`, up to and with `last`; negative where it lies before."""
    return OfficeCalendar(home).workdays_between(first, last)


def add_workdays(day: dt.date, count: int, home: Unit | None = None) -> dt.date:
    """Return the workday that is `count` workdays after a day."""
    return OfficeCalendar(home).add_workdays(day, count)


def is_provisional(year: int, home: Unit | None = None) -> bool:
    """Tell whether a year's holidays are not known yet, so that only weekends are free."""
    return OfficeCalendar(home).is_provisional(year)
