"""Records that look like one and were not said to be two: found for one record, and for a register.

Nothing is judged for good here: people are warned, and decide.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers.access import rows_visible_to
from bihuan.registers.actions.rows import Prepared
from bihuan.registers.models import PURGED, KeptApart, Register, Status, Version
from bihuan.registers.sameness import Sameness, joined

MOST_NEAR = 2_000  # records of a unit that one is held against, the newest
MOST_SHOWN = 5
PLACES_A_PAGE = 200  # units and days, or values, looked through for one page
MOST_ROWS = 5_000
CHUNK = 300
Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class Group:
    """Records that look like one, and the pairs among them that nobody has said to be two."""

    versions: Sequence[Version]
    pairs: Sequence[Pair]


@dataclass(frozen=True)
class Groups:
    """Some groups, and the key to go on looking from; empty where all was looked through."""

    groups: Sequence[Group]
    next_key: str = ""


@dataclass(frozen=True)
class Likely:
    """A row that is to be added and the records that it looks like."""

    row: Prepared
    versions: Sequence[Version]


def resembling(
    actor: Actor,
    register: Register,
    unit: Unit,
    values: Mapping[str, Any],
    day: dt.date,
    *,
    but: UUID | None = None,
) -> list[Version]:
    """Return the records of a unit, as far as the actor sees them, that one looks like.

    `but` is the record itself, where it stands already.
    """
    same = Sameness(register)
    rows = _standing(actor, register).filter(path=unit.path)
    if same.is_of_a_day:
        rows = rows.filter(date=day)
    apart = _apart_from(but) if but else set()
    found = []
    for version in rows.order_by("-date", "-id")[:MOST_NEAR]:
        near = version.date == day
        if version.record_id == but or version.record_id in apart or _is_purged(version):
            continue
        if same.are_same(values, version.values) or (near and same.pairs([values, version.values])):
            found.append(version)
            version.register = register
        if len(found) == MOST_SHOWN:
            break
    return found


def likely(actor: Actor, register: Register, rows: Sequence[Prepared]) -> list[Likely]:
    """Return the rows to be added that look like records that stand; one statement a chunk.

    Only records of the same unit and day are read: a register whose `same_when` leaves the day
    out is compared within the day here.
    """
    same, found = Sameness(register), []
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        places = {(row.unit.path, row.clean.day) for row in some if row.clean.day}
        standing: dict[tuple[str, dt.date], list[Version]] = defaultdict(list)
        candidates = _standing(actor, register).filter(
            path__in={path for path, _day in places}, date__in={day for _path, day in places}
        )
        for version in candidates[:MOST_ROWS]:
            version.register = register
            standing[version.path, version.date].append(version)
        for row in some:
            assert row.clean.day is not None
            near = standing.get((row.unit.path, row.clean.day), [])
            like = [
                v for v in near if not _is_purged(v) and same.pairs([row.clean.values, v.values])
            ]
            if like:
                found.append(Likely(row, like[:MOST_SHOWN]))
    return found


def groups(actor: Actor, register: Register, after: str = "") -> Groups:
    """Return groups of records that look like one, the newest days first, a page at a time.

    `after` is the day, as text, before which is looked (with a day in `same_when`), or how many
    values were looked through already.
    """
    same = Sameness(register)
    rows = _standing(actor, register)
    if same.is_of_a_day:
        return _of_days(rows, register, same, after)
    return _of_values(rows, register, same, after)


def _of_days(rows: QuerySet[Version], register: Register, same: Sameness, after: str) -> Groups:
    crowded = (
        rows.filter(_behind(after))
        .values("date", "path")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .order_by("-date", "path")
    )
    places = list(crowded[: PLACES_A_PAGE + 1])
    looked: list[dict[str, Any]] = []
    total = 0
    for place in places[:PLACES_A_PAGE]:
        total += place["n"]
        if looked and total > MOST_ROWS:
            break
        looked.append(place)
    more = len(looked) < len(places)
    next_key = f"{looked[-1]['date'].isoformat()}~{looked[-1]['path']}" if more else ""
    return Groups(_of_places(rows, register, same, looked), next_key)


def _behind(key: str) -> Q:
    """Return the condition that a unit's day comes after a key: earlier days, later paths."""
    day, _mark, path = key.partition("~")
    try:
        last = dt.date.fromisoformat(day)
    except ValueError:
        return Q()
    return Q(date__lt=last) | Q(date=last, path__gt=path)


def _of_places(
    rows: QuerySet[Version], register: Register, same: Sameness, places: Sequence[Any]
) -> list[Group]:
    if not places:
        return []
    condition = Q(pk__in=[])
    for place in places:
        condition |= Q(date=place["date"], path=place["path"])
    found = rows.filter(condition).select_related("unit").order_by("-date", "path", "id")
    crowds: dict[tuple[str, dt.date], list[Version]] = defaultdict(list)
    for version in found[:MOST_ROWS]:
        crowds[version.path, version.date].append(version)
    return _without_the_apart(register, [(some, same) for some in crowds.values()])


def _of_values(rows: QuerySet[Version], register: Register, same: Sameness, after: str) -> Groups:
    """Look through the values of a column that stands in a slot, else through the newest rows."""
    start = int(after) if after.isascii() and after.isdigit() else 0
    columns = {column.code: column for column in register.columns_in_order}
    slot = next((columns[code].slot for code in same.codes if columns[code].slot), "")
    if not slot:
        newest = list(rows.select_related("unit").order_by("-date", "-id")[:MOST_ROWS])
        return Groups(_without_the_apart(register, [(_by_unit(newest), same)], by_unit=True))
    crowded = (
        rows.exclude(**{f"{slot}__isnull": True})
        .values("path", slot)
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .order_by("path", slot)
    )
    places = list(crowded[start : start + PLACES_A_PAGE + 1])
    condition = Q(pk__in=[])
    for place in places[:PLACES_A_PAGE]:
        condition |= Q(path=place["path"], **{slot: place[slot]})
    found = list(rows.filter(condition).select_related("unit")[:MOST_ROWS])
    more = str(start + PLACES_A_PAGE) if len(places) > PLACES_A_PAGE else ""
    return Groups(_without_the_apart(register, [(found, same)], by_unit=True), more)


def _by_unit(rows: Iterable[Version]) -> list[Version]:
    return sorted(rows, key=lambda version: (version.path, version.date))


def _without_the_apart(
    register: Register,
    crowds: Sequence[tuple[Sequence[Version], Sameness]],
    *,
    by_unit: bool = False,
) -> list[Group]:
    """Pair the rows of each crowd, leave out the pairs said to be two, and join what is left."""
    paired: list[tuple[Sequence[Version], set[tuple[int, int]]]] = []
    for crowd, same in crowds:
        rows = [version for version in crowd if not _is_purged(version)]
        if not by_unit:
            paired.append((rows, same.pairs([version.values for version in rows])))
            continue
        by_key: dict[Any, list[Version]] = defaultdict(list)
        for version in rows:
            if (key := same.key(version.values)) is not None:
                by_key[version.path, key].append(version)
        paired += [
            (some, set(combinations(range(len(some)), 2)))
            for some in by_key.values()
            if len(some) > 1
        ]
    apart = _apart_among({v.record_id for rows, pairs in paired if pairs for v in rows})
    found = []
    for members, pairs in paired:
        left = {(a, b) for a, b in pairs if _pair(members[a], members[b]) not in apart}
        for places in joined(left):
            versions = [members[at] for at in places]
            for version in versions:
                version.register = register
            mine = [_pair(members[a], members[b]) for a, b in sorted(left) if a in places]
            found.append(Group(versions, mine))
    return found


def _standing(actor: Actor, register: Register) -> QuerySet[Version]:
    return (
        Version.objects.current()
        .filter(rows_visible_to(actor, register), register_id=register.pk)
        .exclude(status=Status.VOID)
        .order_by()
    )


def _is_purged(version: Version) -> bool:
    return PURGED in version.values


def _pair(one: Version, other: Version) -> Pair:
    first, second = sorted((one.record_id, other.record_id))
    return first, second


def _apart_from(record: UUID) -> set[UUID]:
    rows = KeptApart.objects.filter(Q(first_id=record) | Q(second_id=record))
    pairs = rows.values_list("first_id", "second_id")
    return {id_ for pair in pairs for id_ in pair if id_ != record}


def _apart_among(records: Collection[UUID]) -> set[Pair]:
    if not records:
        return set()
    rows = KeptApart.objects.filter(first_id__in=records)
    return set(rows.values_list("first_id", "second_id"))
