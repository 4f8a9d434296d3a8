"""Why a workbook is refused, in sentences."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.lib.errors import DomainError


class Reason(StrEnum):
    """Why a whole file is refused; the value ends the error's code."""

    EMPTY = "empty"
    BROKEN = "broken"
    LOCKED = "locked"
    BOMB = "bomb"
    NOT_A_WORKBOOK = "not_a_workbook"
    WEB_PAGE = "web_page"
    OTHER_FORMAT = "other_format"
    ENCODING = "encoding"
    CSV = "csv"
    TOO_MUCH_TEXT = "too_much_text"


_SENTENCES = {
    Reason.EMPTY: gettext_lazy("文件是空的，请重新导出表格后再上传。"),
    Reason.BROKEN: gettext_lazy(
        "文件已损坏，读不出内容；请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"
    ),
    Reason.LOCKED: gettext_lazy("文件设有密码，无法读取；请取消密码保护后再上传。"),
    Reason.BOMB: gettext_lazy(
        "文件解压后过大，不像正常的表格，未予读取；请把内容复制到新建的表格后再上传。"
    ),
    Reason.NOT_A_WORKBOOK: gettext_lazy(
        "这不是表格文件，请上传 .xlsx、.xls、.ods 或 .csv 格式的表格。"
    ),
    Reason.WEB_PAGE: gettext_lazy(
        "文件实为网页，只是名称像表格；请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"
    ),
    Reason.OTHER_FORMAT: gettext_lazy(
        "读不了这种表格格式；请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"
    ),
    Reason.ENCODING: gettext_lazy(
        "看不出文本文件的编码；请另存为 .xlsx，或以 UTF-8 编码保存后再上传。"
    ),
    Reason.CSV: gettext_lazy("文本表格中有一格过长或引号不配对；请另存为 .xlsx 后再上传。"),
    Reason.TOO_MUCH_TEXT: gettext_lazy("表格的内容过多，请分成几个文件后再上传。"),
}


@dataclass(frozen=True)
class CellFault:
    """A cell that cannot be used; `row` counts from 1, `column` is its letters."""

    sheet: str
    row: int
    column: str
    message: str


class WorkbookRefused(DomainError):
    """A workbook cannot be read; nothing of it was used. `faults` names single cells."""

    code = "workbook_refused"
    http_status = 400

    def __init__(self, message: str, *, faults: tuple[CellFault, ...] = ()) -> None:
        super().__init__(message)
        self.faults = faults

    @classmethod
    def because(cls, reason: Reason) -> "WorkbookRefused":
        """Return the refusal for a reason."""
        refused = cls(str(_SENTENCES[reason]))
        refused.code = f"workbook_{reason}"
        return refused

    @classmethod
    def for_cells(cls, faults: tuple[CellFault, ...]) -> "WorkbookRefused":
        """Return the refusal for cells: the first in words, the others counted."""
        first = faults[0].message
        if len(faults) == 1:
            return cls(first, faults=faults)
        more = _("%(first)s另有 %(count)d 处同类问题。") % {
            "first": first,
            "count": len(faults) - 1,
        }
        return cls(more, faults=faults)


def too_large(size: int, limit: int) -> WorkbookRefused:
    """Return the refusal of a file of `size` bytes where `limit` bytes are allowed."""
    megabytes = {"size": -(-size // 1_000_000), "limit": limit // 1_000_000}
    sentence = _(
        "文件有 %(size)d MB，超过上限 %(limit)d MB；请删去图片和多余内容，或分成几个文件。"
    )
    return WorkbookRefused(sentence % megabytes)


def too_many(
    sheet: str, rows: int, columns: int, max_rows: int, max_columns: int
) -> WorkbookRefused:
    """Return the refusal of a sheet whose cells reach too far."""
    sentence = _(
        "工作表“%(sheet)s”的内容到了第 %(rows)d 行、第 %(columns)d 列，"
        "超过上限（%(max_rows)d 行、%(max_columns)d 列）；请删去多余的行列，或分成几个文件。"
    )
    return WorkbookRefused(
        sentence
        % {
            "sheet": sheet,
            "rows": rows,
            "columns": columns,
            "max_rows": max_rows,
            "max_columns": max_columns,
        }
    )


def formula_error(sheet: str, row: int, column: int, text: str) -> CellFault:
    """Return the fault of a cell (row and column from 0) whose formula gave an error."""
    place = {"sheet": sheet, "row": row + 1, "column": column_letters(column), "error": text}
    if text:
        message = _(
            "工作表“%(sheet)s”%(column)s%(row)d 格的公式出错（%(error)s），请改正后再上传。"
        )
    else:
        message = _(
            "工作表“%(sheet)s”%(column)s%(row)d 格的公式没有结果，请用 Excel 打开并保存后再上传。"
        )
    return CellFault(sheet, row + 1, column_letters(column), message % place)


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
