"""A year's assessment of village cadres: made with its weights, its persons, what it is held to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.appraisals import policy
from bihuan.appraisals.access_people import DECIDE, RUN, polls_of_persons
from bihuan.appraisals.errors import NotNow
from bihuan.appraisals.models import (
    AssessedPerson,
    AssessmentState,
    AssessmentStep,
    AssessmentStepKind,
    AssessmentView,
    DailyPoints,
    GradeDecision,
    Poll,
    YearlyAssessment,
)
from bihuan.appraisals.papers import paper_of
from bihuan.appraisals.yearly_choosing import POST_KINDS, Cadre, cadres_of, day_of
from bihuan.appraisals.yearly_rules import WHOLE, is_whole
from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.figures.computing import definitions_in
from bihuan.figures.models import Aggregate, Definition
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, locked, require_open
from bihuan.orgs.models import PostKind, Unit
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import holding
from bihuan.presets.rules import read_value
from bihuan.registers.yardsticks import why_forbidden

FIRST_YEAR, LONGEST_REASON = 2000, 300
DATES = (Aggregate.MIN, Aggregate.MAX, Aggregate.LATEST, Aggregate.SPAN)
_FROZEN = {
    "targets_weight": policy.YEARLY_TARGETS,
    "ballot_weight": policy.YEARLY_BALLOT,
    "daily_weight": policy.YEARLY_DAILY,
    "best_share": policy.YEARLY_BEST_SHARE,
    "view_days": policy.YEARLY_VIEW_DAYS,
}


@dataclass(frozen=True)
class AssessmentSpec:
    """What an assessment is held to; figures by code, all may be chosen later.

    `count_figure` stays empty where `met_figure` is a ratio.
    """

    met_figure: str = ""
    count_figure: str = ""
    poll: Poll | None = None
    post_kinds: Collection[str] = field(default=POST_KINDS[:2])


@action("yearly.make")
def make_assessment(
    *, actor: Actor, unit: Unit, year: int, spec: AssessmentSpec
) -> YearlyAssessment:
    """Make a year's assessment of the cadres of a unit's villages, by the presets of today.

    Raises NotAllowed, Conflict where there is one, Invalid where the weights are not the whole.
    """
    actor.require(RUN, unit.path)
    today = clock.today()
    require_open(unit, today)
    if not FIRST_YEAR <= year <= today.year:
        raise Invalid(
            _("年度应在%(first)d到%(last)d之间，请改正。")
            % {"first": FIRST_YEAR, "last": today.year}
        )
    for kind in spec.post_kinds:
        checked_choice(_("职务类别"), kind, PostKind)
    cadres = cadres_of(unit, day_of(year), spec.post_kinds)
    if not cadres:
        raise Invalid(_("没有符合条件的村干部，请先在“机构人员”里登记村里的任职。"))
    made = YearlyAssessment(
        home=unit.home, unit=unit, path=unit.path, year=year, made_on=today, **_weights(unit)
    )
    _refuse_second(made)
    _hold_to(made, spec, actor)
    made.save(force_insert=True)
    _place(made, cadres)
    note = _("%(year)d年度，%(n)d人") % {"year": year, "n": len(cadres)}
    stepped(actor, made, AssessmentStepKind.MAKE, note)
    return made


def _weights(unit: Unit) -> dict[str, int]:
    """Return the presets that hold today; raises Invalid unless the parts make up the whole."""
    known = list(_FROZEN.values())
    found = holding([each.code for each in known], unit.path, clock.today())
    numbers = {
        name: int(read_value(each, found[each.code].value) if each.code in found else each.default)
        for name, each in _FROZEN.items()
    }
    parts = [numbers[f"{part}_weight"] for part in ("targets", "ballot", "daily")]
    if not is_whole(parts):
        raise Invalid(
            _("预设里年度考核三部分加起来是%(sum)d%%，应为%(whole)d%%，请先在“预设”里改好。")
            % {"sum": sum(parts), "whole": WHOLE}
        )
    return numbers


def _refuse_second(made: YearlyAssessment) -> None:
    rows = YearlyAssessment.objects.filter(home=made.home, unit=made.unit, year=made.year)
    if rows.exclude(state=AssessmentState.VOID).exists():
        raise Conflict(
            _("“%(unit)s”%(year)d年度的考核已经建立，请打开那一次。")
            % {"unit": made.unit, "year": made.year}
        )


def _hold_to(assessment: YearlyAssessment, spec: AssessmentSpec, actor: Actor) -> None:
    assessment.met_figure, assessment.count_figure = "", ""
    if spec.met_figure:
        _check_targets(assessment.home, spec)
        assessment.met_figure, assessment.count_figure = spec.met_figure, spec.count_figure
    elif spec.count_figure:
        raise Invalid(_("只选了目标数，请再选完成数。"))
    assessment.poll = spec.poll
    if spec.poll is not None:
        actor.require(Permission.SEE_APPRAISALS, spec.poll.path)
        _check_poll(assessment, spec.poll)


def _check_targets(home: Unit, spec: AssessmentSpec) -> None:
    """Raise Invalid where figures cannot say how much of the targets is met."""
    codes = [code for code in (spec.met_figure, spec.count_figure) if code]
    found = definitions_in(home, codes)
    met = found[spec.met_figure]
    if met.is_ratio == bool(spec.count_figure):
        raise Invalid(_("完成数和目标数要成对选；选比率的，只选一个，不再选目标数。"))
    for each in found.values():
        _check_figure(each, home, is_ratio=not spec.count_figure)


def _check_figure(definition: Definition, home: Unit, *, is_ratio: bool) -> None:
    if definition.is_ratio != is_ratio or definition.aggregate in DATES:
        raise Invalid(
            _("“%(figure)s”不是条数或者合计，不能作目标数据，请另选。") % {"figure": definition}
        )
    said = why_forbidden(definition, home)
    if said:
        raise Invalid(_("%(said)s请另选。") % {"said": said})


def _check_poll(assessment: YearlyAssessment, poll: Poll) -> None:
    if not polls_of_persons(assessment.home).filter(pk=poll.pk).exists():
        raise Invalid(_("只有本单位已经公布的干部民主评议才能用于年度考核，请另选。"))
    for scale in paper_of(poll).said["scales"]:
        if max(float(grade["points"]) for grade in scale) != WHOLE:
            raise Invalid(_("这次测评最高等次不是100分，不能直接计入年度考核，请另选。"))


@action("yearly.change")
def change_assessment(
    *, actor: Actor, assessment: YearlyAssessment, spec: AssessmentSpec
) -> YearlyAssessment:
    """Choose other figures or another poll; weights and persons stay.

    Raises NotAllowed, NotNow once a grade is decided, Invalid.
    """
    assessment = _undecided(actor, assessment)
    _hold_to(assessment, spec, actor)
    assessment.save(update_fields=["met_figure", "count_figure", "poll"])
    stepped(actor, assessment, AssessmentStepKind.CHANGE, _("目标数据、民主测评"))
    return assessment


@action("yearly.persons")
def set_persons(
    *, actor: Actor, assessment: YearlyAssessment, persons: Iterable[UUID]
) -> YearlyAssessment:
    """Set who is assessed, whole; the order is that of villages and posts, whatever is given.

    Raises NotAllowed, NotNow once a grade is decided, Invalid for somebody who holds no post in a
    village, or who has points or a view and would be left out.
    """
    assessment = _undecided(actor, assessment)
    wanted = set(persons)
    cadres = cadres_of(assessment.unit, day_of(assessment.year))
    chosen = [one for one in cadres if one.person.pk in wanted]
    if not chosen or len(chosen) < len(wanted):
        raise Invalid(_("考核对象应是村里任职的干部，至少选一名，请重新选择。"))
    left = AssessedPerson.objects.filter(assessment=assessment).exclude(person__in=wanted)
    for one in left.select_related("person"):
        if DailyPoints.objects.filter(assessed=one).exists() or one.views.exists():
            raise Invalid(
                _("“%(name)s”已经有评分或意见，不能从考核中去掉。") % {"name": one.person}
            )
    left.delete()
    _place(assessment, chosen)
    note = _("%(n)d人") % {"n": len(chosen)}
    stepped(actor, assessment, AssessmentStepKind.PERSONS, note)
    return assessment


def _place(assessment: YearlyAssessment, cadres: Collection[Cadre]) -> None:
    """Write who is assessed, numbered in the order given; those who stand keep their rows."""
    known = {one.person_id: one for one in assessment.assessed.all()}
    for number, cadre in enumerate(cadres, 1):
        one = known.get(cadre.person.pk) or AssessedPerson(
            home_id=assessment.home_id, assessment=assessment, person=cadre.person
        )
        one.number, one.unit, one.post = number, cadre.unit, cadre.posts
        one.save()


def _undecided(actor: Actor, assessment: YearlyAssessment) -> YearlyAssessment:
    actor.require(RUN, assessment.path)
    assessment = locked(assessment)
    require_open_assessment(assessment)
    if GradeDecision.objects.filter(assessed__assessment=assessment).exists():
        raise NotNow(_("已经决定了等次，考核对象、目标数据和测评都不能再改。"))
    return assessment


def require_open_assessment(assessment: YearlyAssessment) -> None:
    """Raise NotNow for an assessment that is final or void."""
    if not assessment.is_open:
        raise NotNow(
            _("这次年度考核%(state)s，不能这样做。") % {"state": assessment.get_state_display()}
        )


@action("yearly.publish")
def publish_assessment(*, actor: Actor, assessment: YearlyAssessment) -> YearlyAssessment:
    """Make an assessment final inside the office.

    Raises NotAllowed, NotNow while a grade is missing or views may still be stated.
    """
    actor.require(DECIDE, assessment.path)
    assessment = locked(assessment)
    require_open_assessment(assessment)
    missing = assessment.assessed.filter(grade="").count()
    if missing:
        raise NotNow(_("还有%(n)d人没有决定等次，不能公布。") % {"n": missing})
    until = assessment.views_until
    if until is None or clock.today() <= until:
        day = until.isoformat() if until else ""
        raise NotNow(_("本人可以提出意见到%(day)s，过了这一天才能公布。") % {"day": day})
    assessment.state, assessment.final_on = AssessmentState.FINAL, clock.today()
    assessment.save(update_fields=["state", "final_on"])
    stepped(actor, assessment, AssessmentStepKind.PUBLISH, "")
    return assessment


@action("yearly.void")
def void_assessment(*, actor: Actor, assessment: YearlyAssessment, reason: str) -> YearlyAssessment:
    """Make an assessment void with a reason, before it is final.

    A clerk may until points, a view or a grade stand in it; then a leader. Raises NotAllowed,
    NotNow, Invalid.
    """
    assessment = locked(assessment)
    if _is_decided(assessment) or not actor.may(RUN, assessment.path):
        actor.require(DECIDE, assessment.path)
    require_open_assessment(assessment)
    reason = checked_text(_("作废理由"), reason, LONGEST_REASON)
    assessment.state = AssessmentState.VOID
    assessment.save(update_fields=["state"])
    stepped(actor, assessment, AssessmentStepKind.VOID, reason)
    return assessment


def _is_decided(assessment: YearlyAssessment) -> bool:
    """Tell whether anything of persons stands in it that a clerk may not make void."""
    own = {"assessed__assessment": assessment}
    return any(
        rows.filter(**own).exists()
        for rows in (GradeDecision.objects, DailyPoints.objects, AssessmentView.objects)
    )


def stepped(
    actor: Actor,
    assessment: YearlyAssessment,
    kind: AssessmentStepKind,
    note: str,
    values: Any = None,
) -> None:
    """Write what happened to an assessment, and its audit entry; last in its transaction."""
    AssessmentStep.objects.create(
        home_id=assessment.home_id,
        assessment=assessment,
        kind=kind,
        at=clock.now(),
        by=actor.id,
        by_name=name_of(actor),
        note=note[:LONGEST_REASON],
    )
    audited(actor, f"yearly.{kind}", assessment, values, note)


def audited(
    actor: Actor, name: str, assessment: YearlyAssessment, values: Any = None, note: str = ""
) -> None:
    """Append an audit entry on an assessment; it names no person."""
    audit.append(
        actor=actor,
        action=name,
        target=("yearlyassessment", assessment.pk),
        unit_path=assessment.path,
        values=values if values is not None else {},
        note=f"{assessment.year} {note}".strip(),
    )
