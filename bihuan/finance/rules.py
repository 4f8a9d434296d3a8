"""Sums of money by who pays and by phase, without the ORM. Phases are never added together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from bihuan.finance.models.amount import Payer, Phase
from bihuan.finance.writing import write_fen

MOST_FEN = 10**15  # ten trillion yuan: more is a slip of the pen


class Sum(Protocol):
    """What of an amount is added up."""

    payer: str
    payer_name: str
    phase: str
    fen: int
    lower_bound: bool


@dataclass(frozen=True)
class Money:
    """A sum in fen; `is_lower_bound` where one of its amounts is a round lower bound (余)."""

    fen: int = 0
    is_lower_bound: bool = False

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + other.fen, self.is_lower_bound or other.is_lower_bound)

    def __str__(self) -> str:
        return write_fen(self.fen, is_lower_bound=self.is_lower_bound) if self.fen else ""


@dataclass(frozen=True)
class PayerLine:
    """What one payer planned, approved and paid."""

    label: str
    planned: Money
    approved: Money
    paid: Money


@dataclass(frozen=True)
class MoneyTable:
    """Money by payer and phase; the totals are of each phase for itself."""

    lines: tuple[PayerLine, ...]
    planned: Money
    approved: Money
    paid: Money


def table_of(amounts: Iterable[Sum]) -> MoneyTable:
    """Return money by payer and phase, payers in the order of their kind, then by name."""
    cells: dict[tuple[int, str], dict[str, Money]] = defaultdict(dict)
    order = {payer.value: at for at, payer in enumerate(Payer)}
    for amount in amounts:
        key = (order[Payer(amount.payer)], amount.payer_name or str(Payer(amount.payer).label))
        money = Money(amount.fen, amount.lower_bound)
        cells[key][amount.phase] = cells[key].get(amount.phase, Money()) + money
    lines = tuple(
        PayerLine(key[1], *(found.get(phase, Money()) for phase in Phase))
        for key, found in sorted(cells.items())
    )
    return MoneyTable(
        lines,
        sum((line.planned for line in lines), Money()),
        sum((line.approved for line in lines), Money()),
        sum((line.paid for line in lines), Money()),
    )
