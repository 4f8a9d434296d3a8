"""Plans among results: what is intended must not be read, or summed, as what was done."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.documents.checking.natures import is_plan_heading
from bihuan.documents.checking.passage import Passage
from bihuan.documents.checking.report import CheckedFigure, Severity
from bihuan.documents.checking.ruling import Place, Rule, quoted
from bihuan.figures.style import Nature

_COUNTED = ("quantity", "money", "ratio", "duration")


def _among_results(passage: Passage) -> Iterator[Place]:
    """Yield the plans of each paragraph that mostly states results, under no heading of plans."""
    for stretch in passage.paragraphs.all():
        figures = [f for f in passage.within(stretch) if f.stated.kind in _COUNTED]
        plans = [figure for figure in figures if figure.nature is Nature.PLAN]
        results = [figure for figure in figures if figure.is_result]
        if not plans or len(plans) > len(results):
            continue
        if any(is_plan_heading(heading.text) for heading in passage.headed_by(stretch[0])):
            continue
        yield from (_found(passage, plan) for plan in plans)


def _found(passage: Passage, plan: CheckedFigure) -> Place:
    start, end = passage.clauses.around(plan.start)
    clause = quoted(passage, (start, end)).rstrip("，。；：")
    message = _("“%(clause)s”是计划，和完成情况写在一起；请分开写，不要计入成果。")
    return plan.start, plan.end, message % {"clause": clause}


RULES = (
    Rule("plan.among_results", Severity.WARNING, gettext_lazy("计划混入成果"), _among_results),
)
