"""What each placeholder of a text says now: the chips of the page on which it is written.

The text need not be whole: what cannot be read is told of the one placeholder, not of all. Each is
filled as a paragraph of its own by the template language itself, so that a chip says what the
document will say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from bihuan.documents.paper import FigureRef, Paragraph
from bihuan.documents.template import FrontMatter, Signed, Template, TemplateFaults, fill
from bihuan.documents.template.front_matter import read_front_matter, split_template
from bihuan.documents.template.language import Program, parse
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

MOST = 400  # placeholders of one text that are told
_PLACEHOLDER = re.compile(r"\{\{(?:(?!\}\}|\n).)*\}\}")
_LOOP = re.compile(r"\{%-?\s*for\s+(\w+)\s+in\b")
State = Literal["traced", "signed", "pending", "fault", "row"]


@dataclass(frozen=True)
class Chip:
    """One placeholder as it is written, and what it says.

    `state` is that of the figure; "fault" where it names none (`note` says why); "row" where it
    speaks of a record of a loop, of which there are many.
    """

    source: str
    text: str
    state: State
    label: str = ""
    note: str = ""
    url: str = ""
    records: int = 0


def front_of(text: str) -> FrontMatter:
    """Return a text's front matter; raises TemplateFaults where it cannot be read."""
    return read_front_matter(split_template(text)[0])


def chips_of(
    text: str,
    front: FrontMatter,
    *,
    unit: Unit,
    actor: Actor,
    signed: dict[str, Signed] | None = None,
) -> list[Chip]:
    """Return the chips of a text's different placeholders, in their order.

    Raises NotAllowed where the actor may not see the figures of the unit's administration.
    """
    body = split_template(text)[1]
    sources = list(dict.fromkeys(_PLACEHOLDER.findall(body)))[:MOST]
    of_loops = _names_of_loops(body)
    told: dict[str, Chip] = {}
    asked: list[str] = []
    for source in sources:
        chip = _settled(source, of_loops)
        if chip is None:
            asked.append(source)
        else:
            told[source] = chip
    for chip in _filled(asked, front, unit, actor, signed):
        told[chip.source] = chip
    return [told[source] for source in sources]


def _names_of_loops(body: str) -> re.Pattern[str]:
    names = {"loop", *_LOOP.findall(body)}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b\s*\.")


def _settled(source: str, of_loops: re.Pattern[str]) -> Chip | None:
    """Return the chip of a placeholder that is not asked on its own; None where it is."""
    inner = source[2:-2].strip(" -+")
    if of_loops.search(inner):
        return Chip(source, inner, "row", note=_("逐条记录写出"))
    try:
        parse(source)
    except TemplateFaults as error:
        return Chip(source, inner, "fault", note=error.faults[0].message)
    return None


def _filled(
    asked: Sequence[str],
    front: FrontMatter,
    unit: Unit,
    actor: Actor,
    signed: dict[str, Signed] | None,
) -> Iterator[Chip]:
    """Yield what placeholders say, each filled as a paragraph of its own, all together."""
    if not asked:
        return
    program: Program = parse("\n\n".join(asked))
    filled = fill(Template(front, program), unit=unit, actor=actor, signed=signed)
    faults = {fault.line: fault.message for fault in filled.faults}
    blocks = [block for block in filled.paper.blocks if isinstance(block, Paragraph)]
    for at, (source, block) in enumerate(zip(asked, blocks, strict=True)):
        refs = [part for part in block.inlines if isinstance(part, FigureRef)]
        if not refs:
            inner = source[2:-2].strip(" -+")
            yield Chip(source, inner, "fault", note=faults.get(2 * at + 1, _("不是一个数据。")))
            continue
        figure = filled.figures[refs[0].index]
        note = figure.note if figure.status != "signed" else figure.source
        yield Chip(
            source, figure.text, figure.status, figure.label, note, figure.url, figure.records
        )
