"""Records as the pages show them: tables, facts, history, what may be done."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account
from bihuan.orgs.permissions import Permission
from bihuan.registers.describing import Describing
from bihuan.registers.links import record_url
from bihuan.registers.listing import is_sortable
from bihuan.registers.masking import may_unmask
from bihuan.registers.models import PURGED, Column, ColumnType, Register, Status, Version
from bihuan.registers.rules import Change, may_follow
from bihuan.ui.tables import Cell, Head, Row

MOST_COLUMNS = 6  # beside title, unit, day and status: more do not fit a screen
UNNAMED = "（未填名称）"
LOOKS: dict[str, tuple[str, str]] = {
    Change.ENTER: ("plus", "plain"),
    Change.EDIT: ("pencil", "plain"),
    Change.SUBMIT: ("send", "info"),
    Change.VERIFY: ("circle-check", "good"),
    Change.RETURN: ("arrow-back-up", "warn"),
    Change.VOID: ("ban", "bad"),
    Change.IMPORT: ("upload", "plain"),
}


@dataclass(frozen=True)
class Event:
    """A version as an entry of a record's history; `changes` are sentences of what differs.

    `really_at` is the machine's moment where it is another one, `entry` the number of the audit
    entry.
    """

    what: str
    who: str
    at: dt.datetime
    icon: str
    tone: str
    status: str
    reason: str = ""
    changes: Sequence[str] = field(default_factory=tuple)
    file: str = ""
    really_at: dt.datetime | None = None
    entry: int | None = None
    entry_url: str = ""


def shown_columns(register: Register) -> list[Column]:
    """Return the columns that a table shows between the title and the status."""
    apart = {register.title_column, register.day_column}
    fitting = [
        column
        for column in register.columns_in_order
        if column.code not in apart and column.type != ColumnType.LONG_TEXT
    ]
    return fitting[:MOST_COLUMNS]


def title_of(version: Version, describing: Describing) -> str:
    """Return what a record is called."""
    if PURGED in version.values:
        return _("（已按保存期限清除）")
    column = version.register.column(version.register.title_column)
    text = describing.text(column, version.values.get(column.code)) if column else ""
    return text or _(UNNAMED)


def heads(register: Register, query: QueryDict, sort: str, *, with_unit: bool) -> list[Head]:
    """Return a table's heads; those that rows can be sorted by carry the address that does it."""

    def head(code: str, label: str, unit: str = "", *, is_number: bool = False) -> Head:
        if not is_sortable(register, code):
            return Head(label, unit, is_number)
        ascending, descending = sort == code, sort == f"-{code}"
        wanted = f"-{code}" if ascending or (code == "date" and not descending) else code
        state = "ascending" if ascending else "descending" if descending else ""
        return Head(label, unit, is_number, with_query(query, sort=wanted), state)

    title = register.column(register.title_column)
    day = register.column(register.day_column)
    found = [head(register.title_column, title.label if title else ""), Head(_("审核状态"))]
    found += [head("unit", _("填报单位"))] if with_unit else []
    found += [head("date", day.label if day else _("日期"))]
    return found + [
        head(c.code, c.label, c.unit_of_measure, is_number=c.is_number)
        for c in shown_columns(register)
    ]


def table_rows(
    register: Register, versions: Sequence[Version], *, with_unit: bool, as_of: str = ""
) -> list[Row]:
    """Return the rows of a table, sensitive values masked; their links keep a moment."""
    describing = Describing(register)
    describing.read(versions)
    columns = shown_columns(register)
    return [
        _row(describing, columns, version, with_unit=with_unit, as_of=as_of) for version in versions
    ]


def _row(
    describing: Describing,
    columns: Sequence[Column],
    version: Version,
    *,
    with_unit: bool,
    as_of: str,
) -> Row:
    version.register = describing.register
    title = Cell(title_of(version, describing), record_url(version, as_of=as_of))
    cells = [title, Cell(status=version.status)]
    cells += [Cell(str(version.unit))] if with_unit else []
    cells.append(Cell(version.date.isoformat()))
    for column in columns:
        text = describing.bare(column, version.values.get(column.code))
        cells.append(Cell(grouped(column, text), is_number=column.is_number))
    return Row(cells, is_void=version.status == Status.VOID)


def with_query(query: QueryDict, **changes: str) -> str:
    """Return an address on the same page with some parameters changed, its place left out."""
    changed = query.copy()
    for key in ("after", "before"):
        changed.pop(key, None)
    for key, value in changes.items():
        changed[key] = value
    for key in [key for key, value in changed.items() if not value]:
        del changed[key]
    return f"?{changed.urlencode()}"


def may_do(actor: Actor, version: Version) -> set[Change]:
    """Return what an actor may do to a record as it stands."""
    if PURGED in version.values:
        return set()
    roles = version.register.seen_by
    verifier = actor.may(Permission.VERIFY_RECORDS, version.unit, roles)
    reporter = actor.may(Permission.ENTER_RECORDS, version.unit, roles)
    return {
        change
        for change in Change
        if may_follow(change, version.status, verifier=verifier, reporter=reporter)
    }


def may_decide(actor: Actor, version: Version) -> bool:
    """Tell whether an actor enters or verifies the records of a version's unit."""
    roles = version.register.seen_by
    return actor.may(Permission.ENTER_RECORDS, version.path, roles) or actor.may(
        Permission.VERIFY_RECORDS, version.path, roles
    )


def sees_all(actor: Actor, version: Version) -> bool:
    """Tell whether an actor may see personal data: who enters or verifies the unit's records."""
    return may_unmask(actor, version)


def who(version: Version) -> str:
    """Return who wrote a version, by the name that people know them by."""
    names = names_of({version.changed_by} if version.changed_by else set())
    return names.get(version.changed_by, version.changed_by_name)


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], describing: Describing
) -> list[str]:
    """Say in a sentence for each column, retired ones too, what became of its value."""
    found = []
    for column in describing.register.columns_ever:
        old, new = (describing.text(column, values.get(column.code)) for values in (before, after))
        if before.get(column.code) == after.get(column.code):
            continue
        words = {"label": column.label, "old": _short(old), "new": _short(new)}
        if old == new:  # masked
            found.append(_("%(label)s：已改动") % words)
        elif not old:
            found.append(_("%(label)s：填为 %(new)s") % words)
        elif not new:
            found.append(_("%(label)s：%(old)s → 清空") % words)
        else:
            found.append(_("%(label)s：%(old)s → %(new)s") % words)
    return found


def sums(register: Register, totals: Mapping[str, int | None]) -> list[tuple[str, str]]:
    """Return the label and the amount, in words, of every sum.

    A number without a unit of measure (a year, an order) is nothing to add up.
    """
    found = []
    for column in register.columns_in_order:
        raw = totals.get(column.code)
        if raw is not None and column.unit_of_measure:
            amount = f"{Decimal(raw).scaleb(-column.decimals):,f}"
            if "." in amount:
                amount = amount.rstrip("0").rstrip(".")
            found.append((column.label, f"{amount}{column.unit_of_measure}"))
    return found


def grouped(column: Column, text: str) -> str:
    """Write an amount of money with its thousands apart: long ones are read in a column."""
    if column.type != ColumnType.MONEY or not text or column.is_sensitive:
        return text
    return f"{Decimal(text):,f}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


def names_of(ids: set[UUID]) -> dict[UUID | None, str]:
    """Return the names that people know accounts by, by id."""
    if not ids:
        return {}
    return {account.id: str(account) for account in Account.objects.filter(pk__in=ids)}
