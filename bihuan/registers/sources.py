"""Each register as a source to be counted."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Case,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.fields import DateField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Replace
from django.urls import reverse

from bihuan.lib.sources import Expression, Field, FieldType, Plainly, Source
from bihuan.orgs.models import Unit
from bihuan.registers.access import rows_visible_to
from bihuan.registers.describing import Describing
from bihuan.registers.editions import PerEdition, with_columns
from bihuan.registers.models import (
    DATE_SLOTS,
    NUMBER_SLOTS,
    TEXT_SLOTS,
    Column,
    ColumnType,
    Register,
    Status,
    Version,
)

TYPES: dict[str, FieldType] = {
    ColumnType.INTEGER: "number",
    ColumnType.DECIMAL: "number",
    ColumnType.MONEY: "number",
    ColumnType.DATE: "date",
    ColumnType.CHOICE: "choice",
    ColumnType.CHOICES: "choices",
    ColumnType.UNIT: "unit",
    ColumnType.PERSON: "person",
    ColumnType.YES_NO: "yes_no",
}
NO_RECORD = UUID(int=0)
OWN_FIELDS = {
    "unit": Field("unit", "单位", "text", "unit__code"),
    "unit_id": Field("unit_id", "单位", "unit", "unit_id"),
    "unit_kind": Field("unit_kind", "单位类别", "text", "unit__kind"),
    "person": Field("person", "人员", "person", "person_id"),
    "date": Field("date", "日期", "date", "date"),
}


class IsoDate(Func):
    """A day kept as text in JSON, as a day."""

    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="date(%(expressions)s)", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)::date", **extra)


def sources(home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the registers kept for a home by itself or an administration above, as sources."""
    above = [home.path[:end] for end in range(4, len(home.path) + 1, 4)]
    registers = Register.objects.filter(home__path__in=above).select_related("home")
    if codes is not None:
        wanted = [code for code in codes if "." not in code]
        if not wanted:
            return []
        registers = registers.filter(code__in=wanted)
    ordered = registers.order_by("home__path")
    return [source_of(register) for register in with_columns(ordered)]


def source_of(register: Register) -> Source:
    """Return one register as a source: verified records count, submitted ones wait."""
    describing = Describing(register)
    return Source(
        code=register.code,
        label=register.label,
        rows=lambda as_of: _rows(register, Status.VERIFIED, as_of),
        waiting=lambda as_of: _rows(register, Status.SUBMITTED, as_of),
        fields=_fields.of(register),
        visible_to=lambda actor: rows_visible_to(actor, register),
        describe=lambda version: describing.by_label(version.values),
        url=_record_urls(register),
        record_id=lambda version: version.record_id,
        path="path",
        day="date",
        person="person_id",
        keeps_history=True,
        order=("-id",),
        related=("unit",),
        unread=NUMBER_SLOTS + TEXT_SLOTS + DATE_SLOTS,
        page=lambda: reverse("registers:table", args=[register.code]),
        plainly=lambda as_of, is_waiting: _plainly(register, as_of, is_waiting=is_waiting),
        since=lambda moment: (Q(superseded_at__isnull=False), Q(recorded_at__gt=moment)),
        told_now=_told_now,
    )


def _told_now(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of records what status they have now, with the reason where one was given."""
    rows = Version.objects.current().filter(record_id__in=ids)
    found = rows.values_list("record_id", "status", "reason")
    return {
        record: f"{Status(status).label}（{reason}）" if reason else str(Status(status).label)
        for record, status, reason in found
    }


def _record_urls(register: Register) -> Callable[[Version], str]:
    """Return the function that gives a record's address; the resolver is asked once, not a row."""
    address = ""

    def url(version: Version) -> str:
        nonlocal address
        address = address or reverse("registers:record", args=[register.code, NO_RECORD])
        return address.replace(str(NO_RECORD), str(version.record_id))

    return url


def _rows(register: Register, status: Status, as_of: dt.datetime | None) -> QuerySet[Version]:
    return Version.objects.as_of(as_of).filter(register_id=register.id, status=status)


def _plainly(register: Register, as_of: dt.datetime | None, *, is_waiting: bool) -> Plainly:
    status = Status.SUBMITTED.value if is_waiting else Status.VERIFIED.value
    mine = Q(register_id=register.id, status=status)
    if as_of is None:
        return Version, (Q(superseded_at__isnull=True) & mine,)
    # What stands still is answered from the index of current versions; the rest are few.
    mine &= Q(recorded_at__lte=as_of)
    return Version, (Q(superseded_at__isnull=True) & mine, Q(superseded_at__gt=as_of) & mine)


def _field(register: Register, column: Column) -> Field:
    return Field(
        code=column.code,
        label=column.label,
        type=TYPES.get(column.type, "text"),
        expression=_expression(register, column),
        decimals=column.decimals,
        unit_of_measure=column.unit_of_measure,
        choices=column.labels_by_code,
        is_sensitive=column.is_sensitive,
    )


_fields = PerEdition(
    lambda register: OWN_FIELDS | {c.code: _field(register, c) for c in register.columns_in_order}
)


def _expression(register: Register, column: Column) -> Expression:
    if column.code == register.day_column:
        return "date"
    if column.slot:
        return column.slot
    # A cast, because a bare key would be compared with its other side read as JSON.
    text = Cast(KT(f"values__{column.code}"), TextField())
    if column.is_number:
        # Stored with just its column's decimals: without the point it is the whole number wanted,
        # exact beyond what SQLite's floating point holds.
        return Cast(Replace(text, Value("."), Value("")), BigIntegerField())
    if column.type == ColumnType.YES_NO:
        return Case(
            When(**{f"values__{column.code}": True}, then=Value(1)),
            When(**{f"values__{column.code}": False}, then=Value(0)),
            output_field=IntegerField(),
        )
    return IsoDate(text) if column.type == ColumnType.DATE else text
