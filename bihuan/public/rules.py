"""Rules of what is published: pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """Counts as they may be shown: None for one that is suppressed; so for their total."""

    parts: tuple[int | None, ...]
    total: int | None


def suppressed(counts: Sequence[int], least: int) -> Counted:
    """Return counts without those under `least`, nor any total that would give one away.

    With one part hidden the total less the others is that part; with several it bounds them. So
    the total is shown only where every part is (handbook §6). A count of 0 hides nobody.
    """
    parts = tuple(count if count >= least or count == 0 else None for count in counts)
    return Counted(parts, None if None in parts else sum(counts))
