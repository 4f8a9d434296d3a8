"""What is asked of a figure, and what is answered: values without the database."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from bihuan.figures.models import Aggregate, Definition
from bihuan.figures.periods import Period
from bihuan.figures.rules import wording
from bihuan.orgs.models import Unit

Amount = Decimal | dt.date | None


@dataclass(frozen=True)
class Scope:
    """Where, when and as of which moment: a unit with all below it, a period, a moment or now."""

    unit: Unit
    period: Period = None
    as_of: dt.datetime | None = None


@dataclass(frozen=True)
class Answer:
    """A figure's value, with how many records gave it, how many more wait to be verified, and how
    many of them the actor may open (None where that was not asked).
    """

    definition: Definition
    scope: Scope
    value: Amount
    records: int
    waiting: int = 0
    visible: int | None = None

    @property
    def text(self) -> str:
        """Return the value as it is written; 待核 where no record answers it."""
        return self.written()

    @property
    def is_pending(self) -> bool:
        """Tell whether no record answers the figure, so that it is written 待核.

        A count of nothing is an answer only for a zero claim: its register was open and nothing
        happened.
        """
        if self.value is None:
            return True
        return self.records == 0 and self.definition.nature != "zero_claim"

    def written(self, **overrides: object) -> str:
        """Write the value with wording keys given at the place where it stands."""
        value = None if self.is_pending else self.value
        return wording(value, self.definition.style(**overrides))


def effective_period(definition: Definition, asked: Period) -> Period:
    """Return the period a definition is computed over when a document's period is asked."""
    from bihuan.figures.periods import parse_period

    return asked if definition.period == "document" else parse_period(definition.period)


def is_counted(definition: Definition) -> bool:
    """Tell whether one aggregate of a shared statement answers the definition."""
    return definition.aggregate not in (Aggregate.RATIO, Aggregate.LATEST)
