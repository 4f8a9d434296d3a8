"""Conditions on a table's own columns, written as SQL without Django's compiler.

A report asks a few hundred conditions of the simplest kind (a path, a day, a choice), and
resolving each through the ORM took longer than the database. What is written here says just what
Django would say; whatever is not of that kind raises NotPlain, and Django writes it.
"""

import datetime as dt
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, Q

Sql = tuple[str, tuple[Any, ...]]
COMPARED = {"exact": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
VALUES = (str, int, UUID, dt.date)  # a moment is a date too
LARGEST = 2**63 - 1


class NotPlain(Exception):
    """A condition that Django has to write."""


def condition(model: type[Model], asked: Q, connection: BaseDatabaseWrapper) -> Sql:
    """Return a condition as SQL; raises NotPlain for what is not on the table's own columns."""
    if asked.negated:
        return _negated(model, asked, connection)
    if asked.connector not in (Q.AND, Q.OR):
        raise NotPlain
    if not asked.children:
        return "1 = 1", ()
    texts: list[str] = []
    parameters: list[Any] = []
    for child in asked.children:
        text, more = (
            condition(model, child, connection)
            if isinstance(child, Q)
            else _leaf(model, child, connection)
        )
        texts.append(text)
        parameters.extend(more)
    return f"({f' {asked.connector} '.join(texts)})", tuple(parameters)


def columns(model: type[Model], asked: Q, connection: BaseDatabaseWrapper) -> list[str]:
    """Return the columns that a plain condition looks at."""
    found: list[str] = []
    for child in asked.children:
        if isinstance(child, Q):
            found += columns(model, child, connection)
        elif isinstance(child, tuple):
            found.append(column(model, child[0].partition("__")[0], connection))
    return found


def column(model: type[Model], name: str, connection: BaseDatabaseWrapper) -> str:
    """Return a column of the table by its name in the ORM; raises NotPlain for anything else."""
    return _quoted(model, _field(model, name), connection)


def table(model: type[Model], connection: BaseDatabaseWrapper) -> str:
    """Return the table's name."""
    return connection.ops.quote_name(model._meta.db_table)


def _negated(model: type[Model], asked: Q, connection: BaseDatabaseWrapper) -> Sql:
    """Write `not (column = value)`, true of an empty one too, as Django does; nothing more."""
    if len(asked.children) != 1 or not isinstance(asked.children[0], tuple):
        raise NotPlain
    name, _mark, lookup = asked.children[0][0].partition("__")
    field = _field(model, name)
    if lookup not in ("", "exact"):
        raise NotPlain
    text, parameters = _leaf(model, asked.children[0], connection)
    if field.null:
        text = f"{text} AND {_quoted(model, field, connection)} IS NOT NULL"
    return f"NOT ({text})", parameters


def _leaf(model: type[Model], child: Any, connection: BaseDatabaseWrapper) -> Sql:
    if not isinstance(child, tuple):
        raise NotPlain
    key, value = child
    name, _mark, lookup = key.partition("__")
    field = _field(model, name)
    quoted = _quoted(model, field, connection)
    if lookup == "isnull" and isinstance(value, bool):
        return f"{quoted} IS {'' if value else 'NOT '}NULL", ()
    if lookup == "in" and isinstance(value, list | tuple | set | frozenset):
        values = [_prepared(field, each, connection) for each in value]
        if not values:
            return "1 = 0", ()
        return f"{quoted} IN ({', '.join(['%s'] * len(values))})", tuple(values)
    sign = COMPARED.get(lookup or "exact")
    if sign is None:
        raise NotPlain
    return f"{quoted} {sign} %s", (_prepared(field, value, connection),)


def _prepared(field: "OwnColumn", value: Any, connection: BaseDatabaseWrapper) -> Any:
    if not isinstance(value, VALUES) or (isinstance(value, int) and abs(value) > LARGEST):
        raise NotPlain
    prepared = field.get_prep_value(value)
    return field.get_db_prep_value(prepared, connection, prepared=True)


def _quoted(model: type[Model], field: "OwnColumn", connection: BaseDatabaseWrapper) -> str:
    name = connection.ops.quote_name
    return f"{name(model._meta.db_table)}.{name(field.column)}"


def _field(model: type[Model], name: str) -> "OwnColumn":
    found = _fields(model).get(name)
    if found is None:
        raise NotPlain
    return found


@lru_cache
def _fields(model: type[Model]) -> "dict[str, OwnColumn]":
    """Return the table's fields by name and, of references, by the name of the column."""
    found: dict[str, OwnColumn] = {}
    for field in model._meta.concrete_fields:
        if not field.is_relation:
            found[field.name] = field
        else:
            found[field.attname] = _ReferenceField(field)
    return found | {"pk": model._meta.pk}


class _ReferenceField:
    """A reference's own column, its values prepared as those of what it refers to."""

    def __init__(self, field: Any) -> None:
        self.column, self.null = field.column, field.null
        self.get_prep_value = field.target_field.get_prep_value
        self.get_db_prep_value = field.target_field.get_db_prep_value


OwnColumn = Field[Any, Any] | _ReferenceField
