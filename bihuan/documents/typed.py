"""Numerals that somebody typed into a paper: what no record bears out and no figure states."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bihuan.documents.numeral_scan import FIGURE, TEXT, TypedNumeral, typed_numerals
from bihuan.documents.paper import Block, FigureRef, Inline, Paper, Table
from bihuan.orgs.models import Unit

RECORD = "record"


@dataclass(frozen=True)
class PaperSpan:
    """A stretch of a paper's text, as the scan of numerals reads it."""

    kind: str
    text: str
    paragraph: int


def typed_in(paper: Paper, home: Unit) -> list[TypedNumeral]:
    """Return the numerals typed in a paper's text; the names of the home's units are set words."""
    return typed_numerals(list(_spans(paper.blocks)), names_of_units(home))


def names_of_units(home: Unit) -> list[str]:
    """Return the names of an administration and its units, which may hold numerals (三里村)."""
    rows = Unit.objects.under(home.path).values_list("name", "short_name")
    return sorted({name for names in rows for name in names if name})


def _spans(blocks: Iterable[Block]) -> Iterator[PaperSpan]:
    for number, inlines in enumerate(_paragraphs(blocks)):
        for part in inlines:
            if isinstance(part, FigureRef):
                yield PaperSpan(FIGURE, part.text, number)
            else:
                yield PaperSpan(RECORD if part.from_record else TEXT, part.text, number)


def _paragraphs(blocks: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    for block in blocks:
        if isinstance(block, Table):
            yield from block.head
            for row in block.rows:
                yield from row
        else:
            yield block.inlines
