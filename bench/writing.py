"""Saving one record through the action, and importing 100,000 rows of Excel."""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bench.dataset import one_record
from bench.measuring import Measure, in_turn, milliseconds
from bench.reading import clerk
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers.actions import enter_record, import_workbook
from bihuan.registers.models import Record, Register, Version
from bihuan.registers.slots import fill

ROWS = 100_000
DAY = dt.date(2024, 6, 1)


def measures(city: Unit) -> Iterator[Measure]:
    """Yield the rows of this benchmark."""
    yield _saving(city)
    yield _importing(city)


def _saving(city: Unit) -> Measure:
    actor, rng = Actor.installation(), random.Random(7)
    register = Register.objects.get(home=city, code="bench0")
    village = Unit.objects.filter(kind="village").select_related("home")[0]

    def ours() -> object:
        return enter_record(
            actor=actor, register=register, unit=village, values=one_record(rng, DAY)
        )

    def bare() -> object:
        values = one_record(rng, DAY)
        moment = timezone.now()
        with transaction.atomic():
            record = Record(home=village.home, register=register, unit=village, made_at=moment)
            record.save(force_insert=True)
            version = Version(
                id=new_id(), home=village.home, record=record, register=register, unit=village,
                path=village.path, recorded_at=moment, date=DAY, status="verified",
                values=values, change="enter", **fill(register, values),
            )  # fmt: skip
            version.save(force_insert=True)
        return version

    mine, theirs = in_turn(ours, bare, 101)
    return Measure(
        "save one record through the action against bare ORM save()", mine, theirs, 3, "x"
    )


def _importing(city: Unit) -> Measure:
    from python_calamine import CalamineWorkbook

    file = _workbook(Path(settings.BIHUAN_HOME) / f"rows-{ROWS}.xlsx")
    register = Register.objects.get(home=city, code="bench1")
    # By an account, as in an office: a job puts so many rows into the search index afterwards.
    actor = Actor.of(clerk(city))

    def read() -> object:
        return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()

    def whole() -> object:
        with transaction.atomic():
            report = import_workbook(actor=actor, register=register, source=file, name=file.name)
            assert report.added == ROWS, report
            transaction.set_rollback(True)
        return report

    reading = min(milliseconds(read) for _ in range(3))
    importing = min(milliseconds(whole) for _ in range(2))
    return Measure(
        "import of 100,000 rows against reading the workbook", importing, reading, 8, "x"
    )


def _workbook(path: Path) -> Path:
    if path.exists():
        return path
    import xlsxwriter

    rng = random.Random(11)
    villages = list(Unit.objects.filter(kind="village").values_list("code", flat=True)[:200])
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["单位", "名称", "类别", "里程", "人数", "投资", "完成", "日期", "备注"])
    for row in range(1, ROWS + 1):
        values = one_record(rng, DAY)
        sheet.write_row(row, 0, [rng.choice(villages), f"{values['name']}-{row}", values["kind"]])
        sheet.write_row(row, 3, [float(values["km"]), values["people"], float(values["money"])])
        sheet.write(row, 6, "是" if values["done"] else "否")
        sheet.write_datetime(row, 7, dt.datetime.combine(DAY, dt.time()), day_format)
        sheet.write(row, 8, values["note"])
    book.close()
    return path
