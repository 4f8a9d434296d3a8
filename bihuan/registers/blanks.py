"""The workbook that people fill in (填报表): heads, drop-downs, limits, notes, an identifier.

Three rows stand above the records: title, what to know, heads. A second sheet says column by column
how to fill it in; the lists of drop-downs stand in a hidden one, because a list in the rule itself
holds 255 characters at most. All of it is plain SpreadsheetML of 2007, which WPS and LibreOffice
keep; LibreOffice turns very hidden into hidden.
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from bihuan.lib import clock
from bihuan.lib.workbooks.writing import (
    ColumnOut,
    PlainWorksheet,
    Value,
    clean,
    fitting,
    sheet_name,
    storable,
)
from bihuan.orgs.models import Unit
from bihuan.registers import identifiers
from bihuan.registers.cell_rules import LISTED, TEXTUAL, fits_inline, how, rule_for, words_of
from bihuan.registers.headers import ID, STATUS, UNIT
from bihuan.registers.listing import Light
from bihuan.registers.models import Column, ColumnType, Register, Version
from bihuan.registers.names import Names
from bihuan.registers.sheets import RowsOut, column_head

TITLE, TOLD, HEADS, FIRST = 0, 1, 2, 3
"""The rows, from 0: the title, what to know, the heads, the first record."""

CHECKED = 2000
"""Rows for which the drop-downs and limits are set."""

PREFILLED = 30
"""Rows in which the unit stands already, where the workbook is for one unit."""

LISTS = "_选项"
TOLD_SHEET = "填写说明"
_GREY, _LIGHT, _AMBER = "#F2F2F2", "#FAFAFA", "#FFF2CC"


@dataclass(frozen=True)
class Blank:
    """What a blank workbook is made for. `lines` are said above the heads; `standing` are records
    that stand already and come along with their ids.
    """

    register: Register
    unit: Unit | None = None
    units: Sequence[Unit] = ()
    collection: str = ""
    lines: Sequence[str] = ()
    standing: Iterable[Version | Light] | None = None


def write_blank(blank: Blank, target: Path | BinaryIO) -> int:
    """Write the workbook to be filled in; return how many records came along."""
    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_urls": False}
        book = Workbook(target if not isinstance(target, Path) else str(target), options)
        try:
            count = _Writing(book, blank).write()
        finally:
            book.close()
    return count


class _Writing:
    """Writing one blank workbook, sheet by sheet: in constant memory each is written once."""

    def __init__(self, book: Any, blank: Blank) -> None:
        self.book, self.blank, self.register = book, blank, blank.register
        self.columns = blank.register.columns_in_order
        self.names = Names(blank.register.home)
        self.rows_out = RowsOut(blank.register)
        self.has_standing = blank.standing is not None
        self.lists: dict[str, list[str]] = {}
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write(self) -> int:
        """Write all sheets."""
        named = sheet_name(self.register.label, set())
        self.page: Worksheet = self.book.add_worksheet(named, worksheet_class=PlainWorksheet)
        self.heads = self._heads()
        self._set_columns()
        self._write_top()
        count = self._write_standing()
        self._write_unit(count)
        self._set_rules()
        self._set_paper(count)
        self._write_told()
        self._write_lists()
        identifiers.put_into(
            self.book,
            identifiers.Identifier.of(self.register, self.blank.unit, self.blank.collection),
        )
        self.book.set_properties({"title": self.register.label, "company": str(self.register.home)})
        return count

    def _heads(self) -> list[ColumnOut]:
        heads = [ColumnOut(UNIT, 16), *(column_head(column) for column in self.columns)]
        return [*heads, ColumnOut(STATUS, 10), ColumnOut(ID, 14)] if self.has_standing else heads

    def _format(self, **keys: Any) -> Any:
        known = tuple(sorted(keys.items()))
        if known not in self.formats:
            base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
            self.formats[known] = self.book.add_format(base | keys)
        return self.formats[known]

    def _body(self, place: int) -> Any:
        """Return the format of a column's cells: text stays text, so that 001 survives."""
        column = self.columns[place - 1] if 0 < place <= len(self.columns) else None
        keys: dict[str, Any] = {"border": 1, "border_color": "#BFBFBF"}
        if column is None:
            grey = {} if place == 0 else {"font_color": "#7F7F7F", "bg_color": _LIGHT}
            return self._format(num_format="@", **grey, **keys)
        if column.type == ColumnType.DATE:
            return self._format(num_format="yyyy-mm-dd", **keys)
        if column.is_number:
            exact = f"0.{'0' * column.decimals}" if column.decimals else "0"
            return self._format(num_format=exact, **keys)
        wrap = {"text_wrap": True} if column.type == ColumnType.LONG_TEXT else {}
        return self._format(num_format="@", **wrap, **keys)

    def _set_columns(self) -> None:
        for place, head in enumerate(self.heads):
            text = 0 < place <= len(self.columns) and self.columns[place - 1].type in TEXTUAL
            plain = self._format(num_format="@") if text or place == 0 else None
            self.page.set_column(place, place, self._width(place, head), plain)

    def _width(self, place: int, head: ColumnOut) -> float:
        column = self.columns[place - 1] if 0 < place <= len(self.columns) else None
        wide = head.width or max(11, fitting(head.label))
        if column is not None and column.max_length:  # an ideograph is two wide
            wide = min(wide, max(fitting(head.label), column.max_length * 2 + 2))
        return min(wide, 30) if column is not None else wide

    def _write_top(self) -> None:
        last = len(self.heads) - 1
        title = _("%(home)s %(register)s（填报表）") % {
            "home": self.register.home,
            "register": self.register.label,
        }
        self.page.set_default_row(20)
        self.page.set_row(TITLE, 30)
        self.page.write_string(TITLE, 0, str(clean(title)), self._format(bold=True, font_size=16))
        told = "　".join([*self.blank.lines, self._what_to_know()])
        self.page.set_row(TOLD, 34)
        wrapped = self._format(text_wrap=True, font_color="#595959", valign="top")
        self.page.merge_range(TOLD, 0, TOLD, max(last, 1), "", wrapped)
        self.page.write_string(TOLD, 0, str(clean(told)), wrapped)
        self.page.set_row(HEADS, 32)
        for place, head in enumerate(self.heads):
            self.page.write_string(HEADS, place, str(clean(head.label)), self._head_format(place))

    def _head_format(self, place: int) -> Any:
        column = self.columns[place - 1] if 0 < place <= len(self.columns) else None
        required = column is not None and column.required
        return self._format(
            bold=True,
            text_wrap=True,
            align="center",
            border=1,
            bg_color=_AMBER if required else _GREY,
            font_color="#9C0006" if required else "#000000",
        )

    def _what_to_know(self) -> str:
        unit = _("填报单位：%(unit)s。") % {"unit": self.blank.unit} if self.blank.unit else ""
        said = _("一行填一条；带 * 的必填；列名不要改，不要加合计行；填好存盘后把文件发回即可。")
        kept = _("“记录编号”一列不要动。") if self.has_standing else ""
        return unit + said + kept

    def _write_standing(self) -> int:
        count = 0
        for count, row in enumerate(self.rows_out.rows(self.blank.standing or ()), 1):
            for place, value in enumerate(row):
                self._write_cell(FIRST + count - 1, place, value)
        return count

    def _write_cell(self, row: int, place: int, value: Value) -> None:
        value, look = storable(value), self._body(place)
        if value is None or value == "":
            self.page.write_blank(row, place, None, look)
        elif isinstance(value, str):
            self.page.write_string(row, place, value, look)
        elif isinstance(value, int | float):
            self.page.write_number(row, place, value, look)
        else:
            day: Any = value  # XlsxWriter takes days too, its annotations do not say so
            self.page.write_datetime(row, place, day, look)

    def _write_unit(self, count: int) -> None:
        """Fill the own unit in; a row that holds nothing else is no row."""
        word = self.names.word_for_unit(self.blank.unit) if self.blank.unit else ""
        for row in range(FIRST + count, FIRST + count + PREFILLED):
            for place in range(len(self.heads)):
                shown = word if place == 0 else ""
                if shown:
                    self.page.write_string(row, place, shown, self._body(place))
                else:
                    self.page.write_blank(row, place, None, self._body(place))

    def _set_rules(self) -> None:
        units = [self.names.word_for_unit(unit) for unit in self.blank.units]
        if units:
            rule = {"validate": "list", "source": self._listed("unit", units), "show_error": False}
            self.page.data_validation(FIRST, 0, FIRST + CHECKED, 0, rule)
        for place, column in enumerate(self.columns, 1):
            words = self._words(column)
            listed = self._listed(column.code, words) if words else ""
            self.page.data_validation(
                FIRST, place, FIRST + CHECKED, place, rule_for(column, listed)
            )

    def _words(self, column: Column) -> list[str]:
        if column.type not in LISTED:
            return []
        if column.type == ColumnType.UNIT:
            return [self.names.word_for_unit(unit) for unit in self.names.open_units()]
        return words_of(column)

    def _listed(self, code: str, words: list[str]) -> str | list[str]:
        """Return a list for a rule: the words, or the range of the hidden sheet that holds them."""
        words = [str(clean(word)) for word in words]
        if fits_inline(words):
            return words
        place = list(self.lists.values()).index(words) if words in self.lists.values() else None
        if place is None:
            place = len(self.lists)
            self.lists[code] = words
        letter = xl_col_to_name(place)
        return f"='{LISTS}'!${letter}$1:${letter}${len(words)}"

    def _set_paper(self, count: int) -> None:
        """Set the paper; status and id of a record are not printed, they only take room."""
        last = FIRST + count + PREFILLED - 1
        self.page.print_area(TITLE, 0, last, len(self.columns))
        self.page.freeze_panes(FIRST, 1)
        self.page.set_landscape()
        self.page.set_paper(9)  # A4
        self.page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(HEADS)
        self.page.set_footer("&C&P / &N")
        self.page.set_selection(FIRST, 1, FIRST, 1)

    def _write_told(self) -> None:
        page = self.book.add_worksheet(TOLD_SHEET, worksheet_class=PlainWorksheet)
        for place, width in enumerate((22, 10, 60)):
            page.set_column(place, place, width)
        page.write_string(0, 0, str(clean(self.register.label)), self._format(bold=True))
        page.write_string(1, 0, str(clean(_("用途：%s") % self.register.purpose)))
        page.write_string(2, 0, str(clean(_("依据：%s") % self.register.legal_basis)))
        made = _("本表于%(day)s生成；可以改文件名，用 WPS、Excel、LibreOffice 填写都行。")
        page.write_string(3, 0, made % {"day": clock.today().isoformat()})
        bold = self._format(bold=True, border=1, bg_color=_GREY)
        for place, head in enumerate((_("填哪一栏"), _("要不要填"), _("怎么填"))):
            page.write_string(5, place, head, bold)
        cell = self._format(text_wrap=True, border=1, valign="top")
        for row, column in enumerate(self.columns, 6):
            must = _("必填") if column.required else _("没有可不填")
            for place, text in enumerate((column.label, must, how(column))):
                page.write_string(row, place, str(clean(text)), cell)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)

    def _write_lists(self) -> None:
        if not self.lists:
            return
        page = self.book.add_worksheet(LISTS, worksheet_class=PlainWorksheet)
        longest = max(len(words) for words in self.lists.values())
        for row in range(longest):
            for place, words in enumerate(self.lists.values()):
                if row < len(words):
                    page.write_string(row, place, words[row])
        page.hide()
