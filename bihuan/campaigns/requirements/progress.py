"""The progress matrix (进度矩阵): each requirement's figure for each unit or person it is asked of.

A cell is computed when it is looked at and kept nowhere.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from bihuan.campaigns.models import Campaign, Requirement, RequirementRule, RequirementScope
from bihuan.campaigns.requirements.rules import Days, Measured, Standing, measure
from bihuan.campaigns.requirements.whom import Subject, subjects_of
from bihuan.figures.asking import Answer, Scope
from bihuan.figures.computing import compute_all, known_in, picked, sources_of
from bihuan.figures.grouping import rows_by
from bihuan.figures.models import Definition
from bihuan.figures.periods import Period
from bihuan.figures.scoping import Ask
from bihuan.lib.sources import Source
from bihuan.orgs.access import Actor
from bihuan.tasks.days import Near

NOT_JUDGED = Measured(Standing.CLOSED)
HISTORY = Measured(Standing.HISTORY)


@dataclass(frozen=True)
class Column:
    """A requirement with its figure, over the period that it is computed over."""

    requirement: Requirement
    definition: Definition
    periods: Sequence[Period]
    days: Days

    @property
    def period(self) -> Period:
        """Return the days that count."""
        return self.periods[0]


class Progress(NamedTuple):
    """One cell: what the figure comes to, and how that stands to what is required."""

    column: Column
    answer: Answer
    measured: Measured

    @property
    def value(self) -> Decimal | dt.date | None:
        """Return the value of the figure."""
        return self.answer.value


@dataclass(frozen=True)
class Line:
    """A row: whom it is of, and a cell a column; None where that is not asked of them."""

    subject: Subject
    cells: Sequence[Progress | None]

    @property
    def open_count(self) -> int:
        """Count the cells of a unit that are still open; persons are not counted."""
        return sum(cell is not None and cell.measured.is_open for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """Rows and columns on a day."""

    scope: str
    on: dt.date
    columns: Sequence[Column]
    lines: Sequence[Line]


def columns_of(
    requirements: Iterable[Requirement],
    campaign: Campaign,
    on: dt.date,
    known: Mapping[str, Definition] | None = None,
) -> list[Column]:
    """Return requirements as columns, with their figures; a few statements however many.

    `known` are the figures by code, where they are at hand. Raises UnknownFigure.
    """
    asked = list(requirements)
    codes = {one.figure for one in asked}
    if known is None:
        known = known_in(campaign.home, codes)
    definitions = picked(known, codes)
    is_near = any(one.due_on is not None and one.due_on >= on for one in asked)
    soon = Near(on).until(campaign.home.path) if is_near else None
    return [
        Column(
            requirement=one,
            definition=definitions[one.figure],
            periods=periods_of(one, on),
            days=Days(on, one.due_on, soon),
        )
        for one in asked
    ]


def periods_of(requirement: Requirement, on: dt.date) -> list[Period]:
    """Return the days that count: from the beginning of the phase or campaign, up to a day.

    Of a rule by date only up to the due day; then a second period tells what came later.
    """
    campaign, phase = requirement.campaign, requirement.phase
    first = phase.begins_on if phase is not None else campaign.begins_on
    last = max(first, min(campaign.ends_on, on))
    due_on = requirement.due_on
    if requirement.rule == RequirementRule.BY_DATE and due_on and due_on < last:
        return [(first, max(first, due_on)), (first, last)]
    return [(first, last)]


def matrix(
    campaign: Campaign,
    requirements: Sequence[Requirement],
    on: dt.date,
    *,
    actor: Actor,
    subjects: Sequence[Subject] | None = None,
    columns: Sequence[Column] | None = None,
    offered: Mapping[str, Source] | None = None,
) -> Matrix:
    """Compute the matrix of requirements of one scope on a day, over the rows the actor may see.

    `columns` are theirs, and `offered` the sources, where they are at hand. Raises NotAllowed
    without `see_figures` in the campaign's home.
    """
    if columns is None:
        columns = columns_of(requirements, campaign, on)
    if offered is None:
        offered = sources_of([column.definition for column in columns], campaign.home)
    scope = requirements[0].scope if requirements else RequirementScope.UNIT
    if subjects is None:
        subjects = subjects_of(requirements, campaign, on, actor)
    by_column = _computed(columns, subjects, campaign, actor, offered)
    lines = [
        Line(one, cells)
        for one, cells in zip(subjects, _cells(columns, subjects, by_column), strict=True)
    ]
    return Matrix(scope, on, columns, lines)


def overall(
    campaign: Campaign, requirements: Sequence[Requirement], on: dt.date, *, actor: Actor
) -> list[Progress]:
    """Compute the requirements that are asked of the whole."""
    columns = columns_of(requirements, campaign, on)
    found = compute_all(asks_of_whole(columns, campaign), actor=actor)
    return of_whole(columns, campaign, found)


def asks_of_whole(columns: Iterable[Column], campaign: Campaign) -> list[Ask]:
    """Return what requirements that are asked of the whole ask to be computed."""
    return [
        (column.definition, Scope(campaign.home, period))
        for column in columns
        for period in column.periods
    ]


def of_whole(
    columns: Iterable[Column], campaign: Campaign, found: Mapping[tuple[str, Scope], Answer]
) -> list[Progress]:
    """Return how requirements that are asked of the whole stand, from what was computed."""
    cells = []
    for column in columns:
        code = column.definition.code
        answers = [found[code, Scope(campaign.home, period)] for period in column.periods]
        cells.append(Progress(column, answers[0], _Measuring(column).measured(answers)))
    return cells


def _computed(
    columns: Sequence[Column],
    subjects: Sequence[Subject],
    campaign: Campaign,
    actor: Actor,
    offered: Mapping[str, Source],
) -> list[list[Sequence[Answer]]]:
    """Return for each column the answers of its periods, each in the order of the rows.

    What is asked over one period is computed together.
    """
    wanted: dict[Period, dict[str, Definition]] = defaultdict(dict)
    for column in columns:
        for period in column.periods:
            wanted[period][column.definition.code] = column.definition
    among: Any = [subject.of for subject in subjects]
    found = {
        period: rows_by(
            named.values(), among, period, actor=actor, within=campaign.home, offered=offered
        )
        for period, named in wanted.items()
    }
    return [
        [found[period][column.definition.code] for period in column.periods] for column in columns
    ]


def _cells(
    columns: Sequence[Column],
    subjects: Sequence[Subject],
    by_column: Sequence[Sequence[Sequence[Answer]]],
) -> Iterator[list[Progress | None]]:
    """Yield the cells of each row."""
    ids = [column.requirement.pk for column in columns]
    measuring = [_Measuring(column) for column in columns]
    masks: dict[frozenset[UUID], list[bool]] = {}  # few: mostly one for each kind of unit
    for at, subject in enumerate(subjects):
        mask = masks.get(subject.asked)
        if mask is None:
            mask = masks[subject.asked] = [id_ in subject.asked for id_ in ids]
        cells: list[Progress | None] = []
        for of_column, is_asked, rows in zip(measuring, mask, by_column, strict=True):
            if not is_asked:
                cells.append(None)
                continue
            answers = [row[at] for row in rows]
            measured = NOT_JUDGED if subject.is_closed else of_column.measured(answers)
            cells.append(Progress(of_column.column, answers[0], measured))
        yield cells


class _Measuring:
    """Holds the answers of a column against its requirement; the same value only once."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self._known: dict[tuple[Any, Any], Measured] = {}

    def measured(self, answers: Sequence[Answer]) -> Measured:
        """Return how the first stands; a second one is what came after the due day too."""
        asked = self.column.requirement
        if asked.is_historical:
            return HISTORY
        values = answers[0].value, answers[1].value if len(answers) > 1 else None
        found = self._known.get(values)
        if found is None:
            found = measure(asked.rule, asked.threshold, values[0], self.column.days, values[1])
            self._known[values] = found
        return found
