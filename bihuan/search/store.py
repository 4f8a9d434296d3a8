"""The two indexes behind one set of functions: FTS5 on SQLite, a tsvector on PostgreSQL.

FTS5 keeps no text of its own (`content=''`): to take a text out it must be told the very tokens
that were put in, so they are made again from the row. `detail=none` leaves positions out: an index
a third the size, enough for AND, since a hit is held against its text afterwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from bihuan.lib import bulk
from bihuan.lib.bigrams import Token, tokens_of
from bihuan.search.models import IndexedText

TITLE, KIND, PATH = "t", "k", "p"
"""Marks before tokens: of the title alone, of the kind, of each level of the path."""
LEVEL = 4
"""Characters that a level takes in a path."""
FIELDS = ("id", "kind", "object_id", "path", "day", "title", "body", "tokens")
TABLE = IndexedText._meta.db_table
COLUMNS = "id, kind, object_id, path, day, title, body"


def index_tokens(kind: str, path: str, title: str, body: str) -> str:
    """Return all tokens of a text, parted by blanks."""
    levels = [f"{PATH}{path[:end]}" for end in range(LEVEL, len(path) + 1, LEVEL)]
    words = dict.fromkeys([*tokens_of(title), *tokens_of(body)])
    return " ".join([f"{KIND}{kind}", *levels, *tokens_of(title, TITLE, singles=True), *words])


def insert(texts: Sequence[IndexedText]) -> None:
    """Put new rows in."""
    tokens = [index_tokens(each.kind, each.path, each.title, each.body) for each in texts]
    is_fts = connection.vendor == "sqlite"
    bulk.insert(
        IndexedText,
        FIELDS,
        (
            (t.id, t.kind, t.object_id, t.path, t.day, t.title, t.body, "" if is_fts else words)
            for t, words in zip(texts, tokens, strict=True)
        ),
    )
    if is_fts:
        rows = [(text.id, words) for text, words in zip(texts, tokens, strict=True)]
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO search_fts (rowid, tokens) VALUES (%s, %s)", rows)


def delete(texts: Sequence[IndexedText]) -> None:
    """Take rows out, and every trace of their words."""
    if connection.vendor == "sqlite":
        rows = [("delete", t.id, index_tokens(t.kind, t.path, t.title, t.body)) for t in texts]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_fts (search_fts, rowid, tokens) VALUES (%s, %s, %s)", rows
            )
    IndexedText.objects.filter(pk__in=[text.pk for text in texts]).delete()


def empty() -> None:
    """Take everything out."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_fts (search_fts) VALUES ('delete-all')")
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608 (a constant)


def tidy() -> None:
    """Merge what many writings left behind; worth it after a rebuild."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_fts (search_fts) VALUES ('optimize')")
        else:
            cursor.execute(f"ANALYZE {TABLE}")


@dataclass(frozen=True)
class Asking:
    """What is asked of the index: the newest texts of a kind, on some paths, below an id."""

    tokens: Sequence[Token]
    kind: str
    paths: Sequence[str]
    below: int
    most: int


def newest(asked: Sequence[Asking]) -> list[list[IndexedText]]:
    """Return the rows of each asking, the newest first, all in one statement."""
    parts, values = [], []
    for number, each in enumerate(asked):
        parts.append(_PART[connection.vendor] % {"number": number})
        values += [_query(each.tokens, each.kind, each.paths), each.below, each.most]
    found: list[list[IndexedText]] = [[] for _each in asked]
    rows: Iterable[Any] = IndexedText.objects.raw(" UNION ALL ".join(parts), values)
    for row in rows:
        found[row.asking].append(row)
    return [sorted(some, key=lambda row: -row.id) for some in found]


# One flat SELECT each: the limit must bind the walk of the index, not the join after it.
_PART = {
    "sqlite": (
        f"SELECT {COLUMNS}, %(number)d AS asking FROM (SELECT rowid AS hit FROM search_fts "  # noqa: S608
        "WHERE search_fts MATCH %%s AND rowid < %%s ORDER BY rowid DESC LIMIT %%s) "
        f"JOIN {TABLE} ON id = hit"
    ),
    "postgresql": (
        f"SELECT * FROM (SELECT {COLUMNS}, %(number)d AS asking FROM {TABLE} "  # noqa: S608
        "WHERE tokens @@ %%s::tsquery AND id < %%s ORDER BY id DESC LIMIT %%s) AS part"
    ),
}


def _query(tokens: Iterable[Token], kind: str, paths: Sequence[str]) -> str:
    """Write the query of the database: tokens are ASCII letters and digits, so none is syntax."""
    both, either, prefix = _SIGNS[connection.vendor]
    terms = [f"{token.text}{prefix}" if token.is_prefix else token.text for token in tokens]
    terms.append(f"{KIND}{kind}")
    if "" not in paths:
        once = dict.fromkeys(paths)
        terms.append("(" + either.join(f"{PATH}{path}" for path in once) + ")")
    return both.join(terms)


_SIGNS = {"sqlite": (" AND ", " OR ", "*"), "postgresql": (" & ", " | ", ":*")}
