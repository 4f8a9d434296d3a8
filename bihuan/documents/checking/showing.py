"""A report as a page shows it: paragraphs with what was found marked in them, findings, figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bihuan.documents.checking.report import CheckedFigure, Finding, Report, Severity, Verdict
from bihuan.documents.checking.telling import SEVERITY_LABELS, VERDICT_LABELS, stated_words
from bihuan.figures.style import NATURE_LABELS

SEVERITY_LOOKS = {
    Severity.ERROR: ("bad", "alert-circle"),
    Severity.WARNING: ("warn", "alert-triangle"),
    Severity.NOTE: ("info", "info-circle"),
}
VERDICT_LOOKS = {
    Verdict.AGREES: ("good", "circle-check"),
    Verdict.DIFFERS: ("bad", "alert-circle"),
    Verdict.NO_RECORD: ("warn", "list-search"),
    Verdict.NOT_MEASURABLE: ("plain", "info-circle"),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph; `tone` where something was found in it, the gravest."""

    text: str
    tone: str = ""
    place: int | None = None  # where a finding begins with it, for the link to it


@dataclass(frozen=True)
class ShownLine:
    """A paragraph with its number; of no number where it is empty."""

    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ShownFinding:
    """A finding with its look, and the paragraph where it stands (0 for the whole file)."""

    finding: Finding
    label: str
    tone: str
    icon: str
    number: int
    words: str


@dataclass(frozen=True)
class ShownFigure:
    """A figure as written, with its look and its paragraph."""

    figure: CheckedFigure
    words: str
    nature: str
    verdict: str
    tone: str
    icon: str
    number: int


@dataclass(frozen=True)
class ShownReport:
    """Everything of a report that a page shows."""

    lines: Sequence[ShownLine]
    findings: Sequence[ShownFinding]
    figures: Sequence[ShownFigure]
    length: int


def shown_report(report: Report) -> ShownReport:
    """Return a report as a page shows it; the gravest findings come first."""
    starts = _line_starts(report.text)
    gravity = list(Severity)
    findings = sorted(report.findings, key=lambda found: gravity.index(found.severity))
    return ShownReport(
        lines=[_line(report, start, end, number) for start, end, number in starts],
        findings=[_finding(report, found, starts) for found in findings],
        figures=[_figure(report, figure, starts) for figure in report.figures],
        length=sum(1 for character in report.text if not character.isspace()),
    )


Placed = tuple[int, int, int]


def _line_starts(text: str) -> list[Placed]:
    """Return start, end and number of each paragraph that is not empty."""
    found: list[Placed] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            found.append((at, at + len(line), len(found) + 1))
        at += len(line) + 1
    return found


def _number_of(starts: Sequence[Placed], place: int) -> int:
    return next((number for start, end, number in reversed(starts) if start <= place), 1)


def _line(report: Report, start: int, end: int, number: int) -> ShownLine:
    marked = [f for f in report.findings if f.end > start and f.start < end and f.end > f.start]
    return ShownLine(number, tuple(_pieces(report.text, start, end, marked)))


def _pieces(text: str, start: int, end: int, marked: Sequence[Finding]) -> Iterator[Piece]:
    """Cut a paragraph where findings begin and end; findings may overlap."""
    cuts = {start, end}
    for found in marked:
        cuts |= {max(start, found.start), min(end, found.end)}
    places = sorted(cuts)
    gravity = list(Severity)
    for first, last in zip(places, places[1:], strict=False):
        over = [f.severity for f in marked if f.start <= first and last <= f.end]
        gravest = min(over, key=gravity.index, default=None)
        begins = any(f.start == first for f in marked)
        tone = SEVERITY_LOOKS[gravest][0] if gravest else ""
        yield Piece(text[first:last], tone, first if begins else None)


def _finding(report: Report, found: Finding, starts: Sequence[Placed]) -> ShownFinding:
    tone, icon = SEVERITY_LOOKS[found.severity]
    number = _number_of(starts, found.start) if found.end else 0
    label = str(SEVERITY_LABELS[found.severity])
    return ShownFinding(found, label, tone, icon, number, report.text[found.start : found.end])


def _figure(report: Report, figure: CheckedFigure, starts: Sequence[Placed]) -> ShownFigure:
    tone, icon = VERDICT_LOOKS[figure.verdict]
    return ShownFigure(
        figure,
        stated_words(report, figure),
        str(NATURE_LABELS[figure.nature]),
        str(VERDICT_LABELS[figure.verdict]),
        tone,
        icon,
        _number_of(starts, figure.start),
    )
