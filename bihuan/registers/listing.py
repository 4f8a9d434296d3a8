"""Rows of a register in order, a page at a time by key, never by offset.

A page is found by the key of a row at its edge (the value sorted by, then the version's id), so
that the ten-thousandth page costs what the first does. Empty values come last in either order.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from bihuan.figures.models import Aggregate, Definition
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers.access import rows_visible_to
from bihuan.registers.models import Column, ColumnType, Register, Status, Version

PAGE = 50
CHUNK = 2000
MOST_IDS = 900  # named in one statement: every SQLite takes as many
MOST_SORTED = 20_000  # rows that are sorted by a value while somebody waits
TEXTS = frozenset({ColumnType.TEXT, ColumnType.PLACE})
NEWEST_FIRST = "-date"


@dataclass(frozen=True)
class Criteria:
    """Which rows, in which order. `status` empty means all that are not void.

    `chosen` are codes of choices by column code; `text` is looked for in every text that has a
    slot; `sort` is date, unit or a column's code, with - before it for descending; `as_of` asks
    for the rows as they stood at a moment.
    """

    unit: Unit | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    status: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    sort: str = NEWEST_FIRST
    as_of: dt.datetime | None = None

    @property
    def narrows(self) -> bool:
        """Tell whether anything but the order and the moment was asked for."""
        return bool(self.unit or self.first or self.last or self.status or self.chosen or self.text)


@dataclass(frozen=True)
class Page:
    """Some rows, and the keys to ask for the pages beside it; empty where there is none."""

    rows: Sequence[Version]
    next_key: str = ""
    previous_key: str = ""


@dataclass(frozen=True)
class Totals:
    """How many rows, and the sums of number columns by code as whole slot numbers."""

    count: int
    sums: Mapping[str, int | None]


def rows_for(actor: Actor, register: Register, criteria: Criteria) -> QuerySet[Version]:
    """Return the rows that the actor may see and the criteria keep, in no order.

    What one may see is decided by today's rights, also of a past moment.
    """
    rows = Version.objects.as_of(criteria.as_of).filter(
        rows_visible_to(actor, register), register_id=register.pk
    )
    if criteria.status:
        rows = rows.filter(status=criteria.status)
    else:
        rows = rows.exclude(status=Status.VOID)
    if criteria.unit is not None:
        path = criteria.unit.path
        rows = rows.filter(path__gte=path, path__lt=path + "~")
    if criteria.first is not None:
        rows = rows.filter(date__gte=criteria.first)
    if criteria.last is not None:
        rows = rows.filter(date__lte=criteria.last)
    for code, value in criteria.chosen.items():
        rows = rows.filter(**{slot_of(register, code): value})
    return rows.filter(_text_condition(register, criteria.text)) if criteria.text else rows


def totals(actor: Actor, register: Register, criteria: Criteria) -> Totals:
    """Count the rows and add up what is worth adding up: money, and what a figure adds up.

    The sum of a width or a year says nothing; that of personal data would tell a single row's.
    """
    added = _added_by_figures(register)
    columns = [
        c
        for c in register.columns_in_order
        if c.slot and not c.is_sensitive and (c.type == ColumnType.MONEY or c.code in added)
    ]
    sums = {f"sum_{c.code}": Sum(c.slot) for c in columns}
    rows = rows_for(actor, register, criteria)
    if not criteria.status:  # named one by one, the statuses begin the covering index's key
        rows = rows.filter(status__in=[s.value for s in Status if s != Status.VOID])
    found = rows.aggregate(count=Count("*"), **sums)
    return Totals(found["count"], {c.code: found[f"sum_{c.code}"] for c in columns})


def _added_by_figures(register: Register) -> set[str]:
    """Return the codes of the number columns that figures of the office or below add up."""
    defined = Definition.objects.filter(
        home__path__gte=register.home.path,
        home__path__lt=register.home.path + "~",
        source=register.code,
        aggregate=Aggregate.SUM,
    )
    return set(defined.values_list("field", flat=True))


def affordable(rows: QuerySet[Version], register: Register, criteria: Criteria) -> Criteria:
    """Return the criteria, sorted by day where sorting by a value would take seconds.

    No index gives the order of a value (one for each slot would cost every save): all rows are
    read and sorted, which is offered up to MOST_SORTED of them.
    """
    if Order.of(register, criteria.sort, as_of=criteria.as_of).has_index:
        return criteria
    count = rows.order_by()[: MOST_SORTED + 1].count()
    return criteria if count <= MOST_SORTED else replace(criteria, sort=NEWEST_FIRST)


def page(
    rows: QuerySet[Version],
    register: Register,
    sort: str,
    *,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> Page:
    """Return the page after, or before, a key; the first one without either."""
    order = Order.of(register, sort)
    if before:
        found = _read(order.before(rows, before)[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        return Page(
            found,
            next_key=order.key(found[-1]) if found else "",
            previous_key=order.key(found[0]) if more and found else "",
        )
    found = _read((order.after(rows, after) if after else order.sorted(rows))[: size + 1])
    more, found = len(found) > size, found[:size]
    return Page(
        found,
        next_key=order.key(found[-1]) if more else "",
        previous_key=order.key(found[0]) if after and found else "",
    )


def _read(rows: QuerySet[Version]) -> list[Version]:
    """Read rows in their order: first which ones, from an index where one has it, then they."""
    ids = list(rows.values_list("pk", flat=True))
    found = Version.objects.select_related("unit").in_bulk(ids)
    return [found[id_] for id_ in ids]


@dataclass(frozen=True, slots=True)
class Light:
    """Of a version only what a workbook holds: no model, because a million are gone through."""

    pk: UUID
    record_id: UUID
    unit_id: UUID
    date: dt.date
    status: str
    values: dict[str, Any]

    @property
    def unit(self) -> Unit:
        """Read the unit."""
        return Unit.objects.get(pk=self.unit_id)


def stream(rows: QuerySet[Version], register: Register, sort: str) -> Iterator[Light]:
    """Go through all rows in order, a piece at a time; of each only what a workbook holds.

    The order is worked out once, as ids of sixteen bytes: versions never change, so what is read
    piece by piece is what stood at the beginning.
    """
    ids = bytearray()
    ordered = Order.of(register, sort).sorted(rows).values_list("pk", flat=True)
    for id_ in ordered.iterator(chunk_size=CHUNK):
        ids += id_.bytes
    light = Version.objects.order_by().values_list(
        "pk", "record_id", "unit_id", "date", "status", "values"
    )
    for start in range(0, len(ids), 16 * MOST_IDS):
        some = bytes(ids[start : start + 16 * MOST_IDS])
        piece = [UUID(bytes=some[at : at + 16]) for at in range(0, len(some), 16)]
        found = {said[0]: said for said in light.filter(pk__in=piece)}
        yield from (Light(*found[id_]) for id_ in piece)


def is_sortable(register: Register, code: str) -> bool:
    """Tell whether rows may be sorted by a column: those whose values stand in a slot.

    Not by personal data: the order would tell what the mask hides, and the place in an address.
    """
    column = register.column(code)
    if column is not None and column.is_sensitive:
        return False
    return code in ("date", "unit") or code == register.day_column or bool(_slot(register, code))


def slot_of(register: Register, code: str) -> str:
    """Return the name of the slot of a column; raises Invalid where it has none."""
    slot = _slot(register, code)
    column = register.column(code)
    if not slot or (column is not None and column.is_sensitive):
        raise Invalid(_("这一列不能用来筛选或排序。"))
    return slot


def _slot(register: Register, code: str) -> str:
    column: Column | None = register.column(code)
    return column.slot if column else ""


def _text_condition(register: Register, text: str) -> Q:
    condition = Q(pk__in=[])
    for column in register.columns_in_order:
        if column.slot and column.type in TEXTS and not column.is_sensitive:
            condition |= Q(**{f"{column.slot}__contains": text})
    return condition


@dataclass(frozen=True)
class Order:
    """An order of rows: by a field, empty values last, then by id."""

    field: str
    descending: bool
    read: Callable[[str], Any]
    has_index: bool = True

    @classmethod
    def of(cls, register: Register, sort: str, *, as_of: dt.datetime | None = None) -> "Order":
        """Return the order that a sort asks for; raises Invalid for what cannot be sorted by."""
        descending, code = sort.startswith("-"), sort.removeprefix("-")
        if code in ("date", register.day_column):
            return cls("date", descending, dt.date.fromisoformat)
        if code == "unit":
            return cls("path", descending, str, has_index=as_of is None)
        slot = slot_of(register, code)
        readers: dict[str, Callable[[str], Any]] = {"n": int, "d": dt.date.fromisoformat, "t": str}
        return cls(slot, descending, readers[slot[0]], has_index=False)

    def sorted(self, rows: QuerySet[Version]) -> QuerySet[Version]:
        """Put rows in this order."""
        return self._ordered(rows, descending=self.descending, nulls_last=True)

    def after(self, rows: QuerySet[Version], key: str) -> QuerySet[Version]:
        """Return the rows behind a key, nearest first."""
        value, id_ = self._read(key)
        word = "lt" if self.descending else "gt"
        if value is None:
            condition = Q(**{f"{self.field}__isnull": True, f"id__{word}": id_})
        else:
            condition = Q(**{f"{self.field}__{word}": value}) | Q(
                **{self.field: value, f"id__{word}": id_}
            )
            if self.field not in ("date", "path"):
                condition |= Q(**{f"{self.field}__isnull": True})
        return self.sorted(rows.filter(condition, self._hint(value, word)))

    def before(self, rows: QuerySet[Version], key: str) -> QuerySet[Version]:
        """Return the rows in front of a key, nearest first (the order turned round)."""
        value, id_ = self._read(key)
        word = "gt" if self.descending else "lt"
        if value is None:
            condition = Q(**{f"{self.field}__isnull": False}) | Q(
                **{f"{self.field}__isnull": True, f"id__{word}": id_}
            )
        else:
            condition = Q(**{f"{self.field}__{word}": value}) | Q(
                **{self.field: value, f"id__{word}": id_}
            )
        found = rows.filter(condition, self._hint(value, word))
        return self._ordered(found, descending=not self.descending, nulls_last=False)

    def key(self, row: Version) -> str:
        """Return the key of a row, as it stands in an address."""
        value = getattr(row, self.field)
        return f"{row.id}" if value is None else f"{row.id}~{value}"

    def _ordered(
        self, rows: QuerySet[Version], *, descending: bool, nulls_last: bool
    ) -> QuerySet[Version]:
        by_id = "-id" if descending else "id"
        if self.field in ("date", "path"):  # never empty: an index answers the plain order
            return rows.order_by(f"-{self.field}" if descending else self.field, by_id)
        nulls = {"nulls_last": True} if nulls_last else {"nulls_first": True}
        value = F(self.field)
        return rows.order_by(value.desc(**nulls) if descending else value.asc(**nulls), by_id)

    def _hint(self, value: Any, word: str) -> Q:
        """Say the first half of the key's condition apart, where an index can start from it."""
        if value is None or self.field not in ("date", "path"):
            return Q()
        return Q(**{f"{self.field}__{word}e": value})

    def _read(self, key: str) -> tuple[Any, UUID]:
        id_, _mark, value = key.partition("~")
        try:
            return self.read(value) if _mark else None, UUID(id_)
        except ValueError as error:
            raise Invalid(_("翻页的位置不对，请回到第一页。")) from error
