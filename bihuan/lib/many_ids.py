"""Asking for thousands of rows by their ids, where an object an id would cost more than the answer.

`IdText` reads ids as the database writes them; `pk__among` takes such texts as one parameter.
"""

import json
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Lookup, TextField, UUIDField
from django.db.models.sql.compiler import SQLCompiler


class IdText(Func):
    """An id as text: in the same form in all columns of one database, not in both databases."""

    template = "%(expressions)s"

    def __init__(self, name: str) -> None:
        super().__init__(F(name), output_field=TextField())

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        """Have the database write its own type down."""
        return self.as_sql(compiler, connection, template="%(expressions)s::text", **context)


@UUIDField.register_lookup
class Among(Lookup[Any]):
    """Whether an id is among some, given as IdText reads them."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        """Return the ids as the one parameter that the database takes apart."""
        texts = list(value)
        return "%s", [json.dumps(texts) if connection.vendor == "sqlite" else texts]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """Return the condition: a list of JSON on SQLite, an array on PostgreSQL."""
        column, first = self.process_lhs(compiler, connection)
        given, second = self.process_rhs(compiler, connection)
        within = (
            f"IN (SELECT value FROM json_each({given}))"  # noqa: S608 (a placeholder)
            if connection.vendor == "sqlite"
            else f"= ANY({given}::uuid[])"
        )
        return f"{column} {within}", [*first, *second]
