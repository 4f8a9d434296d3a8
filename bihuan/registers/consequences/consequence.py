"""One thing that a change does: a value."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Consequence:
    """One thing that a change does, in a sentence.

    `tone` is plain; warn where records or people are touched by it; bad where something that
    stands would no longer be answered, so that it is to be agreed to.
    """

    text: str
    tone: str = "plain"
    examples: Sequence[str] = field(default_factory=tuple)
