"""Make the blank forms of the county that the sample pack fills, in packs/xiaogang-2009/forms.

They look as such forms do: titles across the sheet, heads of two rows, sums, a list. The results
are committed.
"""

import datetime as dt
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

FOLDER = Path(__file__).resolve().parents[1] / "packs" / "xiaogang-2009" / "forms"
VILLAGES = (
    *("竹林村", "店上村", "上袁村", "路口村", "小港村", "赣东村", "张洲村", "长江村", "八都村"),
    *(f"示例{number}村" for number in "一二三四五六七八九"),
)
FIRST = 5


def main() -> None:
    """Make both forms."""
    FOLDER.mkdir(exist_ok=True)
    disputes(FOLDER / "disputes-monthly.xlsx")
    countryside(FOLDER / "new-countryside-monthly.xlsx")


def _book(path: Path) -> tuple[Workbook, dict[str, Any]]:
    book = Workbook(path)
    book.set_properties({"created": dt.datetime(2009, 8, 1)})
    base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    framed = base | {"border": 1}
    return book, {
        "title": book.add_format(base | {"font_size": 18, "bold": True, "align": "center"}),
        "plain": book.add_format(base),
        "right": book.add_format(base | {"align": "right"}),
        "head": book.add_format(framed | {"bold": True, "align": "center", "text_wrap": True}),
        "text": book.add_format(framed),
        "centre": book.add_format(framed | {"align": "center"}),
        "number": book.add_format(framed | {"align": "right"}),
        "share": book.add_format(framed | {"align": "right", "num_format": "0.0"}),
        "money": book.add_format(framed | {"align": "right", "num_format": "0.00"}),
    }


def disputes(path: Path) -> None:
    """Make the monthly form on disputes: a row a village, sums, and the cases on a second sheet."""
    book, formats = _book(path)
    sheet = book.add_worksheet("月报表")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 5, 13)
    sheet.merge_range("A1:F1", "矛盾纠纷排查调处情况月报表", formats["title"])
    sheet.set_row(0, 32)
    sheet.write("A2", "填报单位：", formats["plain"])
    sheet.merge_range("B2:C2", "", formats["plain"])
    sheet.write("E2", "报表月份：", formats["right"])
    sheet.merge_range("A3:A4", "村（居）", formats["head"])
    sheet.merge_range("B3:C3", "排查矛盾纠纷（起）", formats["head"])
    sheet.merge_range("D3:E3", "化解矛盾纠纷（起）", formats["head"])
    sheet.merge_range("F3:F4", "化解率（%）", formats["head"])
    for column, text in zip("BCDE", ("本月", "本年累计") * 2, strict=True):
        sheet.write(f"{column}4", text, formats["head"])
    total = FIRST + len(VILLAGES)
    for row, village in enumerate(VILLAGES, FIRST):
        sheet.write(f"A{row}", village, formats["text"])
        for column in "BCDE":
            sheet.write_blank(f"{column}{row}", None, formats["number"])
        formula = f'=IF(B{row}=0,"",ROUND(D{row}/B{row}*100,1))'
        sheet.write_formula(f"F{row}", formula, formats["share"], "")
    sheet.write(f"A{total}", "合计", formats["head"])
    for column in "BCDE":
        formula = f"=SUM({column}{FIRST}:{column}{total - 1})"
        sheet.write_formula(f"{column}{total}", formula, formats["number"], 0)
    formula = f'=IF(B{total}=0,"",ROUND(D{total}/B{total}*100,1))'
    sheet.write_formula(f"F{total}", formula, formats["share"], "")
    sheet.write(f"A{total + 1}", "其中越级上访", formats["text"])
    sheet.write_blank(f"B{total + 1}", None, formats["number"])
    sheet.write(f"A{total + 2}", "填表人：", formats["plain"])
    sheet.write(f"D{total + 2}", "填报日期：", formats["right"])
    sheet.freeze_panes(4, 1)
    sheet.print_area(f"A1:F{total + 2}")
    _cases(book, formats)
    book.close()


def _cases(book: Workbook, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet("明细")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.merge_range("A1:G1", "本月排查的矛盾纠纷明细", formats["title"])
    heads = ("序号", "村（居）", "纠纷摘要", "类型", "涉及人数", "排查日期", "调处结果")
    for column, (text, width) in enumerate(zip(heads, (6, 12, 34, 18, 10, 16, 16), strict=True)):
        sheet.write(1, column, text, formats["head"])
        sheet.set_column(column, column, width)
    for row in range(2, 8):
        for column in range(7):
            sheet.write_blank(row, column, None, formats["centre" if column in (0, 4) else "text"])
    sheet.merge_range("A9:D9", "合计", formats["head"])
    sheet.write_formula("E9", "=SUM(E3:E8)", formats["centre"], 0)
    for letter in "FG":
        sheet.write_blank(f"{letter}9", None, formats["text"])
    sheet.write("A10", "说明：只列本月新排查的，按日期先后。", formats["plain"])


ITEMS = (
    ("基础设施", "建成村级公路", "公里", "number"),
    ("基础设施", "人饮工程受益户", "户", "number"),
    ("基础设施", "新农村试点村", "个", "number"),
    ("产业发展", "农民专业合作社", "个", "number"),
    ("产业发展", "合作社带动农户", "户", "number"),
    ("资金投入", "公益事业奖补资金（万元）", "万元", "money"),
    ("资金投入", "公益事业社会捐资（万元）", "万元", "money"),
    ("村容整治", "村庄保洁员", "人", "number"),
)


def countryside(path: Path) -> None:
    """Make the monthly form on the new countryside: a row an item, this month and since January."""
    book, formats = _book(path)
    sheet = book.add_worksheet("新农村建设月报")
    sheet.set_paper(9)
    for column, width in enumerate((12, 28, 10, 13, 13, 16)):
        sheet.set_column(column, column, width)
    sheet.merge_range("A1:F1", "社会主义新农村建设情况月报表", formats["title"])
    sheet.set_row(0, 32)
    sheet.write("A2", "填报单位：", formats["plain"])
    sheet.write("E2", "时间：", formats["right"])
    for area, text in (("A3:A4", "类别"), ("B3:B4", "项目"), ("C3:C4", "计量单位")):
        sheet.merge_range(area, text, formats["head"])
    sheet.merge_range("D3:E3", "完成情况", formats["head"])
    sheet.merge_range("F3:F4", "上年同期累计", formats["head"])
    sheet.write("D4", "本月", formats["head"])
    sheet.write("E4", "本年累计", formats["head"])
    begun = 0
    for at, (kind, item, unit, form) in enumerate(ITEMS):
        row = at + 4
        sheet.write(row, 1, item, formats["text"])
        sheet.write(row, 2, unit, formats["centre"])
        for column in (3, 4, 5):
            sheet.write_blank(row, column, None, formats[form])
        if at + 1 == len(ITEMS) or ITEMS[at + 1][0] != kind:
            if begun == at:
                sheet.write(row, 0, kind, formats["centre"])
            else:
                sheet.merge_range(begun + 4, 0, row, 0, kind, formats["centre"])
            begun = at + 1
    last = 5 + len(ITEMS)
    sheet.write(f"A{last}", "填表人：", formats["plain"])
    sheet.write(f"E{last}", "填报日期：", formats["right"])
    sheet.print_area(f"A1:F{last}")
    book.close()


if __name__ == "__main__":
    main()
