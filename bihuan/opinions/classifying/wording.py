"""Say which words of a text spoke for a class, in pieces that a person can read.

A pair of characters that spoke for the class ties its two characters together; characters tied
to each other make a word. A word too long to read falls apart at its weakest tie.
"""

import numpy as np
from numpy.typing import NDArray

from bihuan.opinions.classifying.reading import (
    LONGEST,
    NOTHING,
    TABLE,
    TOPIC,
    Pieces,
    kind_of,
    pieces_of,
    read,
)
from bihuan.opinions.classifying.topics import CHARACTER_BITS
from bihuan.opinions.classifying.weighing import Weights, counted, find, weighed

MOST_WORDS = 5
LONGEST_WORD = 6
APART = np.array([ord(c) for c in "的了着过吗呢吧啊呀是在我你他们就也都很"], np.uint32)
WEAKEST = 0.12  # of the strongest tie: weaker ones are noise between two words

Real = NDArray[np.float64]


def words_for(
    text: str, weights: Weights, favour: NDArray[np.float32]
) -> tuple[tuple[str, float], ...]:
    """Return at most five words with their weight, the strongest first.

    `favour` is, for each key, how much it speaks for the class rather than for the next best.
    Weights are shares of all that spoke for the class, from 0 to 1.
    """
    reading = read([text])
    pieces = pieces_of(reading)
    gains = _gains(text, weights, favour, pieces)
    spoken = gains[gains > 0].sum()
    size = len(reading.codes)
    tying = _pairs(pieces)
    ties: Real = np.bincount(pieces.begins[tying], gains[tying], size).astype(np.float64)
    alone = np.bincount(pieces.begins[~tying], gains[~tying], size)
    apart = np.isin(reading.codes, APART)
    ties[apart] = 0
    ties[:-1][apart[1:]] = 0
    shown = text[:LONGEST]
    found: dict[str, float] = {}
    for start, end in _words(ties):
        first, last = reading.origin[start], reading.origin[end]
        word = "".join(c for c in shown[first : last + 1] if TABLE[ord(c)] != NOTHING)
        if all(character.isalpha() for character in word):
            weight = ties[start:end].sum() + np.maximum(alone[start : end + 1], 0).sum()
            found[word] = found.get(word, 0.0) + float(weight / spoken)
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(best[:MOST_WORDS])


def _gains(text: str, weights: Weights, favour: NDArray[np.float32], pieces: Pieces) -> Real:
    """Return what each piece of the text adds: its key's part, shared among where it occurs."""
    row = weighed(counted([text], weights.keys), weights)
    counts = counted([text], weights.keys)
    per_key = np.zeros(len(weights.keys))
    per_key[row.indices] = row.data * favour[row.indices] / counts.data
    places, known = find(weights.keys, pieces.keys)
    gains = np.zeros(len(pieces.keys))
    gains[known] = per_key[places[known]]
    return gains


def _pairs(pieces: Pieces) -> NDArray[np.bool_]:
    """Return which pieces tie two characters: pairs, and the first two of a topic's word."""
    second = (pieces.keys >> CHARACTER_BITS) & ((1 << CHARACTER_BITS) - 1)
    return np.asarray((second > 0) | (kind_of(pieces.keys) == TOPIC))


def _words(ties: Real) -> list[tuple[int, int]]:
    """Return first and last place of each run of ties, none longer than can be read."""
    if not len(ties) or ties.max() <= 0:
        return []
    strong = ties >= WEAKEST * ties.max()
    edges = np.flatnonzero(np.diff(np.concatenate(([0], strong.astype(np.int8), [0]))))
    waiting = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    done = []
    while waiting:
        start, end = waiting.pop()
        if end - start < LONGEST_WORD:
            done.append((start, end))
            continue
        weakest = start + int(np.argmin(ties[start:end]))
        waiting += [part for part in ((start, weakest), (weakest + 1, end)) if part[0] < part[1]]
    return sorted(done)
