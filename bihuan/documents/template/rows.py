"""Fetching the rows of a loop from a source."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from bihuan.documents.template.values import RowValue, annotation, field_named
from bihuan.figures import conditions
from bihuan.figures.asking import Scope
from bihuan.lib.errors import Invalid
from bihuan.lib.sources import Field, Source

USUAL_ROWS, MOST_ROWS = 50, 500


def fetch(
    source: Source, scope: Scope, names: Sequence[str], asked: Mapping[str, Any]
) -> list[Any]:
    """Return a source's counted rows in a scope, each annotated with the named fields' raw values.

    `asked` holds `limit`, `order` (a field; `-` before it for descending) and values of fields;
    without an order the earliest day comes first. Raises Invalid for what cannot be asked.
    """
    wanted = dict(asked)
    limit, order = wanted.pop("limit", USUAL_ROWS), wanted.pop("order", None)
    if not isinstance(limit, int) or not 1 <= limit <= MOST_ROWS:
        raise Invalid(_("limit 应是 1 到 %(most)s 之间的整数。") % {"most": MOST_ROWS})
    ordered_by = _field(source, str(order).removeprefix("-")) if order else None
    fields = [_field(source, name) for name in names]
    where = [
        {"field": _field(source, name).code, "is": _raw(value)} for name, value in wanted.items()
    ]
    needed = conditions.annotations(source, [part["field"] for part in where])
    shown = {annotation(field.code): _expression(field) for field in [*fields, ordered_by] if field}
    rows = source.counted(scope.as_of).annotate(**needed, **shown)
    rows = rows.filter(source.within(scope.unit.path, scope.period))
    rows = rows.filter(conditions.condition(source, where))
    if ordered_by is None:
        by = ([source.day] if source.day else []) + list(source.order)
    else:
        sign = "-" if str(order).startswith("-") else ""
        by = [f"{sign}{annotation(ordered_by.code)}", *source.order]
    return list(rows.select_related(*source.related).order_by(*by)[:limit])


def _expression(field: Field) -> Any:
    return F(field.expression) if isinstance(field.expression, str) else field.expression


def _raw(value: Any) -> Any:
    return value.raw if isinstance(value, RowValue) else value


def _field(source: Source, name: str) -> Field:
    return field_named(source, name) or source.field(name)
