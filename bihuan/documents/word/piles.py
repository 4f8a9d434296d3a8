"""What a Word file becomes when it is read: piles of steps, and between them tags."""

from dataclasses import dataclass, field
from typing import Any, Literal

from bihuan.documents.word.package import Package
from bihuan.documents.word.tags import Fault, Tag, place_json
from bihuan.documents.word.xml import Element

StepKind = Literal["part", "open", "close", "add", "style"]


@dataclass(frozen=True)
class Step:
    """One step of building: open or close an element, add one, take a style, begin a part."""

    kind: StepKind
    element: Element | None = None
    name: str = ""


@dataclass
class Reading:
    """A file read: `piles` of steps by number; `tokens` are those numbers and tags, in order."""

    package: Package
    piles: list[list[Step]] = field(default_factory=list)
    tokens: list[int | Tag] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return what the server is told."""
        tokens = [
            token
            if isinstance(token, int)
            else [token.keyword, token.content, place_json(token.place)]
            for token in self.tokens
        ]
        return {"tokens": tokens, "faults": [fault.to_json() for fault in self.faults]}
