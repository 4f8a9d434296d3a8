"""Weigh pieces: how often in the text, how rare among texts, how telling of a class.

The weight is (1 + ln count) · idf · √salience; then each kind of piece (whole, beginnings) is
brought to its own length, so that a long message says no more than a short one. Salience is how
many standard errors a piece's count in one class lies from what chance would give, the largest
over the classes: a supervised term weight after Debole and Sebastiani (2003).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bihuan.opinions.classifying.reading import KINDS, Whole, kind_of, pieces_of, read

HEAD_SHARE = 0.5  # of each beginning, against 1 of the whole
TOPIC_SHARE, FIRST_TOPIC_SHARE = 0.3, 0.8  # with many confirmed texts, and with none
CHUNK = 1000

Numbers = NDArray[np.float32]
Matrix: TypeAlias = Any  # scipy tells no types: a csr_array of float32


@dataclass(frozen=True)
class Weights:
    """The known pieces: sorted keys, the factor of each, and the share of each kind."""

    keys: Whole
    factors: Numbers
    shares: tuple[float, ...]


def shares_for(confirmed: int) -> tuple[float, ...]:
    """Return the share of each kind of piece: topics matter most while few texts are confirmed."""
    topic = TOPIC_SHARE + (FIRST_TOPIC_SHARE - TOPIC_SHARE) / (1 + confirmed / 200)
    kinds = (1.0, HEAD_SHARE, HEAD_SHARE, topic)
    length = sum(share**2 for share in kinds) ** 0.5
    return tuple(share / length for share in kinds)


def counted(texts: Sequence[str], keys: Whole) -> Matrix:
    """Count the known pieces in texts: a row a text, a column a key."""
    parts = [_counted(texts[start : start + CHUNK], keys) for start in range(0, len(texts), CHUNK)]
    if not parts:
        return sparse.csr_array((0, len(keys)), dtype=np.float32)
    return sparse.csr_array(sparse.vstack(parts, format="csr"))


def _counted(texts: Sequence[str], keys: Whole) -> Matrix:
    found = pieces_of(read(texts))
    places, known = find(keys, found.keys)
    ones = np.ones(int(known.sum()), np.float32)
    cells = (ones, (found.rows[known], places[known]))
    matrix = sparse.coo_array(cells, shape=(len(texts), len(keys))).tocsr()
    matrix.sum_duplicates()
    return matrix


def find(keys: Whole, wanted: Whole) -> tuple[Whole, NDArray[np.bool_]]:
    """Return where in the sorted keys each wanted one would stand, and whether it is there."""
    if not len(keys):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    places = np.searchsorted(keys, wanted)
    places[places == len(keys)] = 0
    return places, keys[places] == wanted


def learned_factors(counts: Matrix, classes: Whole, many: int) -> Numbers:
    """Return the factor of each column, from which class each row was confirmed to be."""
    rows = counts.shape[0]
    there = counts.copy()
    there.data = np.ones_like(there.data)
    of_class = np.zeros((rows, many), np.float32)
    of_class[np.arange(rows), classes] = 1
    seen = np.asarray(there.T @ of_class, np.float64)
    texts = seen.sum(1, keepdims=True)
    share = of_class.mean(0, dtype=np.float64)[None, :]
    expected = texts * share
    spread = np.sqrt(expected * (1 - share) * (1 - texts / (rows + 1)) + 0.5)
    salience = (np.abs(seen - expected) / spread).max(1)
    rarity = np.log((1 + rows) / (1 + texts[:, 0])) + 1
    return np.asarray(rarity * np.sqrt(salience), np.float32)


def weighed(counts: Matrix, weights: Weights) -> Matrix:
    """Turn counts into weights, each kind of piece of each row brought to its share of length 1."""
    rows = counts.shape[0]
    row_of = np.repeat(np.arange(rows), np.diff(counts.indptr))
    cell_kind = kind_of(weights.keys)[counts.indices]
    values = (1 + np.log(counts.data)) * weights.factors[counts.indices]
    lengths = np.sqrt(np.bincount(row_of * KINDS + cell_kind, values**2, rows * KINDS))
    scale = np.tile(np.array(weights.shares), rows) / np.maximum(lengths, 1e-9)
    values *= scale[row_of * KINDS + cell_kind]
    cells = (values.astype(np.float32), counts.indices, counts.indptr)
    return sparse.csr_array(cells, shape=counts.shape)


def chunks_of(texts: Sequence[str], weights: Weights) -> Iterator[Matrix]:
    """Yield the weighed rows of texts, a bounded number at a time."""
    for start in range(0, len(texts), CHUNK):
        yield weighed(_counted(texts[start : start + CHUNK], weights.keys), weights)
