"""Dates as offices write them, both ways.

Read: today's style, the older style in Chinese numerals (handbook §1.3: 二0一0年二月三日, with 0, ○
and 〇 as one sign), separators, eight digits. A year is never guessed: without four digits of
year there is no date. Written: GB/T 9704-2012, Arabic and without zero padding (2010年2月3日).
"""

import calendar
import datetime as dt
import re

from bihuan.lib.numerals import HANZI_DIGITS, parse_number

EARLIEST_YEAR = 1800
"""Years before it are taken for slips of typing (0201 for 2010)."""

_SIGNS = str.maketrans("０１２３４５６７８９－．／：", "0123456789-./:")
_ZEROS = str.maketrans("○零◯OoＯ" + HANZI_DIGITS, "000000" + "0123456789")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
_SEPARATED = re.compile(r"([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})")
_NAMED = re.compile(
    r"([0-9〇○零◯OoＯ一二三四五六七八九]{4})()年([0-9]{1,2}|[〇○元一二三四五六七八九十]{1,2})月"
    r"([0-9]{1,2}|[〇○一二三四五六七八九十]{1,3})[日号]"
)
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_EXCEL_LAST = (dt.date(9999, 12, 31) - _EXCEL_EPOCH).days


def parse_date(value: object, *, serial: bool = False) -> dt.date | None:
    """Read a date from text or from a cell of a workbook; None for anything else.

    A datetime gives its own day, whatever its zone. With `serial`, a number is a serial day of
    Excel's 1900 system; without it, only eight digits (20100203) are read from a number.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_number(value, serial)
    return _from_text(value) if isinstance(value, str) else None


def write_date(day: dt.date) -> str:
    """Write a day as official documents do: 2010年2月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def write_period(start: dt.date | None, end: dt.date | None) -> str:
    """Write a period, both days included, in the shortest form that says no less.

    Whole years and months are named as such (2009年, 2009年9月至2010年1月); an open start is 截至,
    an open end is 起. Raises ValueError when the end lies before the start.
    """
    if start is None or end is None:
        return _open_period(start, end)
    if end < start:
        raise ValueError(f"a period cannot end on {end}, before its start on {start}")
    if start == end:
        return write_date(start)
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        return _whole_months(start, end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{write_date(start)}至{end.day}日"
    if start.year == end.year:
        return f"{write_date(start)}至{end.month}月{end.day}日"
    return f"{write_date(start)}至{write_date(end)}"


def _open_period(start: dt.date | None, end: dt.date | None) -> str:
    if start is not None:
        return f"{write_date(start)}起"
    return "" if end is None else f"截至{write_date(end)}"


def _whole_months(start: dt.date, end: dt.date) -> str:
    """Write a period that begins with a month's first day and ends with a month's last."""
    whole_years = start.month == 1 and end.month == 12
    if start.year == end.year:
        if whole_years:
            return f"{start.year}年"
        tail = "" if start.month == end.month else f"至{end.month}月"
        return f"{start.year}年{start.month}月{tail}"
    if whole_years:
        return f"{start.year}年至{end.year}年"
    return f"{start.year}年{start.month}月至{end.year}年{end.month}月"


def _from_number(value: float, serial: bool) -> dt.date | None:
    if value != value or value in {float("inf"), float("-inf")}:
        return None
    whole = int(value)
    if serial and 0 < whole <= _EXCEL_LAST:
        return _from_serial(whole)
    return _from_text(str(whole)) if whole == value else None


def _from_serial(days: int) -> dt.date | None:
    """Read a serial day; Excel counts a 29 February 1900 that never was (serial 60)."""
    if days == 60:
        return None
    return _EXCEL_EPOCH + dt.timedelta(days=days + 1 if days < 60 else days)


def _from_text(text: str) -> dt.date | None:
    text = _TIME.sub("", text.strip().translate(_SIGNS))
    squeezed = re.sub(r"\s+", "", text)
    for pattern, shape in ((_COMPACT, text), (_SEPARATED, squeezed), (_NAMED, squeezed)):
        found = pattern.fullmatch(shape)
        if found is not None:
            year = int(found[1].translate(_ZEROS))
            month = 1 if found[3] == "元" else _small(found[3])
            return _day(year, month, _small(found[4]))
    return None


def _small(text: str) -> int:
    """Read a month's or a day's number; 0, which no calendar has, when it is none."""
    value = parse_number(text)
    return 0 if value is None else int(value)


def _day(year: int, month: int, day: int) -> dt.date | None:
    if year < EARLIEST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:  # the calendar has no such day
        return None
