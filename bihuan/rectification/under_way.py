"""Which groups of opinions are still worked on: who raised them may yet have to be reached."""

from collections.abc import Collection
from uuid import UUID

from bihuan.rectification.asking import problems_of_groups
from bihuan.rectification.models import OPEN_STATES, State


def groups_under_way(ids: Collection[UUID]) -> set[UUID]:
    """Return those of some groups whose problem is open or kept for the long term."""
    found = problems_of_groups(ids)
    waited_for = {*OPEN_STATES, State.LONG_TERM}
    return {group for group, problem in found.items() if problem.state in waited_for}
