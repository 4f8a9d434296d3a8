"""What a number of policy is for a unit on a day."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from bihuan.lib.policy import Known, Value
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.rules import LABEL_WIDTH
from bihuan.presets.catalogue import known_as
from bihuan.presets.models import Preset
from bihuan.presets.rules import read_value


def value(code: str, unit: Unit, day: dt.date) -> Value:
    """Return the value that holds for a unit on a day; raises UnknownPreset.

    The nearest administration above that has set one by that day; else the declared default.
    """
    return value_at(known_as(code), unit.path, day)


def value_at(known: Known, path: str, day: dt.date) -> Value:
    """Return the value of a known preset at a unit's path on a day; one statement."""
    found = holding([known.code], path, day).get(known.code)
    return read_value(known, found.value) if found else known.default


def holding(codes: Iterable[str] | None, path: str, day: dt.date) -> dict[str, Preset]:
    """Return what has been set and holds at a path on a day, by code; one statement.

    Of no codes (None) it is all that has been set.
    """
    named = Q() if codes is None else Q(code__in=list(codes))
    set_above = Preset.objects.filter(
        named, from_on__lte=day, home__path__in=paths_above(path)
    ).select_related("home")
    found: dict[str, Preset] = {}
    # The farthest and oldest first, so that the nearest and newest stands at the end.
    for preset in set_above.order_by("home__path", "from_on", "set_at", "id"):
        found[preset.code] = preset
    return found


def wholes_for(actor: Actor, known: Iterable[Known], path: str, day: dt.date) -> list[int]:
    """Return the whole numbers of presets at a path on a day, for an actor's page.

    All that is set there is read once for the actor, whose page several rooms have a part in.
    """
    found = actor.once(("presets", path, day), lambda: holding(None, path, day))
    return [
        int(read_value(each, found[each.code].value) if each.code in found else each.default)
        for each in known
    ]


def paths_above(path: str) -> list[str]:
    """Return a path and all above it."""
    return [path[:end] for end in range(LABEL_WIDTH, len(path) + 1, LABEL_WIDTH)]
