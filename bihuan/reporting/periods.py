"""Periods of a form: which there are, what they are called, and what a cell may ask beside them."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.figures.periods import Period, parse_period
from bihuan.lib.dates import write_period as write_days
from bihuan.lib.errors import Invalid
from bihuan.reporting.models import PeriodKind, ReportForm

BEGINNING = dt.date(1900, 1, 1)
_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}
_QUARTERS = ("一", "二", "三", "四")
_SHAPES = {
    PeriodKind.MONTH: (r"(\d{4})-(\d{1,2})", gettext_lazy("月报的时期应写作 2010-01。")),
    PeriodKind.QUARTER: (r"(\d{4})-?[Qq]([1-4])", gettext_lazy("季报的时期应写作 2010Q1。")),
    PeriodKind.YEAR: (r"(\d{4})", gettext_lazy("年报的时期应写作 2010。")),
}

VARIANTS = {
    "this": gettext_lazy("本期"),
    "previous": gettext_lazy("上期"),
    "year_to_date": gettext_lazy("本年累计"),
    "last_year": gettext_lazy("上年同期"),
    "last_year_to_date": gettext_lazy("上年同期累计"),
    "to_date": gettext_lazy("历年累计"),
    **{f"month_{month}": gettext_lazy(f"本年{month}月") for month in range(1, 13)},
}
"""What days a cell asks for, beside those of the form's period."""


@dataclass(frozen=True)
class FormPeriod:
    """One period of a form, both days in it."""

    kind: str
    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        if self.kind == PeriodKind.MONTH:
            return f"{self.first.year}年{self.first.month}月"
        if self.kind == PeriodKind.QUARTER:
            return f"{self.first.year}年第{_QUARTERS[(self.first.month - 1) // 3]}季度"
        if self.kind == PeriodKind.YEAR:
            return f"{self.first.year}年"
        return write_days(self.first, self.last)

    @property
    def code(self) -> str:
        """Return the period as `read_period` takes it."""
        if self.kind == PeriodKind.MONTH:
            return f"{self.first:%Y-%m}"
        if self.kind == PeriodKind.QUARTER:
            return f"{self.first.year}Q{(self.first.month - 1) // 3 + 1}"
        return str(self.first.year) if self.kind == PeriodKind.YEAR else self.days

    @property
    def days(self) -> str:
        """Return the two days."""
        return f"{self.first}..{self.last}"

    def moved(self, by: int) -> "FormPeriod":
        """Return the period so many periods later; one asked for once has only itself."""
        months = _MONTHS.get(PeriodKind(self.kind), 0) * by
        return period_of(self.kind, _add_months(self.first, months)) if months else self


def period_of(kind: str, day: dt.date) -> FormPeriod:
    """Return the period that a day lies in; of a form asked for once, the year."""
    months = _MONTHS.get(PeriodKind(kind), 12)
    first = dt.date(day.year, (day.month - 1) // months * months + 1, 1)
    return FormPeriod(kind, first, _add_months(first, months) - dt.timedelta(days=1))


def read_period(kind: str, text: str) -> FormPeriod:
    """Read `2010-01`, `2010Q1`, `2010`, or two days for a form asked for once.

    Raises Invalid, saying how a period of this kind is written.
    """
    text = text.strip()
    if kind == PeriodKind.ONCE:
        found = parse_period(text)
        if found is None:
            raise Invalid(_("请写明起止日期，如 2009-09-01..2010-02-03。"))
        return FormPeriod(kind, *found)
    shape, sentence = _SHAPES[PeriodKind(kind)]
    parts = re.fullmatch(shape, text, re.ASCII)
    try:
        if parts is None:
            raise ValueError(text)
        number = int(parts[2]) if parts.lastindex == 2 else 1
        month = number * 3 - 2 if kind == PeriodKind.QUARTER else number
        return period_of(kind, dt.date(int(parts[1]), month, 1))
    except ValueError as error:
        raise Invalid(str(sentence)) from error


def current_period(form: ReportForm, today: dt.date) -> FormPeriod:
    """Return the period that is filled next: the last that has ended, or the first asked for."""
    if form.period_kind == PeriodKind.ONCE:
        return FormPeriod(
            form.period_kind, form.first_day, max(form.due_on or today, form.first_day)
        )
    found = period_of(form.period_kind, today)
    if found.last > today:
        found = found.moved(-1)
    first = period_of(form.period_kind, form.first_day)
    return max(found, first, key=lambda one: one.first)


def due_day(form: ReportForm, period: FormPeriod) -> dt.date | None:
    """Return the day by which a period's form is to be sent; None where none is set."""
    if form.period_kind == PeriodKind.ONCE:
        return form.due_on
    if form.due_day is None:
        return None
    month = _add_months(period.last.replace(day=1), form.due_months)
    most = calendar.monthrange(month.year, month.month)[1]
    return month.replace(day=min(form.due_day, most))


def ended_periods(form: ReportForm, today: dt.date, most: int) -> Iterator[FormPeriod]:
    """Yield the periods asked for that have ended, the newest first."""
    period = current_period(form, today)
    for _count in range(most):
        if period.last > today and form.period_kind != PeriodKind.ONCE:
            return
        yield period
        earlier = period.moved(-1)
        if earlier == period or earlier.last < form.first_day:
            return
        period = earlier


def asked_days(variant: str, period: FormPeriod) -> Period:
    """Return the days that a cell's variant asks for; raises Invalid for an unknown one."""
    first, last = period.first, period.last
    if variant == "this":
        return first, last
    if variant == "previous":
        earlier = period.moved(-1)
        if earlier == period:
            return _year_before(first), _year_before(last)
        return earlier.first, earlier.last
    if variant == "year_to_date":
        return dt.date(last.year, 1, 1), last
    if variant == "last_year":
        return _year_before(first), _year_before(last)
    if variant == "last_year_to_date":
        return dt.date(last.year - 1, 1, 1), _year_before(last)
    if variant == "to_date":
        return BEGINNING, last
    if variant in VARIANTS:
        month = dt.date(last.year, int(variant.removeprefix("month_")), 1)
        return month, _add_months(month, 1) - dt.timedelta(days=1)
    raise Invalid(_("没有“%(variant)s”这种时期。") % {"variant": variant})


def _add_months(day: dt.date, months: int) -> dt.date:
    """Return the first day of the month so many months later."""
    number = day.year * 12 + day.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)


def _year_before(day: dt.date) -> dt.date:
    """Return the same day a year earlier; the last of February stays the last."""
    most = calendar.monthrange(day.year - 1, day.month)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return day.replace(year=day.year - 1, day=most if is_last else min(day.day, most))
