"""Score classification: macro-F1 by class and fold, when to ask, learning curve, speed."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bihuan.opinions.classifying import Classifier, Measured, measuring
from bihuan.opinions.classifying.jobs import labelled_of, seeds_of
from bihuan.opinions.classifying.tables import look_at

FOLDS = 5
SIZES = (0, 20, 50, 100, 200, 500, 1000)
MANY = 100_000
T = TypeVar("T")
Seeds = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Labelled:
    """Texts, the numbers of their classes, their groups, the names of the classes."""

    texts: list[str]
    classes: NDArray[np.int64]
    groups: list[str]
    names: list[str]

    def part(self, chosen: NDArray[np.int64]) -> tuple[list[str], list[str]]:
        """Return the chosen texts with their labels."""
        labels = [self.names[self.classes[at]] for at in chosen]
        return [self.texts[at] for at in chosen], labels


def score(path: Path, *, model: Path | None, seeds: Path | None, repeats: int) -> None:
    """Print how well the file's texts are classified."""
    texts, labels, groups, skipped = labelled_of(look_at(path))
    names = sorted(set(labels))
    classes = np.array([names.index(label) for label in labels])
    data = Labelled(texts, classes, groups, names)
    words = seeds_of(look_at(seeds)) if seeds else {}
    print(f"{len(texts)} texts, {len(set(groups))} groups, {len(names)} classes; skipped {skipped}")
    if model is not None:
        _score_model(data, Classifier.load(model))
        return
    for seed in range(repeats):
        _tell(_cross_validated(data, words, seed), f"cross-validation {seed + 1}", full=not seed)
    _learning_curve(data, words, repeats)
    _speed(data)


def _score_model(data: Labelled, model: Classifier) -> None:
    """Score a model that somebody trained; a class that it does not know counts as missed."""
    known = {name: at for at, name in enumerate(data.names)}
    given = [label for label, _chance in model.label(data.texts)]
    answers = np.array([known.get(label, len(known)) for label in given])
    each = measuring.f1_by_class(data.classes, answers, len(known) + 1)[: len(known)]
    print(f"macro-F1 {each.mean():.4f}, accuracy {(answers == data.classes).mean():.4f}")
    for name, f1 in zip(data.names, each, strict=True):
        print(f"  {name}\t{f1:.4f}")


def _cross_validated(data: Labelled, words: Seeds, seed: int) -> Measured:
    fold = measuring.folds(data.classes, data.groups, FOLDS, seed)
    scores = np.full((len(data.texts), len(data.names)), -9.0)
    for at in range(FOLDS):
        held = np.flatnonzero(fold == at)
        model = _trained(data, np.flatnonzero(fold != at), words)
        place = [data.names.index(name) for name in model.labels]
        scores[held[:, None], place] = model.scores(data.part(held)[0])
    sharpness = measuring.fit_sharpness(scores, data.classes)
    return measuring.measure(scores, data.classes, fold, data.names, sharpness)


def _trained(data: Labelled, chosen: NDArray[np.int64], words: Seeds) -> Classifier:
    texts, labels = data.part(chosen)
    return Classifier.train(texts, labels, seeds=words, measured=False)


def _tell(found: Measured, title: str, *, full: bool) -> None:
    print(f"{title}: macro-F1 {found.macro_f1:.4f}, sd over folds {found.fold_sd:.4f}", flush=True)
    if not full:
        return
    for name, f1 in found.by_class:
        print(f"  {name}\t{f1:.4f}")
    print("  at least  coverage  precision")
    for point in found.curve[8:]:
        print(f"  {point.threshold:.2f}      {point.coverage:.3f}     {point.precision:.3f}")


def _learning_curve(data: Labelled, words: Seeds, repeats: int) -> None:
    print("confirmed  macro-F1 (sd over draws), tested on the fold held out")
    for size in SIZES:
        found = []
        for seed in range(repeats):
            fold = measuring.folds(data.classes, data.groups, FOLDS, seed)
            pool = np.random.default_rng(seed).permutation(np.flatnonzero(fold != 0))
            if len(pool) >= size and (size or words):
                found.append(_drawn(data, pool[:size], np.flatnonzero(fold == 0), words))
        if found:
            print(f"  {size:5d}    {np.mean(found):.4f} ({np.std(found):.4f})", flush=True)


def _drawn(
    data: Labelled, chosen: NDArray[np.int64], held: NDArray[np.int64], words: Seeds
) -> float:
    model = _trained(data, chosen, words)
    given = [label for label, _chance in model.label(data.part(held)[0])]
    answers = np.array([data.names.index(label) for label in given])
    each = measuring.f1_by_class(data.classes[held], answers, len(data.names))
    return float(each.mean())


def _speed(data: Labelled) -> None:
    everything = np.arange(len(data.texts))
    model, seconds = _timed(lambda: _trained(data, everything, {}))
    print(f"training on all: {seconds:.1f} s of processor time")
    texts = (data.texts * (10_000 // len(data.texts) + 1))[:10_000]
    _labels, seconds = _timed(lambda: model.label(texts))
    print(f"classifying: {seconds * MANY / len(texts):.1f} s of processor time for {MANY:,}")
    _one, seconds = _timed(lambda: [model.suggest([text]) for text in texts[:100]])
    print(f"one suggestion with its words: {seconds * 10:.1f} ms")


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return the answer and the processor's seconds, which others on the machine do not change."""
    begin = time.process_time()
    answer = work()
    return answer, time.process_time() - begin
