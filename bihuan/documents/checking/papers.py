"""A document of ours as text: its words in order, and where its figures and paragraphs stand."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bihuan.documents.checking.passage import Stretch
from bihuan.documents.checking.report import CheckedFigure, Recorded, Report, Verdict
from bihuan.documents.layout.parts import (
    date_text,
    note_text,
    number_text,
    plain_title,
    recipients_text,
)
from bihuan.documents.paper import (
    Block,
    FigureRef,
    Inline,
    Paper,
    StatedFigure,
    Table,
    Text,
)

Line = tuple[Inline, ...]


@dataclass(frozen=True)
class PaperText:
    """The words of a paper, a paragraph or a row a line; `figures` are placed by their stretch."""

    text: str
    figures: tuple[tuple[Stretch, StatedFigure], ...]


def text_of(paper: Paper) -> PaperText:
    """Return the words of a paper from its number to its day; not the annex of figures."""
    lines: list[str] = []
    placed: list[tuple[Stretch, StatedFigure]] = []
    at = 0
    for line in _lines(paper):
        words = "".join(part.text for part in line)
        place = at
        for part in line:
            if isinstance(part, FigureRef):
                placed.append(((place, place + len(part.text)), paper.figures[part.index]))
            place += len(part.text)
        lines.append(words)
        at += len(words) + 1
    return PaperText("\n".join(lines), tuple(placed))


def with_records_of(report: Report, paper: PaperText) -> tuple[Report, frozenset[int]]:
    """Return a report in which figures that the records wrote agree with them, and their places."""
    figures = list(report.figures)
    settled = set()
    for at, figure in enumerate(figures):
        stated = _stated_at(paper, figure)
        if stated is None:
            continue
        settled.add(at)
        if stated.status == "traced":
            figures[at] = figure.with_verdict(Verdict.AGREES, _recorded(figure, stated))
    return replace(report, figures=tuple(figures), is_compared=True), frozenset(settled)


def _stated_at(paper: PaperText, figure: CheckedFigure) -> StatedFigure | None:
    for (start, end), stated in paper.figures:
        if start <= figure.start < end:
            return stated
    return None


def _recorded(figure: CheckedFigure, stated: StatedFigure) -> Recorded:
    return Recorded(stated.label, stated.text, figure.value, stated.records, stated.url)


def _lines(paper: Paper) -> Iterator[Line]:
    """Yield the lines of a paper, empty ones left out."""
    head = (number_text(paper), plain_title(paper.title), recipients_text(paper))
    yield from _worded(*head)
    yield from _of_blocks(paper.blocks)
    for annex in paper.annexes:
        if not annex.is_figure_register:
            yield from _worded(plain_title(annex.title))
            yield from _of_blocks(annex.blocks)
    day = date_text(paper.signed_on) if paper.signed_on else ""
    yield from _worded(*paper.signed_by, day, note_text(paper))


def _worded(*texts: str) -> Iterator[Line]:
    for text in texts:
        if text:
            yield (Text(text),)


def _of_blocks(blocks: tuple[Block, ...]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Table):
            for row in (block.head, *block.rows):
                yield _row(row)
        else:
            yield block.inlines


def _row(cells: tuple[Line, ...]) -> Line:
    parts: list[Inline] = []
    for number, cell in enumerate(cells):
        parts.extend(cell if number == 0 else (Text("\t"), *cell))
    return tuple(parts)
