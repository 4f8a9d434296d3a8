"""What a cell opens: the records behind it that the actor may see, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bihuan.campaigns.models import Requirement
from bihuan.campaigns.requirements.errors import NoSuchRequirement
from bihuan.campaigns.requirements.progress import Progress, matrix
from bihuan.campaigns.requirements.whom import Subject, subjects_of
from bihuan.figures.asking import Scope, effective_period
from bihuan.figures.catalogue import sources
from bihuan.figures.links import trace_url
from bihuan.figures.models import Definition
from bihuan.figures.periods import write_period
from bihuan.figures.tracing import TracedRow, newest_first, rows_behind, traced_row
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Person, Unit
from bihuan.registers.yardsticks import counted

MOST = 50


@dataclass(frozen=True)
class Behind:
    """The records of one figure: how many, how many of them the actor may open, the newest."""

    label: str
    records: int
    visible: int
    rows: Sequence[TracedRow]
    page: str
    is_about_unit: bool


@dataclass(frozen=True)
class OpenedCell:
    """A cell with what is behind it; `trace_url` opens the figure itself, where it can."""

    cell: Progress
    subject: Subject
    period: str
    behind: Sequence[Behind]
    trace_url: str


def open_cell(requirement: Requirement, key: Any, *, actor: Actor) -> OpenedCell:
    """Open a cell; raises NoSuchRequirement where the row is not asked, or unseen."""
    campaign, today = requirement.campaign, clock.today()
    subjects = subjects_of([requirement], campaign, today, actor)
    subject = next((each for each in subjects if each.of.pk == key), None)
    if subject is None:
        raise NoSuchRequirement(_("这条要求不涉及这个单位或个人，或您的账号无权查看。"))
    found = matrix(campaign, [requirement], today, actor=actor, subjects=[subject])
    (cell,) = found.lines[0].cells
    assert cell is not None
    column, person = cell.column, subject.of if isinstance(subject.of, Person) else None
    unit = subject.of if isinstance(subject.of, Unit) else campaign.home
    scope = Scope(unit, column.period)
    terms = counted(column.definition, campaign.home)
    known = cell.answer.records if len(terms) == 1 else None
    behind = [_behind(term, scope, person, actor, known) for term in terms]
    address = trace_url(column.definition.code, scope) if person is None else ""
    period = write_period(effective_period(column.definition, column.period))
    return OpenedCell(cell, subject, period, behind, address)


def _behind(
    term: Definition, scope: Scope, person: Person | None, actor: Actor, known: int | None
) -> Behind:
    """Return what is behind a figure; `known` is how many records, where that is known."""
    source = sources(scope.unit.home, frozenset({term.source}))[term.source]
    rows = rows_behind(source, term, scope)
    if person is not None:
        assert source.person is not None
        rows = rows.filter(**{source.person: person.pk})
    mine = rows.filter(source.visible_to(actor))
    newest = [traced_row(source, row) for row in newest_first(source, mine)[:MOST]]
    return Behind(
        label=term.label,
        records=rows.count() if known is None else known,
        visible=mine.count(),
        rows=newest,
        page=source.page(),
        is_about_unit=person is None,
    )
