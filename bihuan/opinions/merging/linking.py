"""From scores of pairs to groups.

Average link: two groups become one while the average score between them reaches the bar. Then a
join measured by the groups themselves: where many wrote about one thing in many words, averages
fall below any fixed bar, but the parts are about as alike to each other as each is within.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from bihuan.opinions.merging.corpus import Floats
from bihuan.opinions.merging.ragged import Rows

COMPARED = 6_000_000
LARGEST, LEAST_LARGEST = 1200, 100
"""Rows that are compared all with all, so that not many more than COMPARED pairs are; a larger
piece is first cut where it hangs by least, and `Joining` mends what the cut parted."""
SAMPLE = 24
"""Members of a group that speak for it when groups are compared."""
LEAST_KNOWN = 3
"""Members from which a group's own likeness within can be told."""
RATIO = 0.65
"""How alike two groups must be, as a share of how alike each is within."""
FLOOR = 0.15
CUT = 1.1
"""By how much the bar rises where a piece is too large."""
ROUNDS = 20
SPREAD = 20
"""So many of another group's messages may be among a message's nearest."""
AT_ONCE = 200_000
"""Pairs of rows that are scored together."""

Score = Callable[[Rows, Rows], Floats]


def components(number: int, first: Rows, second: Rows) -> Rows:
    """Return a label for each row; rows that pairs connect have the same."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    linked = np.ones(len(first), dtype=np.int8)
    graph = coo_array((linked, (first, second)), (number, number))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)


def pieces(number: int, pairs: tuple[Rows, Rows, Floats], bar: float) -> Iterator[Rows]:
    """Yield rows connected by pairs that reach the bar, cut at higher bars until small enough."""
    largest = min(LARGEST, max(LEAST_LARGEST, 2 * COMPARED // max(1, number)))
    first, second, scores = pairs
    while len(first):
        keep = scores >= bar
        first, second, scores = first[keep], second[keep], scores[keep]
        labels = components(number, first, second)
        sizes = np.bincount(labels, minlength=1)
        order = np.argsort(labels, kind="stable")
        for rows in np.split(order, np.cumsum(sizes)[:-1]):
            if 1 < len(rows) <= largest:
                yield rows
        left = sizes[labels[first]] > largest
        first, second, scores = first[left], second[left], scores[left]
        bar *= CUT


def average_links(found: Iterator[Rows], score: Score, bar: float) -> Iterator[Rows]:
    """Yield the groups of two or more within pieces; many small pieces are scored together."""
    waiting: list[Rows] = []
    size = 0
    for rows in found:
        waiting.append(rows)
        size += len(rows) * (len(rows) - 1) // 2
        if size >= AT_ONCE:
            yield from _linked(waiting, score, bar)
            waiting, size = [], 0
    yield from _linked(waiting, score, bar)


def _linked(found: list[Rows], score: Score, bar: float) -> Iterator[Rows]:
    if not found:
        return
    ends = [np.triu_indices(len(rows), 1) for rows in found]
    first = np.concatenate([rows[one] for rows, (one, _) in zip(found, ends, strict=True)])
    second = np.concatenate([rows[other] for rows, (_, other) in zip(found, ends, strict=True)])
    borders = np.cumsum([len(one) for one, _other in ends])[:-1]
    for rows, scores in zip(found, np.split(score(first, second), borders), strict=True):
        yield from average_link(rows, scores, bar)


def average_link(rows: Rows, scores: Floats, bar: float) -> list[Rows]:
    """Return the groups of two or more within some rows, given the scores of all their pairs."""
    if len(rows) == 2:
        return [rows] if scores[0] >= bar else []
    from scipy.cluster.hierarchy import fcluster, linkage  # only here: slow to load

    labels = fcluster(linkage(np.clip(1 - scores, 0, None), "average"), 1 - bar, "distance")
    return [rows[labels == label] for label in np.unique(labels) if (labels == label).sum() > 1]


class Joining:
    """Joins groups that are about as alike to each other as each is within."""

    def __init__(self, labels: Rows, pairs: tuple[Rows, Rows, Floats], score: Score) -> None:
        """Take each row's group, and the pairs whose scores are known."""
        self.labels = labels.copy()
        near = pairs[2] >= FLOOR / 2
        self._pairs = pairs[0][near], pairs[1][near], pairs[2][near]
        self._score = score
        self._members: dict[int, list[int]] = defaultdict(list)
        for row, label in enumerate(labels.tolist()):
            self._members[label].append(row)
        self._within: dict[int, float] = {}
        self._between: dict[tuple[int, int], float] = {}

    def join(self) -> Rows:
        """Return the labels after joining, the likest first; only groups that pairs connect."""
        connected = self._connected()
        for _round in range(ROUNDS):
            joined = self._chosen(connected)
            for one, other in joined:
                self.labels[self._members[other]] = one
                self._members[one] += self._members.pop(other)
                self._within.pop(one, None)
            changed = {label for ends in joined for label in ends}
            if not changed:
                break
            self._between = {
                ends: alike for ends, alike in self._between.items() if not changed & set(ends)
            }
            connected = [ends for ends in self._connected() if changed & set(ends)]
            connected += self._between
        return self.labels

    def _connected(self) -> list[tuple[int, int]]:
        """Return the groups that known pairs connect well enough to be worth comparing."""
        first, second, scores = self._pairs
        one, other = self.labels[first], self.labels[second]
        sizes = np.bincount(self.labels, minlength=len(self.labels))
        apart = (one != other) & (np.maximum(sizes[one], sizes[other]) >= LEAST_KNOWN)
        one, other = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
        keys, at = np.unique(one * len(self.labels) + other, return_inverse=True)
        one, other = keys // len(self.labels), keys % len(self.labels)
        fewer, more = np.minimum(sizes[one], sizes[other]), np.maximum(sizes[one], sizes[other])
        worth = np.bincount(at, scores[apart], len(keys)) >= FLOOR * fewer * np.minimum(
            more, SPREAD
        )
        return list(zip(one[worth].tolist(), other[worth].tolist(), strict=True))

    def _chosen(self, connected: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return which groups to join now, each at most once, the likest first."""
        known = {label for ends in connected for label in ends if self._is_known(label)}
        self._measure(
            [(label, label) for label in sorted(known - self._within.keys())],
            [ends for ends in connected if ends not in self._between],
        )
        ratios = []
        for ends in connected:
            within = min(self._within[label] for label in ends if self._is_known(label))
            if self._between[ends] >= max(FLOOR, RATIO * within):
                ratios.append((self._between[ends] / within, ends))
        chosen: list[tuple[int, int]] = []
        taken = set[int]()
        for _ratio, ends in sorted(ratios, key=lambda each: (-each[0], each[1])):
            if not taken & set(ends):
                chosen.append(ends)
                taken.update(ends)
        return chosen

    def _is_known(self, label: int) -> bool:
        return len(self._members[label]) >= LEAST_KNOWN

    def _measure(self, within: list[tuple[int, int]], between: list[tuple[int, int]]) -> None:
        """Note the average scores within some groups and between others."""
        crossed = [self._crossed(one, other) for one, other in (*within, *between)]
        if not crossed:
            return
        first = np.concatenate([one for one, _other in crossed])
        second = np.concatenate([other for _one, other in crossed])
        lengths = np.array([len(one) for one, _other in crossed])
        begins = np.cumsum(lengths) - lengths
        means = (np.add.reduceat(self._score(first, second), begins) / lengths).tolist()
        self._within.update(zip((one for one, _ in within), means[: len(within)], strict=True))
        self._between.update(zip(between, means[len(within) :], strict=True))

    def _crossed(self, one: int, other: int) -> tuple[Rows, Rows]:
        """Return all pairs of the members that speak for two groups, or for one."""
        rows = self._sample(one)
        if one == other:
            ends = np.triu_indices(len(rows), 1)
            return rows[ends[0]], rows[ends[1]]
        others = self._sample(other)
        return np.repeat(rows, len(others)), np.tile(others, len(rows))

    def _sample(self, label: int) -> Rows:
        rows = np.array(self._members[label], dtype=np.intp)
        step = max(1, len(rows) // SAMPLE)
        return rows[::step][:SAMPLE]


def labelled(number: int, groups: list[Rows]) -> npt.NDArray[np.intp]:
    """Return a label for each row: its group's first row, or itself where it is alone."""
    labels = np.arange(number, dtype=np.intp)
    for group in groups:
        labels[group] = group.min()
    return labels
