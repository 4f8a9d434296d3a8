"""A report held against the records: agrees, differs, no record, with the trace.

Rather no record than a wrong difference: a value is said to differ only where one defined figure
fits the words much better than any other and nothing in the sentence speaks of another place, time
or part than the one that is asked for.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from bihuan.documents.checking.matching import APART, SURE, Labels, PossibleFigure
from bihuan.documents.checking.passage import Passage
from bihuan.documents.checking.report import (
    CheckedFigure,
    Finding,
    Recorded,
    Report,
    Severity,
    Verdict,
)
from bihuan.documents.checking.stating import allows
from bihuan.figures.answering import answer_all
from bihuan.figures.asking import Answer, Scope
from bihuan.figures.computing import definitions_in
from bihuan.figures.links import trace_url
from bihuan.figures.scoping import Ask
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

RULE = "records.differ"
MOST_CANDIDATES = 4
_KINDS = frozenset({"quantity", "money", "ratio", "duration"})
_ELSEWHERE = re.compile(
    "其中|分别|去年|上年|往年|同期|同比|比(?!例|重|率)|每|各|人均|户均|平均|上半年|下半年|季度|[0-9]{4}年|[0-9]月|历年|"
    "以来|累计|新增|另|由|从"
)
"""Words of another time or of a part, beside which a difference is not said."""

At = tuple[str, Scope]


@dataclass(frozen=True)
class _Asked:
    """A stated figure, what it may be, over which scope; `is_elsewhere` forbids a difference."""

    candidates: Sequence[PossibleFigure]
    scope: Scope
    is_elsewhere: bool


def against_records(
    report: Report, *, actor: Actor, scope: Scope, settled: Collection[int] = ()
) -> Report:
    """Return a report with the verdicts of the records over a scope.

    Figures whose places among the report's are in `settled` keep their verdict. Raises NotAllowed
    as `compute` does.
    """
    passage = Passage(report.text, report.figures)
    labels = Labels(definitions_in(scope.unit.home).values())
    places = _places(scope.unit)
    asked: dict[int, _Asked] = {}
    for at, figure in enumerate(report.figures):
        if at in settled or figure.stated.kind not in _KINDS:
            continue
        candidates = labels.candidates(passage, figure)[:MOST_CANDIDATES]
        if candidates:
            asked[at] = _asked(passage, figure, candidates, scope, places)
    answers, _faults = answer_all(_asks(asked.values()), actor=actor)
    figures = list(report.figures)
    findings = []
    for at, each in asked.items():
        figures[at] = judged(figures[at], each, answers)
        if figures[at].verdict is Verdict.DIFFERS:
            findings.append(_difference(figures[at]))
    held = replace(report, figures=tuple(figures), is_compared=True)
    return held.with_findings(findings)


def judged(figure: CheckedFigure, asked: _Asked, answers: Mapping[At, Answer]) -> CheckedFigure:
    """Return a figure with the verdict of the answers to what it may be."""
    known = [
        (candidate, answer)
        for candidate in asked.candidates
        if (answer := answers.get((candidate.definition.code, asked.scope))) is not None
        and not answer.is_pending
        and isinstance(answer.value, Decimal)
    ]
    if not known:
        return figure
    best = known[0][0].likeness
    for candidate, answer in known:
        if candidate.likeness > best - APART and _bears_out(figure, answer):
            return figure.with_verdict(Verdict.AGREES, _recorded(answer))
    next_best = known[1][0].likeness if len(known) > 1 else 0.0
    is_plain = best >= SURE and best - next_best >= APART and not asked.is_elsewhere
    if not is_plain:
        return figure
    return figure.with_verdict(Verdict.DIFFERS, _recorded(known[0][1]))


def _asks(asked: Iterable[_Asked]) -> list[Ask]:
    wanted = {
        (candidate.definition.code, each.scope): (candidate.definition, each.scope)
        for each in asked
        for candidate in each.candidates
    }
    return list(wanted.values())


def _asked(
    passage: Passage,
    figure: CheckedFigure,
    candidates: Sequence[PossibleFigure],
    scope: Scope,
    places: Mapping[str, Unit],
) -> _Asked:
    start, _end = passage.sentences.around(figure.start)
    clause, clause_end = passage.clauses.around(figure.start)
    near = passage.text[clause:clause_end]
    named = {unit.pk: unit for name, unit in places.items() if name in near}
    where = replace(scope, unit=next(iter(named.values()))) if len(named) == 1 else scope
    ahead = passage.text[start : figure.start]
    is_elsewhere = len(named) > 1 or _ELSEWHERE.search(ahead) is not None
    return _Asked(candidates, where, is_elsewhere)


def _places(unit: Unit) -> dict[str, Unit]:
    """Return the units below one by the names that prose gives them."""
    found: dict[str, Unit] = {}
    for each in Unit.objects.under(unit.path).select_related("home").exclude(pk=unit.pk):
        for name in (each.name, each.short_name):
            if len(name) > 1:
                found[name] = each
    return found


def _bears_out(figure: CheckedFigure, answer: Answer) -> bool:
    assert isinstance(answer.value, Decimal)
    return allows(figure.stated, float(answer.value))


def _recorded(answer: Answer) -> Recorded:
    assert not isinstance(answer.value, dt.date)
    definition = answer.definition
    return Recorded(
        label=definition.label,
        text=answer.written(),
        value=float(answer.value or 0),
        records=answer.records,
        url=trace_url(definition.code, answer.scope),
    )


def _difference(figure: CheckedFigure) -> Finding:
    recorded = figure.recorded
    assert recorded is not None
    words = {
        "stated": f"{figure.stated.core}{figure.unit}",
        "label": recorded.label,
        "text": recorded.text,
        "records": recorded.records,
        "url": recorded.url,
    }
    message = _(
        "写的是%(stated)s，台账中“%(label)s”是%(text)s（%(records)d条记录，%(url)s），请核对。"
    )
    return Finding(RULE, Severity.ERROR, message % words, figure.start, figure.end)
