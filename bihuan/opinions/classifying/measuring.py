"""Measure a classifier on texts it has not learned: the folds, macro-F1, probability, when to ask.

Messages of one group (the same one sent twice) stay in one fold: else a copy would be foretold
from its copy.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]

UNMEASURED_SHARPNESS = 1.0  # about a quarter of what is measured: better asked than misled
THRESHOLDS = (*(round(0.05 * step, 2) for step in range(20)), 0.98)


@dataclass(frozen=True)
class Point:
    """Of the suggestions at least so probable: their share of all, and the share that is right."""

    threshold: float
    coverage: float
    precision: float


@dataclass(frozen=True)
class Measured:
    """What cross-validation found: texts held out, macro-F1 over all and its spread over folds."""

    texts: int
    macro_f1: float
    fold_sd: float
    by_class: tuple[tuple[str, float], ...]
    curve: tuple[Point, ...]

    def threshold_for(self, precision: float) -> float | None:
        """Return the lowest measured threshold from which on so large a share is right, or None."""
        found = None
        for point in reversed(self.curve):
            if point.coverage and point.precision < precision:
                break
            if point.coverage:
                found = point.threshold
        return found


def folds(classes: Whole, groups: Sequence[object], many: int, seed: int = 0) -> Whole:
    """Return each text's fold: groups whole, classes spread evenly; the same for the same seed."""
    first: dict[object, int] = {}
    for place, group in enumerate(groups):
        first.setdefault(group, place)
    names = list(first)
    shuffled = np.random.default_rng(seed).permutation(len(names))
    order = sorted(shuffled, key=lambda at: classes[first[names[at]]])
    fold_of = {names[at]: turn % many for turn, at in enumerate(order)}
    return np.array([fold_of[group] for group in groups], np.int64)


def f1_by_class(wanted: Whole, given: Whole, many: int) -> Real:
    """Return F1 of each class; 0 where a class was neither wanted nor given."""
    right = np.bincount(wanted[wanted == given], minlength=many).astype(float)
    both = np.bincount(wanted, minlength=many) + np.bincount(given, minlength=many)
    return np.asarray(2 * right / np.maximum(both, 1))


def macro_f1(wanted: Whole, given: Whole, many: int) -> float:
    """Return the mean of F1 over the classes that occur."""
    present = np.unique(np.concatenate((wanted, given)))
    return float(f1_by_class(wanted, given, many)[present].mean())


def probabilities(scores: Real, sharpness: float) -> Real:
    """Return the softmax of the scores, made so sharp."""
    raised = scores * sharpness
    raised -= raised.max(1, keepdims=True)
    grown = np.exp(raised)
    return np.asarray(grown / grown.sum(1, keepdims=True))


def fit_sharpness(scores: Real, wanted: Whole) -> float:
    """Return the sharpness under which held-out classes are most likely (temperature scaling).

    One number only, after Guo and others (2017): it cannot change which class is first.
    """
    tried = np.geomspace(0.5, 20, 60)
    rows = np.arange(len(wanted))
    loss = [
        -np.log(np.maximum(probabilities(scores, sharp)[rows, wanted], 1e-12)).mean()
        for sharp in tried
    ]
    return float(tried[int(np.argmin(loss))])


def measure(
    scores: Real, wanted: Whole, fold: Whole, labels: Sequence[str], sharpness: float
) -> Measured:
    """Say how good held-out scores are."""
    chance = probabilities(scores, sharpness)
    given, many = chance.argmax(1), len(labels)
    best, right = chance.max(1), given == wanted
    each = [macro_f1(wanted[fold == at], given[fold == at], many) for at in np.unique(fold)]
    curve = []
    for threshold in THRESHOLDS:
        sure = best >= threshold
        precision = float(right[sure].mean()) if sure.any() else 0.0
        curve.append(Point(threshold, float(sure.mean()), precision))
    by_class = zip(labels, f1_by_class(wanted, given, many).tolist(), strict=True)
    return Measured(
        texts=len(wanted),
        macro_f1=macro_f1(wanted, given, many),
        fold_sd=float(np.std(each)),
        by_class=tuple(by_class),
        curve=tuple(curve),
    )
