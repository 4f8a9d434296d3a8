"""What waits for somebody, and what they often need: each room says so in its `waiting.py`.

A room's `waiting.py` holds `waiting(actor) -> list[Waiting]` and, where it wants a place among the
quick entries of the home page, `home_cards(actor) -> list[Card]`. Both are found by name.
"""

from dataclasses import dataclass
from typing import Any

from bihuan.ui.rooms import modules


@dataclass(frozen=True)
class Waiting:
    """One kind of thing that waits: how many, what to do, where; `is_late` where a day has passed.

    `label` is the thing to do (待审核的台账记录), `hint` one short sentence on it, `verb` what the
    button says.
    """

    label: str
    count: int
    url: str
    hint: str = ""
    is_late: bool = False
    verb: str = ""


@dataclass(frozen=True)
class Card:
    """A quick entry of the home page: where it leads and what is done there."""

    title: str
    url: str
    text: str = ""
    icon: str = "arrow-right"


def waiting_for(actor: Any) -> list[Waiting]:
    """Ask every room that has a `waiting.py` what waits for an actor; late things first."""
    found = [thing for room in modules("waiting") for thing in room.waiting(actor) if thing.count]
    return sorted(found, key=lambda thing: not thing.is_late)


def cards_for(actor: Any) -> list[Card]:
    """Ask every room for its quick entries of the home page."""
    rooms = (room for room in modules("waiting") if hasattr(room, "home_cards"))
    return [card for room in rooms for card in room.home_cards(actor)]
