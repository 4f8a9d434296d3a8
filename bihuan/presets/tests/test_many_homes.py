"""What holds in many homes at once is what holds in each."""

import datetime as dt
from typing import Any

import pytest

from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast
from bihuan.presets.actions import DaySpec, set_day, set_preset
from bihuan.presets.asking import value_at
from bihuan.presets.calendar import OfficeCalendar
from bihuan.presets.many_homes import calendars_at, values_at
from bihuan.tasks.policy import SOON_DAYS

KEEPER = Actor.installation()
TODAY = dt.date(2010, 2, 3)


@pytest.fixture
def paths(cast: Cast) -> list[str]:
    """Return the paths of a county with its own values and days, of two towns, one with its own."""
    for home, value, from_on in (
        (cast.county, "5", dt.date(2009, 6, 1)),
        (cast.town, "7", dt.date(2009, 1, 1)),
        (cast.town, "8", dt.date(2010, 1, 1)),
        (cast.town, "9", dt.date(2010, 3, 1)),
    ):
        set_preset(
            actor=KEEPER, home=home, code=SOON_DAYS.code, value=value, from_on=from_on, basis="办法"
        )
    for home, day, kind in (
        (cast.county, dt.date(2010, 2, 4), "holiday"),
        (cast.town, dt.date(2010, 2, 4), "workday"),
        (cast.town, dt.date(2010, 2, 6), "workday"),
        (cast.county, dt.date(2011, 3, 1), "holiday"),
    ):
        set_day(actor=KEEPER, home=home, spec=DaySpec(day, kind), source="通知")
    return [cast.county.path, cast.town.path, cast.other_town.path]


def test_values_of_many_are_those_of_each(paths: list[str], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = values_at(SOON_DAYS, paths, TODAY)
    assert found == {path: value_at(SOON_DAYS, path, TODAY) for path in paths}
    assert [int(found[path]) for path in paths] == [5, 8, 5]


def test_calendars_of_many_are_those_of_each(
    cast: Cast, paths: list[str], django_assert_num_queries: Any
) -> None:
    days = [dt.date(2010, 1, 1) + dt.timedelta(days=n) for n in range(500)]
    homes = (cast.county, cast.town, cast.other_town)
    alone = [[OfficeCalendar(home).is_workday(day) for day in days] for home in homes]
    with django_assert_num_queries(1):
        together = calendars_at(paths, (2010, 2011))
        found = [[together[path].is_workday(day) for day in days] for path in paths]
    assert found == alone
    assert alone[0] != alone[1]
