"""Which days a unit's sweep is for: villages half-monthly, a township monthly, by preset."""

import datetime as dt

from bihuan.duty.policy import TOWNSHIP_SWEEPS, VILLAGE_SWEEPS
from bihuan.duty.rules import sweep_days
from bihuan.lib.policy import whole
from bihuan.orgs.models import Unit, UnitKind


def days_of(unit: Unit, day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days of the sweep of a unit that a day lies in."""
    known = VILLAGE_SWEEPS if unit.kind == UnitKind.VILLAGE else TOWNSHIP_SWEEPS
    return sweep_days(day, whole(known, unit.path, day))
