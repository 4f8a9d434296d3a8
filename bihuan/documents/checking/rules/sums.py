"""Parts and their sum: 其中, 共, and the total rows of tables."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.documents.checking.numbers import written
from bihuan.documents.checking.passage import Passage, Stretch
from bihuan.documents.checking.report import CheckedFigure, Severity
from bihuan.documents.checking.ruling import Place, Rule

_KINDS = ("quantity", "money")
_OF_WHICH = re.compile("其中")
_TOTAL_AHEAD = re.compile("[，、]?(?:总共|共计|合计|总计|共)$")
_TOTAL_ROW = re.compile(r"(?:合\s*计|总\s*计)")
_CELL = re.compile(r"-?\d[\d,，]*(?:\.\d+)?")
SLACK = 1e-6


def _part_exceeds(passage: Passage) -> Iterator[Place]:
    """Yield each part (其中) that is greater than its whole."""
    for whole, parts in _wholes(passage):
        for part in parts:
            if part.span[0] > whole.span[1] + SLACK:
                words = {"part": _said(part), "whole": _said(whole)}
                message = _("“其中”的%(part)s多于前面的%(whole)s，请核对。")
                yield part.start, part.end, message % words


def _parts_exceed(passage: Passage) -> Iterator[Place]:
    """Yield the last of several parts (其中) that together are more than their whole."""
    for whole, parts in _wholes(passage):
        least = sum(part.span[0] for part in parts)
        fits = all(part.span[0] <= whole.span[1] + SLACK for part in parts)
        if len(parts) > 1 and fits and least > whole.span[1] + SLACK:
            words = {"sum": written(least), "unit": whole.unit, "whole": _said(whole)}
            message = _("“其中”各部分相加是%(sum)s%(unit)s，多于%(whole)s；有交叉的请写明。")
            yield parts[-1].start, parts[-1].end, message % words


def _wholes(passage: Passage) -> Iterator[tuple[CheckedFigure, Sequence[CheckedFigure]]]:
    """Yield each whole with the parts that 其中 names in its sentence, of one unit all."""
    for mark in _OF_WHICH.finditer(passage.text):
        start, end = passage.sentences.around(mark.start())
        following = passage.text.find("其中", mark.end(), end)
        before = _counted(passage, (start, mark.start()))
        if not before:
            continue
        whole = before[-1]
        stop = end if following < 0 else following
        parts = [f for f in _counted(passage, (mark.end(), stop)) if f.unit == whole.unit]
        if parts and whole.unit:
            yield whole, parts


def _counted(passage: Passage, stretch: Stretch) -> list[CheckedFigure]:
    return [f for f in passage.within(stretch) if f.stated.kind in _KINDS and f.is_result]


def _together(passage: Passage) -> Iterator[Place]:
    """Yield each total (共, 合计) that is not the sum of the two or more parts right before it."""
    for at, total in enumerate(passage.figures):
        parts = _parts_ahead(passage, at)
        if len(parts) < 2:
            continue
        least, most = (sum(part.span[end] for part in parts) for end in (0, 1))
        if least <= total.span[1] + SLACK and total.span[0] <= most + SLACK:
            continue
        words = {"sum": written(least), "unit": total.unit, "total": _said(total)}
        message = _("前面各项相加是%(sum)s%(unit)s，与%(total)s不符。")
        yield total.start, total.end, message % words


def _parts_ahead(passage: Passage, at: int) -> list[CheckedFigure]:
    """Return the figures of the total's unit that stand before it, where it says it sums them."""
    total = passage.figures[at]
    sentence, _end = passage.sentences.around(total.start)
    words = passage.before(total)
    is_total = total.stated.kind in _KINDS and total.unit and _TOTAL_AHEAD.fullmatch(words.strip())
    if not is_total:
        return []
    before = passage.within((sentence, total.start))
    parts: list[CheckedFigure] = []
    for figure in reversed(before):
        if figure.unit != total.unit or figure.stated.kind not in _KINDS:
            break
        parts.append(figure)
    return parts


def _columns(passage: Passage) -> Iterator[Place]:
    """Yield each number of a total row that is not the sum of its column."""
    lines = [(start, passage.text[start:end].rstrip("\n")) for start, end in passage.lines]
    for is_table, group in groupby(lines, key=lambda line: "\t" in line[1]):
        if is_table:
            yield from _of_table([(start, line.split("\t")) for start, line in group])


def _of_table(rows: list[tuple[int, list[str]]]) -> Iterator[Place]:
    totals = [n for n, (_at, cells) in enumerate(rows) if _TOTAL_ROW.fullmatch(cells[0].strip())]
    if len(totals) != 1 or any("小计" in cells[0] for _at, cells in rows):
        return
    start, cells = rows[totals[0]]
    others = [row for n, (_at, row) in enumerate(rows) if n != totals[0]]
    for column in range(1, len(cells)):
        stated = _number(cells[column])
        found = [_number(row[column]) for row in others if column < len(row)]
        values = [value for value in found if value is not None]
        if stated is None or len(values) < 2 or "%" in "".join(r[column] for r in others[:1]):
            continue
        if abs(sum(values) - stated) > SLACK * max(1.0, abs(stated)):
            place = start + sum(len(cell) + 1 for cell in cells[:column])
            words = {"stated": cells[column].strip(), "sum": written(sum(values))}
            message = _("表中合计写%(stated)s，本列各行相加是%(sum)s。")
            yield place, place + len(cells[column]), message % words


def _number(cell: str) -> float | None:
    found = _CELL.fullmatch(cell.strip())
    return float(re.sub("[,，]", "", found[0])) if found else None


def _said(figure: CheckedFigure) -> str:
    return f"{figure.stated.core}{figure.unit}"


RULES = (
    Rule("sum.part_exceeds", Severity.ERROR, gettext_lazy("部分大于合计"), _part_exceeds),
    Rule("sum.parts_exceed", Severity.WARNING, gettext_lazy("各部分之和大于合计"), _parts_exceed),
    Rule("sum.total", Severity.ERROR, gettext_lazy("合计不等于各项之和"), _together),
    Rule("sum.column", Severity.ERROR, gettext_lazy("表格合计不符"), _columns),
)
