"""A report as a page shows it: paragraphs with what was found marked in them, findings, figures."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bihuan.documents.checking.lengths import length_of
from bihuan.documents.checking.report import CheckedFigure, Finding, Report, Severity, Verdict
from bihuan.documents.checking.telling import (
    SEVERITY_LABELS,
    VERDICT_LABELS,
    line_places,
    number_at,
    stated_words,
)
from bihuan.figures.style import NATURE_LABELS

MOST_SHOWN = 1_000
"""Findings, and figures, that a page lists; the counts above it are of all."""
AROUND = 10
"""Characters shown on each side of what was found."""
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
    """A finding with its look, the paragraph where it stands (0 for the whole file), and words by
    which it is found there.
    """

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
    places = line_places(report.text)
    gravity = list(Severity)
    findings = sorted(report.findings, key=lambda found: gravity.index(found.severity))
    return ShownReport(
        lines=list(_lines(report, places)),
        findings=[_finding(report, found, places) for found in findings[:MOST_SHOWN]],
        figures=[_figure(report, figure, places) for figure in report.figures[:MOST_SHOWN]],
        length=length_of(report.text),
    )


def _lines(report: Report, places: Sequence[int]) -> Iterator[ShownLine]:
    """Yield the paragraphs, what was found in each marked; no finding stands in two."""
    marked: dict[int, list[Finding]] = defaultdict(list)
    for found in report.findings[:MOST_SHOWN]:
        if found.end > found.start:
            marked[number_at(places, found.start)].append(found)
    for number, start in enumerate(places, 1):
        end = report.text.find("\n", start)
        end = len(report.text) if end < 0 else end
        yield ShownLine(number, tuple(_pieces(report.text, start, end, marked[number])))


def _pieces(text: str, start: int, end: int, marked: Sequence[Finding]) -> Iterator[Piece]:
    """Cut a paragraph where findings begin and end; findings may overlap."""
    cuts = {start, end}
    for found in marked:
        cuts |= {max(start, found.start), min(end, found.end)}
    ends = sorted(cuts)
    gravity = list(Severity)
    for first, last in pairwise(ends):
        over = [f.severity for f in marked if f.start <= first and last <= f.end]
        gravest = min(over, key=gravity.index, default=None)
        begins = any(f.start == first for f in marked)
        tone = SEVERITY_LOOKS[gravest][0] if gravest else ""
        yield Piece(text[first:last], tone, first if begins else None)


def _finding(report: Report, found: Finding, places: Sequence[int]) -> ShownFinding:
    tone, icon = SEVERITY_LOOKS[found.severity]
    number = number_at(places, found.start) if found.end else 0
    label = str(SEVERITY_LABELS[found.severity])
    words = _around(report.text, found) if found.end else ""
    return ShownFinding(found, label, tone, icon, number, words)


def _around(text: str, found: Finding) -> str:
    """Return the words of a finding with a few around them, within their paragraph."""
    begin = text.rfind("\n", max(0, found.start - AROUND), found.start) + 1
    end = text.find("\n", found.end, found.end + AROUND)
    stop = end if end >= 0 else found.end + AROUND
    return text[begin or max(0, found.start - AROUND) : stop].split("\n", maxsplit=1)[0]


def _figure(report: Report, figure: CheckedFigure, places: Sequence[int]) -> ShownFigure:
    tone, icon = VERDICT_LOOKS[figure.verdict]
    return ShownFigure(
        figure,
        stated_words(report, figure),
        str(NATURE_LABELS[figure.nature]),
        str(VERDICT_LABELS[figure.verdict]),
        tone,
        icon,
        number_at(places, figure.start),
    )
