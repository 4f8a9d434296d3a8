"""Matching a stated figure with the figures that are defined: label, unit of measure, nature.

The words around the numeral are held against each label by the signs and pairs of signs that they
share; one that many labels have (村, 公路) weighs less than one that is a label's own (渡改桥).
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bihuan.documents.checking.passage import Passage
from bihuan.documents.checking.report import CheckedFigure
from bihuan.figures.models import Definition
from bihuan.figures.style import Nature

LIKELY = 0.45
"""The least likeness at which records are asked at all."""
SURE = 0.6
"""The least likeness at which another value is said to differ."""
APART = 0.12
"""How much likelier the one must be than the next, for a difference to be said."""
NEAREST_WORDS = 8
_NOT_TELLING = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")
_GENERAL = re.compile(
    "面积|人数|数量|总数|长度|里程|个数|次数|情况|项数|名额|日期|期限|要求$|定额$|计划$"
)
_ALIKE_UNITS = ("名人位", "起件例宗", "座个处所", "支个", "场次")
_RESULTS = frozenset({Nature.EXACT, Nature.LOWER_BOUND, Nature.APPROXIMATE})


@dataclass(frozen=True)
class PossibleFigure:
    """A defined figure that a stated one may be, and how alike they are, from 0 to 1."""

    definition: Definition
    likeness: float


class Labels:
    """The labels of an administration's figures, each sign weighed by how few labels have it."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self._all = [d for d in definitions if d.nature != Nature.DATE]
        self._signs = [_signs(_GENERAL.sub("", d.label) or d.label) for d in self._all]
        seen = Counter(sign for signs in self._signs for sign in signs)
        many = len(self._all) + 1
        self._weight = {sign: math.log(many / times) for sign, times in seen.items()}

    def candidates(self, passage: Passage, figure: CheckedFigure) -> list[PossibleFigure]:
        """Return the figures that a stated one may be, the likeliest first."""
        around = _signs(words_around(passage, figure))
        found = [
            PossibleFigure(definition, likeness)
            for definition, signs in zip(self._all, self._signs, strict=True)
            if _is_of_a_sort(figure, definition)
            and (likeness := self._likeness(signs, around)) >= LIKELY
        ]
        return sorted(found, key=lambda each: -each.likeness)

    def _likeness(self, label: Collection[str], around: Collection[str]) -> float:
        whole = sum(self._weight[sign] for sign in label)
        shared = sum(self._weight[sign] for sign in label if sign in around)
        return shared / whole if whole else 0.0


def words_around(passage: Passage, figure: CheckedFigure) -> str:
    """Return the words that say what a figure is: back to the figure before, on to the next.

    They stay within its sentence; of the clauses before, so many as are needed for a phrase.
    """
    start, end = passage.sentences.around(figure.start)
    others = passage.within((start, end))
    at = next(n for n, other in enumerate(others) if other.start == figure.start)
    left = others[at - 1].end if at else start
    clause_start, clause_end = passage.clauses.around(figure.start)
    if figure.start - max(left, clause_start) < NEAREST_WORDS:
        clause_start = passage.clauses.around(max(0, clause_start - 1))[0]
    right = others[at + 1].start if at + 1 < len(others) else end
    left, right = max(left, clause_start), min(right, clause_end)
    return (
        f"{passage.text[left : figure.start]} {passage.text[figure.end : right]} {figure.subject}"
    )


def is_same_unit(one: str, other: str) -> bool:
    """Tell whether two units of measure count alike: 86名 and 86人."""
    if one == other or one.removeprefix("大") == other.removeprefix("大"):
        return True
    return any({one, other} <= set(family) for family in _ALIKE_UNITS)


def _is_of_a_sort(figure: CheckedFigure, definition: Definition) -> bool:
    """Tell whether unit and nature fit: results are held against results, plans against plans."""
    if not is_same_unit(figure.unit, definition.unit_of_measure):
        return False
    nature = Nature(definition.nature)
    if figure.nature in _RESULTS:
        return nature in _RESULTS
    return figure.nature == nature


def _signs(words: str) -> frozenset[str]:
    """Return the signs and neighbouring pairs of signs of some words, each once."""
    found: set[str] = set()
    for piece in _NOT_TELLING.split(words):
        found.update(piece)
        found.update(piece[at : at + 2] for at in range(len(piece) - 1))
    return frozenset(found)
