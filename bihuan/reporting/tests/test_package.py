"""The package edited: what is written, and that nothing else of the workbook changes."""

import io
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.lib.workbooks.refusal import WorkbookRefused
from bihuan.reporting.package import editing
from bihuan.reporting.package.archive import WORKBOOK, Package
from bihuan.reporting.package.inserting import RowsCannotMove, with_rows
from bihuan.reporting.package.places import Area, Place
from bihuan.reporting.package.reading import read_form
from bihuan.reporting.package.shifting import Shift
from bihuan.reporting.package.splicing import spans
from bihuan.reporting.tests.books import LISTED, SHEET, blank, decorated, parts


def written(content: bytes, **values: editing.CellValue) -> bytes:
    package = Package(content)
    path = package.sheets[0].path
    cells = {Place.of(name): value for name, value in values.items()}
    return package.with_parts({path: editing.write_cells(package.part(path), cells)})


def test_every_part_but_the_sheet_is_byte_for_byte_what_it_was() -> None:
    before = blank(more=decorated)
    after = written(before, B5=Decimal("1.50"), B6="文字", F30="远处的格子")
    assert list(parts(before)) == list(parts(after))
    differing = [name for name, part in parts(before).items() if parts(after)[name] != part]
    assert differing == ["xl/worksheets/sheet1.xml"]
    assert any("media/image" in name for name in parts(after))
    assert any("charts/chart" in name for name in parts(after))


def test_of_the_sheet_only_the_written_cells_change() -> None:
    before = blank(more=decorated)
    after = written(before, B5=Decimal("1.5"))
    old, new = (parts(one)["xl/worksheets/sheet1.xml"] for one in (before, after))
    at = old.index(b'<c r="B5"')
    assert new[:at] == old[:at]
    rest = old[at:].partition(b"/>")[2]
    assert new.endswith(rest)


def test_styles_merges_widths_and_print_settings_read_the_same_in_openpyxl() -> None:
    before = blank(more=decorated)
    old = openpyxl.load_workbook(io.BytesIO(before))[SHEET]
    new = openpyxl.load_workbook(io.BytesIO(written(before, B5=Decimal(2), A3="x")))[SHEET]
    assert old.merged_cells.ranges == new.merged_cells.ranges
    assert old.column_dimensions["A"].width == new.column_dimensions["A"].width == 22.7109375
    assert old.print_area == new.print_area
    assert old.print_title_rows == new.print_title_rows
    assert new.page_setup.orientation == "landscape"
    assert [str(one.sqref) for one in new.data_validations.dataValidation] == ["D5:D7"]
    assert [str(one.sqref) for one in new.conditional_formatting] == ["B5:B7"]
    assert new.protection.sheet
    for row in old.iter_rows():
        for cell in row:
            assert new[cell.coordinate]._style == cell._style  # type: ignore[union-attr]
    assert new["B5"].value == 2


def test_text_is_never_a_formula_whatever_it_begins_with() -> None:
    content = written(blank(), B5="=cmd|' /C calc'!A0", B6="+1+1", B7="@SUM(A1)")
    sheet = openpyxl.load_workbook(io.BytesIO(content))[SHEET]
    assert sheet["B5"].data_type == "s"
    assert sheet["B5"].value == "=cmd|' /C calc'!A0"
    assert b"<f>cmd" not in parts(content)["xl/worksheets/sheet1.xml"]
    assert read_form(Package(content)).sheets[0].cell(Place.of("B6")).formula == ""


def test_a_formula_is_never_overwritten() -> None:
    with pytest.raises(editing.FormulaCell):
        written(blank(), B8=Decimal(3))


def test_control_characters_and_markup_in_text_do_not_break_the_sheet() -> None:
    content = written(blank(), B5='<c r="A1">&\x0b\x00"</c>')
    grid = read_form(Package(content)).sheets[0]
    assert grid.cell(Place.of("B5")).value == '<c r="A1">&"</c>'


def test_excel_is_told_to_work_formulas_out_again_and_the_rest_of_the_workbook_stays() -> None:
    plain = b'<workbook xmlns="x"><sheets><sheet/></sheets><definedNames/><extLst/></workbook>'
    told = editing.recalculated_on_load(plain)
    assert told == plain.replace(b"<extLst/>", b'<calcPr fullCalcOnLoad="1"/><extLst/>')
    assert editing.recalculated_on_load(told) == told
    odd = b'<x:workbook xmlns:x="y"><x:sheets/><x:calcPr calcId="1"/></x:workbook>'
    assert b'<x:calcPr calcId="1" fullCalcOnLoad="1"/>' in editing.recalculated_on_load(odd)


def test_prefixed_rows_without_references_and_empty_tags_are_written_too() -> None:
    part = (
        b'\xef\xbb\xbf<?xml version="1.0"?><x:worksheet xmlns:x="y"><x:sheetData>'
        b'<x:row><x:c s="3"/><x:c t="s" s="4"><x:v>0</x:v></x:c></x:row><x:row r="4"/>'
        b"</x:sheetData></x:worksheet>"
    )
    values: dict[Place, editing.CellValue] = {
        Place.of("B1"): Decimal(7),
        Place.of("A4"): "甲",
        Place.of("A3"): Decimal(1),
    }
    new = editing.write_cells(part, values)
    ElementTree.fromstring(new)
    assert b'<x:c r="B1" s="4"><x:v>7</x:v></x:c>' in new
    assert new.index(b'r="3"') < new.index(b'<x:row r="4">')
    assert b"\xe7\x94\xb2" in new


def test_rows_put_in_push_down_what_lies_below_and_sums_over_them_grow() -> None:
    package = Package(blank(more=decorated))
    content = with_rows(package, package.sheets[0], 6, 4)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[SHEET]
    assert sheet["B12"].value == "=SUM(B5:B11)"
    assert sheet["A13"].value == "养护合同金额（万元）"
    assert sheet["B8"]._style == sheet["B6"]._style
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["D5:D11"]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["B5:B11"]
    assert book.defined_names["合计里程"].attr_text == "'月报'!$B$12"
    assert sheet.print_area == "'月报'!$A$1:$D$13"
    anchors = [image.anchor._from.row for image in sheet._images]  # type: ignore[attr-defined]
    assert anchors == [1]
    assert read_form(Package(content)).sheet(LISTED).cell(Place.of("C4")).formula == "SUM(C2:C3)"


def test_rows_are_not_put_into_a_sheet_with_comments() -> None:
    def commented(_book: object, sheet: object) -> None:
        sheet.write_comment("B5", "口径")  # type: ignore[attr-defined]

    package = Package(blank(more=commented))
    with pytest.raises(RowsCannotMove):
        with_rows(package, package.sheets[0], 6, 1)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 9))
def test_a_reference_follows_its_cell_and_texts_and_other_sheets_stay(
    row: int, at: int, count: int
) -> None:
    shift = Shift("表 一", at, count)
    now = row + count if row >= at else row
    assert shift.formula(f"SUM(B{row}:$C${row})*2", "表 一") == f"SUM(B{now}:$C${now})*2"
    said = f'"B{row}"&LOG10(2)&表二!B{row}'
    assert shift.formula(said, "表 一") == said
    assert shift.formula(f"'表 一'!B{row}", "表二") == f"'表 一'!B{now}"


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.builds(Place, st.integers(1, 30), st.integers(1, 12)),
        st.one_of(
            st.decimals(-(10**9), 10**9, places=3),
            st.text(max_size=20).filter(lambda text: "\r" not in text),
        ),
        max_size=12,
    )
)
def test_whatever_is_written_is_read_back_and_the_rest_is_as_it_was(
    values: dict[Place, Decimal | str],
) -> None:
    content = blank()
    package = Package(content)
    grid = read_form(package).sheets[0]
    wanted = {place: value for place, value in values.items() if not grid.cell(place).formula}
    path = package.sheets[0].path
    new = package.with_parts({path: editing.write_cells(package.part(path), wanted)})
    read = read_form(Package(new)).sheets[0]
    for place, value in wanted.items():
        if isinstance(value, Decimal):
            assert read.cell(place).value == value
        else:
            clean = "".join(sign for sign in value if ord(sign) >= 32 or sign in "\t\n")
            clean = clean.replace("\ufffe", "").replace("\uffff", "")
            assert (read.cell(place).value or "") == clean
    for place, cell in grid.cells.items():
        if place not in wanted:
            assert read.cell(place) == cell
    assert parts(new)[WORKBOOK] == parts(content)[WORKBOOK]


def test_what_is_no_xml_is_refused() -> None:
    with pytest.raises(WorkbookRefused):
        spans(b"<worksheet><sheetData>", lambda _path: True)


def test_places_and_areas_read_and_write_alike() -> None:
    assert str(Area.of("f9:C5")) == "C5:F9"
    assert Place.of("$AB$12") == Place(12, 28)
    assert str(Place(1, 16_384)) == "XFD1"
    assert Area.of("B2:C3").meets(Area.of("C3:D9"))
    assert not Area.of("B2:C3").meets(Area.of("D1:D9"))
