"""The classifier: scores, probabilities, suggestions with their reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bihuan.opinions.classifying import measuring, wording
from bihuan.opinions.classifying.measuring import Measured
from bihuan.opinions.classifying.weighing import Weights, chunks_of

ALTERNATIVES = 2


class ModelRefused(ValueError):
    """What was given is no model of ours, or a damaged one; says in Chinese what is wrong."""


@dataclass(frozen=True)
class Suggestion:
    """A class for a text, how probable, the words that spoke for it, and the next best classes.

    A text that says nothing known has no words, and every class is as probable.
    """

    label: str
    probability: float
    words: tuple[tuple[str, float], ...] = ()
    alternatives: tuple[tuple[str, float], ...] = ()

    def asks(self, threshold: float) -> bool:
        """Tell whether a person is to be asked rather than offered this."""
        return self.probability < threshold


@dataclass(frozen=True)
class Classifier:
    """What was learned: a weight for each piece and class. Immutable; shared between threads."""

    labels: tuple[str, ...]
    weights: Weights
    columns: NDArray[np.float32]
    constants: NDArray[np.float32]
    sharpness: float = measuring.UNMEASURED_SHARPNESS
    measured: Measured | None = None

    @classmethod
    def train(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        groups: Sequence[object] | None = None,
        *,
        seeds: Mapping[str, Sequence[str]] | None = None,
        measured: bool = True,
    ) -> "Classifier":
        """Learn from confirmed texts; see `learning.train`."""
        from bihuan.opinions.classifying import learning  # who only asks need not load it

        return learning.train(texts, labels, groups, seeds=seeds, measured=measured)

    def sharpened(self, sharpness: float, measured: Measured) -> "Classifier":
        """Return the same with measured probabilities."""
        return replace(self, sharpness=sharpness, measured=measured)

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return a row a text, a column a class; all 0 where no piece is known."""
        parts = []
        for rows in chunks_of(texts, self.weights):
            known = np.diff(rows.indptr) > 0
            found = np.asarray(rows @ self.columns, np.float64) + self.constants
            parts.append(found * known[:, None])
        return np.concatenate(parts) if parts else np.zeros((0, len(self.labels)))

    def label(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """Return class and probability of each text, without reasons: for many at once."""
        chance = measuring.probabilities(self.scores(texts), self.sharpness)
        best = chance.argmax(1)
        return [
            (self.labels[at], float(row[at])) for row, at in zip(chance, best.tolist(), strict=True)
        ]

    def suggest(self, texts: Sequence[str]) -> list[Suggestion]:
        """Suggest a class for each text, with reasons."""
        chance = measuring.probabilities(self.scores(texts), self.sharpness)
        return [self._suggestion(text, row) for text, row in zip(texts, chance, strict=True)]

    def _suggestion(self, text: str, chance: NDArray[np.float64]) -> Suggestion:
        order = [int(at) for at in np.argsort(-chance, kind="stable")]
        first, rest = order[0], order[1 : 1 + ALTERNATIVES]
        against = self.columns[:, rest[0]] if rest else 0
        words = wording.words_for(text, self.weights, self.columns[:, first] - against)
        others = tuple((self.labels[at], float(chance[at])) for at in rest)
        return Suggestion(self.labels[first], float(chance[first]), words, others)

    def to_bytes(self) -> bytes:
        """Return the model as one file's content."""
        from bihuan.opinions.classifying import keeping

        return keeping.to_bytes(self)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Classifier":
        """Read a model from one file's content; raises ModelRefused."""
        from bihuan.opinions.classifying import keeping

        return keeping.from_bytes(content)

    def save(self, folder: Path) -> None:
        """Keep the model as a folder, whole or not at all; raises OSError, ModelRefused."""
        from bihuan.opinions.classifying import keeping

        keeping.save(self, folder)

    @classmethod
    def load(cls, folder: Path) -> "Classifier":
        """Read a model from its folder; raises ModelRefused."""
        from bihuan.opinions.classifying import keeping

        return keeping.load(folder)
