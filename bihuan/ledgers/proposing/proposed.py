"""What is proposed: a register, its columns, and how each cell becomes a value."""

from dataclasses import dataclass, field

from bihuan.ledgers.reading.found import TableFound
from bihuan.registers.actions.specs import ColumnSpec

NOTE_LABEL, DAY_LABEL = "口径说明", "统计日期"


@dataclass
class ColumnProposed:
    """A column proposed. `at` is its place among the table's heads, None where it has none.

    `head_unit` is the unit that the head (or the title) tells; `is_share` says that a number from
    0 to 1 is a part of the whole. `skip` gives the reason for leaving the column out.
    """

    spec: ColumnSpec
    at: int | None
    head: str = ""
    letters: str = ""
    head_unit: str = ""
    is_share: bool = False
    skip: str = ""
    remarks: list[str] = field(default_factory=list)
    samples: list[str] = field(default_factory=list)
    is_sure: bool = True

    @property
    def code(self) -> str:
        """Return the code proposed."""
        return self.spec.code


@dataclass
class Fit:
    """A register that stands and that a table fits: the places of the table's columns by code."""

    register_id: str
    label: str
    places: dict[str, int]
    score: float


@dataclass
class Proposal:
    """All that is proposed for one table."""

    table: TableFound
    name: str
    code: str
    columns: list[ColumnProposed] = field(default_factory=list)
    unit_at: int | None = None
    unit_otherwise: str = ""
    day: str = ""  # code of the day column
    title: str = ""  # code
    person: str = ""  # code
    year: int | None = None
    purpose: str = ""
    legal_basis: str = ""
    unit_kinds: tuple[str, ...] = ()
    fits: Fit | None = None

    @property
    def taken(self) -> list[ColumnProposed]:
        """Return the columns that are not left out."""
        return [column for column in self.columns if not column.skip]
