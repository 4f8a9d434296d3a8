"""Lists in running text: 一是 二是, （一）（二）, 第一，第二，, 首先 其次, and lines of 一、 1."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bihuan.lib.numerals import parse_number

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    rf"(?:^|(?<=[。；;：:，、\n“\s]))(?P<is>{_NUMERAL})(?:是(?!否)|要(?=[^求点素]))"
    rf"|(?:^|(?<=[。；;：:，\n\s]))第(?P<nth>{_NUMERAL})[，、,]"
    rf"|(?:^|(?<=[。；;：:，\n\s]))[（(](?P<bracket>{_NUMERAL})[）)]"
    rf"|^[ \t\u3000]*(?P<line>{_NUMERAL})、"
    r"|^[ \t\u3000]*(?P<digit>\d{1,2})[.．、](?!\d)",
    re.M,
)


@dataclass(frozen=True)
class Mark:
    """A mark of order: its style, its number, and where it stands."""

    style: str
    number: int
    start: int
    end: int


@dataclass
class Series:
    """Marks of one style that count on from one."""

    style: str
    marks: list[Mark] = field(default_factory=list)

    @property
    def last(self) -> int:
        """Return the last number."""
        return self.marks[-1].number


def marks_of(text: str) -> Iterator[Mark]:
    """Yield the marks of order of a text."""
    for match in _MARK.finditer(text):
        style = str(match.lastgroup)
        number = parse_number(match[style])
        if number is not None:
            yield Mark(style, int(number), match.start(style), match.end())


def series_of(text: str) -> tuple[list[Series], list[tuple[Mark, int]]]:
    """Return the series of a text, and each mark that continues none, with the number expected.

    Series of one style may stand within each other; a mark goes on with the innermost that it
    fits. A heading (a line of 一、) ends what stands below it.
    """
    every: list[Series] = []
    stray: list[tuple[Mark, int]] = []
    opened: dict[str, list[Series]] = {}
    for mark in marks_of(text):
        stack = opened.setdefault(mark.style, [])
        if mark.number == 1:
            stack.append(Series(mark.style, [mark]))
            every.append(stack[-1])
        elif (fitting := _continued(stack, mark)) is not None:
            del stack[fitting + 1 :]
            stack[fitting].marks.append(mark)
        else:
            if stack:
                stray.append((mark, stack[-1].last + 1))
            opened[mark.style] = [Series(mark.style, [mark])]
            every.append(opened[mark.style][0])
        if mark.style == "line":
            opened = {"line": opened["line"]}
    return every, stray


def _continued(stack: list[Series], mark: Mark) -> int | None:
    """Return the place of the innermost series that a mark goes on with."""
    return next((n for n in reversed(range(len(stack))) if stack[n].last + 1 == mark.number), None)
