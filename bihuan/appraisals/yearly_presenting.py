"""What the pages and the workbook of a year's assessment show, in the order of villages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from bihuan.appraisals.access_people import assessed_visible_to
from bihuan.appraisals.models import (
    AssessedPerson,
    AssessmentStepKind,
    GradeDecision,
    YearlyAssessment,
)
from bihuan.appraisals.yearly_results import Term, worked_out
from bihuan.appraisals.yearly_rules import LABELS, PARTS, Part, Result, most_best, written
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value
from bihuan.orgs.access import Actor
from bihuan.ui.history import Event

ICONS = {
    AssessmentStepKind.MAKE: "plus",
    AssessmentStepKind.CHANGE: "pencil",
    AssessmentStepKind.PERSONS: "users",
    AssessmentStepKind.GRADES: "check",
    AssessmentStepKind.PUBLISH: "rubber-stamp",
    AssessmentStepKind.VOID: "ban",
}


@dataclass(frozen=True)
class Line:
    """One who is assessed: the result that counts, how the parts come out now, what lies behind.

    Once a grade is decided, the result that stood then counts.
    """

    assessed: AssessedPerson
    now: Result
    terms: tuple[Term, ...]
    decision: GradeDecision | None

    @property
    def result(self) -> Result:
        """Return the result that counts."""
        return Result.of_json(self.decision.result) if self.decision else self.now

    @property
    def has_moved(self) -> bool:
        """Tell whether the records or points have moved since the grade was decided."""
        return self.decision is not None and self.now.formula != self.result.formula

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the three parts."""
        return self.result.parts


def lines_of(
    actor: Actor, assessment: YearlyAssessment, only: AssessedPerson | None = None
) -> list[Line]:
    """Return the lines that an actor may see, or one of them, in the order of villages."""
    assessed = [only] if only else list(assessed_visible_to(actor, assessment))
    worked = worked_out(assessment, assessed, actor=actor)
    decisions = GradeDecision.objects.filter(assessed__in=[one.pk for one in assessed])
    last = {each.assessed_id: each for each in decisions.order_by("number")}
    return [
        Line(one, worked[one.pk].result, worked[one.pk].terms, last.get(one.pk)) for one in assessed
    ]


@dataclass(frozen=True)
class Share:
    """How many may get the best grade, of how many."""

    persons: int
    most: int


def share_of(assessment: YearlyAssessment) -> Share:
    """Return how many may get the best grade."""
    persons = assessment.assessed.count()
    return Share(persons, most_best(persons, assessment.best_share))


def weights_of(assessment: YearlyAssessment) -> list[tuple[str, int]]:
    """Return the parts that count, with their weights in per cent."""
    return [
        (LABELS[part], weight)
        for part in PARTS
        if (weight := getattr(assessment, f"{part}_weight"))
    ]


def events_of(assessment: YearlyAssessment) -> list[Event]:
    """Return what happened to an assessment, newest first."""
    return [
        Event(
            what=step.get_kind_display(),
            who=step.by_name,
            at=step.at,
            note=step.note,
            icon=ICONS[AssessmentStepKind(step.kind)],
            tone="bad" if step.kind == AssessmentStepKind.VOID else "plain",
        )
        for step in assessment.steps.order_by("-at", "-pk")
    ]


def sheets_of(lines: Sequence[Line]) -> list[SheetOut]:
    """Return the workbook: everybody in the order of villages, with formula and grade."""
    heads = [
        ColumnOut(_("序号"), 6),
        ColumnOut(_("村"), 14),
        ColumnOut(_("姓名"), 10),
        ColumnOut(_("职务"), 20),
        *(ColumnOut(label, 10, "0.00") for label in LABELS.values()),
        ColumnOut(_("合计"), 10, "0.00"),
        ColumnOut(_("算法"), 56),
        ColumnOut(_("等次"), 10),
        ColumnOut(_("决定日期"), 12),
        ColumnOut(_("依据"), 30),
    ]
    return [SheetOut(_("年度考核"), heads, _rows(lines))]


def _rows(lines: Sequence[Line]) -> Iterator[list[Value]]:
    for line in lines:
        one, result = line.assessed, line.result
        row: list[Value] = [one.number, str(one.unit), str(one.person), one.post]
        row += [_number(part.value) if part.weight else _("不计") for part in result.parts]
        row += [_number(result.total), result.formula, one.get_grade_display() or _("未定")]
        if line.decision is not None:
            row += [line.decision.decided_on, line.decision.basis]
        yield row


def _number(value: Fraction | None) -> Value:
    return _("缺") if value is None else Decimal(written(value))
