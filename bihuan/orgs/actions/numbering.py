"""Giving numbers that run unbroken within a year, inside the action that uses them."""

from django.db import connection

from bihuan.lib.ids import new_id
from bihuan.orgs.models import NumberSeries, Unit

_TABLE = NumberSeries._meta.db_table
_DRAW = (
    f"INSERT INTO {_TABLE} (id, home_id, kind, year, last) VALUES (%s, %s, %s, %s, %s) "  # noqa: S608
    f"ON CONFLICT (home_id, kind, year) DO UPDATE SET last = {_TABLE}.last + %s RETURNING last"
)
"""Draw numbers in one statement: every action that counts waits for it."""


def next_number(home: Unit, kind: str, year: int, count: int = 1) -> int:
    """Return the first of `count` numbers not given before; RuntimeError outside a transaction.

    The series' row stays locked until the transaction ends: two actions never get the same number,
    and one that is rolled back leaves no gap. A negative count gives back, in the same
    transaction, what was drawn too many.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number belongs to the transaction of its action")
    key = NumberSeries._meta.pk
    ids = [key.get_db_prep_value(id_, connection) for id_ in (new_id(), home.pk)]
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, [*ids, kind, year, max(count, 0), count])
        (last,) = cursor.fetchone()
    return int(last) - count + 1
