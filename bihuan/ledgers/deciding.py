"""The decision for a table: from what was proposed, with what the clerk has changed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bihuan.ledgers.converting import Decision, Mapped, units_in
from bihuan.ledgers.proposing.known import Known
from bihuan.ledgers.proposing.proposed import ColumnProposed, Proposal
from bihuan.ledgers.values import people
from bihuan.ledgers.values.cells import Target
from bihuan.ledgers.values.units import factor, plain_unit
from bihuan.registers.actions.specs import ColumnSpec, RegisterSpec
from bihuan.registers.models import Column, ColumnType, Register
from bihuan.registers.models.register import NUMBERS


@dataclass(frozen=True)
class Settings:
    """What holds for all rows of a table: whose they are, when, and which are taken."""

    unit_at: int | None = None
    unit_otherwise: str = ""
    day_otherwise: dt.date | None = None
    year: int | None = None
    with_hidden: bool = True


def settings_of(proposal: Proposal) -> Settings:
    """Return the settings proposed. One day for all is proposed only where a title tells it."""
    period = proposal.table.period
    day = period.last_day() if period is not None else None
    proposed = next(c for c in proposal.columns if c.code == proposal.day)
    return Settings(
        unit_at=proposal.unit_at,
        unit_otherwise=proposal.unit_otherwise,
        day_otherwise=day if proposed.at is None and not _has_months(proposal) else None,
        year=proposal.year,
    )


def _has_months(proposal: Proposal) -> bool:
    periods = {row.period for row in proposal.table.rows}
    return len(periods) > 1


def decide(
    proposal: Proposal,
    spec: RegisterSpec,
    settings: Settings,
    known: Known,
    *,
    keys: Mapping[str, str] | None = None,
) -> Decision:
    """Return the decision for a register described; `keys` give codes by those proposed."""
    now = keys if keys is not None else {column.code: column.code for column in proposal.columns}
    proposed = {now[c.code]: c for c in proposal.columns if c.code in now}
    note = _note_code(proposal, now)
    codes = {column.code for column in spec.columns}
    return Decision(
        columns=tuple(
            _mapped(proposal, column, proposed.get(column.code), known) for column in spec.columns
        ),
        day=spec.day,
        unit_at=settings.unit_at,
        unit_otherwise=settings.unit_otherwise,
        day_otherwise=settings.day_otherwise,
        year=settings.year,
        note=note if note in codes else "",
        with_hidden=settings.with_hidden,
    )


def decide_for(
    proposal: Proposal,
    register: Register,
    places: Mapping[str, int],
    settings: Settings,
    known: Known,
) -> Decision:
    """Return the decision for a register that stands; `places` are columns of the table by code."""
    by_place = {column.at: column for column in proposal.columns if column.at is not None}
    columns = []
    for column in register.columns_in_order:
        at = places.get(column.code)
        if at is not None or column.code == register.day_column:
            columns.append(
                _mapped(proposal, column, by_place.get(at) if at is not None else None, known)
            )
    held = next((c for c in register.columns_in_order if c.label == "口径说明"), None)
    return Decision(
        columns=tuple(columns),
        day=register.day_column,
        unit_at=settings.unit_at,
        unit_otherwise=settings.unit_otherwise,
        day_otherwise=settings.day_otherwise,
        year=settings.year,
        note=held.code if held else "",
        with_hidden=settings.with_hidden,
    )


def _mapped(
    proposal: Proposal, column: ColumnSpec | Column, source: ColumnProposed | None, known: Known
) -> Mapped:
    at = source.at if source is not None else None
    unit = "元" if column.type == ColumnType.MONEY else plain_unit(column.unit_of_measure)
    choices: Sequence[Mapping[str, str]] = column.choices
    return Mapped(
        column.code,
        column.label,
        at,
        Target(
            column.type,
            unit=unit,
            decimals=column.decimals,
            choices=tuple(choice["label"] for choice in choices),
            head_unit=_head_unit(source, unit) if column.type in NUMBERS else "",
            is_share=bool(source and source.is_share),
            units=units_in(proposal.table, at, known) if at is not None else None,
            may_hold_ids=column.is_sensitive and _was_asked_for(column.label, source),
        ),
    )


def _was_asked_for(label: str, source: ColumnProposed | None) -> bool:
    """Tell whether a column is one of such numbers, proposed to be left out and taken all the same.

    A name or a remark that happens to hold one is not, though it is masked too.
    """
    if people.ID_LABELS.search(label) or people.BANK_LABELS.search(label):
        return True
    return source is not None and bool(source.skip) and source.spec.is_sensitive


def _head_unit(source: ColumnProposed | None, unit: str) -> str:
    """Return the unit that the sheet tells, where it can become the column's; else the column's."""
    told = source.head_unit if source is not None else ""
    return told if told and factor(told, unit) is not None else unit


def _note_code(proposal: Proposal, now: Mapping[str, str]) -> str:
    for column in proposal.columns:
        if column.at is None and column.spec.type == ColumnType.LONG_TEXT:
            return now.get(column.code, "")
    return ""
