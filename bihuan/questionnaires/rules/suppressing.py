"""Groups too small to show, and the one beside them that would give them away."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

G = TypeVar("G", bound=Hashable)


def hidden_groups(sizes: Mapping[G, int], smallest: int) -> frozenset[G]:
    """Return the groups not to be shown, by how many persons answered in each.

    Hidden are those of fewer than `smallest`, nobody too: that none of a few answered a question
    says something of each. What is hidden together can be had from the totals by subtraction, so
    the next smaller groups are hidden too, until at least two have anybody in them and they hold at
    least `smallest` persons together.
    """
    by_size = sorted(sizes, key=lambda group: sizes[group])
    hidden = [group for group in by_size if sizes[group] < smallest]
    rest = by_size[len(hidden) :]
    while hidden and rest and not _are_enough([sizes[group] for group in hidden], smallest):
        hidden.append(rest.pop(0))
    return frozenset(hidden)


def _are_enough(sizes: list[int], smallest: int) -> bool:
    return sum(1 for size in sizes if size) >= 2 and sum(sizes) >= smallest
