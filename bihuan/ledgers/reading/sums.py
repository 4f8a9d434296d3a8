"""Holding a ledger's own sums against its rows: a difference is told, never mended."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from bihuan.ledgers.reading.body import Body, SumRow
from bihuan.ledgers.reading.found import Head
from bihuan.ledgers.reading.words import is_sum, squeezed
from bihuan.lib.numerals import parse_number
from bihuan.lib.workbooks.reading import Cell

MOST_DOUBTS = 30
WRONG = 0.3  # of its rows in which a column of sums may be wrong and still be one
_SLACK = Decimal("0.000001")


def number_in(cell: Cell) -> Decimal | None:
    """Return the number that a cell is; None for a blank and for anything else."""
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        found = Decimal(repr(cell))
        return found if found.is_finite() else None
    return parse_number(squeezed(cell)) if isinstance(cell, str) else None


def doubts_on_sum_rows(body: Body, heads: Sequence[Head], sheet: str) -> list[str]:
    """Return a sentence for every sum that its rows do not give."""
    doubts: list[str] = []
    for at, total in enumerate(body.sums):
        if "平均" in total.text:
            continue
        for column, head in enumerate(heads):
            said = number_in(total.cells[column])
            if said is None or not head.label or "率" in head.label or head.unit == "%":
                continue
            found = _candidates(body, at, total, column)
            if found and not any(_equal(said, sum_) for sum_ in found):
                doubts.append(
                    _(
                        "%(sheet)s第%(row)d行“%(text)s”的“%(column)s”写的是%(said)s，按各行相加是%(sum)s。"
                    )
                    % {
                        "sheet": sheet,
                        "row": total.row + 1,
                        "text": total.text[:12],
                        "column": head.label,
                        "said": f"{said.normalize():f}",
                        "sum": f"{found[0].normalize():f}",
                    }
                )
    return doubts[:MOST_DOUBTS]


def _candidates(body: Body, at: int, total: SumRow, column: int) -> list[Decimal]:
    """Return what a sum may be the sum of: likeliest first."""
    before = body.sums[at - 1].after if at else 0
    whole = range(total.after) if total.after else range(len(body.rows))
    parts = [whole]
    if 0 < before < total.after:
        parts.insert(0 if "小计" in squeezed(total.text) else 1, range(before, total.after))
    if at + 1 < len(body.sums) or total.after < len(body.rows):
        following = next((s.after for s in body.sums[at + 1 :]), len(body.rows))
        parts.append(range(total.after, following))
        parts.append(range(total.after, len(body.rows)))
    parts += [range(earlier.after, total.after) for earlier in body.sums[:at]]
    section = _section_before(body, total.after)
    parts.append(section)
    found = []
    for part in parts:
        cells = [body.cells[row][column] for row in part]
        numbers = [number_in(cell) for cell in cells]
        if any(cell is not None and not _is_number_or_stroke(cell) for cell in cells):
            return []  # 2.5KM, 约60: not for this rule to add up
        if any(number is not None for number in numbers):
            found.append(sum((number for number in numbers if number is not None), Decimal(0)))
    return found


def _section_before(body: Body, after: int) -> range:
    first = after
    while first > 0 and body.sections[first - 1] == body.sections[after - 1]:
        first -= 1
    return range(first, after)


def sum_columns(
    heads: Sequence[Head], rows: Sequence[Sequence[Cell]]
) -> dict[int, tuple[list[int], list[int]]]:
    """Return the columns that add up others, with the columns added and the rows that differ.

    A column is one by its name (合计, 小计) and because most of its rows bear it out.
    """
    found: dict[int, tuple[list[int], list[int]]] = {}
    numeric = [at for at, _head in enumerate(heads) if _is_numeric(row[at] for row in rows)]
    for at in numeric:
        if not is_sum(heads[at].label):
            continue
        for parts in _parts_of(at, heads, [n for n in numeric if n != at and n not in found]):
            told = [row for row, cells in enumerate(rows) if number_in(cells[at]) is not None]
            wrong = [row for row in told if not _adds_up(rows[row], at, parts)]
            if len(parts) >= 2 and told and len(wrong) <= max(1, WRONG * len(told)) < len(told):
                found[at] = (parts, wrong)
                break
    return found


def _parts_of(at: int, heads: Sequence[Head], numeric: list[int]) -> Iterable[list[int]]:
    group = heads[at].group
    if group:
        yield [other for other in numeric if heads[other].group == group]
    yield [other for other in numeric if not is_sum(heads[other].label)]
    yield [other for other in numeric if other > at]
    yield [other for other in numeric if other < at]


def _adds_up(cells: Sequence[Cell], at: int, parts: list[int]) -> bool:
    said = number_in(cells[at])
    numbers = [number_in(cells[part]) or Decimal(0) for part in parts]
    return said is not None and _equal(said, sum(numbers, Decimal(0)))


def _is_numeric(cells: Iterable[Cell]) -> bool:
    filled = [cell for cell in cells if cell is not None]
    return bool(filled) and all(number_in(cell) is not None for cell in filled)


def _is_number_or_stroke(cell: Cell) -> bool:
    return number_in(cell) is not None or squeezed(cell) in ("/", "-", "—", "——")


def _equal(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _SLACK * max(Decimal(1), abs(one))
