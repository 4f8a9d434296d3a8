"""What may follow what, clocks, bands, half months and lamps: pure, no ORM."""

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.duty.models.case import Band
from bihuan.duty.models.dispute import DisputeState as D
from bihuan.duty.models.petition import PetitionState as P
from bihuan.duty.models.step import StepKind as S

Nexts = Mapping[str, Mapping[S, str]]
"""By state: the steps that may follow, and the state that each leads to."""

DISPUTE_STEPS: Nexts = {
    # A village deals with its own at once (TRY, CLOSE): the township need not take it on first.
    D.REGISTERED: {
        S.ACCEPT: D.ACCEPTED, S.TRY: D.HANDLING, S.CLOSE: D.CLOSED, S.VOID: D.VOID,
    },
    D.ACCEPTED: {
        S.ACCEPT: D.ACCEPTED, S.TRY: D.HANDLING, S.CLOSE: D.CLOSED, S.VOID: D.VOID,
    },
    D.HANDLING: {
        S.ACCEPT: D.HANDLING, S.TRY: D.HANDLING, S.CLOSE: D.CLOSED, S.VOID: D.VOID,
    },
    D.CLOSED: {S.VISIT: D.VISITED, S.REOPEN: D.HANDLING},
    D.VISITED: {S.VISIT: D.VISITED, S.REOPEN: D.HANDLING},
    D.VOID: {},
}  # fmt: skip
_WHENEVER_OPEN = (S.SUMMARISE, S.NOTE)
_PETITION: Nexts = {
    P.REGISTERED: {S.ACCEPT: P.ACCEPTED, S.VOID: P.VOID},
    P.ACCEPTED: {
        S.ASSIGN: P.ASSIGNED, S.EXTEND: P.ACCEPTED, S.REPLY: P.REPLIED, S.VOID: P.VOID,
        S.PUT_RIGHT: P.ACCEPTED,
    },
    P.ASSIGNED: {
        S.ASSIGN: P.ASSIGNED, S.EXTEND: P.ASSIGNED, S.REPLY: P.REPLIED, S.VOID: P.VOID,
        S.PUT_RIGHT: P.ASSIGNED,
    },
    P.REPLIED: {S.SEEK_REVIEW: P.REVIEW, S.CLOSE: P.CLOSED, S.PUT_RIGHT: P.REPLIED},
    P.REVIEW: {S.REVIEW: P.REPLIED},
    P.CLOSED: {S.REOPEN: P.ASSIGNED},
    P.VOID: {},
}  # fmt: skip
PETITION_STEPS: Nexts = {
    state: {
        **(dict.fromkeys(_WHENEVER_OPEN, state) if state not in (P.CLOSED, P.VOID) else {}),
        **nexts,
    }
    for state, nexts in _PETITION.items()
}
OPEN_DISPUTES = (D.REGISTERED, D.ACCEPTED, D.HANDLING)
TAKEN_UP = (D.HANDLING, D.CLOSED, D.VISITED)
"""States of a dispute that somebody has worked on (调处数)."""
OPEN_PETITIONS = (P.REGISTERED, P.ACCEPTED, P.ASSIGNED, P.REPLIED, P.REVIEW)
CLOCK_RUNS = (P.REGISTERED, P.ACCEPTED, P.ASSIGNED, P.REVIEW)
"""States of a petition in which the office owes something by a day."""


def band_of(headcount: int, limits: Sequence[int]) -> Band:
    """Return the band of a number of people; `limits` are 50, 100 and 500 as the form has them.

    The form says <50, 50–100, 100–500, >500: a limit belongs to the band above it, the last to the
    one below, so that each number is in one band and the bands add up to the whole.
    """
    first, second, third = limits
    if headcount > third:
        return Band.MASS
    if headcount >= second:
        return Band.MANY
    return Band.SOME if headcount >= first else Band.FEW


def sweep_days(day: dt.date, times: int) -> tuple[dt.date, dt.date]:
    """Return the days of the sweep that a day lies in, of `times` a month, as even as may be.

    Two: the 1st to the 15th, the 16th to the last.
    """
    last = calendar.monthrange(day.year, day.month)[1]
    length = 30 // times
    part = min((day.day - 1) // length, times - 1)
    end = last if part == times - 1 else (part + 1) * length
    return day.replace(day=part * length + 1), day.replace(day=end)


def month_days(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return a month's first and last day."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


@dataclass(frozen=True)
class Lamp:
    """A word on an item's day, and its tone; never on a person."""

    word: str
    tone: str


def lamp_of(due_on: dt.date | None, today: dt.date, near: int) -> Lamp | None:
    """Return the lamp of something still owed: past its day, due within `near` days, or neither."""
    if due_on is None:
        return None
    left = (due_on - today).days
    if left < 0:
        return Lamp(_("超期%(n)d天") % {"n": -left}, "bad")
    if left == 0:
        return Lamp(_("今天到期"), "warn")
    if left <= near:
        return Lamp(_("还剩%(n)d天") % {"n": left}, "warn")
    return Lamp(_("期限内"), "good")
