"""Gaps in a year's numbers: what lies between the first number known and the last given."""

from collections.abc import Iterable
from itertools import pairwise


def gaps_in(used: Iterable[int], last: int) -> list[tuple[int, int]]:
    """Return the runs of numbers that nothing accounts for, each by its first and last.

    `used` are the numbers that documents bear and those recorded as skipped. What lies before the
    first of them was numbered before this system was in use: no gap.
    """
    known = sorted({number for number in used if number >= 1})
    if not known:
        return []
    runs = [(a + 1, b - 1) for a, b in pairwise(known) if b - a > 1]
    if last > known[-1]:
        runs.append((known[-1] + 1, last))
    return runs
