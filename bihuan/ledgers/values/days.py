"""Days as ledgers write them: 2010.2.3, 二0一0年二月三日, 20100203, 2.3 under a title's year."""

import datetime as dt
import re
from functools import lru_cache

from django.utils.translation import gettext as _

from bihuan.ledgers.reading.found import Period
from bihuan.ledgers.reading.words import REMEMBERED, month_in, squeezed
from bihuan.ledgers.values import BLANK, Read, is_blank, shown
from bihuan.lib.dates import parse_date
from bihuan.lib.workbooks.reading import Cell

FIRST_SERIAL, LAST_SERIAL = 18264, 73050  # Excel's serial days of 1950 to 2099
_AROUND = re.compile(
    r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?|[(].{1,6}[)]$|(?:上午|下午|晚上|晚|早)$"
)
_MIXED = re.compile(r"(\d{4})[-./、,，年](\d{1,2})[-./、,，月](\d{1,2})[日号.]?")
_SHORT_YEAR = re.compile(r"['‘’]?(\d{2})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?")
_MONTH_DAY = re.compile(r"(\d{1,2})[-./月](\d{1,2})[日号]?")
_YEAR_MONTH = re.compile(r"(\d{4})(?:[-./年](\d{1,2})月?|(0[1-9]|1[0-2]))")
_SERIAL = re.compile(r"[2-6]\d{4}", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?")
_SPAN = re.compile(
    r"(?:\d[日号]?|[日号月年])[至到~～—－]\d|\d[-—]\d+月|\d{4}[-./]\d+[-./]\d+[-—至]\d"
)
_HANZI = re.compile(r"[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十元]{1,2}月$")


def read_day(cell: Cell, period: Period | None, *, year: int | None = None) -> Read:
    """Read one day. One without a year is read in the period's year, or in `year`; it says so."""
    if cell is None or is_blank(cell):
        return BLANK
    if isinstance(cell, bool | dt.time):
        return Read(why=_not_a_day(cell))
    if isinstance(cell, dt.date):
        if not isinstance(cell, dt.datetime):
            return Read(cell)
        said = _("%(value)s → %(day)s（只记日期）") % {"value": cell, "day": cell.date()}
        return Read(cell.date(), said if cell.time() != dt.time() else "")
    told = (period.year if period else None) or year
    if isinstance(cell, int | float):
        return _from_number(cell, told)
    return _from_text(cell, told)


@lru_cache(maxsize=REMEMBERED, typed=True)
def looks_like_day(cell: Cell, *, is_day_column: bool) -> bool:
    """Tell whether a cell is a day, or would be one if its year were known."""
    found = read_day(cell, Period(2000))
    if found.value is None:
        return False
    if isinstance(cell, int | float):
        return is_day_column or (isinstance(cell, int) and cell > 19_000_000)
    if isinstance(cell, str) and _SERIAL.fullmatch(squeezed(cell)):
        return is_day_column
    return is_day_column or isinstance(cell, dt.date) or len(squeezed(cell)) >= 6


def _from_number(cell: float, year: int | None) -> Read:
    if isinstance(cell, int) or cell.is_integer():
        whole = int(cell)
        day = parse_date(whole)
        if day is not None:
            return Read(day)
        if FIRST_SERIAL <= whole <= LAST_SERIAL:
            day = parse_date(whole, serial=True)
            if day is not None:
                return Read(day, f"{whole} → {day}")
    text = repr(cell)
    whole_part, _point, part = text.partition(".")
    if part == "1" and (len(whole_part) == 4 or whole_part.isdigit()):
        why = _("“%(value)s”可能是1，也可能是10，请改成完整的日期")
        return Read(why=why % {"value": shown(cell)})
    if len(whole_part) <= 2 and part in ("2", "3"):
        why = _("“%(value)s”可能是%(one)s日，也可能是%(other)s日，请改成完整的日期")
        return Read(why=why % {"value": shown(cell), "one": part, "other": part + "0"})
    return _from_text(text, year) if part else Read(why=_not_a_day(cell))


def _from_text(cell: str, year: int | None) -> Read:
    text = squeezed(cell)
    day = parse_date(cell) or parse_date(text)
    if day is not None:
        return Read(day)
    if _SERIAL.fullmatch(text):
        return _from_number(int(text), year)
    bare = _AROUND.sub("", text).rstrip("。.,，、")
    day = parse_date(bare)
    if day is not None:
        return Read(day)
    if _SPAN.search(bare) and _MIXED.fullmatch(bare) is None and _MONTH_DAY.fullmatch(bare) is None:
        return Read(why=_("“%(value)s”是一段时间，不是一天") % {"value": shown(cell)})
    found = _MIXED.fullmatch(bare)
    if found is not None:
        return _day(cell, int(found[1]), int(found[2]), int(found[3]), said=False)
    found = _YEAR_MONTH.fullmatch(bare)
    if found is not None:
        return _day(cell, int(found[1]), int(found[2] or found[3]), 1, said=True)
    if _HANZI.fullmatch(bare):
        first = parse_date(bare + "一日")
        if first is not None:
            return Read(first, _month_only(cell, first))
    return _without_a_full_year(cell, bare, year)


def _without_a_full_year(cell: str, bare: str, year: int | None) -> Read:
    found = _SHORT_YEAR.fullmatch(bare)
    if found is not None and year is not None and abs(2000 + int(found[1]) - year) <= 1:
        return _day(cell, 2000 + int(found[1]), int(found[2]), int(found[3]), said=True)
    found = _MONTH_DAY.fullmatch(bare)
    if found is not None:
        if year is None:
            why = _("“%(value)s”没有年份，请在上方填写年份，或改成完整的日期")
            return Read(why=why % {"value": shown(cell)})
        return _day(cell, year, int(found[1]), int(found[2]), said=True)
    month = month_in(bare)
    if month and year is not None:
        return _day(cell, year, month, 1, said=True)
    if _YEAR.fullmatch(bare):
        return Read(why=_("“%(value)s”只有年份，没有月日") % {"value": shown(cell)})
    return Read(why=_not_a_day(cell))


def _day(cell: str, year: int, month: int, number: int, *, said: bool) -> Read:
    try:
        day = dt.date(year, month, number)
    except ValueError:
        return Read(why=_("“%(value)s”不是日历上的日子") % {"value": shown(cell)})
    return Read(day, f"{shown(cell)} → {day}" if said else "")


def _month_only(cell: str, day: dt.date) -> str:
    return _("%(value)s → %(day)s（只写到月，记作1日）") % {"value": shown(cell), "day": day}


def _not_a_day(cell: Cell) -> str:
    return _("应为日期，现在是“%(value)s”") % {"value": shown(cell)}
