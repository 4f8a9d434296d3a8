"""The workbook of each unit, single or all in one archive, ready to pass on."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from django.utils.translation import gettext as _

from bihuan.collecting.models import Ask, Collection
from bihuan.collecting.rules import file_name
from bihuan.lib.dates import write_date
from bihuan.orgs.access import Actor
from bihuan.registers.blanks import Blank, write_blank
from bihuan.registers.listing import Criteria, rows_for, stream


def write_one(actor: Actor, ask: Ask, target: Path | IO[bytes]) -> None:
    """Write a unit's workbook; the records that come along are those the actor may see, masked."""
    collection = ask.collection
    standing = None
    if collection.with_standing:
        criteria = Criteria(
            unit=ask.unit, first=collection.first, last=collection.last, sort="date"
        )
        rows = rows_for(actor, collection.register, criteria)
        standing = stream(rows.filter(unit=ask.unit), collection.register, criteria.sort)
    blank = Blank(
        collection.register,
        unit=ask.unit,
        collection=str(collection.pk),
        lines=lines_of(collection),
        standing=standing,
    )
    write_blank(blank, target)  # type: ignore[arg-type]


def name_of(ask: Ask, number: int) -> str:
    """Return what a unit's workbook is called; numbers follow the units' own order."""
    return file_name(number, str(ask.unit), ask.collection.title)


def write_all(actor: Actor, asks: Sequence[Ask]) -> IO[bytes]:
    """Write the workbooks of all units into one archive, a file at a time."""
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive, TemporaryDirectory() as folder:
        path = Path(folder) / "one.xlsx"
        for number, ask in enumerate(asks, 1):
            write_one(actor, ask, path)
            archive.write(path, name_of(ask, number))
    file.seek(0)
    return file


def lines_of(collection: Collection) -> list[str]:
    """Return what the workbook says above its heads."""
    said = [
        _("时段：%(period)s。请在%(day)s前交。")
        % {"period": collection.period, "day": write_date(collection.due_on)}
    ]
    if collection.note:
        said.append(collection.note)
    return [*said, _("没有要报的，把空表原样发回即可。")]
