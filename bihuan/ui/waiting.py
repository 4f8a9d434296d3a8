"""What waits for somebody, and what they often need: each room says so in its `waiting.py`.

A room's `waiting.py` holds `waiting(actor) -> list[Waiting | Told]` and, where it wants a place
among the quick entries of the home page, `home_cards(actor) -> list[Card]`. Both are found by name.

What a room only counts it leaves to the page: a `count` that is `Later` (bihuan.lib.counting), or,
where words, lateness or further lines depend on what was counted, a `Told` that makes them. The
counts of all rooms are answered in one statement.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bihuan.lib.counting import Later, Told, settled
from bihuan.ui.rooms import modules


@dataclass(frozen=True)
class Waiting:
    """One kind of thing that waits: how many, what to do, where; `is_late` where a day has passed.

    `label` is the thing to do (待审核的台账记录), `hint` one short sentence on it, `verb` what the
    button says.
    """

    label: str
    count: int | Later
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
    """Return what waits for an actor, asked of every room that has a `waiting.py`."""
    return in_order(known(offered(actor)))


def offered(actor: Any) -> list[Waiting | Told]:
    """Return what every room says, with counts that may not be known yet."""
    return [thing for room in modules("waiting") for thing in room.waiting(actor)]


def known(things: Iterable[Waiting | Told]) -> list[Waiting]:
    """Return things with their counts, those not known yet answered together."""
    return settled(things, lambda thing, count: replace(thing, count=count))


def in_order(things: Iterable[Waiting]) -> list[Waiting]:
    """Return what there is of things whose counts are known, late things first."""
    return sorted((thing for thing in things if thing.count), key=lambda thing: not thing.is_late)


def cards_for(actor: Any) -> list[Card]:
    """Ask every room for its quick entries of the home page."""
    rooms = (room for room in modules("waiting") if hasattr(room, "home_cards"))
    return [card for room in rooms for card in room.home_cards(actor)]
