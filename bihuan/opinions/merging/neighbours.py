"""Which messages are worth comparing at all: found by the pairs they share, the rarest first.

An inverted index over the bodies. Each message asks with the pairs of its head and the rarest of
its body, and reads no more than a fixed number of entries, so that the work grows with the number
of messages and not with its square.
"""

import numpy as np
import numpy.typing as npt

from bihuan.opinions.merging.corpus import Corpus
from bihuan.opinions.merging.features import FLAGS, HEAD, PLACES
from bihuan.opinions.merging.ragged import Ints, Rows

ENTRIES = 3000
"""Entries of the index that one message reads."""
RAREST = 12
"""Pairs of the body that it asks with, beside those of its head."""
FOUND, NEAREST, LEAST_NEAREST = 2_000_000, 40, 20
"""How many of what it finds are compared: fewer where there are many messages."""


class Postings:
    """For each pair of signs, the rows whose bodies have it."""

    def __init__(self, corpus: Corpus) -> None:
        """Sort the corpus by pair."""
        values, owners = corpus.bodies.all()
        pairs = values >> FLAGS
        self._rows: Ints = owners[np.argsort(pairs, kind="stable")]
        self.lengths = np.bincount(pairs, minlength=PLACES)
        self._ends = np.cumsum(self.lengths)
        self._nearest = max(LEAST_NEAREST, min(NEAREST, FOUND // max(1, corpus.bodies.rows)))

    def nearest(self, corpus: Corpus, row: int) -> Rows:
        """Return the rows that share the most weight with a row, in no order."""
        coded = corpus.bodies.row(row)
        body = coded >> FLAGS
        pairs = self._asked(body[coded & HEAD > 0], body)
        if not len(pairs):
            return np.empty(0, dtype=np.intp)
        found = np.concatenate(
            [self._rows[self._ends[pair] - self.lengths[pair] : self._ends[pair]] for pair in pairs]
        )
        weights = np.repeat(corpus.weights_of(pairs), self.lengths[pairs])
        rows, at = np.unique(found, return_inverse=True)
        shared = np.bincount(at, weights)
        if len(rows) > self._nearest:
            rows = rows[np.argpartition(shared, -self._nearest - 1)[-self._nearest - 1 :]]
        return np.asarray(rows[rows != row], dtype=np.intp)

    def _asked(self, head: Ints, body: Ints) -> Ints:
        """Return the pairs to ask with, the rarest first, within the entries that may be read."""
        rare = body[self.lengths[body] > 1]
        if len(rare) > RAREST:
            rare = rare[np.argpartition(self.lengths[rare], RAREST)[:RAREST]]
        asked = np.union1d(head[self.lengths[head] > 1], rare)
        asked = asked[np.argsort(self.lengths[asked], kind="stable")]
        read = np.cumsum(self.lengths[asked])
        return asked[: max(1, int(np.searchsorted(read, ENTRIES, side="right")))]


def pairs_worth_comparing(corpus: Corpus) -> tuple[Rows, Rows]:
    """Return pairs of rows, the first below the second, each pair once and in order."""
    postings = Postings(corpus)
    number = corpus.bodies.rows
    keys: list[npt.NDArray[np.int64]] = []
    for row in range(number):
        near = postings.nearest(corpus, row)
        keys.append(np.minimum(near, row).astype(np.int64) * number + np.maximum(near, row))
    together = np.unique(np.concatenate(keys)) if keys else np.empty(0, dtype=np.int64)
    return (together // number).astype(np.intp), (together % number).astype(np.intp)
