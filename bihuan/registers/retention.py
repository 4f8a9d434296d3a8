"""Retention (保存期限): what falls due when, what a purge empties, and what it changes. No writing.

A record of a year is kept for the register's number of years after the end of that year. A purge
then empties what tells of people or in words; what figures count stays, so that past ones stay
true: numbers, money, days, choices, yes and no, units. Of these too whatever is marked personal
is emptied.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from bihuan.figures.models import Definition
from bihuan.registers.models import (
    Column,
    ColumnType,
    Purge,
    PurgeNotice,
    Record,
    Register,
    Version,
)

NOTICE_DAYS = 30  # between the notice and the purge
POSTPONED_DAYS = 90  # what a clerk may add, once
TELLING = frozenset({ColumnType.TEXT, ColumnType.LONG_TEXT, ColumnType.PERSON, ColumnType.PLACE})


@dataclass(frozen=True)
class Year:
    """The records of one year: how many still whole, how many purged, from when they are due."""

    year: int
    whole: int
    purged: int
    due_on: dt.date


def due_before(register: Register, today: dt.date) -> dt.date | None:
    """Return the day before which records are past their time; None where they are kept for good.

    Kept for 3 years, a record of any day of 2006 is due from 1 January 2010.
    """
    if register.retention_years is None:
        return None
    return dt.date(max(today.year - register.retention_years, 1), 1, 1)


def due_on(register: Register, year: int) -> dt.date:
    """Return the first day on which the records of a year are past their time."""
    assert register.retention_years is not None
    return dt.date(year + register.retention_years + 1, 1, 1)


def emptied_columns(register: Register) -> list[Column]:
    """Return the columns that a purge empties, retired ones too; never the record's day."""
    return [
        column
        for column in register.columns_ever
        if column.code != register.day_column and (column.is_sensitive or column.type in TELLING)
    ]


def past_their_time(register: Register, before: dt.date) -> QuerySet[Version]:
    """Return the current versions of the records that a purge before a day would empty."""
    return versions_past(register.pk, before)


def versions_past(register_id: Any, before: Any) -> QuerySet[Version]:
    """Return them by the register's id; both may be columns of a statement around this one."""
    return Version.objects.current().filter(
        register_id=register_id, date__lt=before, record__purged_at__isnull=True
    )


def years_of(register: Register) -> list[Year]:
    """Return how many records there are of each year, the earliest first."""
    rows = (
        Version.objects.current()
        .filter(register_id=register.pk)
        .annotate(year=ExtractYear("date"))
        .values_list("year")
        .annotate(
            whole=Count("pk", filter=Q(record__purged_at__isnull=True)),
            purged=Count("pk", filter=Q(record__purged_at__isnull=False)),
        )
        .order_by("year")
    )
    return [Year(year, whole, purged, due_on(register, year)) for year, whole, purged in rows]


def open_notice(register: Register) -> PurgeNotice | None:
    """Return the notice of a register's next purge, where one stands."""
    return PurgeNotice.objects.filter(register=register, closed_on__isnull=True).first()


def figures_changed(register: Register) -> list[Definition]:
    """Return the figures that a purge changes: those that rest on a column that it empties."""
    emptied = {column.code for column in emptied_columns(register)}
    if register.person_column:
        emptied.add("person")
    above_and_below = Definition.objects.filter(
        home__path__gte=register.home.path, home__path__lt=register.home.path + "~"
    )
    return [
        definition
        for definition in above_and_below.filter(source=register.code)
        if emptied & {definition.field, definition.until, *_named_in(definition)}
    ]


def _named_in(definition: Definition) -> set[str]:
    return {str(part.get("field", "")) for part in definition.where}


def proof(ids: Iterable[UUID], columns: Sequence[str]) -> str:
    """Return the digest that proves which records were emptied of which columns."""
    whole = hashlib.sha256()
    for id_ in sorted(str(each) for each in ids):
        whole.update(f"{id_}\n".encode())
    whole.update(",".join(columns).encode())
    return whole.hexdigest()


def is_borne_out(purge: Purge) -> bool:
    """Tell whether the records that say they were purged then are those of the proof."""
    ids = Record.objects.filter(register_id=purge.register_id, purged_at=purge.purged_at)
    found = list(ids.values_list("pk", flat=True))
    return len(found) == purge.records and proof(found, purge.columns) == purge.digest
