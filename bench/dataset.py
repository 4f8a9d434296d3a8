"""The data measured on: 40 registers, 2,000 units in five levels, five years, N records."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bihuan.figures.actions import FigureSpec
from bihuan.figures.models import Definition
from bihuan.lib import bulk
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import open_unit
from bihuan.orgs.models import Unit
from bihuan.registers.actions import ColumnSpec, RegisterSpec, define_register
from bihuan.registers.actions.importing import RECORD_FIELDS, VERSION_FIELDS
from bihuan.registers.models import Record, Register, Version
from bihuan.registers.slots import fill

REGISTERS, YEARS = 40, range(2021, 2026)
CHILDREN = (("city", 1), ("county", 6), ("township", 10), ("village", 10), ("group", 2))
KINDS = ("road", "water", "school", "other")
CHUNK = 50_000
MANY = 2_000_000  # from here on it is quicker to build the indexes afterwards
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    " AND tbl_name IN ('registers_version', 'registers_record')",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes"
    " WHERE tablename IN ('registers_version', 'registers_record')"
    " AND indexname NOT LIKE '%%_pkey'",
}
OPENED = dt.date(2000, 1, 1)


def build(records: int) -> Unit:
    """Return the city with `records` records below it, made where they are not there yet."""
    city = Unit.objects.filter(code="bench-city").first()
    if city is None:
        with transaction.atomic():
            city = _units()
            _definitions(city)
    missing = records - Version.objects.count()
    if missing > 0:
        with _without_indexes() if missing > MANY else nullcontext():
            _records(city, missing)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return city


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Drop what indexes the records while many are written, and build it again."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES[connection.vendor])
        found = cursor.fetchall()
        for name, _statement in found:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        for name, statement in found:
            print(f"  {name}", flush=True)
            cursor.execute(statement)


def _units() -> Unit:
    actor = Actor.installation()
    level: list[Unit | None] = [None]
    made: list[Unit] = []
    for kind, count in CHILDREN:
        below: list[Unit | None] = []
        for parent in level:
            for at in range(count):
                code = f"{parent.code}-{at}" if parent else "bench-city"
                unit = open_unit(
                    actor=actor, parent=parent, code=code, name=f"{kind}{code[10:]}",
                    kind=kind, opened_on=OPENED, sort_order=at,
                )  # fmt: skip
                below.append(unit)
                made.append(unit)
        level = below
    return made[0]


def columns() -> tuple[ColumnSpec, ...]:
    """Return the columns that every register of the benchmark has."""
    return (
        ColumnSpec("name", "名称", "text", required=True, max_length=60),
        ColumnSpec("kind", "类别", "choice", choices=tuple({"code": k, "label": k} for k in KINDS)),
        ColumnSpec("km", "里程", "decimal", decimals=2, unit_of_measure="公里"),
        ColumnSpec("people", "人数", "integer", unit_of_measure="人"),
        ColumnSpec("money", "投资", "money"),
        ColumnSpec("done", "完成", "yes_no"),
        ColumnSpec("day", "日期", "date", required=True),
        ColumnSpec("note", "备注", "long_text"),
    )


def _definitions(city: Unit) -> None:
    actor = Actor.installation()
    for at in range(REGISTERS):
        define_register(
            actor=actor,
            home=city,
            spec=RegisterSpec(
                code=f"bench{at}", label=f"基准台账{at}", purpose="测量", legal_basis="测量",
                day="day", title="name", columns=columns(), sort_order=at,
            ),
        )  # fmt: skip
    Definition.objects.bulk_create(
        Definition(
            home=city, code=spec.code, label=spec.label, source=spec.source,
            aggregate=spec.aggregate, field=spec.field, where=list(spec.where),
            unit_of_measure="", nature="exact",
        )
        for at in range(REGISTERS)
        for spec in figures_of(at)
    )  # fmt: skip


def figures_of(at: int) -> list[FigureSpec]:
    """Return the five figures asked of one register: 200 in all."""
    source = f"bench{at}"
    kind = [{"field": "kind", "is": KINDS[at % 4]}]
    done = [{"field": "done", "is": True}]
    return [
        FigureSpec(f"{source}_count", f"{source}条数", "count", source),
        FigureSpec(f"{source}_km", f"{source}里程", "sum", source, "km", where=kind),
        FigureSpec(f"{source}_money", f"{source}投资", "sum", source, "money", where=done),
        FigureSpec(f"{source}_people", f"{source}平均", "avg", source, "people", where=kind),
        FigureSpec(f"{source}_most", f"{source}最大", "max", source, "km", where=done),
    ]


def _records(city: Unit, count: int) -> None:
    registers = list(Register.objects.filter(home=city).prefetch_related("columns"))
    units = list(Unit.objects.under(city.path).filter(kind__in=("township", "village", "group")))
    rng = random.Random(len(registers) + count)
    for start in range(0, count, CHUNK):
        rows = list(_rows(rng, registers, units, min(CHUNK, count - start)))
        with transaction.atomic():
            bulk.insert(Record, RECORD_FIELDS, (record for record, _version in rows))
            bulk.insert(Version, VERSION_FIELDS, (version for _record, version in rows))
        print(f"  {start + len(rows):,} / {count:,}", flush=True)


def _rows(
    rng: random.Random, registers: list[Register], units: list[Unit], count: int
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    slots = VERSION_FIELDS[15:]
    for _ in range(count):
        register, unit = rng.choice(registers), rng.choice(units)
        day = dt.date(rng.choice(YEARS), rng.randint(1, 12), rng.randint(1, 28))
        moment = timezone.make_aware(dt.datetime(day.year, day.month, day.day, 17))
        values = one_record(rng, day)
        record: uuid.UUID = new_id()
        filled = fill(register, values)
        home = unit.home_id
        yield (
            (record, home, register.id, unit.id, None, moment),
            (
                *(new_id(), home, record, register.id, unit.id, unit.path, None, moment),
                *(day, "verified", values, "import", None, "bench", ""),
                *(filled.get(slot) for slot in slots),
            ),
        )


def one_record(rng: random.Random, day: dt.date) -> dict[str, Any]:
    """Return the values of one plausible record."""
    return {
        "name": f"路段{rng.randint(1, 9999)}",
        "kind": rng.choice(KINDS),
        "km": f"{rng.randint(10, 2000) / 100:.2f}",
        "people": rng.randint(1, 400),
        "money": f"{rng.randint(100, 9_000_000) / 100:.2f}",
        "done": rng.random() < 0.6,
        "day": day.isoformat(),
        "note": "按计划推进，已公示。",
    }
