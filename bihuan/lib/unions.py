"""The first rows of several querysets, of any models, that one statement finds."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONArray


@dataclass(frozen=True)
class Part:
    """A queryset, not sliced, and how many of its first rows are wanted.

    `only` names the fields that are read, as in `QuerySet.only`, those of other rows too
    (`unit__name`): text, whole numbers, days or keys. With none named, whole rows are read, in a
    statement of their own.
    """

    rows: QuerySet[Any]
    most: int
    only: Sequence[str] = ()


def first_rows(parts: Sequence[Part]) -> list[list[Any]]:
    """Return the first rows of each part, in its own order, all in one statement.

    One more for each part that has any and names no fields. A queryset that is known to be empty
    (`none()`) takes part in nothing.
    """
    found = _found(parts)
    answer = []
    for at, part in enumerate(parts):
        rows = [_made(part.rows.model, part.rows.db, row) for row in found.get(at, ())]
        if rows and not part.only:
            rows = list(part.rows.filter(pk__in=[row.pk for row in rows]))
        answer.append(rows)
    return answer


def _found(parts: Sequence[Part]) -> dict[int, list[dict[str, Any]]]:
    """Return the values of the rows by the place of their part."""
    arms: list[str] = []
    parameters: list[Any] = []
    names = [_names(part.rows.model, part.only) for part in parts]
    for at, part in enumerate(parts):
        try:
            sql, more = _compiled(part, names[at])
        except EmptyResultSet:
            continue
        # Each limit in a SELECT of its own: an arm of a compound has none on SQLite.
        arms.append(
            f"SELECT {at} AS arm, ROW_NUMBER() OVER () AS place, CAST(arm_row AS text) AS said "  # noqa: S608 (compiled)
            f"FROM ({sql}) AS arm_{at}"
        )
        parameters += more
    if not arms:
        return {}
    found: dict[int, list[dict[str, Any]]] = {}
    with connections[parts[0].rows.db].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(arms), parameters)
        for at, _place, said in sorted(cursor.fetchall()):
            found.setdefault(at, []).append(dict(zip(names[at], json.loads(said), strict=True)))
    return found


def _compiled(part: Part, names: Iterable[str]) -> tuple[str, Sequence[Any]]:
    said = part.rows.annotate(arm_row=JSONArray(*names)).values_list("arm_row")
    sql, parameters = said[: part.most].query.get_compiler(part.rows.db).as_sql()
    return sql, parameters


def _names(model: type[Model], only: Iterable[str]) -> list[str]:
    """Return the columns to read: the key, the fields named, and the keys of rows on the way."""
    names = {model._meta.pk.attname: None}
    for name in only:
        head, _sign, rest = name.partition("__")
        field: Any = model._meta.get_field(head)
        names[field.attname] = None
        if rest:
            names |= {f"{head}__{each}": None for each in _names(field.related_model, [rest])[1:]}
    return list(names)


def _made(model: type[Model], using: str, values: dict[str, Any]) -> Any:
    """Return a row made of some of its values; one that lacks is read when it is asked for."""
    fields: list[Any] = [f for f in model._meta.concrete_fields if f.attname in values]
    own = [field.to_python(values[field.attname]) for field in fields]
    row = model.from_db(using, [field.attname for field in fields], own)
    for field in fields:
        beyond = {
            name.removeprefix(f"{field.name}__"): value
            for name, value in values.items()
            if name.startswith(f"{field.name}__")
        }
        if beyond:
            key = {field.related_model._meta.pk.attname: values[field.attname]}
            other = values[field.attname] and _made(field.related_model, using, key | beyond)
            field.set_cached_value(row, other)
    return row
