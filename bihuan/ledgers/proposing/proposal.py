"""The proposal for one table: its columns, its day, title and unit, the register it may fit."""

from dataclasses import replace

from django.utils.translation import gettext as _

from bihuan.ledgers.proposing import labels
from bihuan.ledgers.proposing.fitting import fit_of, held_alike
from bihuan.ledgers.proposing.kinds import Column, Kind, kind_of
from bihuan.ledgers.proposing.known import Known
from bihuan.ledgers.proposing.proposed import (
    DAY_LABEL,
    NOTE_LABEL,
    ColumnProposed,
    Proposal,
)
from bihuan.ledgers.reading.found import Head, Origin, TableFound
from bihuan.ledgers.reading.tables import name_from
from bihuan.ledgers.values import is_blank, is_ditto, shown
from bihuan.ledgers.values.numbers import read_number
from bihuan.ledgers.values.units import MONEY
from bihuan.lib.workbooks.reading import Cell
from bihuan.registers.actions.specs import RESERVED_LABELS, ColumnSpec, RegisterSpec
from bihuan.registers.codes import NOT_FOR_COLUMNS, code_for
from bihuan.registers.models import ColumnType
from bihuan.registers.models.register import NUMBERS

SAMPLES = 5
RETENTION_YEARS = 10
LONGEST_LABEL = 60


def propose(table: TableFound, known: Known) -> Proposal:
    """Propose a register for a table."""
    name = _name(table, known)
    proposal = Proposal(table, name, code_for(name, known.codes | {"new"}, otherwise="register"))
    proposal.year = table.period.year if table.period else None
    taken = set(NOT_FOR_COLUMNS)
    used: set[str] = set(RESERVED_LABELS)
    for at, head in enumerate(table.heads):
        column = _column(table, at, head, known, taken, used)
        taken.add(column.code)
        used.add(column.spec.label)
        proposal.columns.append(column)
    _add_note_column(proposal, taken, used)
    _choose_day(proposal, taken, used)
    _choose_unit(proposal, known)
    _choose_title(proposal)
    _name_concepts(proposal, known)
    proposal.purpose = _("掌握%(name)s的情况，供统计和编写报告使用") % {"name": name[:60]}
    proposal.legal_basis = labels.legal_basis_for(name + "".join(h.label for h in table.heads))
    proposal.fits = fit_of(proposal, known)
    return proposal


def _name(table: TableFound, known: Known) -> str:
    """Return the name proposed: the title's, without its year and without a unit before it."""
    name = name_from(table.title or table.named, table.period)
    units = sorted(known.unit_names.values(), key=len, reverse=True)
    first = next((unit for unit in units if name.startswith(unit)), "")
    name = name.removeprefix(first) if len(name) - len(first) > 3 else name
    return (name.strip() or _("新台账"))[:80]


def spec_of(proposal: Proposal) -> RegisterSpec:
    """Return the register proposed, with the columns proposed to be left out as well."""
    return RegisterSpec(
        code=proposal.code,
        label=proposal.name,
        purpose=proposal.purpose,
        legal_basis=proposal.legal_basis,
        day=proposal.day,
        title=proposal.title,
        person=proposal.person,
        retention_years=RETENTION_YEARS,
        unit_kinds=proposal.unit_kinds,
        columns=tuple(column.spec for column in proposal.columns),
    )


def said_in(table: TableFound, at: int) -> list[Cell]:
    """Return the cells of a column that say something of their own."""
    return [cell for cell in table.values(at) if not is_blank(cell) and not is_ditto(cell)]


def _column(
    table: TableFound, at: int, head: Head, known: Known, taken: set[str], used: set[str]
) -> ColumnProposed:
    cells = said_in(table, at)
    unit = head.unit or _unit_of_the_table(table, head)
    kind = kind_of(Column(head.label, unit, head.origin, cells, len(table.rows)), known)
    is_place = kind.type == ColumnType.UNIT and head.origin == Origin.SECTION
    label = _label(_("所属单位") if is_place else head.label, used)
    blank = len(cells) < len(table.rows)
    spec = ColumnSpec(
        code=code_for(label, taken),
        label=label,
        type=kind.type,
        required=not blank and len(cells) > 1 and kind.type != ColumnType.LONG_TEXT,
        unit_of_measure=kind.unit if kind.type in NUMBERS else "",
        decimals=kind.decimals if kind.type == ColumnType.DECIMAL else 0,
        choices=_choices(kind.choices),
        is_sensitive=kind.is_sensitive,
    )
    remarks = list(kind.remarks)
    if not head.unit and unit and kind.type in NUMBERS:
        remarks.append(_("表上方写着“单位：%(unit)s”") % {"unit": unit})
    return ColumnProposed(
        spec,
        at,
        head=head.label,
        letters=head.letters,
        head_unit=unit,
        is_share=kind.is_share,
        skip=kind.skip,
        remarks=remarks,
        samples=_samples(cells),
        is_sure=kind.is_sure,
    )


def _label(label: str, used: set[str]) -> str:
    """Return a label that no other column has and that a register's columns may have."""
    label = label[:LONGEST_LABEL]
    wanted, number = label, 2
    if wanted in RESERVED_LABELS:
        wanted = label = _("%(label)s（原表）") % {"label": label}
    while wanted in used:
        wanted = f"{label[: LONGEST_LABEL - 3]}{number}"
        number += 1
    return wanted


def _unit_of_the_table(table: TableFound, head: Head) -> str:
    """Return the unit told for the whole table where it goes with a column."""
    unit = table.unit
    if not unit or labels.RATE.search(head.label):
        return ""
    if unit in MONEY:
        others = any(labels.MONEY.search(h.label) for h in table.heads)
        fits = labels.MONEY.search(head.label) is not None or not others
        return unit if fits and (others or not labels.PURE_COUNT.search(head.label)) else ""
    if head.origin == Origin.MONTH:
        return unit
    wanted = {"亩": labels.AREA, "公里": labels.LENGTH, "米": labels.LENGTH}.get(unit)
    if wanted is not None and any(wanted.search(each.label) for each in table.heads):
        return unit if wanted.search(head.label) else ""
    return "" if labels.PURE_COUNT.search(head.label) or labels.MONEY.search(head.label) else unit


def _choices(choices: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    made: list[dict[str, str]] = []
    for label in choices:
        codes = {choice["code"] for choice in made}
        made.append({"code": code_for(label, codes, otherwise="choice"), "label": label})
    return tuple(made)


def _samples(cells: list[Cell]) -> list[str]:
    return list(dict.fromkeys(shown(cell) for cell in cells))[:SAMPLES]


def _add_note_column(proposal: Proposal, taken: set[str], used: set[str]) -> None:
    """Add the column that keeps the words of inexact numbers (270余户), where there are any."""
    told = [
        column.spec.label
        for column in proposal.columns
        if column.spec.type in NUMBERS and column.at is not None and _has_inexact(proposal, column)
    ]
    if not told:
        return
    label = _label(NOTE_LABEL, used)
    spec = ColumnSpec(
        code_for(label, taken), label, ColumnType.LONG_TEXT, note=_("概数的原话，如“270余户”")
    )
    remark = _("“%(columns)s”里有概数：数字照记，原话记在这里；不要这一列，概数就退回")
    column = ColumnProposed(spec, None, remarks=[remark % {"columns": "、".join(told)}])
    proposal.columns.append(column)
    taken.add(spec.code)
    used.add(label)


def _has_inexact(proposal: Proposal, column: ColumnProposed) -> bool:
    assert column.at is not None
    unit = "元" if column.spec.type == ColumnType.MONEY else column.spec.unit_of_measure
    return any(
        read_number(cell, unit=unit, head_unit=column.head_unit).kept
        for cell in said_in(proposal.table, column.at)
        if isinstance(cell, str)
    )


def _choose_day(proposal: Proposal, taken: set[str], used: set[str]) -> None:
    """Choose the records' day: the likeliest column of days, else one day for all."""
    found = [
        column
        for column in proposal.taken
        if column.spec.type == ColumnType.DATE and not labels.NOT_THE_DAY.search(column.head)
    ]
    filled = {column.code: len(said_in(proposal.table, column.at or 0)) for column in found}
    found = [c for c in found if filled[c.code] >= 0.5 * len(proposal.table.rows)]
    found.sort(key=lambda column: (-filled[column.code], _rank(column.head, labels.DAY_FIRST)))
    if found:
        chosen = found[0]
        proposal.day = chosen.code
        chosen.spec = replace(chosen.spec, required=True)
        return
    label = _label(DAY_LABEL, used)
    spec = ColumnSpec(code_for(label, taken), label, ColumnType.DATE, required=True)
    proposal.columns.append(ColumnProposed(spec, None, remarks=[_("表里没有日期，一律记同一天")]))
    proposal.day = spec.code
    if any(row.period and row.period.month for row in proposal.table.rows):
        proposal.columns[-1].remarks = [_("按表名、标题或月份列，记每期的最后一天")]


def _rank(label: str, patterns: tuple[object, ...]) -> int:
    for at, pattern in enumerate(patterns):
        if pattern.search(label):  # type: ignore[attr-defined]
            return at
    return len(patterns)


def _choose_unit(proposal: Proposal, known: Known) -> None:
    """Choose the column that says whose record it is; else all belong to one unit."""
    found = [
        column
        for column in proposal.taken
        if column.spec.type == ColumnType.UNIT and not labels.OTHER_UNIT.search(column.head)
    ]
    origins = [Origin.SHEET, Origin.SECTION, Origin.CELL, Origin.MONTH]
    heads = proposal.table.heads
    found.sort(
        key=lambda column: (
            origins.index(heads[column.at or 0].origin),
            labels.REPORTING.fullmatch(column.head) is None,
        )
    )
    home = known.unit(known.town) or next(iter(known.unit_names), "")
    proposal.unit_otherwise = known.unit(proposal.table.reporting) or home
    if not found:
        return
    chosen = found[0]
    proposal.unit_at = chosen.at
    words = said_in(proposal.table, chosen.at or 0)
    codes = {known.unit(str(word)) for word in words} - {""}
    proposal.unit_kinds = tuple(sorted({known.unit_kinds[code] for code in codes}))
    if any(_may_be_title(proposal, c) for c in proposal.taken if c is not chosen):
        chosen.skip = _("就是每条记录的填报单位，不另设一列")


_TITLES = (ColumnType.TEXT, ColumnType.LONG_TEXT, ColumnType.PLACE, ColumnType.PERSON)


def _may_be_title(proposal: Proposal, column: ColumnProposed) -> bool:
    """Tell whether a column says what a record is called: by its label, or its different words."""
    if column.at is None or column.spec.type not in _TITLES or not column.is_sure:
        return False
    rank = _rank(column.head, labels.TITLE)
    cells = said_in(proposal.table, column.at)
    rows = max(1, len(proposal.table.rows))
    return rank < 2 or (rank == 2 and len(set(map(str, cells))) >= 0.5 * rows)


def _choose_title(proposal: Proposal) -> None:
    """Choose what a record is called in lists."""
    rows = max(1, len(proposal.table.rows))

    def rank(column: ColumnProposed) -> tuple[object, ...]:
        cells = said_in(proposal.table, column.at or 0)
        blank, alike = 1 - len(cells) / rows, 1 - len(set(map(str, cells))) / rows
        kinds = (*_TITLES, ColumnType.UNIT)
        kind = kinds.index(ColumnType(column.spec.type)) if column.spec.type in kinds else 9
        return (
            not _may_be_title(proposal, column) and column.spec.type != ColumnType.UNIT,
            kind == 9,
            column.spec.is_sensitive,
            blank > 0.3,
            _rank(column.head, labels.TITLE),
            alike > 0.7,
            kind,
        )

    found = [column for column in proposal.taken if column.at is not None]
    chosen = min(found, key=rank, default=None)
    proposal.title = chosen.code if chosen else proposal.day


def _name_concepts(proposal: Proposal, known: Known) -> None:
    """Give each measure a concept of its own, but where the same is held already: then say so."""
    for column in proposal.taken:
        if column.at is None or column.spec.type not in NUMBERS:
            continue
        held = held_alike(column.spec.label, known)
        if held is not None:
            column.remarks.append(
                _("“%(held)s”已在台账“%(register)s”登记；若是同一件事，请不要这一列，统计用那一本")
                % {"held": held.label, "register": held.register}
            )
            column.is_sure = False
        elif not labels.YEAR.fullmatch(column.head):
            concept = f"{proposal.code}.{column.code}"[:80]
            column.spec = replace(column.spec, concept=concept)


__all__ = ["Kind", "propose", "said_in", "spec_of"]
