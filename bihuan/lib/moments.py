"""Moments of which records are asked for (截至): read from an address or a form, and written.

A bare day means its end: 2010-01-15 is all that was recorded on the 15th and before.
"""

import datetime as dt

from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.lib.errors import Invalid

END_OF_DAY = dt.time.max


def read_moment(day: str, time: str = "") -> dt.datetime | None:
    """Read a day with or without a time, in one text or two; None where there is none.

    Raises Invalid for what is neither, and for a day that is still to come.
    """
    text = day.strip().replace(" ", "+")  # a + of an address arrives as a blank
    if not text:
        return None
    if time.strip() and len(text) == len("2010-02-03"):
        text = f"{text}T{time.strip()}"
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid(
            f"截至时刻“{day[:40]}”无法识别，应写作 2010-01-15，或再加时间，如 2010-01-15T10:30。"
        ) from error
    if len(text) == len("2010-02-03"):
        moment = dt.datetime.combine(moment.date(), END_OF_DAY)
    now = clock.now()
    moment = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
    if moment.astimezone(now.tzinfo).date() > now.date():
        raise Invalid("截至时刻不能晚于今天，请改选一个过去的时刻。")
    return moment


def is_end_of_day(moment: dt.datetime) -> bool:
    """Tell whether a moment is the end of its day."""
    return _local(moment).time() == END_OF_DAY


def write_moment(moment: dt.datetime) -> str:
    """Write a moment as people read it: 2010年1月15日 24:00, 2010年1月15日 10:30."""
    local = _local(moment)
    return f"{write_date(local.date())} {'24:00' if is_end_of_day(moment) else f'{local:%H:%M}'}"


def moment_text(moment: dt.datetime | None) -> str:
    """Return a moment as it stands in an address; an empty text for now."""
    if moment is None:
        return ""
    return _local(moment).date().isoformat() if is_end_of_day(moment) else moment.isoformat()


def moment_day(moment: dt.datetime) -> str:
    """Return the day of a moment for a form's field."""
    return _local(moment).date().isoformat()


def shown_time(moment: dt.datetime) -> str:
    """Return the time of a moment for a form's field, to the next whole second; empty at 24:00."""
    local = _local(moment)
    if is_end_of_day(moment):
        return ""
    up = local + dt.timedelta(seconds=1) if local.microsecond else local
    up = up if up.date() == local.date() else local
    return f"{up:%H:%M:%S}" if up.second else f"{up:%H:%M}"


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(clock.now().tzinfo)
