"""Model fields that Django lacks."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    ShortText = models.CharField[str, str]
    LongText = models.TextField[str, str]
else:
    ShortText = models.CharField
    LongText = models.TextField


class BinaryTextField(ShortText):
    """A short text compared byte by byte: collation C on PostgreSQL, BINARY on SQLite.

    Range scans over materialised paths need it: a linguistic collation would not keep a subtree
    together.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class TokensField(LongText):
    """Tokens parted by blanks: a tsvector on PostgreSQL, plain text on SQLite."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)
