"""Many counts of many tables in one statement.

A page that counts a dozen things of a dozen tables would ask a dozen statements, each with its way
to the database and back. Rooms say what they want counted with `Scan` and `Scan.count`, and
whoever draws the page answers all of them together with `answers`:

    tasks = Scan(Task.objects.filter(path__gte=p, path__lt=p + "~"))
    late, to_verify = tasks.count(Q(due_on__lt=today)), tasks.count(Q(state="submitted"))
    found = answers([late, to_verify, Scan(Opinion.objects.all()).count()])

Each scan is one SELECT of aggregates, for which the database takes the index that suits its rows:
several conditions over one scan where they hold many of its rows, a scan each where they hold few.
All are put together by UNION ALL, and numbered, so that the order in which they come does not
matter. Whose words depend on what was counted is said by `Told`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Aggregate, Count, Min, Q, QuerySet, Value

MOST_AT_ONCE = 100
"""Scans in one statement: SQLite bears 500 SELECTs in one, and some thousand parameters."""


class Later:
    """A count, or the least value of a column, that is not known yet; `answers` knows it."""

    def __init__(self, scan: "Scan", where: Q | None, least: str = "") -> None:
        self.scan, self.where, self.least = scan, where, least

    def aggregate(self) -> Aggregate:
        """Return what is asked of the scan."""
        if self.least:
            return Min(self.least, filter=self.where)
        # A constant is counted, not the key: then an index without the key still answers.
        return Count(Value(1), filter=self.where)

    def read(self, text: str | None) -> int | str:
        """Return what the database answered: a number, of a least value its text or nothing."""
        return text or "" if self.least else int(text or 0)


class Scan:
    """One reading of some rows, of which several things are counted.

    The rows may be neither distinct, nor sliced, nor grouped.
    """

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self.rows = rows

    def count(self, where: Q | None = None) -> Later:
        """Ask how many of the rows there are, or how many of those meet a condition."""
        return Later(self, where)

    def least(self, column: str, where: Q | None = None) -> Later:
        """Ask for the least value of a column, as its text (a day as 2010-02-03); "" for none."""
        return Later(self, where, column)


def answers(wanted: Iterable[Later]) -> dict[Later, Any]:
    """Return what each comes to; one statement a database, more only for very many scans."""
    by_scan: dict[Scan, list[Later]] = {}
    for each in wanted:
        by_scan.setdefault(each.scan, []).append(each)
    found: dict[Later, Any] = {}
    by_database: dict[str, list[list[Later]]] = {}
    for scan, group in by_scan.items():
        by_database.setdefault(scan.rows.db, []).append(group)
    for using, groups in by_database.items():
        for start in range(0, len(groups), MOST_AT_ONCE):
            found |= _one_statement(using, groups[start : start + MOST_AT_ONCE])
    return found


@dataclass(frozen=True)
class Told:
    """Things that depend on counts: `things` makes them, with the counts in the order of `wanted`.

    It may ask for rows, where a count says that there are some.
    """

    wanted: Sequence[Later]
    things: Callable[..., Iterable[Any]]


def settled(things: Iterable[Any], replaced: Callable[[Any, int], Any]) -> list[Any]:
    """Return things whose counts are known, in their order: all counts are answered together.

    A thing may have a `count` that is Later, which `replaced` replaces, or be Told.
    """
    things = list(things)
    found = answers(later for thing in things for later in _wanted(thing))
    known: list[Any] = []
    for thing in things:
        if isinstance(thing, Told):
            known += thing.things(*(found[later] for later in thing.wanted))
        elif isinstance(thing.count, Later):
            known.append(replaced(thing, found[thing.count]))
        else:
            known.append(thing)
    return known


def _wanted(thing: Any) -> Sequence[Later]:
    if isinstance(thing, Told):
        return thing.wanted
    return [thing.count] if isinstance(thing.count, Later) else []


def _one_statement(using: str, groups: Sequence[Sequence[Later]]) -> dict[Later, Any]:
    width = max(len(group) for group in groups)
    texts: list[str] = []
    parameters: list[Any] = []
    for number, group in enumerate(groups):
        try:
            text, more = _select(using, number, group, width)
        except EmptyResultSet:  # a condition that no row can meet: nothing to ask
            continue
        texts.append(text)
        parameters += more
    found = {each: each.read(None) for group in groups for each in group}
    if not texts:
        return found
    with connections[using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), parameters)
        for number, *said in cursor.fetchall():
            for each, text in zip(groups[number], said, strict=False):
                found[each] = each.read(text)
    return found


def _select(
    using: str, number: int, group: Sequence[Later], width: int
) -> tuple[str, Sequence[Any]]:
    """Return the SELECT of one scan: its number, what it comes to, nothing up to the width."""
    rows = group[0].scan.rows
    query = rows.query.chain()
    if query.distinct or query.is_sliced or query.group_by is not None:
        raise ValueError("a scan counts plain rows: neither distinct, nor sliced, nor grouped")
    query.clear_ordering(force=True)
    query.clear_select_clause()
    query.select_for_update = False
    names = []
    for at, each in enumerate(group):
        names.append(f"counted_{at}")
        query.add_annotation(each.aggregate(), names[-1])
    query.set_annotation_mask(names)
    sql, parameters = query.get_compiler(using).as_sql()
    quote = connections[using].ops.quote_name
    columns = [f"CAST(t.{quote(name)} AS TEXT)" for name in names]
    columns += ["NULL"] * (width - len(names))
    said = ", ".join([str(number), *columns])
    return f"SELECT {said} FROM ({sql}) t", parameters  # noqa: S608 -- the compiler's own
