"""Groups of messages that speak of the same problem, of a whole set at once."""

from collections.abc import Sequence

import numpy as np

from bihuan.opinions.merging.corpus import Corpus
from bihuan.opinions.merging.features import features_of
from bihuan.opinions.merging.linking import Joining, average_links, labelled, pieces
from bihuan.opinions.merging.messages import Group, Message
from bihuan.opinions.merging.neighbours import pairs_worth_comparing
from bihuan.opinions.merging.ragged import Rows
from bihuan.opinions.merging.reasons import reasons_of
from bihuan.opinions.merging.scoring import SCORING, PairScorer, Scoring

FIRST_BAR = 0.2
"""The first grouping only tells how many problems a word stands in: generous does no harm."""


def propose(messages: Sequence[Message], scoring: Scoring = SCORING) -> list[Group]:
    """Return the groups of two or more, each in the order given, by their first members.

    Time and memory grow with the number of messages, not with its square.
    """
    groups: dict[int, list[int]] = {}
    for at, label in enumerate(labels_of(messages, scoring).tolist()):
        groups.setdefault(label, []).append(at)
    found = []
    for members in groups.values():
        if len(members) > 1:
            chosen = [messages[at] for at in members]
            found.append(Group(tuple(each.id for each in chosen), reasons_of(chosen)))
    return found


def labels_of(messages: Sequence[Message], scoring: Scoring = SCORING) -> Rows:
    """Return for each message the place of the first one that speaks of the same problem."""
    corpus, rows, firsts = read(messages)
    if corpus.bodies.rows < 2:
        return firsts[rows]
    number = corpus.bodies.rows
    corpus.recount(np.arange(number))
    pairs = pairs_worth_comparing(corpus)
    labels = np.arange(number, dtype=np.intp)
    for bar in (FIRST_BAR, scoring.same):
        corpus.recount(labels)
        corpus.weigh()
        labels = _linked(PairScorer(corpus, scoring), pairs, bar)
    return firsts[labels[rows]]


def read(messages: Sequence[Message]) -> tuple[Corpus, Rows, Rows]:
    """Return the messages' corpus, each message's row in it, and each row's first message.

    Messages that say the same word for word have one row.
    """
    corpus, known = Corpus(), dict[bytes, int]()
    rows, firsts = np.empty(len(messages), dtype=np.intp), []
    for at, message in enumerate(messages):
        coded = features_of(message)
        # What says nothing is like nothing, not like all else that says nothing.
        key = coded.tobytes() or b"%d" % at
        if key not in known:
            known[key] = corpus.append(coded)
            firsts.append(at)
        rows[at] = known[key]
    return corpus, rows, np.array(firsts, dtype=np.intp)


def _linked(scorer: PairScorer, pairs: tuple[Rows, Rows], bar: float) -> Rows:
    scores = scorer.scores(*pairs)
    number = scorer.corpus.bodies.rows
    scored = (*pairs, scores)
    found = average_links(pieces(number, scored, bar), scorer.scores, bar)
    return Joining(labelled(number, list(found)), scored, scorer.scores).join()
