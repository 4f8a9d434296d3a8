"""The calendar of a year: twelve small months, one day by hand, a whole notice from a file."""

import calendar as months
import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.lib.workbooks.refusal import WorkbookRefused
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value, write_workbook
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit
from bihuan.presets.access import home_named, may_keep_calendar
from bihuan.presets.actions import DaySpec, import_days, set_day
from bihuan.presets.calendar import LAST_YEAR, DayFound, OfficeCalendar
from bihuan.presets.forms import DayForm, NoticeForm
from bihuan.presets.notices import Fault, read_notice

YEARS = range(2000, 2200)
MOST_FAULTS = 50
WEEK = months.Calendar(firstweekday=0)


@dataclass(frozen=True)
class Month:
    """A month: weeks of days, None where a week reaches into another month."""

    number: int
    weeks: list[list[DayFound | None]]
    workdays: int


@login_required
def calendar(request: HttpRequest, year: int = 0) -> HttpResponse:
    """Show a year: which days are free, which are worked on, and whether that is certain."""
    actor = actor_of(request)
    home, homes = home_named(actor, request.GET.get("home", ""))
    year = year or clock.today().year
    if year not in YEARS:
        raise Http404
    office = OfficeCalendar(home)
    shown = [_month(office, year, number) for number in range(1, 13)]
    context = {
        "home": home,
        "homes": homes,
        "year": year,
        "previous": year - 1 if year - 1 in YEARS else 0,
        "next": year + 1 if year + 1 in YEARS else 0,
        "months": shown,
        "workdays": sum(month.workdays for month in shown),
        "unusual": [
            day for month in shown for week in month.weeks for day in week if day and _tells(day)
        ],
        "is_provisional": office.is_provisional(year),
        "last_known": LAST_YEAR,
        "may_keep": may_keep_calendar(actor, home),
        "today": clock.today(),
        "tab": "calendar",
    }
    return render(request, "presets/calendar.html", context)


@login_required
def day(request: HttpRequest, year: int, month: int, number: int) -> HttpResponse:
    """Say of one day whether it is worked on."""
    actor, home = _keeping(request)
    try:
        asked = dt.date(year, month, number)
    except ValueError as error:
        raise Http404 from error
    if year not in YEARS:
        raise Http404
    found = OfficeCalendar(home).find(asked)
    standing = {"kind": "workday" if found.is_workday else "holiday", "name": found.name}
    form = DayForm(request.POST or None, initial=standing)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        spec = DaySpec(asked, given["kind"], given["name"])
        try:
            set_day(actor=actor, home=home, spec=spec, source=given["source"])
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("日历已改。"))
            return redirect(_address(home, year))
    context = {"home": home, "found": found, "form": form, "cancel_url": _address(home, year)}
    return render(request, "presets/day.html", context, status=422 if form.errors else 200)


@login_required
def notice(request: HttpRequest) -> HttpResponse:
    """Take a year's notice as a file; all of it, or none and every fault."""
    actor, home = _keeping(request)
    form = NoticeForm(request.POST or None, request.FILES or None)
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_notice(file.read(), file.name)
            faults = read.faults
            if not faults:
                source = form.cleaned_data["source"]
                count = import_days(actor=actor, home=home, days=read.days, source=source)
                said = _("已导入%(n)d天，工作日按新的安排计算。") % {"n": count}
                messages.success(request, said)
                return redirect(_address(home, read.days[0].day.year))
        except (WorkbookRefused, Invalid) as error:
            form.add_error("file", str(error))
    context: dict[str, Any] = {
        "home": home,
        "form": form,
        "faults": faults[:MOST_FAULTS],
        "more": len(faults) > MOST_FAULTS,
        "cancel_url": _address(home, clock.today().year),
        "tab": "calendar",
    }
    status = 422 if form.errors or faults else 200
    return render(request, "presets/notice.html", context, status=status)


@login_required
def blank(request: HttpRequest) -> HttpResponse:
    """Give a workbook with the three columns and one line as an example."""
    _keeping(request)
    columns = [ColumnOut("日期", 14), ColumnOut("类型", 10), ColumnOut("名称", 20)]
    year = clock.today().year + 1
    content = io.BytesIO()
    rows: list[list[Value]] = [[dt.date(year, 1, 1), "放假", "元旦"]]
    write_workbook(content, [SheetOut("放假安排", columns, rows)])
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(content.getvalue(), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="holidays-{year}.xlsx"'
    return answer


def _keeping(request: HttpRequest) -> tuple[Actor, Unit]:
    actor = actor_of(request)
    home, _homes = home_named(actor, request.GET.get("home", ""))
    if not may_keep_calendar(actor, home):
        raise NotAllowed(_("放假安排由办公室文书维护，您的账号只能查看。"))
    return actor, home


def _month(office: OfficeCalendar, year: int, number: int) -> Month:
    weeks: list[list[DayFound | None]] = [
        [office.find(day) if day.month == number else None for day in week]
        for week in WEEK.monthdatescalendar(year, number)
    ]
    worked = sum(1 for week in weeks for day in week if day and day.is_workday)
    return Month(number, weeks, worked)


def _tells(day: DayFound) -> bool:
    """Tell whether the list beside the months names a day: it has a name, or is not as usual."""
    return bool(day.name) or day.is_unusual or day.is_own


def _address(home: Unit, year: int) -> str:
    return f"{reverse('presets:calendar', args=[year])}?home={home.code}"
