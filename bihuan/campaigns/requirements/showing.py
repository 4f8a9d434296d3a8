"""The matrix as a page shows it: heads, rows of cells, and which rows are asked for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from bihuan.campaigns.models import Campaign, Requirement, RequirementScope
from bihuan.campaigns.requirements.access import standing_on
from bihuan.campaigns.requirements.progress import Column, Line, Matrix, Progress
from bihuan.campaigns.requirements.whom import Subject
from bihuan.campaigns.requirements.wording import (
    Shown,
    due,
    missing,
    shown,
    shown_of_person,
    wanted,
)
from bihuan.orgs.models import Unit

NO_KEY = UUID(int=0)
TIGHT = (("loose", 24), ("tight", 42))  # rows that one printed sheet bears at each density


@dataclass(frozen=True)
class ShownHead:
    """The head of a column."""

    label: str
    wanted: str
    due: str
    is_historical: bool


@dataclass(frozen=True)
class ShownLine:
    """A row: its name, what else is said of it, where it opens, and its cells."""

    name: str
    note: str
    url: str
    is_closed: bool
    cells: Sequence[Shown]
    open_count: int


@dataclass(frozen=True)
class ShownMatrix:
    """A whole matrix; `density` is the class by which it fits a sheet."""

    heads: Sequence[ShownHead]
    lines: Sequence[ShownLine]
    open_units: int
    density: str


def standing_by_scope(campaign: Campaign, on: dt.date) -> dict[str, list[Requirement]]:
    """Return the requirements that stand on a day, by scope."""
    found: dict[str, list[Requirement]] = {scope.value: [] for scope in RequirementScope}
    for one in standing_on(campaign, on):
        found[one.scope].append(one)
    return found


def shown_matrix(campaign: Campaign, found: Matrix, lines: Sequence[Line]) -> ShownMatrix:
    """Put some lines of a matrix into the page's words."""
    urls = [cell_urls(campaign, column.requirement) for column in found.columns]
    own = reverse("requirements:own", args=[campaign.pk, NO_KEY])
    return ShownMatrix(
        heads=heads_of(found.columns),
        lines=[_line(line, urls, own) for line in lines],
        open_units=sum(line.open_count > 0 for line in found.lines),
        density=density(len(lines)),
    )


def heads_of(columns: Sequence[Column]) -> list[ShownHead]:
    """Return the heads of columns."""
    return [
        ShownHead(
            label=column.requirement.label,
            wanted=wanted(column.requirement, column.definition),
            due=due(column.requirement),
            is_historical=column.requirement.is_historical,
        )
        for column in columns
    ]


def cell_urls(campaign: Campaign, requirement: Requirement) -> str:
    """Return the address of a requirement's cells, with NO_KEY where the row's key belongs."""
    return reverse("requirements:cell", args=[campaign.pk, requirement.pk, NO_KEY])


def density(rows: int) -> str:
    """Return the class by which so many rows fit one printed sheet, as far as that can be."""
    return next((name for name, most in TIGHT if rows <= most), "tightest")


def _line(line: Line, urls: Sequence[str], own: str) -> ShownLine:
    subject = line.subject
    key = str(subject.of.pk)
    is_unit = isinstance(subject.of, Unit)
    words = shown if is_unit else shown_of_person
    return ShownLine(
        name=str(subject.of),
        note=_note(subject),
        url=own.replace(str(NO_KEY), key) if is_unit else "",
        is_closed=subject.is_closed,
        cells=[
            words(cell, url.replace(str(NO_KEY), key) if cell else "")
            for cell, url in zip(line.cells, urls, strict=True)
        ],
        open_count=line.open_count if is_unit else 0,
    )


def _note(subject: Subject) -> str:
    """Return what became of a unit, or a person's post where the name does not say it."""
    return subject.note if subject.title in ("", str(subject.of)) else subject.title


@dataclass(frozen=True)
class ShownProgress:
    """One requirement with how it stands, as a line of a list."""

    requirement: Requirement
    wanted: str
    due: str
    cell: Shown
    missing: str
    enter_url: str = ""
    enter_label: str = ""


def shown_progress(cell: Progress, url: str) -> ShownProgress:
    """Return a cell as a line of a list."""
    requirement, definition = cell.column.requirement, cell.column.definition
    unit = definition.unit_of_measure
    short = missing(cell)
    return ShownProgress(
        requirement=requirement,
        wanted=wanted(requirement, definition),
        due=due(requirement),
        cell=shown(cell, url),
        missing=f"{short}{unit}" if short else "",
    )
