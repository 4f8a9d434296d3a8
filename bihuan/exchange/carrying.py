"""What of an issued document goes along: its facts, its figures with counts, its files."""

from collections.abc import Iterable
from typing import Any

from bihuan.documents.models import Issue
from bihuan.documents.paper import StatedFigure
from bihuan.documents.paper_json import from_json
from bihuan.exchange.package.manifest import (
    DOCX,
    FIGURES,
    PDF,
    Carried,
    Figure,
    Figures,
    moment,
    write_figures,
)
from bihuan.exchange.rules import LONGEST_NUMBER, LONGEST_TITLE
from bihuan.files import store


def title_of(issue: Issue) -> str:
    """Return the title of an issued document, on one line."""
    return issue.document.title_on_one_line[:LONGEST_TITLE]


def number_of(issue: Issue) -> str:
    """Return the number of an issued document with its series, empty where it has none."""
    number = issue.document_number
    return number.with_series[:LONGEST_NUMBER] if number else ""


def facts_of(issue: Issue) -> Carried:
    """Return what a manifest says of an issued document."""
    return Carried(
        id=issue.pk,
        kind=issue.document.kind,
        title=title_of(issue),
        number=number_of(issue),
        unit=issue.document.unit.name,
        issued_at=moment(issue.issued_at),
    )


def figures_of(issue: Issue) -> list[dict[str, Any]]:
    """Return the figures of an issued document as they were frozen: counts, no records."""
    figures = _figures(from_json(issue.paper).figures).figures
    return [figure.model_dump(mode="json") for figure in figures]


def files_of(issue: Issue) -> dict[str, bytes]:
    """Return the files of a package that carries an issued document."""
    return {
        DOCX: store.get(issue.docx_id),
        PDF: store.get(issue.pdf_id),
        FIGURES: write_figures(_figures(from_json(issue.paper).figures)),
    }


def _figures(stated: Iterable[StatedFigure]) -> Figures:
    return Figures(
        figures=[
            Figure(
                label=_line(each.label, 300),
                text=_line(each.text, 300),
                value=_line(each.value, 60),
                unit=_line(each.unit, 20),
                source=_line(each.source, 300),
                note=_line(each.note, 300),
                records=each.records,
                as_of=moment(each.as_of),
                status=each.status,
                signed_by=_line(each.signed_by, 60),
            )
            for each in stated
        ]
    )


def _line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]
