"""An index of known problems' messages, which answers at once for a new arrival."""

from collections import defaultdict
from collections.abc import Hashable
from threading import Lock

import numpy as np

from bihuan.opinions.merging.corpus import Corpus, Floats
from bihuan.opinions.merging.features import features_of
from bihuan.opinions.merging.messages import Candidate, Message
from bihuan.opinions.merging.reasons import reasons_of
from bihuan.opinions.merging.scoring import SCORING, Scorer, Scoring

GROWN = 1.05
"""All rows are weighed anew when there are so many times as many; until then the new ones only."""
NEAREST_MEMBERS = 3
"""A problem is as near as the average of its nearest messages, so that one stray does not draw."""


class Index:
    """Messages of known problems, and which of the problems a new one may speak of.

    Light enough for a web worker: about 40 MB, and 2 kB a message beside its text. May be shared
    by threads.
    """

    def __init__(self, scoring: Scoring = SCORING) -> None:
        """Begin empty."""
        self._corpus = Corpus()
        self._scorer = Scorer(self._corpus, scoring)
        self._bar = scoring.same
        self._messages: list[Message] = []
        self._problems: list[Hashable] = []
        self._rows: dict[Hashable, list[int]] = defaultdict(list)
        self._weighed = 0
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many messages the index has."""
        return len(self._messages)

    def add(self, message: Message, problem: Hashable | None = None) -> None:
        """Add a message of a problem; without one it is a problem by itself, by its id."""
        of = message.id if problem is None else problem
        coded = features_of(message)
        with self._lock:
            row = self._corpus.append(coded)
            self._corpus.count(row, np.array(self._rows[of], dtype=np.intp))
            self._rows[of].append(row)
            self._messages.append(message)
            self._problems.append(of)

    def candidates(self, message: Message, limit: int = 5) -> list[Candidate]:
        """Return the problems nearest to a message, the nearest first, with what speaks for each.

        A problem that the message itself belongs to is left out, where the message is known.
        """
        coded = features_of(message)
        with self._lock:
            if not self._messages or not len(coded):
                return []
            self._weigh()
            scores = self._scorer.scores(coded)
            nearest = self._nearest(scores, message, limit)
            return [self._candidate(message, scores, of, near) for of, near in nearest]

    def _weigh(self) -> None:
        if len(self._messages) > GROWN * self._weighed:
            self._corpus.weigh()
            self._weighed = len(self._messages)
        elif len(self._corpus.totals.head) < len(self._messages):
            self._corpus.weigh_added()

    def _nearest(
        self, scores: Floats, message: Message, limit: int
    ) -> list[tuple[Hashable, float]]:
        best: dict[Hashable, float] = {}
        for row in np.argsort(-scores)[: 20 * limit].tolist():
            of = self._problems[row]
            if scores[row] <= 0 or self._messages[row].id == message.id:
                continue
            if of not in best:
                top = np.sort(scores[self._rows[of]])[-NEAREST_MEMBERS:]
                best[of] = float(top.mean())
        return sorted(best.items(), key=lambda each: -each[1])[:limit]

    def _candidate(self, message: Message, scores: Floats, of: Hashable, score: float) -> Candidate:
        nearest = max(self._rows[of], key=lambda row: float(scores[row]))
        reasons = reasons_of([message, self._messages[nearest]])
        return Candidate(of, min(score, 1.0), reasons, score >= self._bar)
