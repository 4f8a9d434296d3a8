"""What holds in many administrations at once: a preset and their calendars, a statement each."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from bihuan.lib.policy import Known, Value
from bihuan.presets.asking import paths_above
from bihuan.presets.calendar import OfficeCalendar
from bihuan.presets.models import CalendarDay, Preset
from bihuan.presets.rules import read_value


def values_at(known: Known, paths: Collection[str], day: dt.date) -> dict[str, Value]:
    """Return by path the value that holds on a day; one statement."""
    rows = Preset.objects.filter(
        code=known.code, from_on__lte=day, home__path__in=_all_above(paths)
    )
    found: dict[str, str] = {}
    # The newest stands at the end.
    ordered = rows.order_by("from_on", "set_at", "id").values_list("home__path", "value")
    for path, value in ordered:
        found[path] = value
    return {path: _nearest(known, found, path) for path in paths}


def _nearest(known: Known, found: dict[str, str], path: str) -> Value:
    text = next((found[above] for above in reversed(paths_above(path)) if above in found), None)
    return known.default if text is None else read_value(known, text)


def calendars_at(paths: Collection[str], years: Iterable[int]) -> dict[str, OfficeCalendar]:
    """Return by path its calendar, some years of it read already; one statement."""
    asked = sorted(set(years))
    own: dict[str, list[CalendarDay]] = defaultdict(list)
    rows = CalendarDay.objects.filter(
        home__path__in=_all_above(paths),
        day__gte=dt.date(asked[0], 1, 1),
        day__lte=dt.date(asked[-1], 12, 31),
    )
    for each in rows.select_related("home").order_by() if paths else ():
        own[each.home.path].append(each)
    return {
        path: OfficeCalendar.knowing(
            path, asked, [day for above in paths_above(path) for day in own.get(above, ())]
        )
        for path in paths
    }


def _all_above(paths: Iterable[str]) -> set[str]:
    return {above for path in paths for above in paths_above(path)}
