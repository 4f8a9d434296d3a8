"""A Word file taken over as the text of a template: its headings, paragraphs and tables."""

import re
from collections.abc import Iterator

from bihuan.documents.word.contents import written_parts
from bihuan.documents.word.markdown import Grid, Taken, Words, written
from bihuan.documents.word.numbering import Numbering
from bihuan.documents.word.package import MAIN, Package
from bihuan.documents.word.xml import PPR, RPR, SDT, TBL, TC, TR, Element, P, R, T, W

_HOLDERS = frozenset(
    f"{W}{name}"
    for name in ("hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple")
)
_WHITE = frozenset(f"{W}{name}" for name in ("tab", "br", "cr"))
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
MOST_SPANNED = 60


def text_of(content: bytes) -> str:
    """Return a Word file's text; raises Refused."""
    package = Package(content)
    body = written_parts(package)[MAIN].find(f"{W}body")
    if body is None:
        return ""
    return written(_blocks(body, _levels(package), Numbering(package)))


def _blocks(node: Element, levels: dict[str, int], numbering: Numbering) -> Iterator[Taken]:
    for child in node:
        if child.tag == P:
            words, number = _words(child), numbering.number_of(child)
            yield Words(f"{number}{words}" if words.strip() else "", _level(child, levels))
        elif child.tag == TBL:
            yield Grid(tuple(_rows(child)))
        elif child.tag == SDT:
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _blocks(content, levels, numbering)


def _rows(table: Element) -> Iterator[tuple[str, ...]]:
    for row in table.iter(TR):
        if _table_of(row) is not table:
            continue
        cells: list[str] = []
        for cell in row.iter(TC):
            if _table_of(cell) is not table:
                continue
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val") != "restart"
            cells.append("" if goes_on else " ".join(_words(each) for each in cell.iter(P)))
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            digits = "" if span is None else span.get(f"{W}val", "")
            cells += [""] * (min(int(digits), MOST_SPANNED) - 1 if digits.isdigit() else 0)
        yield tuple(cells)


def _table_of(node: Element) -> Element | None:
    return next(node.iterancestors(TBL), None)


def _words(node: Element) -> str:
    """Return the words of a paragraph as they are seen: without hidden ones and text boxes."""
    found: list[str] = []
    for child in node:
        if child.tag == R:
            if child.find(f"{RPR}/{W}vanish") is None:
                found += [
                    " " if part.tag in _WHITE else part.text or ""
                    for part in child
                    if part.tag == T or part.tag in _WHITE
                ]
        elif child.tag in _HOLDERS:
            found.append(_words(child))
    return "".join(found)


def _level(paragraph: Element, levels: dict[str, int]) -> int:
    outline = paragraph.find(f"{PPR}/{W}outlineLvl")
    style = paragraph.find(f"{PPR}/{W}pStyle")
    level = _outline(outline) if outline is not None else 0
    return level or (levels.get(style.get(f"{W}val", ""), 0) if style is not None else 0)


def _levels(package: Package) -> dict[str, int]:
    """Return the level of each heading style: by its name, its outline, or what it is based on."""
    named = package.named("styles")
    if not named:
        return {}
    found: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in package.xml(named[0]).iter(f"{W}style"):
        code = style.get(f"{W}styleId", "")
        name, outline = style.find(f"{W}name"), style.find(f"{PPR}/{W}outlineLvl")
        heading = _HEADING.match(name.get(f"{W}val", "")) if name is not None else None
        above = style.find(f"{W}basedOn")
        based[code] = "" if above is None else above.get(f"{W}val", "")
        if heading or outline is not None:
            found[code] = _up_to_four(int(heading[1])) if heading else _outline(outline)
    for code in based:
        at, seen = code, set[str]()
        while at and at not in found and at not in seen:
            seen.add(at)
            at = based.get(at, "")
        found.setdefault(code, found.get(at, 0))
    return found


def _outline(node: Element) -> int:
    digits = node.get(f"{W}val", "")
    return _up_to_four(int(digits) + 1) if digits.isdigit() and len(digits) < 3 else 0


def _up_to_four(level: int) -> int:
    return level if level <= 4 else 0
