"""Periods: two days, both within; None means all time."""

import calendar
import datetime as dt

from bihuan.lib.errors import Invalid

Period = tuple[dt.date, dt.date] | None


def parse_period(text: str) -> Period:
    """Read `all`, `2009`, `2009-10` or `2009-09-01..2010-02-03`; raises Invalid otherwise."""
    try:
        if text == "all":
            return None
        first, between, last = text.partition("..")
        if between:
            begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        else:
            begin, end = _whole(first)
    except ValueError as error:
        raise Invalid(
            f"时期“{text}”无法识别，应写作 2009、2009-10 或 2009-09-01..2010-02-03。"
        ) from error
    if end < begin:
        raise Invalid(f"时期“{text}”的止日早于起日。")
    return begin, end


def _whole(text: str) -> tuple[dt.date, dt.date]:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return dt.date(parts[0], 1, 1), dt.date(parts[0], 12, 31)
    if len(parts) == 2:
        last = calendar.monthrange(parts[0], parts[1])[1]
        return dt.date(parts[0], parts[1], 1), dt.date(parts[0], parts[1], last)
    day = dt.date.fromisoformat(text)
    return day, day


def write_period(period: Period) -> str:
    """Write a period as people read it."""
    if period is None:
        return "全部时间"
    first, last = period
    return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
