"""Days and moments as a person types them on the command line."""

import datetime as dt
from typing import Any

import click


class Day(click.ParamType[dt.date]):
    """A day written 2010-02-03."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Return the day, or fail with a sentence."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"日期应写作 2010-02-03，现在是“{value}”", param, ctx)


class Moment(click.ParamType[dt.datetime]):
    """A moment written 2010-02-03 or 2010-02-03T15:00; a day alone means its end."""

    name = "moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.datetime:
        """Return the moment, aware, or fail with a sentence."""
        from django.utils import timezone

        if isinstance(value, dt.datetime):
            return value
        try:
            if len(str(value)) == len("2010-02-03"):
                moment = dt.datetime.combine(dt.date.fromisoformat(str(value)), dt.time.max)
            else:
                moment = dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"时间应写作 2010-02-03 或 2010-02-03T15:00，现在是“{value}”", param, ctx)
        return moment if moment.tzinfo else timezone.make_aware(moment)
