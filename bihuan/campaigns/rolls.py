"""The rolls of a campaign as shown, and a unit's roll as a workbook, out and in."""

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.campaigns.access import is_inside, units_in
from bihuan.campaigns.actions import PersonSpec
from bihuan.campaigns.models import Campaign, Participant, UnitRoll, Way
from bihuan.campaigns.policy import SMALLEST_SHOWN
from bihuan.campaigns.rules import coverage
from bihuan.lib import clock
from bihuan.lib.dates import parse_date
from bihuan.lib.errors import Invalid
from bihuan.lib.policy import whole
from bihuan.lib.workbooks.reading import Cell, read_workbook
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value, write_workbook
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

COLUMNS = ("标识", "是否外出", "参加方式", "参加日期")
_YES = {"是", "外出", "√", "1", "yes", "y"}
_NO = {"", "否", "在家", "0", "no", "n"}
MOST_FAULTS = 8


@dataclass(frozen=True)
class RollLine:
    """How one unit's roll stands; `missing` is a text, since small counts are the office's."""

    unit: Unit
    roll: UnitRoll | None
    missing: str
    tone: str
    hides_counts: bool = False  # whoever knows two of them knows the third

    @property
    def ways(self) -> str:
        """Return the ways of those away, in words."""
        labels = {str(way.value): str(way.label) for way in Way}
        return "、".join(labels.get(way, way) for way in (self.roll.away_ways if self.roll else ()))


@dataclass(frozen=True)
class Rolls:
    """The rolls that an actor may see, who has not first; and what they come to."""

    lines: Sequence[RollLine]
    should: int
    took_part: int
    away_should: int
    away_took_part: int
    without: int

    @property
    def hides_counts(self) -> bool:
        """Tell whether the sums would give away a count that is not shown."""
        return any(line.hides_counts for line in self.lines)

    @property
    def percent(self) -> float | None:
        """Return how many per cent took part of those counted so far."""
        return coverage(self.took_part, self.should)


def rolls_of(actor: Actor, campaign: Campaign, units: Iterable[Unit] | None = None) -> Rolls:
    """Return the rolls of the actor's own units in a campaign, of some units or of all."""
    standing = units_in(campaign, campaign.roll_kinds) if units is None else units
    units = [
        unit
        for unit in standing
        if unit.kind in campaign.roll_kinds and actor.may(Permission.SEE_CAMPAIGNS, unit)
    ]
    rolls = {roll.unit_id: roll for roll in campaign.rolls.filter(unit__in=units)}
    least = _least(actor, campaign)
    lines = [_line(actor, campaign, unit, rolls.get(unit.pk), least) for unit in units]
    order = {"warn": 0, "info": 1, "good": 2}
    return Rolls(
        lines=sorted(lines, key=lambda line: order[line.tone]),
        should=sum(roll.should for roll in rolls.values()),
        took_part=sum(roll.took_part for roll in rolls.values()),
        away_should=sum(roll.away_should for roll in rolls.values()),
        away_took_part=sum(roll.away_took_part for roll in rolls.values()),
        without=sum(line.roll is None for line in lines),
    )


def _least(actor: Actor, campaign: Campaign) -> int:
    """Return the smallest count that is shown to an actor; the office sees every one."""
    if actor.may(Permission.VERIFY_RECORDS, campaign.path):
        return 0
    return whole(SMALLEST_SHOWN, campaign.path, clock.today())


def _line(
    actor: Actor, campaign: Campaign, unit: Unit, roll: UnitRoll | None, least: int
) -> RollLine:
    if roll is None:
        return RollLine(unit, None, _("还没有登记"), "warn")
    if not roll.missing:
        return RollLine(unit, roll, _("全部参加"), "good")
    if roll.missing < least and not is_inside(actor, campaign, unit):
        return RollLine(unit, roll, _("不足%(n)d人未参加") % {"n": least}, "info", True)
    return RollLine(unit, roll, _("%(n)d人未参加") % {"n": roll.missing}, "info")


def write_roll(people: Iterable[Participant], unit: Unit) -> io.BytesIO:
    """Return a unit's roll as a workbook that can be filled in and brought back."""
    widths = (16, 10, 20, 14)
    head = [ColumnOut(label, width) for label, width in zip(COLUMNS, widths, strict=True)]
    target = io.BytesIO()
    write_workbook(target, [SheetOut(str(unit), head, _rows(people)), _guide()])
    target.seek(0)
    return target


def _rows(people: Iterable[Participant]) -> Iterator[tuple[Value, ...]]:
    labels = {str(way.value): str(way.label) for way in Way}
    found = False
    for one in people:
        found = True
        away = _("是") if one.is_away else _("否")
        yield one.label, away, labels.get(one.way, ""), one.took_part_on
    if not found:
        for number in range(1, 11):
            yield f"党员{number:02d}", _("否"), "", None


def _guide() -> SheetOut:
    said = [
        (_("标识用职务或编号（如党员01），不写姓名、不写身份证号。"),),
        (_("参加方式可填：%(ways)s。") % {"ways": "、".join(str(way.label) for way in Way)},),
        (_("还没有参加的，参加日期空着。多出的行请删去。"),),
    ]
    return SheetOut(_("说明"), [ColumnOut(_("填表说明"), 80)], said)


def read_roll(content: bytes, name: str) -> list[PersonSpec]:
    """Read a workbook of a roll; raises Invalid, naming each row at fault, WorkbookRefused."""
    sheets = read_workbook(content, name=name)
    rows = sheets[0].rows if sheets else []
    at = next((n for n, row in enumerate(rows) if _texts(row)[:1] == [COLUMNS[0]]), None)
    if at is None:
        raise Invalid(
            _("表里没有找到表头“%(columns)s”，请用下载的名册填写。")
            % {"columns": "、".join(COLUMNS)}
        )
    faults: list[str] = []
    found: list[PersonSpec] = []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        if not any(_texts(row)):
            continue
        try:
            found.append(_person(row))
        except Invalid as error:
            faults.append(_("第%(n)d行：%(why)s") % {"n": number, "why": error.message})
    if faults:
        more = _("（还有%(n)d行）") % {"n": len(faults) - MOST_FAULTS}
        tail = more if len(faults) > MOST_FAULTS else ""
        raise Invalid(
            _("这份名册没有登记，请改正后再上传。") + "".join(faults[:MOST_FAULTS]) + tail
        )
    return found


def _person(row: Sequence[Cell]) -> PersonSpec:
    cells = [*row, None, None, None, None]
    label, away, way = _texts(cells)[:3]
    if not label:
        raise Invalid(_("没有填标识。"))
    if away.lower() not in _YES | _NO:
        raise Invalid(_("“是否外出”请填是或否。"))
    by_label = {str(each.label): str(each.value) for each in Way}
    if way and way not in by_label:
        raise Invalid(_("参加方式“%(way)s”不在可填的几种里。") % {"way": way})
    day = cells[3]
    took_part_on: dt.date | None = parse_date(day, serial=True)
    if took_part_on is None and str(day or "").strip():
        raise Invalid(_("参加日期“%(day)s”看不懂，请写成2009-09-15。") % {"day": day})
    return PersonSpec(label, away.lower() in _YES, by_label.get(way, ""), took_part_on)


def _texts(row: Sequence[Cell]) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in row]
