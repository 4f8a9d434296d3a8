"""Two drafts of a document held against each other: their paragraphs and their figures."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bihuan.documents.differing import Change, changes_between
from bihuan.documents.paragraphs import texts_of
from bihuan.documents.template import FilledDocument

FigureState = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True)
class SaidFigure:
    """A figure as one draft states it: under which key, its code, words and value."""

    key: str
    code: str
    label: str
    text: str
    value: str


@dataclass(frozen=True)
class FigureChange:
    """What became of one figure; None on the side that does not state it."""

    state: FigureState
    before: SaidFigure | None
    after: SaidFigure | None

    @property
    def named(self) -> SaidFigure:
        """Return the figure by its later name."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True)
class Comparison:
    """What changed between two drafts."""

    changes: list[Change]
    figures: list[FigureChange]

    @property
    def is_same(self) -> bool:
        """Tell whether nothing changed in words and figures."""
        return all(c.kind == "same" for c in self.changes) and not self.figures

    @property
    def counts(self) -> dict[str, int]:
        """Return how many paragraphs were changed, moved, added, removed."""
        kinds = Counter(change.kind for change in self.changes)
        return {"changed": 0, "moved": 0, "added": 0, "removed": 0} | kinds


def compare(before: FilledDocument, after: FilledDocument) -> Comparison:
    """Return what changed between two filled drafts; figures that say the same are left out."""
    changes = changes_between(texts_of(before.paper), texts_of(after.paper))
    figures = figure_changes(said_in(before), said_in(after))
    return Comparison(changes, [each for each in figures if each.state != "same"])


def said_in(filled: FilledDocument) -> list[SaidFigure]:
    """Return the figures of a filled draft."""
    return [
        SaidFigure(asked.key, figure.code, figure.label, figure.text, figure.value)
        for figure, asked in zip(filled.figures, filled.asked, strict=True)
    ]


def figure_changes(before: Iterable[SaidFigure], after: Iterable[SaidFigure]) -> list[FigureChange]:
    """Return what became of each figure, in the later order, then those that are gone.

    One that stands several times is held against itself in the order of the text.
    """
    left: dict[str, list[SaidFigure]] = defaultdict(list)
    for figure in before:
        left[figure.key].append(figure)
    found = []
    for figure in after:
        was = left[figure.key].pop(0) if left[figure.key] else None
        if was is None:
            found.append(FigureChange("added", None, figure))
            continue
        is_same = (was.text, was.value) == (figure.text, figure.value)
        found.append(FigureChange("same" if is_same else "changed", was, figure))
    gone = [figure for rest in left.values() for figure in rest]
    return found + [FigureChange("removed", figure, None) for figure in gone]
