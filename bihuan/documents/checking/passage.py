"""A text with its figures, cut into paragraphs, sentences and clauses: what every rule looks at."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bihuan.documents.checking.lists import Mark, Series, series_of
from bihuan.documents.checking.report import CheckedFigure

Stretch = tuple[int, int]
_SENTENCE_ENDS = re.compile(r"[。；;！!？?\n]")
_STATEMENT_ENDS = re.compile(r"[。！？\n]")
_CLAUSE_ENDS = re.compile(r"[，。；：！？,;:!?\t\n]")
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])")
LONGEST_HEADING = 40
LONGEST_CLAUSE, LONGEST_SENTENCE, LONGEST_PARAGRAPH = 300, 1_200, 20_000
"""Characters after which a piece is cut though no mark ends it."""
NOT_A_BREAK = re.compile(r"(?<=\d)[,，:：](?=\d)")


@dataclass(frozen=True)
class Heading:
    """A headed line: where it begins, its words, and whether it is of the first level (一、)."""

    start: int
    end: int
    text: str
    is_first_level: bool


class Cuts:
    """Where a text is cut, so that the piece around a place is found at once."""

    def __init__(self, text: str, ends: re.Pattern[str], longest: int) -> None:
        inside = {match.start() for match in NOT_A_BREAK.finditer(text)}
        natural = [0] + [m.end() for m in ends.finditer(text) if m.start() not in inside]
        self.length = len(text)
        # A text without marks must not make every look at the words around a place a long one.
        self.after = [
            cut
            for start, end in pairwise([*natural, self.length])
            for cut in range(start, max(end, start + 1), longest)
        ]

    def around(self, place: int) -> Stretch:
        """Return the piece that holds a place, its ending mark included."""
        at = bisect_right(self.after, place)
        start = self.after[at - 1]
        return start, self.after[at] if at < len(self.after) else self.length

    def all(self) -> list[Stretch]:
        """Return all pieces in order."""
        ends = [*self.after[1:], self.length]
        return [(start, end) for start, end in zip(self.after, ends, strict=True) if end > start]


@dataclass(frozen=True)
class Passage:
    """A text and its figures in order."""

    text: str
    figures: Sequence[CheckedFigure] = ()

    @cached_property
    def sentences(self) -> Cuts:
        """Return the sentences; a semicolon ends one, as each point of a list is one."""
        return Cuts(self.text, _SENTENCE_ENDS, LONGEST_SENTENCE)

    @cached_property
    def clauses(self) -> Cuts:
        """Return the clauses."""
        return Cuts(self.text, _CLAUSE_ENDS, LONGEST_CLAUSE)

    @cached_property
    def paragraphs(self) -> Cuts:
        """Return the paragraphs."""
        return Cuts(self.text, re.compile("\n"), LONGEST_PARAGRAPH)

    @cached_property
    def statements(self) -> Cuts:
        """Return the full sentences, with what a semicolon joins."""
        return Cuts(self.text, _STATEMENT_ENDS, LONGEST_SENTENCE)

    @cached_property
    def series(self) -> tuple[list[Series], list[tuple[Mark, int]]]:
        """Return the lists of the text, and the marks that continue none."""
        return series_of(self.text)

    @property
    def lines(self) -> list[Stretch]:
        """Return the lines: paragraphs, and rows of tables."""
        return self.paragraphs.all()

    @cached_property
    def headings(self) -> list[Heading]:
        """Return the headed lines: short ones that begin with 一、 or （一）."""
        found = []
        for start, end in self.paragraphs.all():
            line = self.text[start:end].strip()
            if len(line) <= LONGEST_HEADING and _HEADING.match(line):
                found.append(Heading(start, end, line, line[0] not in "（("))
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [figure.start for figure in self.figures]

    def within(self, stretch: Stretch) -> Sequence[CheckedFigure]:
        """Return the figures that begin in a stretch."""
        first, last = bisect_left(self._starts, stretch[0]), bisect_left(self._starts, stretch[1])
        return self.figures[first:last]

    def before(self, figure: CheckedFigure) -> str:
        """Return the words of its clause before a figure."""
        return self.text[self.clauses.around(figure.start)[0] : figure.start]

    def after(self, figure: CheckedFigure) -> str:
        """Return the words of its clause after a figure's numeral."""
        return self.text[figure.end : self.clauses.around(max(figure.start, figure.end - 1))[1]]

    def headed_by(self, place: int) -> list[Heading]:
        """Return the headings that a place stands under: the last of each level before it."""
        at = bisect_right(self._heading_starts, place)
        return self._under[at]

    @cached_property
    def _heading_starts(self) -> list[int]:
        return [heading.start for heading in self.headings]

    @cached_property
    def _under(self) -> list[list[Heading]]:
        """Return what stands above a place, by how many headings lie before it."""
        under: list[list[Heading]] = [[]]
        for heading in self.headings:
            above = [] if heading.is_first_level else under[-1][:1]
            under.append([*above, heading])
        return under
