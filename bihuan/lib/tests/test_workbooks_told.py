"""What a workbook tells beside its cells: merges, hidden rows, the separator of a CSV."""

import io
import struct

import openpyxl

from bihuan.lib.tests.workbook_samples import biff, make_xls, xls_number
from bihuan.lib.workbooks.reading import read_workbook


def test_merged_cells_and_hidden_rows_are_told() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["B2"], page["A5"] = "标题", 1
    page.merge_cells("B2:D3")
    page.row_dimensions[5].hidden = True
    target = io.BytesIO()
    book.save(target)
    (sheet,) = read_workbook(target.getvalue())
    assert sheet.merged == ((1, 1, 2, 3),)
    assert sheet.hidden_rows == {4}


def test_rows_hidden_in_an_xls_are_told() -> None:
    row = biff(0x208, struct.pack("<HHHHHHI", 1, 0, 1, 255, 0, 0, 0x120))
    content = make_xls(xls_number(0, 0, 1), xls_number(1, 0, 2), row)
    (sheet,) = read_workbook(content)
    assert sheet.hidden_rows == {1}


def test_a_csv_whose_first_line_is_a_title_is_parted_as_its_other_lines() -> None:
    (sheet,) = read_workbook("春季造林\n村\t株数\n甲村\t1,200\n".encode())
    assert sheet.rows[1:] == [["村", "株数"], ["甲村", "1,200"]]
