"""Where 署名 and 成文日期 stand: without a seal, with one or several, or above a signed order.

Places are measured in characters from the right edge of the block (GB/T 9704-2012, 7.3.5).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bihuan.documents.layout.page import CHARACTERS
from bihuan.documents.layout.parts import date_text, display_width, names_unit_in_head
from bihuan.documents.paper import Paper

DATE_RIGHT_SEALED = 4.0
# A seal of 42 mm is four lines high: its name stands two lines below the text, so that its upper
# edge is within one line of it; of two seals one above the other the names are five lines apart.
LINES_ABOVE_SEAL = 2
LINES_BETWEEN_SEALS = 4
SEALS_A_ROW = 3
# The stamp of a signature (签名章) is as wide as four characters where no name is written.
STAMP_WIDTH = 4.0


@dataclass(frozen=True)
class Placed:
    """Words of the signature, and how many characters stay free at their right."""

    text: str
    right: float
    role: Literal["name", "date", "stamp"] = "name"

    @property
    def left(self) -> float:
        """Return how many characters lie between the left edge of the block and the words."""
        return max(0.0, CHARACTERS - self.right - display_width(self.text))


@dataclass(frozen=True)
class Signature:
    """署名 and 成文日期: `rows` from top to bottom, an empty one is a blank line."""

    rows: tuple[tuple[Placed, ...], ...] = ()
    lines_above: int = 1

    @property
    def names(self) -> tuple[tuple[str, float], ...]:
        """Return the names and what stays free at their right."""
        placed = (each for row in self.rows for each in row if each.role != "date")
        return tuple((each.text, each.right) for each in placed)

    @property
    def date(self) -> tuple[str, float] | None:
        """Return the date and what stays free at its right."""
        dates = [each for row in self.rows for each in row if each.role == "date"]
        return (dates[0].text, dates[0].right) if dates else None


def signature(paper: Paper) -> Signature:
    """Return where 署名 and date stand; nowhere, where the head has them."""
    if names_unit_in_head(paper):
        return Signature()
    day = date_text(paper.signed_on) if paper.signed_on else ""
    if paper.layout == "order":
        return _stamped(paper, day)
    if not paper.signed_by:
        return Signature(_row(Placed(day, 2.0, "date") if day else None))
    if paper.is_sealed:
        return _sealed(paper.signed_by, day)
    return _unsealed(paper.signed_by, day)


def _unsealed(names: Sequence[str], day: str) -> Signature:
    """Place names without a seal (7.3.5.2).

    The name leaves 2 characters at the right and the date begins 2 characters right of it; a date
    longer than the name leaves the 2 characters itself and moves the name. The last name of a
    joint issue stands above the date and rules it.
    """
    if not day:
        return Signature(tuple((Placed(name, 2.0),) for name in names))
    last = display_width(names[-1])
    over = max(0.0, display_width(day) - last)
    right = 2.0 if over == 0 else over + 4.0
    rows = [(Placed(name, 2.0),) for name in names[:-1]]
    date_right = 2.0 if over else last - display_width(day)
    rows += [(Placed(names[-1], right),), (Placed(day, date_right, "date"),)]
    return Signature(tuple(rows))


def _sealed(names: Sequence[str], day: str) -> Signature:
    """Place names that seals are put over (7.3.5.1): the last centred above the date.

    Several stand in rows, as many beside each other as their seals have room.
    """
    if len(names) == 1:
        return Signature(_over_date(names[0], day), LINES_ABOVE_SEAL)
    rows = list(_seal_rows(names))
    last = rows[-1][-1]
    if day:
        middle = last.right + display_width(last.text) / 2
        rows.append((Placed(day, middle - display_width(day) / 2, "date"),))
    return Signature(tuple(rows), LINES_ABOVE_SEAL)


def _over_date(name: str, day: str) -> tuple[tuple[Placed, ...], ...]:
    """Centre a name above its date, which leaves 4 characters, or fewer under a very long name."""
    if not day:
        return _row(Placed(name, DATE_RIGHT_SEALED))
    half = (display_width(name) - display_width(day)) / 2
    right = max(0.0, DATE_RIGHT_SEALED - half)
    return _row(Placed(name, right), Placed(day, right + half, "date"))


def _seal_rows(names: Sequence[str]) -> Iterator[tuple[Placed, ...]]:
    """Yield the names in rows of equal cells, each in the middle of its own; the last at the right.

    A row that is not full begins at the right, where the date stands.
    """
    widest = max(map(display_width, names))
    fitting = next((n for n in (3, 2) if widest <= CHARACTERS / n - 0.5), 1)
    a_row = min(fitting, SEALS_A_ROW, len(names))
    cell = CHARACTERS / a_row
    for start in range(0, len(names), a_row):
        if start:
            yield from ((),) * LINES_BETWEEN_SEALS
        row = names[start : start + a_row]
        cells_right = range(len(row) - 1, -1, -1)
        yield tuple(
            Placed(name, max(0.0, n * cell + (cell - display_width(name)) / 2))
            for name, n in zip(row, cells_right, strict=True)
        )


def _stamped(paper: Paper, day: str) -> Signature:
    """Place the stamp of who signs an order (7.3.5.3): two lines below, post at its left, 4 free.

    A name that is not written leaves the room of the stamp free.
    """
    wide = display_width(paper.signer) or STAMP_WIDTH
    line = []
    if paper.signer_post:
        line.append(Placed(paper.signer_post, DATE_RIGHT_SEALED + wide + 2))
    if paper.signer:
        line.append(Placed(paper.signer, DATE_RIGHT_SEALED, "stamp"))
    dated = (Placed(day, DATE_RIGHT_SEALED, "date"),) if day else ()
    rows = (tuple(line), (), dated) if line else (dated,)
    return Signature(tuple(rows) if any(rows) else (), 2)


def _row(*placed: Placed | None) -> tuple[tuple[Placed, ...], ...]:
    return tuple((each,) for each in placed if each)
