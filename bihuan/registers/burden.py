"""How many records were typed, for the burden ledger."""

import datetime as dt

from bihuan.orgs.models import Unit
from bihuan.registers.models import Status, Version


def typed(home: Unit, first: dt.date, last: dt.date) -> int:
    """Return how many records of a period stand in the registers of a home."""
    rows = Version.objects.current().filter(home=home, date__gte=first, date__lte=last)
    return rows.exclude(status=Status.VOID).count()
