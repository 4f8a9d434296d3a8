"""What the one search box finds, as the shell shows it; `bihuan.search` asks the rooms for it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

Pieces = Sequence[tuple[str, bool]]
"""A text in pieces, each with whether it is one of the words asked for."""


@dataclass(frozen=True)
class Hit:
    """One thing found: what kind of thing, its title, an excerpt, and where it opens.

    `where` is the unit or register it belongs to. `is_exact` says that its number or code is what
    was asked for, so that it stands before all others.
    """

    kind: str
    title: Pieces
    url: str
    text: Pieces = ()
    where: str = ""
    day: dt.date | None = None
    icon: str = "file-text"
    is_exact: bool = False


@dataclass(frozen=True)
class Page:
    """Some hits of one kind, and where the next ones begin (empty: there are none)."""

    hits: Sequence[Hit]
    next: str = ""
