"""What persons enter and decide in a year's assessment: points, views, grades. None is computed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.appraisals.access_people import DECIDE, RUN, is_self, require_other
from bihuan.appraisals.actions.wording import checked_reason, checked_words
from bihuan.appraisals.actions.yearly import audited, require_open_assessment, stepped
from bihuan.appraisals.errors import NotNow, TooManyBest
from bihuan.appraisals.models import (
    AssessedPerson,
    AssessmentStepKind,
    AssessmentView,
    DailyPoints,
    Grade,
    GradeDecision,
    YearlyAssessment,
)
from bihuan.appraisals.yearly_results import worked_out
from bihuan.appraisals.yearly_rules import WHOLE, most_best
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, locked

LONGEST_WHY, LONGEST_VIEW, LONGEST_BASIS, LONGEST_REASON = 200, 2000, 200, 300


@dataclass(frozen=True)
class Decided:
    """What the committee decided: grades by the id of who is assessed, when, on what basis.

    `reason` is asked where a grade that stands is changed.
    """

    grades: Mapping[UUID, str]
    on: dt.date
    basis: str
    reason: str = ""


@action("yearly.points")
def add_points(
    *, actor: Actor, assessed: AssessedPerson, points: Decimal, reason: str, on: dt.date
) -> DailyPoints:
    """Enter points of the daily part with a reason; a wrong row is set right by another.

    Raises NotAllowed for oneself or without the permission, NotNow once final, Invalid.
    """
    assessment = locked(assessed.assessment)
    actor.require(DECIDE, assessment.path)
    require_other(actor, assessed.person_id)
    require_open_assessment(assessment)
    if not points.is_finite() or not -WHOLE <= points <= WHOLE or not points:
        raise Invalid(_("评分应在-100到100之间，不能是0，请改正。"))
    if points != points.quantize(Decimal("0.01")):
        raise Invalid(_("评分最多两位小数，请改正。"))
    if on.year != assessment.year or on > clock.today():
        raise Invalid(_("日期应在%(year)d年之内，并且不能晚于今天。") % {"year": assessment.year})
    made = DailyPoints.objects.create(
        home_id=assessment.home_id,
        assessed=assessed,
        points=points,
        reason=checked_reason(_("理由"), reason, LONGEST_WHY),
        on=on,
        at=clock.now(),
        by=actor.id,
        by_name=name_of(actor),
    )
    values = [str(assessed.pk), str(points), made.reason, str(on)]
    audited(actor, "yearly.points", assessment, values)
    return made


@action("yearly.view")
def state_view(*, actor: Actor, assessed: AssessedPerson, text: str) -> AssessmentView:
    """Keep what somebody says of their own assessment, or what they handed in.

    Raises NotAllowed, NotNow once it is final or void, Invalid.
    """
    assessment = locked(assessed.assessment)
    own = is_self(actor, assessed.person_id)
    if not own and not actor.may(DECIDE, assessment.path) and not actor.may(RUN, assessment.path):
        raise NotAllowed(_("意见由本人写，或由办公室把本人书面交来的代录，您不能写。"))
    if not assessment.is_open:
        raise NotNow(_("考核已经公布或作废；仍有不同意见的，请向党委书面申请复核。"))
    made = AssessmentView.objects.create(
        home_id=assessment.home_id,
        assessed=assessed,
        text=checked_words(_("意见"), text, LONGEST_VIEW),
        is_handed_in=not own,
        at=clock.now(),
        by=actor.id,
        by_name=name_of(actor),
    )
    audited(actor, "yearly.view", assessment, [str(assessed.pk), made.text])
    return made


@action("yearly.grades")
def decide_grades(
    *, actor: Actor, assessment: YearlyAssessment, decided: Decided
) -> list[GradeDecision]:
    """Record the committee's decision of grades; those that stand as given stay as they are.

    A grade that is changed asks for a reason, before and after it is final. Raises NotAllowed for
    one's own grade or without the permission, NotNow for a void one, TooManyBest, Invalid.
    """
    actor.require(DECIDE, assessment.path)
    assessment = locked(assessment)
    if not assessment.is_final:
        require_open_assessment(assessment)
    everybody = list(assessment.assessed.select_related("person", "unit").order_by("number"))
    _check_names(decided, everybody)
    new = [one for one in everybody if decided.grades.get(one.pk, one.grade) != one.grade]
    if not new:
        raise Invalid(_("没有要决定或更改的等次，请先选定。"))
    basis = checked_reason(_("依据"), decided.basis, LONGEST_BASIS)
    reason = _reason(decided, new)
    if not assessment.made_on <= decided.on <= clock.today():
        raise Invalid(_("决定日期不能早于建立考核的那一天，也不能晚于今天。"))
    for one in new:
        require_other(actor, one.person_id)
        one.grade = checked_choice(_("等次"), decided.grades[one.pk], Grade)
    _refuse_too_many(assessment, everybody)
    made = _decisions(actor, assessment, new, decided.on, basis, reason)
    _follow(assessment, decided.on)
    note = _("%(n)d人，%(basis)s") % {"n": len(made), "basis": basis}
    values = [[str(each.assessed_id), each.grade, str(each.decided_on), reason] for each in made]
    stepped(actor, assessment, AssessmentStepKind.GRADES, note, values)
    return made


def _check_names(decided: Decided, everybody: list[AssessedPerson]) -> None:
    if decided.grades.keys() - {one.pk for one in everybody}:
        raise Invalid(_("名单已经变动，请刷新页面后重新选定等次。"))


def _reason(decided: Decided, new: list[AssessedPerson]) -> str:
    """Return why grades are changed; asked only where one stands already."""
    is_change = any(one.grade for one in new)
    reason = checked_text(_("更改理由"), decided.reason, LONGEST_REASON, required=is_change)
    return checked_reason(_("更改理由"), reason, LONGEST_REASON) if reason else ""


def _refuse_too_many(assessment: YearlyAssessment, everybody: list[AssessedPerson]) -> None:
    most = most_best(len(everybody), assessment.best_share)
    best = sum(one.grade == Grade.BEST for one in everybody)
    if best > most:
        raise TooManyBest(
            _("共%(n)d人，优秀不超过%(share)d%%，最多%(most)d人，现在是%(best)d人，请重新选定。")
            % {"n": len(everybody), "share": assessment.best_share, "most": most, "best": best}
        )


def _decisions(
    actor: Actor,
    assessment: YearlyAssessment,
    new: list[AssessedPerson],
    on: dt.date,
    basis: str,
    reason: str,
) -> list[GradeDecision]:
    """Write a decision for each, with how the parts come out at this moment."""
    worked = worked_out(assessment, new, actor=actor)
    name, now = name_of(actor), clock.now()
    made = []
    for one in new:
        one.save(update_fields=["grade"])
        made.append(
            GradeDecision.objects.create(
                home_id=assessment.home_id,
                assessed=one,
                number=one.decisions.count() + 1,
                grade=one.grade,
                decided_on=on,
                basis=basis,
                reason=reason,
                result=worked[one.pk].result.as_json(),
                at=now,
                by=actor.id,
                by_name=name,
            )
        )
    return made


def _follow(assessment: YearlyAssessment, on: dt.date) -> None:
    """Give everybody the days to state a view, from the last decision on."""
    if assessment.is_final:
        return
    from_on = max(on, clock.today())
    assessment.views_until = from_on + dt.timedelta(days=assessment.view_days)
    assessment.save(update_fields=["views_until"])
