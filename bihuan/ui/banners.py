"""What somebody must be told on every page until they have read it.

A room's `banners.py` holds `banners(user) -> list[Banner]`; it is found by name, and asked on every
page, so it must ask the database only where it knows that there is something.
"""

from dataclasses import dataclass
from typing import Any

from bihuan.ui.rooms import modules


@dataclass(frozen=True)
class Banner:
    """A sentence, and the address to which a POST says that it was read."""

    text: str
    read_url: str
    more_url: str = ""


def banners_for(user: Any) -> list[Banner]:
    """Ask every room that has a `banners.py`."""
    if not getattr(user, "is_authenticated", False):
        return []
    return [banner for room in modules("banners") for banner in room.banners(user)]
