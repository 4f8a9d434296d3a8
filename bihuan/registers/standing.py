"""What a register says now, as the description that would make it again."""

from decimal import Decimal

from bihuan.registers.actions.specs import ColumnSpec, RegisterSpec
from bihuan.registers.models import Column, ColumnType, Register


def spec_of(register: Register) -> RegisterSpec:
    """Return the description of a register as it stands, its retired columns left out."""
    return RegisterSpec(
        code=register.code,
        label=register.label,
        purpose=register.purpose,
        legal_basis=register.legal_basis,
        day=register.day_column,
        title=register.title_column,
        person=register.person_column,
        retention_years=register.retention_years,
        unit_kinds=tuple(register.unit_kinds),
        is_historical=register.is_historical,
        checks=tuple((check.rule, check.message) for check in register.checks_in_order),
        sort_order=register.sort_order,
        seen_by=tuple(register.seen_by),
        same_when=tuple(register.same_when),
        columns=tuple(column_spec_of(column) for column in register.columns_in_order),
    )


def retired_of(register: Register) -> list[ColumnSpec]:
    """Return the descriptions of a register's retired columns."""
    retired = [column for column in register.columns.all() if column.is_retired]
    return [column_spec_of(column) for column in sorted(retired, key=lambda c: c.position)]


def column_spec_of(column: Column) -> ColumnSpec:
    """Return the description of one column as it stands."""
    is_money = column.type == ColumnType.MONEY
    return ColumnSpec(
        code=column.code,
        label=column.label,
        type=column.type,
        required=column.required,
        unit_of_measure="" if is_money else column.unit_of_measure,
        decimals=0 if is_money else column.decimals,
        minimum=_tidy(column.minimum),
        maximum=_tidy(column.maximum),
        max_length=column.max_length,
        choices=tuple(dict(choice) for choice in column.choices),
        default=column.default,
        concept=column.concept,
        is_sensitive=column.is_sensitive,
        note=column.note,
    )


def _tidy(limit: Decimal | None) -> Decimal | None:
    return None if limit is None else limit.normalize()
