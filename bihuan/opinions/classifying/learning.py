"""Learn a classifier from what was confirmed, and from the words of the classes themselves.

The words that an office's tree has for a class (its name, its sub-classes, keywords) stand in as
little messages of that class that count for little. Without one confirmed message they alone
decide; each confirmed message makes them matter less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bihuan.opinions.classifying import measuring, reading
from bihuan.opinions.classifying.classifier import Classifier
from bihuan.opinions.classifying.solving import solve
from bihuan.opinions.classifying.weighing import (
    Weights,
    counted,
    learned_factors,
    shares_for,
    weighed,
)

SEED_TRUST = 0.3
RARE = 2  # a piece in one text alone says nothing of the next …
FEW = 100  # … but with few texts nearly every piece stands in one alone
FOLDS = 5
MEASURABLE = 50
MOST_MEASURED = 4000  # cross-validation takes a sample beyond: five more trainings, in seconds

Whole = NDArray[np.int64]


class CannotLearn(ValueError):
    """There is nothing to tell apart: fewer than two classes."""


@dataclass(frozen=True)
class Lesson:
    """Texts with the numbers of their classes, and how far to trust each."""

    texts: list[str]
    classes: Whole
    trust: NDArray[np.float64]

    def only(self, chosen: NDArray[np.bool_]) -> "Lesson":
        """Return the chosen part."""
        texts = [text for text, keep in zip(self.texts, chosen, strict=True) if keep]
        return Lesson(texts, self.classes[chosen], self.trust[chosen])


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    groups: Sequence[object] | None = None,
    *,
    seeds: Mapping[str, Sequence[str]] | None = None,
    measured: bool = True,
) -> Classifier:
    """Learn from confirmed texts and their labels, and from seed words by label.

    `groups` keeps copies of one message together while it measures itself; without it, texts that
    are the same to a character are one group. Measures itself from 50 texts on. Raises CannotLearn
    where there are fewer than two classes, ValueError where the lengths differ.
    """
    names = sorted({*labels, *(seeds or {})})
    number = {name: at for at, name in enumerate(names)}
    if len(names) < 2:
        raise CannotLearn("fewer than two classes")
    confirmed = Lesson(
        list(texts), np.array([number[name] for name in labels], np.int64), np.ones(len(texts))
    )
    if len(labels) != len(texts) or (groups is not None and len(groups) != len(texts)):
        raise ValueError("texts, labels and groups are of different lengths")
    words = [(word, name) for name, some in (seeds or {}).items() for word in some if word.strip()]
    seeded = Lesson(
        [word for word, _ in words],
        np.array([number[name] for _, name in words], np.int64),
        np.full(len(words), SEED_TRUST),
    )
    made = _learned(confirmed, seeded, names)
    if not measured or len(texts) < MEASURABLE:
        return made
    return _measured(made, confirmed, seeded, groups or [text.strip() for text in texts])


def _learned(confirmed: Lesson, seeded: Lesson, names: list[str]) -> Classifier:
    texts = confirmed.texts + seeded.texts
    classes = np.concatenate((confirmed.classes, seeded.classes))
    trust = np.concatenate((confirmed.trust, seeded.trust))
    keys = reading.vocabulary(confirmed.texts, RARE if len(confirmed.texts) > FEW else 1)
    keys = np.union1d(keys, reading.vocabulary(seeded.texts, 1))
    counts = counted(texts, keys)
    factors = learned_factors(counts, classes, len(names))
    weights = Weights(keys, factors, shares_for(len(confirmed.texts)))
    columns, constants = solve(weighed(counts, weights), classes, len(names), trust)
    return Classifier(tuple(names), weights, columns, constants)


def _measured(
    made: Classifier, confirmed: Lesson, seeded: Lesson, groups: Sequence[object]
) -> Classifier:
    """Measure by cross-validation how good such a classifier is, and how sharp its chances are."""
    names = list(made.labels)
    sample = np.zeros(len(groups), bool)
    sample[np.random.default_rng(0).permutation(len(groups))[:MOST_MEASURED]] = True
    part = confirmed.only(sample)
    kept = [group for group, keep in zip(groups, sample, strict=True) if keep]
    fold = measuring.folds(part.classes, kept, FOLDS)
    scores = np.zeros((len(kept), len(names)))
    for at in np.unique(fold):
        held = fold == at
        scores[held] = _learned(part.only(~held), seeded, names).scores(part.only(held).texts)
    sharpness = measuring.fit_sharpness(scores, part.classes)
    found = measuring.measure(scores, part.classes, fold, names, sharpness)
    return made.sharpened(sharpness, found)
