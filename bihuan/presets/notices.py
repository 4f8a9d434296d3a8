"""Reading a year's holidays from a workbook or CSV: date, what it is, what it is called."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from bihuan.lib.dates import parse_date
from bihuan.lib.workbooks.reading import Cell, read_workbook
from bihuan.presets.actions import DaySpec
from bihuan.presets.models import DayKind

HEADS = {"日期": "day", "类型": "kind", "安排": "kind", "名称": "name", "节日": "name"}
WORDS = {
    **dict.fromkeys(("放假", "休", "休息", "假", "holiday"), DayKind.HOLIDAY),
    **dict.fromkeys(("上班", "班", "补班", "调休上班", "工作日", "workday"), DayKind.WORKDAY),
}
LAST_YEAR = 2199


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell: its row and column as Excel shows them, and why."""

    row: int
    column: str
    message: str


@dataclass
class Notice:
    """The days that a file names, and its faults."""

    days: list[DaySpec] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_notice(content: bytes, name: str = "") -> Notice:
    """Read the days of a notice, with every fault; raises WorkbookRefused for no workbook."""
    notice = Notice()
    places: dict[str, int] = {}
    seen: set[dt.date] = set()
    for at, row in enumerate(read_workbook(content, name=name)[0].rows, 1):
        if not places:
            places = _places(row)
            continue
        cells = {key: row[place] for key, place in places.items()}
        if all(cell in (None, "") for cell in cells.values()):
            continue
        spec = _day(at, cells, notice.faults)
        if spec is not None and spec.day in seen:
            said = _("%(day)s在上面已经写过一次，请删去一行。") % {"day": spec.day.isoformat()}
            notice.faults.append(Fault(at, "日期", said))
        elif spec is not None:
            seen.add(spec.day)
            notice.days.append(spec)
    if not places:
        said = _("没有找到表头，请下载空白表，按“日期、类型、名称”三列填写。")
        notice.faults.append(Fault(1, "", said))
    return notice


def _places(row: list[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        key = HEADS.get(str(cell or "").strip().rstrip("*"))
        if key and key not in found:
            found[key] = place
    return found if {"day", "kind"} <= found.keys() else {}


def _day(at: int, cells: dict[str, Cell], faults: list[Fault]) -> DaySpec | None:
    day = parse_date(cells["day"], serial=True)
    word = str(cells["kind"] or "").strip().lower()
    kind = WORDS.get(word)
    if day is None or not dt.date(2000, 1, 1) <= day <= dt.date(LAST_YEAR, 12, 31):
        faults.append(Fault(at, "日期", _("这不是日期，请写成 2027-01-01 这样。")))
    if kind is None:
        faults.append(Fault(at, "类型", _("请写“放假”或“上班”。")))
    if day is None or kind is None:
        return None
    return DaySpec(day, kind.value, str(cells.get("name") or "").strip()[:40])
