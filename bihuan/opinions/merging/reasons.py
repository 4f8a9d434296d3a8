"""What speaks for a proposal, in the messages' own words."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from bihuan.opinions.merging.features import head_and_body, pairs_of
from bihuan.opinions.merging.messages import Kind, Message, Reason
from bihuan.opinions.merging.places import names_in

ASKED = 12
"""Members of a large group whose words are compared."""
MOST_WORDS = 3
LONGEST_THING = 12


def reasons_of(messages: Sequence[Message]) -> tuple[Reason, ...]:
    """Return the places and things that most of some messages share, and how alike they read."""
    read = [head_and_body(message) for message in _some(messages)]
    bodies = [body for _head, body in read]
    need = max(2, (2 * len(bodies) + 2) // 3)
    places = _names(bodies, need)
    things = _runs([(_without(head, places), body) for head, body in read], need)
    reasons = [
        Reason(Kind.PLACE, tuple(places[:MOST_WORDS])),
        Reason(Kind.THING, tuple(things[:MOST_WORDS])),
    ]
    likeness = Reason(Kind.WORDING, share=_likeness(bodies))
    return (*(reason for reason in reasons if reason.words), likeness)


def _some(messages: Sequence[Message]) -> Sequence[Message]:
    step = max(1, len(messages) // ASKED)
    return messages[::step][:ASKED]


def _names(bodies: list[str], need: int) -> list[str]:
    """Return the names that stand in enough bodies, the commonest and longest first."""
    found = {name.text for body in bodies for name in names_in(body)}
    spread = {name: sum(name in body for body in bodies) for name in found}
    held = [name for name, count in spread.items() if count >= need and len(name) > 2]
    held.sort(key=lambda name: (-spread[name], -len(name), name))
    return _apart(held)


def _runs(read: list[tuple[str, str]], need: int) -> list[str]:
    """Return runs of signs in the heads that stand in enough bodies, the commonest first."""
    having = Counter[int]()
    for _head, body in read:
        having.update(np.unique(pairs_of(body)).tolist())
    runs = {run for head, _body in read for run in _held(head, having, need)}
    bodies = [body for _head, body in read]
    spread = {run: sum(run in body for body in bodies) for run in runs}
    held = [run for run in runs if spread[run] >= need]
    held.sort(key=lambda run: (-spread[run], -len(run), run))
    return _apart(held)


def _held(head: str, having: Counter[int], need: int) -> list[str]:
    """Return the longest runs of a head all of whose pairs stand in enough bodies."""
    runs, begin = [], 0
    pairs = [*pairs_of(head).tolist(), -1]
    for at, pair in enumerate(pairs):
        if pair >= 0 and having[pair] >= need:
            continue
        if at > begin:
            runs.append(head[begin : min(at + 1, begin + LONGEST_THING)])
        begin = at + 1
    return runs


def _apart(words: list[str]) -> list[str]:
    """Return the words that no earlier one contains."""
    kept: list[str] = []
    for word in words:
        if not any(word in other or other in word for other in kept):
            kept.append(word)
    return kept


def _without(head: str, places: list[str]) -> str:
    for place in places:
        head = head.replace(place, "\n")
    return head


def _likeness(bodies: list[str]) -> float:
    """Return the average share of pairs that two bodies have in common (Dice)."""
    sets = [frozenset(pairs_of(body).tolist()) - {-1} for body in bodies]
    shares = [
        2 * len(one & other) / max(1, len(one) + len(other))
        for at, one in enumerate(sets)
        for other in sets[at + 1 :]
    ]
    return sum(shares) / max(1, len(shares))
