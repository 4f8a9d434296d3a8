"""Blanks as they come: what is taken, and what is refused in a sentence."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.lib.errors import DomainError
from bihuan.lib.tests.workbook_samples import make_xls, xls_number
from bihuan.reporting.blanks import accepted, opened
from bihuan.reporting.errors import BadBlank
from bihuan.reporting.package import editing
from bihuan.reporting.package.archive import Package
from bihuan.reporting.package.places import Place
from bihuan.reporting.tests.books import SHEET, blank, decorated, parts, with_part

SHEET_PART = "xl/worksheets/sheet1.xml"


def test_a_countys_form_with_pictures_charts_and_protection_is_taken_as_it_is() -> None:
    content = blank(more=decorated)
    assert accepted(content, "月报.xlsx") == content
    assert [grid.name for grid in opened(content).sheets] == [SHEET, "明细"]


def test_a_form_whose_formulas_show_an_error_while_it_is_empty_is_taken() -> None:
    part = parts(blank())[SHEET_PART].replace(
        b"<f>SUM(B5:B7)</f><v>0</v>", b"<f>B5/C5</f><v>#DIV/0!</v>"
    )
    assert accepted(with_part(blank(), SHEET_PART, part), "月报.xlsx")


def test_macros_are_refused_whatever_the_file_is_called() -> None:
    with pytest.raises(BadBlank, match="宏"):
        accepted(with_part(blank(), "xl/vbaProject.bin", b"\xd0\xcf"), "月报.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a workbook",
        b"PK\x03\x04 broken",
        "村,里程\n东村,1\n".encode(),
        b"<html><table></table></html>",
        with_part(blank(), SHEET_PART, b"<worksheet><sheetData><row"),
        with_part(
            blank(), SHEET_PART,
            b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>',
        ),
        with_part(
            blank(), SHEET_PART,
            b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<sheetData><row r="1"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
        ),
        with_part(
            blank(), SHEET_PART,
            b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
            b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>',
        ),
        with_part(blank(), "xl/bomb.xml", b"<a>" + b" " * 200_000_000),
    ],
)  # fmt: skip
def test_hostile_and_broken_files_are_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(DomainError) as refused:
        accepted(content, "月报.xlsx")
    assert refused.value.message.endswith(("。", "？"))


def test_a_file_cut_off_anywhere_is_refused_or_read_never_a_traceback() -> None:
    content = blank()
    for cut in range(0, len(content), max(1, len(content) // 60)):
        with pytest.raises(DomainError):
            accepted(content[:cut], "月报.xlsx")


def test_an_old_workbook_without_libreoffice_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bihuan.reporting.blanks.shutil.which", lambda _name: None)
    with pytest.raises(BadBlank, match="LibreOffice"):
        accepted(make_xls(xls_number(0, 0, 1.0)), "月报.xls")


def test_a_form_of_too_many_sheets_or_without_a_word_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in parts(blank()).items():
            words = b"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"
            archive.writestr(name, words if name == "xl/sharedStrings.xml" else part)
    with pytest.raises(DomainError):
        accepted(target.getvalue(), "月报.xlsx")


PARTS = [
    SHEET_PART, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml",
    "xl/_rels/workbook.xml.rels", "[Content_Types].xml",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(PARTS),
    st.floats(0, 1),
    st.integers(0, 12),
    st.sampled_from([b"", b"-1", b"9999999999", b"x", b"<", b'"', b"\xff", b'r="A0"', b"</c>"]),
)
def test_a_spoilt_form_is_refused_in_a_sentence_or_read_and_written(
    name: str, where: float, length: int, with_: bytes
) -> None:
    part = parts(blank())[name]
    at = int(where * len(part))
    content = with_part(blank(), name, part[:at] + with_ + part[at + length :])
    try:
        accepted(content, "月报.xlsx")
        package = Package(content)
        sheet = package.sheets[0]
        editing.write_cells(package.part(sheet.path), {Place.of("B5"): "字"})
    except (DomainError, editing.FormulaCell):
        return
