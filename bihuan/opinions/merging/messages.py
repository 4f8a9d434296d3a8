"""What goes in and what comes out: messages, and proposals with the reasons shown to the clerk."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Message:
    """An opinion as it was written; `title` and `time` may be empty.

    `time` is carried for whoever shows the message: a problem lasts for years, so it says nothing
    about sameness.
    """

    id: Hashable
    text: str
    title: str = ""
    time: str = ""


class Kind(StrEnum):
    """What speaks for two messages being one problem."""

    PLACE = "place"
    THING = "thing"
    WORDING = "wording"


_SPOKEN = {Kind.PLACE: "地点相同", Kind.THING: "事情相同", Kind.WORDING: "用语相近"}


@dataclass(frozen=True)
class Reason:
    """One ground of a proposal: words that the messages share, or how alike they are (0 to 1)."""

    kind: Kind
    words: tuple[str, ...] = ()
    share: float = 0.0

    def __str__(self) -> str:
        """Return the ground as the clerk reads it."""
        if self.kind is Kind.WORDING:
            return f"{_SPOKEN[self.kind]}：{self.share:.0%}"
        return f"{_SPOKEN[self.kind]}：{'、'.join(self.words)}"


@dataclass(frozen=True)
class Group:
    """Messages proposed as one problem, in the order given, with what speaks for it."""

    members: tuple[Hashable, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Candidate:
    """A problem that a new arrival may speak of; `score` from 0 to 1, the best first.

    `likely` where the score reaches the bar of a proposal; the others are only the nearest.
    """

    id: Hashable
    score: float
    reasons: tuple[Reason, ...]
    likely: bool
