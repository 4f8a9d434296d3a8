"""A paper as plain values for JSON, and back: how an issued document is frozen.

Blocks and inlines carry their kind in one letter; everything else keeps its field's name, so that
a paper frozen today can still be read by a later version that knows more fields: one that it lacks
is as it was before there was one.
"""

import datetime as dt
from typing import Any

from bihuan.documents.paper import (
    Annex,
    Block,
    DocumentNumber,
    FigureRef,
    Heading,
    Inline,
    Paper,
    Paragraph,
    StatedFigure,
    Table,
    Text,
)

PLAIN = (
    "title",
    "issuer_mark",
    "signer",
    "recipients",
    "note",
    "printed_by",
    "is_preview",
    "audit_head",
    "language",
    "layout",
    "copies",
    "signer_post",
    "is_sealed",
)
NAMES = ("signed_by", "cc", "present", "absent", "observers", "reported_to", "sent_to", "issued_to")


def to_json(paper: Paper) -> dict[str, Any]:
    """Return a paper as values that JSON can hold."""
    number = paper.number
    return {
        **{name: getattr(paper, name) for name in PLAIN},
        **{name: list(getattr(paper, name)) for name in NAMES},
        "number": [number.code, number.year, number.number, number.form] if number else None,
        "signed_on": _day(paper.signed_on),
        "printed_on": _day(paper.printed_on),
        "blocks": [_block(block) for block in paper.blocks],
        "annexes": [
            {
                "title": annex.title,
                "is_figure_register": annex.is_figure_register,
                "blocks": [_block(block) for block in annex.blocks],
            }
            for annex in paper.annexes
        ],
        "figures": [vars(figure) | {"as_of": figure.as_of.isoformat()} for figure in paper.figures],
    }


def from_json(values: dict[str, Any]) -> Paper:
    """Return the paper that `to_json` wrote."""
    number = values["number"]
    given = {name: values[name] for name in PLAIN if name in values}
    given |= {name: tuple(values[name]) for name in NAMES if name in values}
    return Paper(
        **given,
        number=DocumentNumber(*number) if number else None,
        signed_on=_read_day(values["signed_on"]),
        printed_on=_read_day(values["printed_on"]),
        blocks=tuple(_read_block(block) for block in values["blocks"]),
        annexes=tuple(
            Annex(
                annex["title"],
                tuple(_read_block(block) for block in annex["blocks"]),
                annex["is_figure_register"],
            )
            for annex in values["annexes"]
        ),
        figures=tuple(
            StatedFigure(**figure | {"as_of": dt.datetime.fromisoformat(figure["as_of"])})
            for figure in values["figures"]
        ),
    )


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _read_day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _inlines(inlines: tuple[Inline, ...]) -> list[list[Any]]:
    return [
        ["f", part.index, part.text]
        if isinstance(part, FigureRef)
        else ["r" if part.from_record else "t", part.text]
        for part in inlines
    ]


def _read_inlines(values: list[list[Any]]) -> tuple[Inline, ...]:
    return tuple(
        FigureRef(part[1], part[2]) if part[0] == "f" else Text(part[1], part[0] == "r")
        for part in values
    )


def _block(block: Block) -> list[Any]:
    if isinstance(block, Heading):
        return ["h", block.level, _inlines(block.inlines)]
    if isinstance(block, Paragraph):
        return ["p", _inlines(block.inlines)]
    head = [_inlines(cell) for cell in block.head]
    return ["table", head, [[_inlines(cell) for cell in row] for row in block.rows]]


def _read_block(values: list[Any]) -> Block:
    if values[0] == "h":
        return Heading(values[1], _read_inlines(values[2]))
    if values[0] == "p":
        return Paragraph(_read_inlines(values[1]))
    head = tuple(_read_inlines(cell) for cell in values[1])
    rows = tuple(tuple(_read_inlines(cell) for cell in row) for row in values[2])
    return Table(head, rows)
