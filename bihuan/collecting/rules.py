"""The state of what was asked, and how workbooks are named: pure, no database.

There is no state "late", and nothing counts days: who has returned is known, how fast is not.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

_BAD_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
LONGEST_PART = 40


class State(StrEnum):
    """Where what was asked of a unit stands."""

    WAITING = "waiting"
    PARTLY = "partly"
    RETURNED = "returned"
    NOTHING = "nothing"
    WAIVED = "waived"


OPEN = frozenset({State.WAITING, State.PARTLY})
"""The states in which a unit is still waited for."""


class Returned(Protocol):
    """What a state needs to know of a return."""

    @property
    def how(self) -> str: ...

    @property
    def handed_back(self) -> int: ...


def state_of(returns: Sequence[Returned], *, is_waived: bool) -> State:
    """Return the state by the returns, oldest first: the newest decides.

    What was returned stays returned when the unit is waived afterwards.
    """
    if not returns:
        return State.WAIVED if is_waived else State.WAITING
    newest = returns[-1]
    if newest.handed_back:
        return State.WAIVED if is_waived else State.PARTLY
    if newest.how == "nothing" and all(each.how == "nothing" for each in returns):
        return State.NOTHING
    return State.RETURNED


def file_name(number: int, unit: str, title: str) -> str:
    """Return what a unit's workbook is called: 03_某某村_道路台账.xlsx."""
    parts = (_BAD_IN_A_NAME.sub("_", part).strip(" .")[:LONGEST_PART] for part in (unit, title))
    return f"{number:02}_{'_'.join(parts)}.xlsx"
