"""What is new in a period: the sources that have rows of it, and the figures that these give.

Read through the sources that rooms offer, and by their day: a source without one (posts held, say)
tells no news. All sources are counted in one statement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, Subquery

from bihuan.figures.answering import answer_each
from bihuan.figures.asking import Answer, Scope
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import definitions_in
from bihuan.figures.models import Definition
from bihuan.figures.rules import Nature
from bihuan.lib.sources import Source
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

# A norm, a plan, an announced number (三个结合) is not something that happened.
NO_NEWS = frozenset({Nature.NORM, Nature.PLAN, Nature.ANNOUNCED})


@dataclass(frozen=True)
class News:
    """One source with rows of the period, and how many."""

    source: Source
    rows: int


class _CountOf(Subquery):
    """The number of rows of a query, as a value of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) _counted)"
    output_field = IntegerField()


def news_of(scope: Scope) -> list[News]:
    """Return the sources with rows in a unit's subtree and a period, in the rooms' order."""
    dated = [source for source in sources(scope.unit.home).values() if source.day]
    counts = {f"counted_{at}": _CountOf(_rows(source, scope)) for at, source in enumerate(dated)}
    if not counts:
        return []
    asked = Unit.objects.filter(pk=scope.unit.pk).annotate(**counts).values(*counts).get()
    found = [News(source, asked[f"counted_{at}"]) for at, source in enumerate(dated)]
    return [each for each in found if each.rows]


def _rows(source: Source, scope: Scope) -> Any:
    within = source.within(scope.unit.path, scope.period)
    return source.counted(None).filter(within).order_by().values("pk")


def changed_figures(scope: Scope, news: Iterable[News], *, actor: Actor) -> list[Answer]:
    """Return the figures to which rows of the period give a value, in their definitions' order.

    Those over a period of their own say nothing of this one, and nothing is no news. Raises
    NotAllowed as `compute` does.
    """
    new = {each.source.code for each in news}
    known = definitions_in(scope.unit.home)
    wanted = [each for each in known.values() if _is_of(each, known, new)]
    answers, _faults = answer_each(wanted, scope, actor=actor)
    found = [answers[definition.code] for definition in wanted if definition.code in answers]
    return [answer for answer in found if answer.records and answer.value]


def _is_of(definition: Definition, known: Mapping[str, Definition], new: set[str]) -> bool:
    if definition.period != "document" or definition.nature in NO_NEWS:
        return False
    if not definition.is_ratio:
        return definition.source in new
    return any(
        term in known and known[term].source in new
        for term in (definition.numerator, definition.denominator)
    )
