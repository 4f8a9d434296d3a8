import random
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.lib.tests.workbook_samples import (
    biff,
    make_ods,
    make_xls,
    make_xlsx,
    make_xlsx_of_cells,
    xls_number,
)
from bihuan.lib.workbooks.reading import WorkbookRefused, read_workbook

NUMBER_IN_ODS = '<table:table-cell office:value-type="float" office:value="3"/>'


def samples() -> list[bytes]:
    return [
        make_xlsx(["甲", 1.5, True]),
        make_xls(xls_number(0, 0, 1), xls_number(3, 2, 2)),
        make_ods(f"<table:table-row>{NUMBER_IN_ODS}</table:table-row>"),
        "村,公里\n竹林,7\n".encode("gb18030"),
    ]


def read_or_refused(content: bytes) -> None:
    with suppress(WorkbookRefused):
        read_workbook(content, max_rows=1000, max_columns=100)


@given(st.sampled_from(samples()), st.randoms(use_true_random=False), st.integers(1, 20))
@settings(deadline=None)
def test_a_spoilt_file_is_read_or_refused(
    content: bytes, chance: random.Random, spoilt: int
) -> None:
    changed = bytearray(content)
    for _turn in range(spoilt):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    read_or_refused(bytes(changed[: chance.randrange(len(changed)) or None]))
    read_or_refused(bytes(changed))


@given(st.text(alphabet='<>/="rcvtesf AXFD019&;!-', max_size=60))
@settings(deadline=None)
def test_spoilt_cells_are_read_or_refused(cells: str) -> None:
    read_or_refused(make_xlsx_of_cells(cells))
    read_or_refused(make_ods(cells))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0x06, 0x205, 0xBD, 0xFD, 0x27E, 0x0A, 0x85]), st.binary(max_size=24)
        ),
        max_size=6,
    )
)
@settings(deadline=None)
def test_spoilt_records_are_read_or_refused(records: list[tuple[int, bytes]]) -> None:
    read_or_refused(make_xls(*(biff(kind, body) for kind, body in records)))


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(content)
    read_or_refused(b"PK\x03\x04" + content)
    read_or_refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content)
