"""What a change of a parent's item means to one adopter: pure rules of the cascade. No ORM.

An offer goes from `before`, what the adopter last had from its parent, to `after`, what the parent
says now; so one that was kept is not lost when the parent changes again.
"""

from dataclasses import dataclass
from typing import Any

from bihuan.campaigns.rules import FIELDS, Words, differing

ADDED, CHANGED, WITHDRAWN = "added", "changed", "withdrawn"


@dataclass(frozen=True)
class Standing:
    """What stands between an adopter and one item of its parent.

    `copy` is what the adopter's standing item says (None: it has none); `pending` the offer that
    is open or was kept, as its kind and what the adopter had before it.
    """

    copy: Words | None
    pending: tuple[str, Words] | None = None


@dataclass(frozen=True)
class NewOffer:
    """An offer to make, in the place of any pending one."""

    kind: str
    before: dict[str, Any]
    after: dict[str, Any]


def offer_of(
    standing: Standing, kind: str, before: Words, after: Words, *, is_required: bool
) -> NewOffer | None:
    """Return the offer that a parent's change makes to one adopter; None: nothing is to be asked.

    Whatever was pending lapses either way: the new offer holds it, or there is nothing left of it.
    """
    if kind == WITHDRAWN:
        return NewOffer(WITHDRAWN, dict(before), {}) if standing.copy is not None else None
    if standing.copy is None:
        was_added = standing.pending is not None and standing.pending[0] == ADDED
        if kind == ADDED or was_added or is_required:
            return NewOffer(ADDED, {}, dict(after))
        return None  # the unit had dropped it, and may
    if kind == ADDED:
        return None
    base = before
    if standing.pending is not None and standing.pending[0] == CHANGED:
        base = standing.pending[1]
    changed = differing(base, after)
    if all(standing.copy.get(field) == after.get(field) for field in changed):
        return None
    return NewOffer(CHANGED, {f: base.get(f) for f in FIELDS}, {f: after.get(f) for f in FIELDS})
