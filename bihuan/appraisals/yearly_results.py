"""How the parts of those assessed come out now: figures computed, the ballot's scores, points."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.appraisals.models import (
    AssessedPerson,
    BallotBox,
    Candidate,
    DailyPoints,
    YearlyAssessment,
)
from bihuan.appraisals.yearly_rules import (
    BALLOT,
    DAILY,
    TARGETS,
    Part,
    Result,
    daily,
    of_ratio,
    out_of,
    written,
)
from bihuan.figures.asking import Answer, Scope
from bihuan.figures.computing import definitions_in
from bihuan.figures.grouping import rows_by
from bihuan.figures.links import trace_url
from bihuan.figures.models import Definition
from bihuan.lib.errors import DomainError
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit


@dataclass(frozen=True)
class Term:
    """A figure behind the targets of somebody: as written, and the address that opens it."""

    label: str
    text: str
    url: str
    records: int


@dataclass(frozen=True)
class Worked:
    """How somebody's parts come out now, and the figures behind the targets."""

    result: Result
    terms: tuple[Term, ...] = ()


Found = tuple[Fraction | None, str]


def year_of(assessment: YearlyAssessment) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the year that is assessed."""
    return dt.date(assessment.year, 1, 1), dt.date(assessment.year, 12, 31)


def worked_out(
    assessment: YearlyAssessment, assessed: Sequence[AssessedPerson], *, actor: Actor
) -> dict[UUID, Worked]:
    """Return how the parts of each come out now, by id; some ten statements however many."""
    targets, terms = _targets(assessment, assessed, actor)
    ballot = _ballot(assessment, assessed)
    points = _points(assessed)
    return {
        one.pk: Worked(
            Result(
                (
                    Part(TARGETS, assessment.targets_weight, *targets[one.unit_id]),
                    Part(BALLOT, assessment.ballot_weight, *ballot[one.pk]),
                    Part(DAILY, assessment.daily_weight, *_daily(points[one.pk])),
                )
            ),
            terms.get(one.unit_id, ()),
        )
        for one in assessed
    }


def _targets(
    assessment: YearlyAssessment, assessed: Sequence[AssessedPerson], actor: Actor
) -> tuple[dict[UUID, Found], dict[UUID, tuple[Term, ...]]]:
    """Return the targets of each unit, and their terms; a fault is why they are missing."""
    units = list({one.unit_id: one.unit for one in assessed}.values())
    codes = [code for code in (assessment.met_figure, assessment.count_figure) if code]
    if not codes:
        return {unit.pk: (None, _("还没有选定目标数据")) for unit in units}, {}
    try:
        found = definitions_in(assessment.home, codes)
        rows = rows_by(
            found.values(), units, year_of(assessment), actor=actor, within=assessment.home
        )
    except DomainError as error:
        return {unit.pk: (None, error.message) for unit in units}, {}
    by_unit = {unit.pk: [rows[code][at] for code in codes] for at, unit in enumerate(units)}
    period = year_of(assessment)
    terms = {
        unit.pk: tuple(_term(each, Scope(unit, period)) for each in by_unit[unit.pk])
        for unit in units
    }
    return {pk: _target(answers) for pk, answers in by_unit.items()}, terms


def _target(answers: Sequence[Answer]) -> Found:
    met = answers[0]
    if len(answers) == 1:
        value = of_ratio(_number(met), is_percent=met.definition.unit_of_measure == "%")
        said = _said(met)
        return value, said if value is not None else _("这一年没有目标")
    value = out_of(_number(met), _number(answers[1]))
    if value is None:
        return None, _("这一年没有目标") if not _number(answers[1]) else _("完成数没有数值")
    return value, f"{_said(met)}÷{_said(answers[1])}×100"


def _number(answer: Answer) -> Decimal | None:
    return answer.value if isinstance(answer.value, Decimal) else None


def _said(answer: Answer) -> str:
    """Write a value exactly, at most with two decimals: a formula shows what was counted.

    A nought that no record gave is written too: there are targets, and none of them is met.
    """
    value = _number(answer)
    if value is None:
        return answer.text
    number = f"{int(value)}" if value == int(value) else written(Fraction(value))
    return f"{number}{answer.definition.unit_of_measure}"


def _term(answer: Answer, scope: Scope) -> Term:
    code = answer.definition.code
    return Term(answer.definition.label, _said(answer), trace_url(code, scope), answer.records)


def _ballot(assessment: YearlyAssessment, assessed: Sequence[AssessedPerson]) -> dict[UUID, Found]:
    """Return the score of each in the ballot, found by the person named on its paper."""
    if assessment.poll_id is None:
        return {one.pk: (None, _("还没有选定民主测评")) for one in assessed}
    scores = scores_of(assessment.poll_id)
    return {one.pk: scores.get(one.person_id, (None, _("测评表上没有本人"))) for one in assessed}


def scores_of(poll_id: UUID) -> dict[UUID, Found]:
    """Return the exact score of each person on a poll's paper, by the person's id."""
    named = Candidate.objects.filter(poll_id=poll_id).exclude(person=None)
    persons = dict(named.values_list("label", "person_id"))
    boxes = BallotBox.objects.filter(poll_id=poll_id)
    title, result = boxes.values_list("poll__title", "result").get()
    found: dict[UUID, Found] = {}
    for subject in result["subjects"]:
        person = persons.get(subject["subject"])
        if person is not None:
            score = None if subject["score"] is None else Fraction(*subject["score"])
            said = _("“%(poll)s”加权得分") % {"poll": title}
            found[person] = score, said if score is not None else _("没有有效的测评得分")
    return found


def _points(assessed: Sequence[AssessedPerson]) -> Mapping[UUID, list[Decimal]]:
    rows = DailyPoints.objects.filter(assessed__in=[one.pk for one in assessed])
    found: dict[UUID, list[Decimal]] = defaultdict(list)
    for pk, points in rows.order_by("at", "pk").values_list("assessed_id", "points"):
        found[pk].append(points)
    return found


def _daily(points: Sequence[Decimal]) -> Found:
    value = daily(points)
    if value is None:
        return None, _("还没有评分")
    first, *rest = (f"{each.normalize():f}" for each in points)
    said = first + "".join(
        f"－{each[1:]}" if each.startswith("-") else f"＋{each}" for each in rest
    )
    plain = sum(points, Decimal(0))
    return value, said if Fraction(plain) == value else f"{said}，按{written(value)}计"


def targets_of(home: Unit, assessment: YearlyAssessment) -> list[Definition]:
    """Return the figures that the targets are computed from, those that are still defined."""
    codes = [code for code in (assessment.met_figure, assessment.count_figure) if code]
    known = definitions_in(home)
    return [known[code] for code in codes if code in known]
