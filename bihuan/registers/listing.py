"""Rows of a register in order, a page at a time by key, never by offset.

A page is found by the key of a row at its edge (the value sorted by, then the version's id), so
that the ten-thousandth page costs what the first does. Empty values come last in either order.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers.access import rows_visible_to
from bihuan.registers.models import Column, ColumnType, Register, Status, Version
from bihuan.registers.models.register import NUMBERS

PAGE = 50
CHUNK = 2000
TEXTS = frozenset({ColumnType.TEXT, ColumnType.PLACE})
NEWEST_FIRST = "-date"


@dataclass(frozen=True)
class Criteria:
    """Which rows, in which order. `status` empty means all that are not void.

    `chosen` are codes of choices by column code; `text` is looked for in every text that has a
    slot; `sort` is date, unit or a column's code, with - before it for descending.
    """

    unit: Unit | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    status: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    sort: str = NEWEST_FIRST

    @property
    def narrows(self) -> bool:
        """Tell whether anything but the order was asked for."""
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
    """Return the current rows that the actor may see and the criteria keep, in no order."""
    rows = Version.objects.current().filter(
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
    """Count the rows and add up the number columns that have a slot."""
    columns = [c for c in register.columns_in_order if c.type in NUMBERS and c.slot]
    sums = {f"sum_{c.code}": Sum(c.slot) for c in columns}
    rows = rows_for(actor, register, criteria)
    if not criteria.status:  # named one by one, the statuses begin the covering index's key
        rows = rows.filter(status__in=[s.value for s in Status if s != Status.VOID])
    found = rows.aggregate(count=Count("*"), **sums)
    return Totals(found["count"], {c.code: found[f"sum_{c.code}"] for c in columns})


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


def stream(rows: QuerySet[Version], register: Register, sort: str) -> Iterator[Version]:
    """Go through all rows in order, a piece at a time; of each only what a workbook holds.

    By key where an index gives the order; else the order is worked out once, as a list of ids.
    """
    order = Order.of(register, sort)
    light = Version.objects.only("record_id", "unit_id", "date", "status", "values")
    if order.field == "date":
        pieces = _pieces_by_key(rows, order)
    else:
        ids = list(order.sorted(rows).values_list("pk", flat=True))
        pieces = (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
    for piece in pieces:
        found = light.in_bulk(piece)
        yield from (found[id_] for id_ in piece)


def _pieces_by_key(rows: QuerySet[Version], order: "Order") -> Iterator[list[UUID]]:
    after = ""
    while True:
        ahead = order.after(rows, after) if after else order.sorted(rows)
        piece = list(ahead.values_list("pk", order.field)[:CHUNK])
        yield [id_ for id_, _value in piece]
        if len(piece) < CHUNK:
            return
        after = "~".join(map(str, piece[-1]))


def is_sortable(register: Register, code: str) -> bool:
    """Tell whether rows may be sorted by a column: those whose values stand in a slot."""
    return code in ("date", "unit") or code == register.day_column or bool(_slot(register, code))


def slot_of(register: Register, code: str) -> str:
    """Return the name of the slot of a column; raises Invalid where it has none."""
    slot = _slot(register, code)
    if not slot:
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

    @classmethod
    def of(cls, register: Register, sort: str) -> "Order":
        """Return the order that a sort asks for; raises Invalid for what cannot be sorted by."""
        descending, code = sort.startswith("-"), sort.removeprefix("-")
        if code in ("date", register.day_column):
            return cls("date", descending, dt.date.fromisoformat)
        if code == "unit":
            return cls("path", descending, str)
        slot = slot_of(register, code)
        readers: dict[str, Callable[[str], Any]] = {"n": int, "d": dt.date.fromisoformat, "t": str}
        return cls(slot, descending, readers[slot[0]])

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
