"""Blank forms as a county sends them, made with everything that must come through untouched."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image
from xlsxwriter import Workbook

SHEET, LISTED = "月报", "明细"
FIRST = 5


def blank(
    villages: Sequence[str] = ("东村", "西村", "南村"),
    *,
    extra_row: bool = False,
    more: Callable[[Workbook, Any], None] | None = None,
) -> bytes:
    """Return a form: a title, a head of two rows, a row a village, sums, a gap, a list.

    Roads stand in column B (km this month) and C (since January), their number in D; the total is
    in the row below the villages, then a row that no register answers. `extra_row` puts a line
    above the table, so that every cell moves down by one.
    """
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    framed, head = book.add_format({"border": 1}), book.add_format({"border": 1, "bold": True})
    down = 1 if extra_row else 0
    sheet.merge_range("A1:D1", "村级公路建设月报表", book.add_format({"align": "center"}))
    sheet.write("A2", "填报单位：")
    sheet.write("C2", "时期：")
    if extra_row:
        sheet.write("A3", "（按新口径填报）")
    sheet.merge_range(2 + down, 0, 3 + down, 0, "村", head)
    sheet.merge_range(2 + down, 1, 2 + down, 2, "建成公路里程（公里）", head)
    sheet.merge_range(2 + down, 3, 3 + down, 3, "建成路段数（条）", head)
    sheet.write(3 + down, 1, "本月", head)
    sheet.write(3 + down, 2, "本年累计", head)
    last = FIRST - 1 + down + len(villages)
    for at, village in enumerate(villages):
        row = FIRST - 1 + down + at
        sheet.write(row, 0, village, framed)
        for column in (1, 2, 3):
            sheet.write_blank(row, column, None, framed)
    sheet.write(last, 0, "合计", framed)
    for column, letter in ((1, "B"), (2, "C"), (3, "D")):
        formula = f"=SUM({letter}{FIRST + down}:{letter}{last})"
        sheet.write_formula(last, column, formula, framed, 0)
    sheet.write(last + 1, 0, "养护合同金额（万元）", framed)
    sheet.write_blank(last + 1, 1, None, framed)
    if more is not None:
        more(book, sheet)
    listed = book.add_worksheet(LISTED)
    for column, text in enumerate(("序号", "路段", "里程")):
        listed.write(0, column, text, head)
        for row in (1, 2):
            listed.write_blank(row, column, None, framed)
    listed.write(3, 0, "合计", framed)
    listed.write_formula("C4", "=SUM(C2:C3)", framed, 0)
    book.close()
    return target.getvalue()


def decorated(book: Workbook, sheet: Any) -> None:
    """Put on a sheet what openpyxl would lose or rewrite."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(picture, "PNG")
    sheet.insert_image("F2", "seal.png", {"image_data": picture})
    chart = book.add_chart({"type": "column"})
    assert chart is not None
    chart.add_series({"values": f"='{SHEET}'!$B$5:$B$7"})
    sheet.insert_chart("F12", chart)
    sheet.data_validation("D5:D7", {"validate": "integer", "criteria": ">=", "value": 0})
    red = book.add_format({"bg_color": "red"})
    sheet.conditional_format("B5:B7", {"type": "cell", "criteria": ">", "value": 50, "format": red})
    sheet.set_landscape()
    sheet.set_column(0, 0, 22)
    sheet.print_area("A1:D9")
    sheet.repeat_rows(2, 3)
    sheet.protect()
    book.define_name("合计里程", f"='{SHEET}'!$B$8")


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a package with one part put in or replaced."""
    target = io.BytesIO()
    kept = parts(content) | {name: part}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, data in kept.items():
            archive.writestr(one, data)
    return target.getvalue()
