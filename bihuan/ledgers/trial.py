"""What would come of a decision, worked out without writing: by the register's own rules."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from bihuan.ledgers.converting import Converted
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers.actions.planning import plan_import
from bihuan.registers.actions.rows import Fault, ImportPlan
from bihuan.registers.actions.specs import MONEY_DECIMALS, RegisterSpec
from bihuan.registers.models import Check, Column, ColumnType, Register


@dataclass
class Outcome:
    """What would be stored and what not: `plan` of the good rows, every fault, in order."""

    plan: ImportPlan
    faults: list[Fault] = field(default_factory=list)
    turned: list[Fault] = field(default_factory=list)
    hidden: int = 0

    @property
    def bad_rows(self) -> set[tuple[str, int]]:
        """Return the sheet and number of every row that would be handed back."""
        return {(fault.sheet, fault.row) for fault in self.faults}

    @property
    def good(self) -> int:
        """Return how many records would be added."""
        return len(self.plan.added)


def outcome_of(actor: Actor, register: Register, converted: Converted, *, is_new: bool) -> Outcome:
    """Work out what would come of rows converted; nothing is written.

    Where a sheet's row gives several records (months), a fault in one hands all of them back.
    """
    plan = plan_import(
        actor=actor,
        register=register,
        rows=converted.rows,
        match_standing=False,
        most_faults=None,
    )
    faults = sorted([*converted.faults, *plan.faults], key=lambda f: (f.sheet, f.row))
    bad = {(fault.sheet, fault.row) for fault in faults}
    converted.rows = [row for row in converted.rows if (row.sheet, row.row) not in bad]
    if bad or not is_new:
        plan = plan_import(
            actor=actor,
            register=register,
            rows=converted.rows,
            match_standing=not is_new,
            most_faults=None,
        )
    return Outcome(plan, faults, converted.turned, converted.hidden)


def imagined(home: Unit, spec: RegisterSpec) -> Register:
    """Return a register as it is described, of which nothing is stored."""
    register = Register(
        home=home,
        code=spec.code,
        label=spec.label,
        unit_kinds=list(spec.unit_kinds),
        seen_by=list(spec.seen_by),
        same_when=list(spec.same_when),
        day_column=spec.day,
        title_column=spec.title,
        person_column=spec.person,
    )
    columns = []
    for position, wanted in enumerate(spec.columns):
        values = asdict(wanted) | {"choices": [dict(choice) for choice in wanted.choices]}
        if wanted.type == ColumnType.MONEY:
            values |= {"decimals": MONEY_DECIMALS, "unit_of_measure": "元"}
        elif wanted.type != ColumnType.DECIMAL:
            values["decimals"] = 0
        columns.append(Column(home=home, register=register, position=position, **values))
    _remember(register, columns, [Check(rule=r, message=m) for r, m in spec.checks])
    return register


def _remember(register: Register, columns: Sequence[Column], checks: Sequence[Check]) -> None:
    """Put the parts where the register would keep them once read from the database."""
    vars(register)["columns_in_order"] = list(columns)
    vars(register)["columns_by_slot"] = {}
    vars(register)["checks_in_order"] = list(checks)
