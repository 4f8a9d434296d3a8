"""What a requirement adds to what is asked of units, told before it is saved (handbook §5).

A requirement asks for nothing but records that its figure counts. A unit whose records already come
to what is required is asked for nothing new; where the figure reads what the office does anyway
(posts, teams, opinions, tasks), nobody is asked to fill in anything.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.burden.asking import rates_of
from bihuan.burden.rules import Rates
from bihuan.campaigns.models import Campaign, Requirement, RequirementRule, RequirementScope
from bihuan.campaigns.requirements.progress import Line, Progress, matrix
from bihuan.campaigns.requirements.specs import Checked, RequirementSpec, check
from bihuan.campaigns.requirements.whom import Subject, subjects_of
from bihuan.figures.models import Aggregate, Definition
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers.models import Register
from bihuan.registers.reading import is_blank
from bihuan.registers.yardsticks import counted, registers_of


@dataclass(frozen=True)
class AddedTo:
    """What is asked of one unit: records, their fields and minutes; fields held already."""

    unit: Unit
    records: int
    fields: int
    minutes: int
    already_held: int


@dataclass(frozen=True)
class Added:
    """What a requirement adds in all, unit by unit; `said` are sentences that say the same."""

    by_unit: Sequence[AddedTo]
    subjects: int
    registers: Sequence[str]
    said: Sequence[str]

    @property
    def units(self) -> int:
        """Count the units of which something new is asked."""
        return sum(each.fields > 0 for each in self.by_unit)

    @property
    def fields(self) -> int:
        """Count the fields that are newly asked, of all units."""
        return sum(each.fields for each in self.by_unit)

    @property
    def minutes(self) -> int:
        """Estimate the minutes that it takes, of all units."""
        return sum(each.minutes for each in self.by_unit)

    @property
    def already_held(self) -> int:
        """Count the fields that are not asked, since records hold them."""
        return sum(each.already_held for each in self.by_unit)


@dataclass(frozen=True)
class Asks:
    """What one record of the figure's registers takes."""

    registers: Sequence[Register]
    rates: Rates

    @property
    def fields(self) -> int:
        """Count the fields that must be filled in, those with a usual value left out."""
        return sum(
            column.required and is_blank(column.default)
            for register in self.registers
            for column in register.columns_in_order
        )

    def of(self, line: Line) -> AddedTo:
        """Work out what a cell asks of its unit: the records that it lacks."""
        (cell,) = line.cells
        unit = line.subject.of
        assert cell is not None and isinstance(unit, Unit)  # noqa: PT018 (no test)
        lacking = _records_lacking(cell) if self.fields else 0
        held = min(cell.answer.records, _records_wanted(cell)) * self.fields
        fields = lacking * self.fields
        minutes = math.ceil(fields * self.rates.field)
        return AddedTo(unit, lacking, fields, minutes, held)


def added_by(spec: RequirementSpec, campaign: Campaign, *, actor: Actor) -> Added:
    """Say what a requirement would add; raises as setting it does."""
    checked = check(spec, campaign)
    draft, subjects = _draft(spec, checked, campaign)
    asks = asks_of(checked.definition, campaign)
    by_unit = []
    if spec.scope == RequirementScope.UNIT and not spec.is_historical:
        found = matrix(campaign, [draft], clock.today(), actor=actor, subjects=subjects)
        by_unit = [asks.of(line) for line in found.lines if not line.subject.is_closed]
    labels = [register.label for register in asks.registers]
    said = _said(spec, asks, by_unit, len(subjects))
    return Added(by_unit, len(subjects), labels, said)


def asks_of(definition: Definition, campaign: Campaign) -> Asks:
    """Return what a record of a figure takes: of the registers that it counts."""
    terms = counted(definition, campaign.home)
    registers = list(registers_of(terms, campaign.home).values())
    return Asks(registers, rates_of(campaign.home, clock.today()))


def _draft(
    spec: RequirementSpec, checked: Checked, campaign: Campaign
) -> tuple[Requirement, list[Subject]]:
    """Return the requirement as it would be, unsaved, and whom it would be asked of."""
    draft = Requirement(
        home=campaign.home, campaign=campaign, phase=checked.phase, code=spec.code,
        label=checked.label, figure=checked.definition.code, scope=spec.scope, rule=spec.rule,
        unit_kinds=list(spec.unit_kinds), post_kinds=list(spec.post_kinds), team=checked.team,
        threshold=checked.threshold, due_on=spec.due_on, is_historical=spec.is_historical,
        from_on=clock.today(),
    )  # fmt: skip
    if spec.scope == RequirementScope.OVERALL:
        return draft, []
    named: Mapping[UUID, set[UUID]] = {draft.pk: {unit.pk for unit in checked.units}}
    return draft, subjects_of([draft], campaign, clock.today(), None, named)


def _records_wanted(cell: Progress) -> int:
    """Return how many records would do in all; of a sum or ratio one, since one can hold it."""
    if cell.column.definition.aggregate == Aggregate.COUNT:
        return math.ceil(cell.column.requirement.threshold)
    return 1


def _records_lacking(cell: Progress) -> int:
    """Return how many records are still to be made."""
    if not cell.measured.is_open or cell.column.requirement.rule == RequirementRule.AT_MOST:
        return 0
    missing = cell.measured.missing
    if cell.column.definition.aggregate == Aggregate.COUNT and missing is not None:
        return math.ceil(missing)
    return 1


def _said(
    spec: RequirementSpec, asks: Asks, by_unit: Sequence[AddedTo], subjects: int
) -> list[str]:
    if spec.is_historical:
        return [_("只作史料：照原样显示，不要求任何单位和个人填报，也不评价。")]
    if spec.scope == RequirementScope.OVERALL:
        return [_("按全体合计计算，不单独要求任何单位。")]
    words: dict[str, object] = {"n": subjects}
    if not asks.registers:
        read = _("涉及%(n)d个对象；完成情况从单位、职务、任务等已有的登记里读出，不用另外填报。")
        return [read % words]
    words["registers"] = "”“".join(register.label for register in asks.registers)
    if spec.scope == RequirementScope.PERSON:
        return [
            _("涉及%(n)d人；完成情况从“%(registers)s”读出，由登记该台账的单位照常登记。") % words
        ]
    lacking = [each for each in by_unit if each.fields]
    words |= {
        "m": len(lacking),
        "records": sum(each.records for each in lacking),
        "fields": sum(each.fields for each in lacking),
        "minutes": sum(each.minutes for each in lacking),
        "done": len(by_unit) - len(lacking),
        "held": sum(each.already_held for each in by_unit),
    }
    said = [
        _("涉及%(n)d个单位，完成情况从“%(registers)s”读出。") % words,
        _("其中%(done)d个单位已有的记录已经够，不用再填；已登记的%(held)d项都不再问。") % words,
    ]
    if lacking:
        said.append(
            _("还要%(m)d个单位补%(records)d条记录，共%(fields)d项，估计%(minutes)d分钟；"
              "不要附件，不要开会。") % words
        )  # fmt: skip
    return said
