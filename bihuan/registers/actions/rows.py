"""What an import reads, finds wrong and plans: values without the database."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from bihuan.audit.rules import canonical
from bihuan.orgs.models import Unit
from bihuan.registers.cleaning import Clean
from bihuan.registers.models import Register, Version


@dataclass(frozen=True)
class IncomingRow:
    """A row as read: where it stood, the words in it by column code, its unit's word, its id.

    A column that `raw` does not name is left as it is, or takes its default. `status`,
    `recorded_at` and `entered_by` (an account's id and name) are given by packs only.
    """

    sheet: str
    row: int
    raw: Mapping[str, Any]
    unit: str = ""
    id: str = ""
    status: str = ""
    recorded_at: dt.datetime | None = None
    entered_by: tuple[UUID, str] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """One thing wrong: sheet, row (from 1, as the program shows it), column label, sentence."""

    sheet: str
    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Prepared:
    """A clean row, ready to be written."""

    unit: Unit
    clean: Clean
    status: str
    recorded_at: dt.datetime | None = None
    entered_by: tuple[UUID, str] | None = None
    before: Version | None = None

    @cached_property
    def said(self) -> str:
        """Return the values as canonical JSON: matched, hashed and stored without writing anew."""
        return canonical(self.clean.values)


@dataclass(frozen=True)
class Alike:
    """A row without an id, and the one standing record that it is held to be the same as.

    So by the register's `same_when`; what else the two say differs.
    """

    incoming: IncomingRow
    row: Prepared
    before: Version


@dataclass
class ImportPlan:
    """What an import would do.

    `faults` are the first 1,000, `fault_count` all; `faulty` the rows (sheet, number) that have
    any. Where `is_blocked`, no row can be taken without the others. `places` are unit and day of
    every row without a fault; `alike` stand among the added, or the changed where it was asked so.
    """

    register: Register
    added: list[Prepared] = field(default_factory=list)
    changed: list[Prepared] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    faulty: set[tuple[str, int]] = field(default_factory=set)
    is_blocked: bool = False
    alike: list[Alike] = field(default_factory=list)
    places: list[tuple[Unit, dt.date]] = field(default_factory=list)

    @property
    def good(self) -> int:
        """Return how many rows would be written."""
        return 0 if self.is_blocked else len(self.added) + len(self.changed)
