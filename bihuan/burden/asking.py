"""Asking every room what it asks, what people typed and what was shown."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from bihuan.burden.access import units_seen
from bihuan.burden.policy import FIELD, FILE, KNOWN, MEETING
from bihuan.burden.rules import Load, Rates, Reuse, loads
from bihuan.burden.seam import Asked, Shown
from bihuan.lib.policy import Known
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.presets.asking import holding
from bihuan.presets.rules import read_value
from bihuan.ui.rooms import modules


@dataclass(frozen=True)
class UnitLoad:
    """One row of the ledger: a unit and what is asked of it."""

    unit: Unit
    load: Load


def asked_in(home: Unit, first: dt.date, last: dt.date) -> list[Asked]:
    """Return all that the rooms ask of an administration's units in a period."""
    rooms = (room for room in modules("burden") if hasattr(room, "asked"))
    return [each for room in rooms for each in room.asked(home, first, last)]


def rates_of(home: Unit, day: dt.date) -> Rates:
    """Return the minutes that hold for an administration on a day; one statement."""
    found = holding([known.code for known in KNOWN], home.path, day)

    def rate(known: Known) -> Decimal:
        kept = found.get(known.code)
        return Decimal(read_value(known, kept.value) if kept else known.default)

    return Rates(rate(FIELD), rate(FILE), rate(MEETING))


def ledger(actor: Actor, home: Unit, first: dt.date, last: dt.date, rates: Rates) -> list[UnitLoad]:
    """Return the units of a home that the actor sees, each with what is asked of it in a period.

    Open units of which nothing is asked stand in it too: that is what it is for.
    """
    found = loads(asked_in(home, first, last), rates)
    units = units_seen(actor, home).order_by("sort_order", "path")
    return [
        UnitLoad(unit, found.get(unit.pk, Load(unit.pk)))
        for unit in units
        if unit.pk in found or unit.closed_on is None or unit.closed_on > last
    ]


def load_of(unit: Unit, first: dt.date, last: dt.date) -> Load:
    """Return what is asked of one unit in a period."""
    mine: dict[UUID, Load] = loads(
        (each for each in asked_in(unit.home, first, last) if each.unit_id == unit.pk),
        rates_of(unit.home, last),
    )
    return mine.get(unit.pk, Load(unit.pk))


def reuse_in(home: Unit, first: dt.date, last: dt.date) -> Reuse:
    """Return how often what was typed in a period stands behind figures shown in it."""
    typed, shown = 0, list[Shown]()
    for room in modules("burden"):
        if hasattr(room, "typed"):
            typed += room.typed(home, first, last)
        if hasattr(room, "shown"):
            shown += room.shown(home, first, last)
    return Reuse(typed, tuple(sorted(shown, key=lambda each: -each.records)))
