"""Thousands of spoilt workbooks: each is imported whole, or not at all in one sentence.

How many: the environment's FUZZ (2,000 where it says nothing), FUZZ_SEED to try others.
"""

import faulthandler
import io
import os
import random
import struct
from collections import Counter

import pytest

from bihuan.audit.models import Entry
from bihuan.audit.verifying import verify
from bihuan.lib.errors import DomainError
from bihuan.lib.tests.workbook_samples import biff, make_ods, make_xls, make_xlsx
from bihuan.lib.workbooks.refusal import WorkbookRefused
from bihuan.lib.workbooks.writing import Value
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.registers.actions import ImportReport, import_rows, import_workbook
from bihuan.registers.models import Record, Register, Version
from bihuan.registers.sheets import export_register
from bihuan.registers.tests.making import incoming, make_register, road
from tests.support.mutating import mutated

HEADS = ("填报单位", "路段名称*", "里程（公里）", "状态", "完工日期*")
SECONDS_FOR_ONE = 60


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def whole_workbooks(cast: Cast, register: Register) -> list[bytes]:
    """Return workbooks of every kind that is read, each of which can be imported as it is."""
    village = cast.villages[0].name
    rows: list[list[Value]] = [
        [village, f"路段{at}", at / 2, "建成", "2010-01-20"] for at in range(6)
    ]
    lines = [[str(cell) for cell in row] for row in [HEADS, *rows]]
    text = "\n".join(",".join(line) for line in lines)
    export = io.BytesIO()
    export_register(actor=Actor.installation(), register=register, target=export)
    return [
        make_xlsx(*rows, name=register.label, header=HEADS),
        export.getvalue(),
        make_xls(*(xls_text(y, x, w) for y, line in enumerate(lines) for x, w in enumerate(line))),
        make_ods(
            "".join(f"<table:table-row>{_ods_cells(line)}</table:table-row>" for line in lines)
        ),
        text.encode("gb18030"),
        text.encode("utf-8-sig"),
    ]


def xls_text(row: int, column: int, text: str) -> bytes:
    words = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
    return biff(0x204, struct.pack("<HHH", row, column, 0) + words)


def _ods_cells(line: list[str]) -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return "".join(cell.format(word) for word in line)


def imported(actor: Actor, register: Register, content: bytes) -> ImportReport | str:
    """Return what the import reports, or the sentence it refuses with."""
    name = "x.xlsx" if content[:2] in (b"PK", b"\xd0\xcf") else "x.csv"
    try:
        return import_workbook(actor=actor, register=register, source=content, name=name)
    except (WorkbookRefused, DomainError) as refused:
        return str(refused)


def stored() -> tuple[int, int, int]:
    return Record.objects.count(), Version.objects.count(), Entry.objects.count()


def test_a_spoilt_workbook_is_imported_whole_or_refused_in_a_sentence(cast: Cast) -> None:
    actor, register = Actor.installation(), make_register(cast.town)
    rows = incoming(*[road(name=f"旧路{at}") for at in range(5)], unit=cast.villages[0].name)
    assert import_rows(actor=actor, register=register, rows=rows, source="旧").added == 5
    samples = whole_workbooks(cast, register)
    for content in samples:
        whole = imported(actor, register, content)
        assert isinstance(whole, ImportReport), whole
        assert not whole.faults, whole.faults
    chance = random.Random(int(os.environ.get("FUZZ_SEED", "20261123")))
    came: Counter[str] = Counter()
    for _turn in range(int(os.environ.get("FUZZ", "2000"))):
        content = mutated(chance.choice(samples), chance)
        before = stored()
        faulthandler.dump_traceback_later(SECONDS_FOR_ONE, exit=True)
        report = imported(actor, register, content)
        faulthandler.cancel_dump_traceback_later()
        if isinstance(report, str):
            assert report.endswith("。"), report
            assert stored() == before
            came["refused"] += 1
            continue
        records, versions, entries = stored()
        if report.faults:
            assert (records, versions, entries) == before
            assert all(fault.message for fault in report.faults)
            came["faulty"] += 1
        else:
            assert records - before[0] == report.added
            assert versions - before[1] == report.added + report.changed
            assert entries - before[2] == (1 if report.added or report.changed else 0)
            came["imported"] += 1
    assert list(verify()) == []
    assert min(came[kind] for kind in ("refused", "faulty", "imported")) > 0, came
