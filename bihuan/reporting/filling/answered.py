"""What is asked when a blank is filled, and what each cell was answered."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.reporting.models import FormCell, FormCheck
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.reading import Value
from bihuan.reporting.periods import FormPeriod
from bihuan.reporting.rules import CheckResult

At = tuple[str, Place]
"""A cell: the sheet's name and the place."""

ANSWERED, NONE, GAP, BY_HAND = "answered", "none", "gap", "hand"
WORDS, ROW, COMPARED = "words", "row", "compared"
STATUSES = frozenset({ANSWERED, NONE, GAP, BY_HAND, WORDS, ROW, COMPARED})
"""How a cell came to what it says. `none`: the period has nothing to divide or to take the latest
of, which is an answer; `gap`: no record can say."""


@dataclass(frozen=True)
class ByHand:
    """What somebody asked found out for a gap, and where from."""

    text: str
    source: str
    by: str


@dataclass(frozen=True)
class Asked:
    """A filling: the blank's bytes and mapping, for whom, over what days, as of when, by whom."""

    blank: bytes
    cells: Sequence[FormCell]
    checks: Sequence[FormCheck]
    unit: Unit
    period: FormPeriod
    actor: Actor
    filler: str = ""
    as_of: dt.datetime | None = None
    by_hand: Mapping[At, ByHand] = field(default_factory=dict)


@dataclass(frozen=True)
class Answered:
    """One cell of the filled form.

    `place` is where it stands in the filled file, `asked_at` in the blank. `value` is written;
    `exact` is the figure before scale and rounding.
    """

    sheet: str
    place: Place
    asked_at: str
    kind: str
    status: str
    label: str = ""
    value: Value = None
    text: str = ""
    exact: str = ""
    figure: str = ""
    scope: str = ""
    records: int = 0
    url: str = ""
    note: str = ""

    @property
    def at(self) -> At:
        """Return the cell."""
        return self.sheet, self.place


@dataclass
class FilledBlank:
    """A blank filled: the file, its cells, its checks, and what is to be said about it."""

    content: bytes
    cells: list[Answered]
    checks: list[CheckResult]
    notes: list[str]

    @property
    def gaps(self) -> list[Answered]:
        """Return the cells that no record can answer."""
        return [cell for cell in self.cells if cell.status == GAP]

    @property
    def unmet(self) -> list[CheckResult]:
        """Return the checks that do not hold."""
        return [check for check in self.checks if check.state == "unmet"]
