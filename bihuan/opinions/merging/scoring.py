"""How alike one message is to others: the whole of the method's judgement on a pair.

How the score comes about is told, with an example, in docs/explanation/merging.md.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bihuan.opinions.merging.corpus import Corpus, Floats, Totals
from bihuan.opinions.merging.features import FLAGS, HEAD, NAMED, PLACES, STEM
from bihuan.opinions.merging.ragged import Ints, Rows

Chosen = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Scoring:
    """The bars of the method; none was fitted finely, see the plateau in the documentation.

    `same`: what an average score must reach for a proposal. `wording`: how much the likeness of
    the whole texts counts beside that of what the heads ask. `other_place`: what is left of a
    score where both heads name a place and neither is spoken of by the other, that is, less than
    `place` of the weight of a name stands there. `no_thing`: what is left where nothing but the
    place is shared, rising to the whole at `thing`.
    """

    same: float = 0.26
    wording: float = 1.2
    place: float = 0.4
    other_place: float = 0.2
    thing: float = 0.4
    thing_wording: float = 1.5
    no_thing: float = 0.6
    some_thing: float = 0.1


SCORING = Scoring()


@dataclass(frozen=True)
class Matches:
    """Pairs that two messages share: in which comparison, which pair, and where it stands in each.

    `own` and `their` are the flags of the pair in the one message and in the other.
    """

    owners: npt.NDArray[np.integer[Any]]
    pairs: Ints
    own: Ints
    their: Ints


def judge(corpus: Corpus, matches: Matches, own: Totals, their: Totals, scoring: Scoring) -> Floats:
    """Return a score for each comparison, from 0 to 1 and seldom beyond.

    `own` and `their` are the totals of the two sides, one of each for a comparison.
    """
    bars, number = scoring, len(their.head)
    weights = corpus.weights_of(matches.pairs)
    bare = ~corpus.mostly_named(matches.pairs)
    own_bare, their_bare = bare & (matches.own & NAMED == 0), bare & (matches.their & NAMED == 0)

    def share(chosen: Chosen, whole: Floats) -> Floats:
        return np.bincount(matches.owners, weights * chosen, number) / whole

    asked, answered = matches.own & HEAD > 0, matches.their & HEAD > 0
    head = np.sqrt(share(asked, own.head) * share(answered, their.head))
    thing = np.sqrt(
        share(asked & own_bare, own.head_thing) * share(answered & their_bare, their.head_thing)
    )
    wording = share(np.ones_like(bare), np.sqrt(own.body * their.body))
    thing_wording = share(own_bare & their_bare, np.sqrt(own.body_thing * their.body_thing))
    thing = np.maximum(thing, bars.thing_wording * thing_wording)
    gate = bars.no_thing + (1 - bars.no_thing) * np.minimum(thing / bars.thing, 1)
    gate *= np.minimum(thing / bars.some_thing, 1)
    spoken = np.maximum(
        share(matches.own & STEM > 0, own.stems), share(matches.their & STEM > 0, their.stems)
    )
    elsewhere = own.has_stems & their.has_stems & (spoken < bars.place)
    score = np.maximum(head, bars.wording * wording) * gate
    return np.asarray(np.where(elsewhere, bars.other_place, 1.0) * score)


class Scorer:
    """Scores a message against all rows of a corpus. Not for two threads at once."""

    def __init__(self, corpus: Corpus, scoring: Scoring = SCORING) -> None:
        """Take the corpus as it grows."""
        self.corpus, self.scoring = corpus, scoring
        self._slots = np.zeros(PLACES, dtype=np.int16)

    def scores(self, coded: Ints) -> Floats:
        """Return how alike a message is to each row of the corpus, which has been weighed."""
        number = self.corpus.bodies.rows
        values, owners = self.corpus.bodies.all()
        own = self.corpus.totals_of(coded, np.zeros(len(coded), dtype=np.intp), 1)
        repeated = own.of(np.zeros(number, dtype=np.intp))
        matches = self._matches(coded, values, owners)
        return judge(self.corpus, matches, repeated, self.corpus.totals, self.scoring)

    def _matches(self, coded: Ints, values: Ints, owners: Ints) -> Matches:
        coded = coded[self.corpus.weights_of(coded >> FLAGS) > 0]
        pairs = coded >> FLAGS
        self._slots[pairs] = np.arange(1, len(pairs) + 1)
        slots = self._slots[values >> FLAGS]
        self._slots[pairs] = 0
        at = np.flatnonzero(slots)
        return Matches(owners[at], values[at] >> FLAGS, coded[slots[at] - 1], values[at])


class PairScorer:
    """Scores pairs of rows of a corpus, many at once, with its weights as they are now."""

    def __init__(self, corpus: Corpus, scoring: Scoring = SCORING) -> None:
        """Take a corpus that has been weighed, and lay its rows out as a sparse matrix."""
        from scipy.sparse import csr_array  # only here: a web worker has no need of it

        self.corpus, self.scoring = corpus, scoring
        values, owners = corpus.bodies.all()
        telling = corpus.weights_of(values >> FLAGS) > 0
        values, owners = values[telling], owners[telling]
        ends = np.searchsorted(owners, np.arange(corpus.bodies.rows + 1))
        shape = (corpus.bodies.rows, PLACES)
        own, their = _OWN[values & _ALL], _THEIR[values & _ALL]
        self._own = csr_array((own, values >> FLAGS, ends), shape=shape)
        self._their = csr_array((their, values >> FLAGS, ends), shape=shape)

    def scores(self, first: Rows, second: Rows) -> Floats:
        """Return the score of each pair of rows; the corpus has been weighed."""
        parts = [
            self._some(first[at : at + AT_ONCE], second[at : at + AT_ONCE])
            for at in range(0, len(first), AT_ONCE)
        ]
        return np.concatenate(parts) if parts else np.empty(0)

    def _some(self, first: Rows, second: Rows) -> Floats:
        met = self._own[first].multiply(self._their[second]).tocsr()
        owners = np.repeat(np.arange(len(first)), np.diff(met.indptr))
        matches = Matches(owners, met.indices, _OWN_OF[met.data], _THEIR_OF[met.data])
        totals = self.corpus.totals
        return judge(self.corpus, matches, totals.of(first), totals.of(second), self.scoring)


AT_ONCE = 20_000
"""Pairs of rows that are scored in one go: about 100 MB."""
_ALL = (1 << FLAGS) - 1
# One prime for each set of flags, others for the other side: a product tells both.
_OWN = np.array([2, 3, 5, 7, 11, 13, 17, 19], dtype=np.int32)
_THEIR = np.array([23, 29, 31, 37, 41, 43, 47, 53], dtype=np.int32)
_OWN_OF, _THEIR_OF = np.zeros((2, int(_OWN[-1] * _THEIR[-1]) + 1), dtype=np.int32)
_OWN_OF[np.outer(_OWN, _THEIR)] = np.arange(8)[:, None]
_THEIR_OF[np.outer(_OWN, _THEIR)] = np.arange(8)[None, :]
