"""What a requirement is to be, as its maker says it, and what it cannot be."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from bihuan.campaigns.models import Campaign, Phase, RequirementRule, RequirementScope
from bihuan.campaigns.requirements.errors import ForbiddenYardstick
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import definitions_in
from bihuan.figures.errors import UnknownFigure
from bihuan.figures.models import Aggregate, Definition
from bihuan.lib.errors import Invalid
from bihuan.orgs.actions.doing import checked_choice, checked_text
from bihuan.orgs.models import PostKind, Team, Unit, UnitKind
from bihuan.registers.yardsticks import counted, forbidden

LONGEST_LABEL, LONGEST_BASIS, LONGEST_NOTE, LONGEST_WHY = 60, 200, 300, 200
LARGEST = Decimal(10) ** 15
NO_RESULT = {"norm": "要求", "plan": "计划"}
DATES = frozenset({Aggregate.MIN, Aggregate.MAX, Aggregate.LATEST})


@dataclass(frozen=True)
class RequirementSpec:
    """A requirement as its maker describes it; docs/reference/requirements.md has each key.

    `units` are codes of units, `team` and `phase` codes of the campaign's home and of the campaign.
    """

    code: str
    label: str
    figure: str
    scope: str
    rule: str
    threshold: Decimal | str | int = 1
    unit_kinds: Sequence[str] = ()
    units: Sequence[str] = ()
    post_kinds: Sequence[str] = ()
    team: str = ""
    phase: str = ""
    due_on: dt.date | None = None
    basis: str = ""
    note: str = ""
    is_historical: bool = False
    why_historical: str = ""
    position: int | None = None


@dataclass(frozen=True)
class Checked:
    """What a spec names, found and checked."""

    definition: Definition
    threshold: Decimal
    label: str
    basis: str
    note: str
    why_historical: str
    phase: Phase | None
    team: Team | None
    units: Sequence[Unit]


def check(spec: RequirementSpec, campaign: Campaign) -> Checked:
    """Return what a spec names; raises Invalid, UnknownFigure or ForbiddenYardstick."""
    checked_choice(_("对谁"), spec.scope, RequirementScope)
    checked_choice(_("规则"), spec.rule, RequirementRule)
    definition = _definition(spec, campaign)
    if spec.is_historical:
        checked_text(_("只作史料的理由"), spec.why_historical, LONGEST_WHY)
    elif said := forbidden(definition, campaign.home):
        raise ForbiddenYardstick(said)
    _refuse_unfit(spec, definition, campaign)
    threshold = _threshold(spec, definition)
    _refuse_wrong_day(spec, campaign)
    return Checked(
        definition=definition,
        threshold=threshold,
        label=checked_text(_("名称"), spec.label, LONGEST_LABEL),
        basis=checked_text(_("文件依据"), spec.basis, LONGEST_BASIS),
        note=checked_text(_("说明"), spec.note, LONGEST_NOTE, required=False),
        why_historical=spec.why_historical.strip() if spec.is_historical else "",
        phase=_phase(spec, campaign),
        team=_team(spec, campaign),
        units=_units(spec, campaign),
    )


def _definition(spec: RequirementSpec, campaign: Campaign) -> Definition:
    try:
        return definitions_in(campaign.home, [spec.figure])[spec.figure]
    except UnknownFigure as error:
        raise UnknownFigure(
            _(
                "“%(home)s”和它的上级没有代码为“%(figure)s”的数据；"
                "别处定义的数据不能用来作要求，请先在“数据”里定义。"
            )
            % {"home": campaign.home, "figure": spec.figure}
        ) from error


def _threshold(spec: RequirementSpec, definition: Definition) -> Decimal:
    try:
        threshold = Decimal(str(spec.threshold))
    except InvalidOperation as error:
        raise Invalid(_("标准“%(text)s”不是数。") % {"text": spec.threshold}) from error
    if not threshold.is_finite() or threshold < 0:
        raise Invalid(_("标准不能是负数，请改正。"))
    if threshold >= LARGEST or threshold != threshold.quantize(Decimal("0.0001")):
        raise Invalid(_("标准最多四位小数，并且不能大于一千万亿。"))
    most = Decimal(100) if definition.unit_of_measure == "%" else Decimal(1)
    if spec.rule == RequirementRule.COVERAGE and threshold > most:
        raise Invalid(_("覆盖率不能要求超过%(most)s，请改正标准。") % {"most": most})
    return threshold


def _refuse_unfit(spec: RequirementSpec, definition: Definition, campaign: Campaign) -> None:
    """Raise Invalid where the figure cannot be held against the rule, or not for that scope."""
    words = {"figure": definition.label}
    if definition.nature in NO_RESULT and not spec.is_historical:
        words["what"] = NO_RESULT[definition.nature]
        raise Invalid(
            _("“%(figure)s”本身是%(what)s，不是完成数，请选一个统计完成情况的数据。") % words
        )
    if spec.rule == RequirementRule.COVERAGE and not definition.is_ratio:
        raise Invalid(_("“%(figure)s”不是比率，不能作覆盖率要求；请改用“不少于”。") % words)
    terms = counted(definition, campaign.home)
    offered = sources(campaign.home, frozenset(term.source for term in terms))
    gives_day = (
        definition.aggregate in DATES
        and offered[definition.source].field(definition.field).type == "date"
    )
    if gives_day and spec.rule != RequirementRule.BY_DATE:
        raise Invalid(_("“%(figure)s”是日期，只能用“按期完成”来要求。") % words)
    if definition.is_ratio and spec.rule == RequirementRule.BY_DATE:
        raise Invalid(_("“%(figure)s”是比率，不能用“按期完成”来要求。") % words)
    if spec.scope != RequirementScope.PERSON:
        return
    for term in terms:
        if offered[term.source].person is None:
            words["source"] = offered[term.source].label
            raise Invalid(
                _("“%(figure)s”取自“%(source)s”，那里的记录不写明是谁的，不能按人要求。") % words
            )


def _refuse_wrong_day(spec: RequirementSpec, campaign: Campaign) -> None:
    if spec.due_on is None:
        if spec.rule == RequirementRule.BY_DATE:
            raise Invalid(_("“按期完成”要写明期限。"))
        return
    if not campaign.begins_on <= spec.due_on <= campaign.ends_on:
        raise Invalid(
            _("期限%(day)s不在活动期间（%(first)s至%(last)s）之内，请改正。")
            % {"day": spec.due_on, "first": campaign.begins_on, "last": campaign.ends_on}
        )


def _phase(spec: RequirementSpec, campaign: Campaign) -> Phase | None:
    if not spec.phase:
        return None
    found = campaign.phases.filter(code=spec.phase).first()
    if found is None:
        raise Invalid(_("这个活动没有代码为“%(code)s”的阶段。") % {"code": spec.phase})
    return found


def _team(spec: RequirementSpec, campaign: Campaign) -> Team | None:
    """Return the team whose members it is asked of; raises Invalid where nobody would be asked."""
    if spec.scope != RequirementScope.PERSON:
        return None
    if bool(spec.team) == bool(spec.post_kinds):
        raise Invalid(_("按人的要求，请选职务类别，或选一个工作组，二者选一。"))
    for kind in spec.post_kinds:
        checked_choice(_("职务类别"), kind, PostKind)
    if not spec.team:
        return None
    found = Team.objects.filter(home=campaign.home, code=spec.team).first()
    if found is None:
        raise Invalid(
            _("“%(home)s”没有代码为“%(code)s”的工作组。")
            % {"home": campaign.home, "code": spec.team}
        )
    return found


def _units(spec: RequirementSpec, campaign: Campaign) -> list[Unit]:
    """Return the units that are named; raises Invalid for none at all, or one from outside."""
    if spec.scope != RequirementScope.UNIT:
        return []
    if not spec.unit_kinds and not spec.units:
        raise Invalid(_("按单位的要求，请选单位类别，或逐个选单位。"))
    for kind in spec.unit_kinds:
        checked_choice(_("单位类别"), kind, UnitKind)
    within = Unit.objects.under(campaign.home.path).exclude(pk=campaign.home_id)
    found = {unit.code: unit for unit in within.filter(code__in=spec.units)}
    for code in spec.units:
        if code not in found:
            raise Invalid(
                _("单位“%(code)s”不在“%(home)s”之内，不能列入要求。")
                % {"code": code, "home": campaign.home}
            )
    return [found[code] for code in dict.fromkeys(spec.units)]
