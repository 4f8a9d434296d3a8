"""Running text, figures and words of records as runs and content controls."""

import itertools
from collections.abc import Iterable

from bihuan.documents.layout.docx.xml import Element, content_control, run
from bihuan.documents.layout.fonts import Role
from bihuan.documents.layout.parts import figure_of, shown_text
from bihuan.documents.paper import FigureRef, Inline, Paper, Text

ALIAS_LIMIT = 64  # Word refuses longer names and tags of content controls


class Writer:
    """Turns inlines of one paper into runs; numbers its content controls."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self._numbers = itertools.count(100_001)

    def inlines(
        self, parts: Iterable[Inline], role: Role, *, size_pt: float | None = None
    ) -> list[Element]:
        """Return the runs and content controls of some inlines."""
        return [self._inline(part, role, size_pt) for part in parts if part.text]

    def control(self, tag: str, alias: str, *content: Element, locked: bool = False) -> Element:
        """Return a content control with the next number."""
        return content_control(
            next(self._numbers), tag[:ALIAS_LIMIT], alias[:ALIAS_LIMIT], *content, locked=locked
        )

    def _inline(self, part: Inline, role: Role, size_pt: float | None) -> Element:
        if isinstance(part, FigureRef):
            return self._figure(part, role, size_pt)
        return self._words(part, role, size_pt)

    def _figure(self, ref: FigureRef, role: Role, size_pt: float | None) -> Element:
        figure = figure_of(self.paper, ref)
        made = run(shown_text(ref, figure), role, size_pt=size_pt)
        if figure is None:
            return made
        return self.control(f"figure:{figure.code}", figure.label, made, locked=True)

    def _words(self, part: Text, role: Role, size_pt: float | None) -> Element:
        made = run(part.text, role, size_pt=size_pt)
        return self.control("record", "记录", made) if part.from_record else made
