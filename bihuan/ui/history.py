"""What the component `history` draws: the events of one thing, the newest first."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """One thing that happened: what, who, when, the words, and how it looks."""

    what: str
    who: str
    at: dt.datetime
    note: str = ""
    icon: str = "circle-check"
    tone: str = "plain"
