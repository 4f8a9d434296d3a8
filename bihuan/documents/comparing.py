"""Two drafts of a document held against each other: their paragraphs and their figures."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bihuan.documents.differing import Change, changes_between
from bihuan.documents.paper import Paper
from bihuan.documents.paper_json import from_json, to_json
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


@dataclass(frozen=True)
class SaidDraft:
    """What a draft said: the words of its paragraphs, and its figures."""

    texts: list[str]
    figures: list[SaidFigure]


def compare(before: SaidDraft, after: SaidDraft) -> Comparison:
    """Return what changed between two drafts; figures that say the same are left out."""
    figures = figure_changes(before.figures, after.figures)
    changed = [each for each in figures if each.state != "same"]
    return Comparison(changes_between(before.texts, after.texts), changed)


def said_in(filled: FilledDocument) -> SaidDraft:
    """Return what a filled draft says."""
    return _said(filled.paper, [asked.key for asked in filled.asked])


def kept_json(filled: FilledDocument) -> dict[str, Any]:
    """Return what a filled draft says as values that JSON can hold."""
    return {"paper": to_json(filled.paper), "keys": [asked.key for asked in filled.asked]}


def said_then(kept: Mapping[str, Any]) -> SaidDraft:
    """Return what a draft said when it was kept by `kept_json`."""
    return _said(from_json(kept["paper"]), kept["keys"])


def _said(paper: Paper, keys: Sequence[str]) -> SaidDraft:
    figures = [
        SaidFigure(key, figure.code, figure.label, figure.text, figure.value)
        for key, figure in zip(keys, paper.figures, strict=True)
    ]
    return SaidDraft(texts_of(paper), figures)


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
