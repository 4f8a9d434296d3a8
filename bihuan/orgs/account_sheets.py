"""The workbook in which accounts are listed: the template with its drop-downs, and reading it."""

import datetime as dt
import io
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from bihuan.lib.dates import parse_date
from bihuan.lib.workbooks.reading import Cell, read_workbook
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Role

SHEET = "账号"
MOST_ROWS = 500
MOST_UNITS = 5000
COLUMNS = (
    ("username", "用户名", 18, "登录时填写，用字母和数字。不填时按显示名的拼音给出。"),
    ("display_name", "显示名*", 24, "姓名或岗位，例如：某某村文书。岗位账号换人时不必换账号。"),
    ("role", "角色*", 14, "从下拉列表里选。一人几个角色时写几行，用户名或显示名相同。"),
    ("unit", "单位*", 26, "从下拉列表里选。角色管到这个单位和它下面的所有单位。"),
    ("person", "人员代码", 16, "可以不填。填写后，同一人不能兼管账号、业务和审计。"),
    ("from_on", "起始日期", 14, "不填为今天。写成 2026-01-01。"),
    ("to_on", "结束日期", 14, "不填为长期。"),
)
LABELS = {label.rstrip("*"): key for key, label, _width, _note in COLUMNS}


@dataclass(frozen=True)
class SheetFault:
    """What is wrong with a cell: its row and column as the file shows them, and why."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class AccountRow:
    """One row: a role of an account, as written; days are read already, `row` is the file's."""

    row: int
    display_name: str
    role: str
    unit: str
    username: str = ""
    person: str = ""
    from_on: str = ""
    to_on: str = ""


@dataclass
class AccountSheet:
    """What a file holds: rows, and what is wrong before anything is looked up."""

    rows: list[AccountRow] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)


def write_template(units: list[Unit]) -> bytes:
    """Return the workbook to fill in: units and roles as drop-downs, a note at each head."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = SHEET
    for at, (_key, label, width, note) in enumerate(COLUMNS, 1):
        cell = page.cell(1, at, label)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="EEF1F5")
        cell.comment = Comment(note, "闭环", width=260, height=90)
        page.column_dimensions[cell.column_letter].width = width
        page.cell(2, at).number_format = "@"
    page.freeze_panes = "A2"
    lists = book.create_sheet("选项")
    for at, role in enumerate(Role, 1):
        lists.cell(at, 1, str(role.label))
    for at, unit in enumerate(units[:MOST_UNITS], 1):
        lists.cell(at, 2, unit.name)
        lists.cell(at, 3, unit.code)
    lists.sheet_state = "hidden"
    last = 1 + MOST_ROWS
    _offer(page, f"C2:C{last}", f"'选项'!$A$1:$A${len(Role)}", is_strict=True)
    _offer(page, f"D2:D{last}", f"'选项'!$B$1:$B${max(1, len(units))}", is_strict=False)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _offer(page: "object", cells: str, source: str, *, is_strict: bool) -> None:
    offered = DataValidation(type="list", formula1=source, allow_blank=True)
    offered.showErrorMessage = is_strict  # a unit may be written by its code, too
    page.add_data_validation(offered)  # type: ignore[attr-defined]
    offered.add(cells)


def read_accounts(content: bytes, name: str = "") -> AccountSheet:
    """Read the rows of a filled template; raises WorkbookRefused for no workbook."""
    found = AccountSheet()
    places: dict[str, int] = {}
    sheets = [sheet for sheet in read_workbook(content, name=name) if not sheet.hidden]
    sheets.sort(key=lambda sheet: sheet.name != SHEET)
    for at, row in enumerate(sheets[0].rows if sheets else [], 1):
        if not places:
            places = _places(row)
            continue
        cells = {key: row[place] for key, place in places.items()}
        if any(_word(cell) for cell in cells.values()):
            found.rows.append(_read(at, cells, found.faults))
    if not places:
        said = _("没有找到表头，请下载空白表，按它的列名填写：显示名、角色、单位必须有。")
        found.faults.append(SheetFault(1, "", said))
    if len(found.rows) > MOST_ROWS:
        said = _("一次最多%(most)d行，请分几次导入。") % {"most": MOST_ROWS}
        found.faults.append(SheetFault(found.rows[MOST_ROWS].row, "", said))
    return found


def _places(row: list[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        key = LABELS.get(_word(cell).rstrip("*"))
        if key and key not in found:
            found[key] = place
    return found if {"display_name", "role", "unit"} <= found.keys() else {}


def _read(at: int, cells: dict[str, Cell], faults: list[SheetFault]) -> AccountRow:
    given = {key: _word(cell) for key, cell in cells.items()}
    for key, label in (("from_on", "起始日期"), ("to_on", "结束日期")):
        if not given.get(key):
            continue
        day = parse_date(cells[key], serial=True)
        if day is None:
            faults.append(SheetFault(at, label, _("这不是日期，请写成 2026-01-01 这样。")))
        given[key] = day.isoformat() if day else ""
    return AccountRow(row=at, **given)


def _word(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return "" if cell is None else str(cell).strip()
