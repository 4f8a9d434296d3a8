"""The messages that are compared, row by row, and what each pair of signs weighs."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from bihuan.opinions.merging.features import FLAGS, HEAD, NAMED, PLACES, STEM
from bihuan.opinions.merging.ragged import Ints, Ragged, Rows

COMMON, MANY = 0.1, 400
"""A pair in more than this share of the problems tells nothing, once there are many."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Totals:
    """What the pairs of each row weigh together, so that shares can be told.

    `_thing`: without the pairs that stand in names. Never 0, so that it can be divided by.
    """

    head: Floats
    head_thing: Floats
    body: Floats
    body_thing: Floats
    stems: Floats
    has_stems: npt.NDArray[np.bool_]

    def of(self, rows: Rows) -> "Totals":
        """Return the totals of some rows."""
        return Totals(*(getattr(self, field.name)[rows] for field in fields(self)))


class Corpus:
    """Messages by row, as coded pairs, and the weights of the pairs.

    A pair's rarity counts problems, not messages: fifty messages about one canal make its name no
    commoner.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self.bodies = Ragged()
        self.problems = 0
        self._spread = np.zeros(PLACES, dtype=np.int32)  # in how many problems a pair stands
        self._named = np.zeros(PLACES, dtype=np.int32)  # in how many messages it stands in a name
        self._seen = np.zeros(PLACES, dtype=np.int32)  # in how many messages it stands

    def append(self, coded: Ints) -> int:
        """Add a message and return its row; `count` or `recount` gives its pairs their weights."""
        self.bodies.append(coded)
        pairs = coded >> FLAGS
        self._seen[pairs] += 1
        self._named[pairs[coded & NAMED > 0]] += 1
        return self.bodies.rows - 1

    def count(self, row: int, others: Rows) -> None:
        """Count one message of a problem whose other messages are these rows."""
        pairs = self.bodies.row(row) >> FLAGS
        if len(others):
            known, _owners = self.bodies.take(others)
            pairs = pairs[~np.isin(pairs, known >> FLAGS)]
        else:
            self.problems += 1
        self._spread[pairs] += 1

    def recount(self, labels: Rows) -> None:
        """Count anew, where `labels` gives each row's problem."""
        values, owners = self.bodies.all()
        keys = labels[owners].astype(np.int64) * PLACES + (values >> FLAGS)
        keys.sort()
        first = np.ones(len(keys), dtype=np.bool_)
        first[1:] = keys[1:] != keys[:-1]
        self._spread = np.bincount(keys[first] % PLACES, minlength=PLACES).astype(np.int32)
        self.problems = len(np.unique(labels))

    def weights_of(self, pairs: Ints) -> Floats:
        """Return the weights of pairs as of now, known or not; 0 for those that stand all over."""
        spread = np.maximum(self._spread[pairs], 1)
        weights = np.log1p(max(self.problems, 1) / spread) ** 2
        if self.problems >= MANY:
            weights[spread > COMMON * self.problems] = 0
        return np.asarray(weights, dtype=np.float64)

    def mostly_named(self, pairs: Ints) -> npt.NDArray[np.bool_]:
        """Tell which pairs stand in names wherever they stand, learned from the messages."""
        seen = self._seen[pairs]
        return np.asarray((seen > 1) & (2 * self._named[pairs] >= seen))

    def weigh(self) -> None:
        """Take the weights as of now for the totals of all rows."""
        values, owners = self.bodies.all()
        self.totals = self.totals_of(values, owners, self.bodies.rows)

    def weigh_added(self) -> None:
        """Take the totals of the rows added since; the others keep those that they have."""
        added = np.arange(len(self.totals.head), self.bodies.rows)
        totals = self.totals_of(*self.bodies.take(added), len(added))
        self.totals = Totals(
            *(
                np.concatenate([getattr(self.totals, field.name), getattr(totals, field.name)])
                for field in fields(Totals)
            )
        )

    def totals_of(self, values: Ints, owners: npt.NDArray[np.integer], number: int) -> Totals:
        """Return the totals of some rows, given by their coded pairs."""
        pairs = values >> FLAGS
        weights = self.weights_of(pairs)
        bare = (values & NAMED == 0) & ~self.mostly_named(pairs)

        def total(chosen: npt.NDArray[np.bool_]) -> Floats:
            sums = np.bincount(owners, weights * chosen, number)
            return np.where(sums > 0, sums, 1.0)

        head, stem = values & HEAD > 0, values & STEM > 0
        return Totals(
            total(head),
            total(head & bare),
            total(np.ones(len(values), dtype=np.bool_)),
            total(bare),
            total(stem),
            np.bincount(owners[stem], minlength=number) > 0,
        )
