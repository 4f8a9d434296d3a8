"""The seam of the burden ledger: what a room asks of a unit, what people typed, what was shown.

A room's `burden.py`, found by name, holds any of `asked(home, first, last) -> list[Asked]`,
`typed(home, first, last) -> int` and `shown(home, first, last) -> list[Shown]`. The days are the
first and the last of a period, both in it.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Asked:
    """One thing asked of one unit on a day: fields to fill, files, meetings, minutes it takes.

    `minutes` 0 where the room knows no better than the rates set for a field, a file and a
    meeting. `already_held` are the fields not asked because a record holds them.
    """

    unit_id: UUID
    on: dt.date
    what: str
    fields: int = 0
    files: int = 0
    meetings: int = 0
    minutes: int = 0
    by: str = ""
    basis: str = ""
    url: str = ""
    already_held: int = 0


@dataclass(frozen=True)
class Shown:
    """A document or form that shows figures: how many, and the records that they rest on."""

    what: str
    url: str
    figures: int
    records: int
