"""Rows without an id against the records that stand: which say just the same, which are alike.

Only records of the file's units and days are read, and only a count of the file's own rows is
held: a register of a million rows is no matter.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from bihuan.audit.rules import canonical
from bihuan.orgs.access import Actor
from bihuan.registers.access import rows_visible_to
from bihuan.registers.actions.rows import IncomingRow, Prepared
from bihuan.registers.models import Register, Status, Version
from bihuan.registers.sameness import Sameness

CHUNK = 500
MOST_UNITS = 200  # named one by one in a statement; more are answered by the days alone
Placed = tuple[IncomingRow, Prepared]
Key = tuple[UUID, str]
Like = tuple[UUID, tuple[Any, ...]]


class Matched(NamedTuple):
    """What became of new rows: those still to be added, how many stand already, and of the
    former those alike to one standing version, by its id.
    """

    kept: list[Placed]
    unchanged: int
    alike: dict[UUID, Placed]


def match(actor: Actor, register: Register, placed: Sequence[Placed]) -> Matched:
    """Hold new rows against the records that the actor sees."""
    if not placed:
        return Matched([], 0, {})
    wanted = Counter((row.unit.id, row.said) for _incoming, row in placed)
    same = Sameness(register)
    keys: set[Like | None] = set()  # made when the first record stands that may be alike
    standing: Counter[Key] = Counter()
    candidates: dict[Like, list[UUID]] = defaultdict(list)
    codes = {column.code for column in register.columns_in_order}
    for pk, unit, values in _rows_of_same_days(actor, register, placed):
        key = unit, canonical({code: v for code, v in values.items() if code in codes})
        if standing[key] < wanted.get(key, 0):
            standing[key] += 1
            continue
        keys = keys or {_like(same, row.unit.id, row.clean.values) for _incoming, row in placed}
        like = _like(same, unit, values)
        if like is not None and like in keys:
            candidates[like].append(pk)
    kept, unchanged = [], 0
    for one in placed:
        key = one[1].unit.id, one[1].said
        if standing[key] > 0:
            standing[key] -= 1
            unchanged += 1
        else:
            kept.append(one)
    return Matched(kept, unchanged, _alike(kept, same, candidates))


def _alike(
    kept: Sequence[Placed], same: Sameness, candidates: dict[Like, list[UUID]]
) -> dict[UUID, Placed]:
    """Pair rows with records where it is clear: one row and one record of a key."""
    if not candidates:
        return {}
    rows: dict[Like, list[Placed]] = defaultdict(list)
    for one in kept:
        like = _like(same, one[1].unit.id, one[1].clean.values)
        if like is not None and like in candidates:
            rows[like].append(one)
    return {
        candidates[like][0]: found[0]
        for like, found in rows.items()
        if len(found) == 1 and len(candidates[like]) == 1
    }


def _like(same: Sameness, unit: UUID, values: Mapping[str, Any]) -> Like | None:
    """Return by what a record of a unit is held to be the same; None where it says nothing."""
    key = same.key(values)
    return None if key is None else (unit, key)


def _rows_of_same_days(
    actor: Actor, register: Register, placed: Sequence[Placed]
) -> Iterator[tuple[UUID, UUID, dict[str, Any]]]:
    units = {row.unit.id for _incoming, row in placed}
    days = sorted({row.clean.day for _incoming, row in placed if row.clean.day})
    rows = (
        Version.objects.current()
        .filter(rows_visible_to(actor, register), register=register)
        .exclude(status=Status.VOID)
    )
    if len(units) <= MOST_UNITS:
        rows = rows.filter(unit_id__in=units)
    for start in range(0, len(days), CHUNK):
        of_days = rows.filter(date__in=days[start : start + CHUNK])
        yield from of_days.values_list("pk", "unit_id", "values").iterator(chunk_size=2000)
