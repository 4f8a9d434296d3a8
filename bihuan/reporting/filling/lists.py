"""The rows of a list: fetched from a source, each value as the sheet takes it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from bihuan.figures import conditions
from bihuan.figures.catalogue import sources
from bihuan.lib.dates import write_date
from bihuan.lib.errors import Invalid
from bihuan.lib.sources import Field, Source
from bihuan.reporting.filling.answered import Asked
from bihuan.reporting.package.reading import Value
from bihuan.reporting.periods import asked_days
from bihuan.reporting.rules import MOST_ROWS, ListSaid

NUMBER = "#"
_ANNOTATED = "listed_"


@dataclass(frozen=True)
class ListedRow:
    """One row: its values by column of the area, and the page of the record."""

    values: tuple[Value, ...]
    url: str


@dataclass(frozen=True)
class Listed:
    """The rows that the actor may see, how many they may not, and what the source is called."""

    rows: tuple[ListedRow, ...]
    hidden: int
    label: str
    more: int = 0


def rows_of(said: ListSaid, asked: Asked) -> Listed:
    """Return a list's rows within the form's unit and days; raises Invalid for a wrong question."""
    source = sources(asked.unit.home, frozenset({said.source}))[said.source]
    fields = [None if code in ("", NUMBER) else source.field(code) for code in said.fields]
    rows = _matching(source, said, asked)
    mine = rows.filter(source.visible_to(asked.actor))
    shown = {
        f"{_ANNOTATED}{field.code}": _expression(field) for field in fields if field is not None
    }
    ordered = mine.annotate(**shown).order_by(*_order(source, said))
    found = list(ordered.select_related(*source.related)[: MOST_ROWS + 1])
    total, seen = rows.count(), mine.count()
    listed = tuple(
        ListedRow(
            tuple(
                _value(source, row, field, code, number)
                for field, code in zip(fields, said.fields, strict=True)
            ),
            source.url(row),
        )
        for number, row in enumerate(found[:MOST_ROWS], 1)
    )
    return Listed(listed, total - seen, source.label, more=max(0, seen - MOST_ROWS))


def refuse_unlistable(said: ListSaid, source: Source, width: int) -> None:
    """Raise Invalid where a list's fields, conditions or order are none of the source's."""
    if len(said.fields) != width:
        raise Invalid(_("这块区域有%(width)s列，请逐列选好字段。") % {"width": width})
    if not any(said.fields):
        raise Invalid(_("请至少为一列选好字段。"))
    for code in said.fields:
        if code not in ("", NUMBER):
            source.field(code)
    conditions.condition(source, said.where)
    if said.order:
        source.field(said.order.removeprefix("-"))


def _matching(source: Source, said: ListSaid, asked: Asked) -> Any:
    needed = conditions.annotations(source, conditions.fields_named(said.where))
    rows = source.counted(asked.as_of).annotate(**needed)
    within = source.within(asked.unit.path, asked_days(said.period, asked.period))
    return rows.filter(within, conditions.condition(source, said.where))


def _order(source: Source, said: ListSaid) -> list[Any]:
    if not said.order:
        return ([source.day] if source.day else []) + list(source.order)
    field = source.field(said.order.removeprefix("-"))
    expression = F(field.expression) if isinstance(field.expression, str) else field.expression
    by = expression.desc() if said.order.startswith("-") else expression.asc()  # type: ignore[union-attr]
    return [by, *source.order]


def _expression(field: Field) -> Any:
    return F(field.expression) if isinstance(field.expression, str) else field.expression


def _value(source: Source, row: Any, field: Field | None, code: str, number: int) -> Value:
    """Return one value as the sheet takes it: numbers as numbers, everything else as words."""
    if code == NUMBER:
        return Decimal(number)
    if field is None:
        return None
    if field.code in ("unit_id", "unit"):
        unit = source.unit_of(row)
        return str(getattr(unit, "name", unit))  # in full: the level above knows no short names
    if field.is_sensitive:
        return str(source.describe(row).get(field.label, "")) or None
    value = field.value(getattr(row, f"{_ANNOTATED}{field.code}"))
    if isinstance(value, dt.date):
        return write_date(value)
    if isinstance(value, Decimal):
        return value
    described = source.describe(row).get(field.label)
    if described is not None:
        return str(described)
    if isinstance(value, bool):
        return "是" if value else "否"
    return value
