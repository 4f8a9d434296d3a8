"""Setting a paragraph into justified lines of 28 characters, for the PDF.

WeasyPrint justifies only at spaces, which Chinese has not; so lines are broken here by the rules
of Chinese setting (禁则: no closing mark first, no opening mark last; numbers stay whole) and each
gets the letter spacing that fills it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.documents.layout import page
from bihuan.documents.layout.fonts import Face, advance

CLOSING = frozenset("，。、；：？！）》〉」』】〕〗”’…—～％‰℃°·,.;:?!)]}%")
OPENING = frozenset("（《〈「『【〔〖“‘([{￥¥＄$")
GLUED = frozenset("—…")
WHOLE_WIDTH = 10.0  # a figure up to this many characters stays on one line


@dataclass(frozen=True)
class Piece:
    """Words of one inline; `whole` ones (figures) are not broken when they are short."""

    key: int
    text: str
    whole: bool = False


@dataclass(frozen=True)
class Line:
    """A line: its pieces in order and the letter spacing in pt that makes it fill the measure."""

    pieces: tuple[Piece, ...]
    spacing_pt: float


@dataclass(frozen=True)
class _Glyph:
    character: str
    key: int
    width_pt: float
    may_break_before: bool


def set_lines(
    pieces: Sequence[Piece], face: Face, *, size_pt: float = page.BODY_PT, indent: float = 2.0
) -> list[Line]:
    """Break pieces into lines as wide as the text block, the first indented by characters."""
    glyphs = _glyphs(pieces, face, size_pt)
    lines: list[Line] = []
    room = page.BLOCK_WIDTH_PT - indent * page.CHARACTER_PT
    start = 0
    while start < len(glyphs):
        end = _line_end(glyphs, start, room)
        lines.append(_line(glyphs[start:end], room, is_last=end == len(glyphs)))
        start, room = end, page.BLOCK_WIDTH_PT
    return lines


def _glyphs(pieces: Sequence[Piece], face: Face, size_pt: float) -> list[_Glyph]:
    """Return the characters with their advances on the grid and where a line may end."""
    tight = page.CHARACTER_PT - page.BODY_PT
    glyphs: list[_Glyph] = []
    before = ""
    for piece in pieces:
        widths = [advance(c, face) * size_pt + tight for c in piece.text]
        kept = piece.whole and sum(widths) <= WHOLE_WIDTH * size_pt
        for n, (character, width) in enumerate(zip(piece.text, widths, strict=True)):
            allowed = not (kept and n > 0) and _may_part(before, character)
            glyphs.append(_Glyph(character, piece.key, width, allowed))
            before = character
    return glyphs


def _may_part(before: str, after: str) -> bool:
    """Tell whether a line may end between two characters."""
    if not before or after in CLOSING or before in OPENING:
        return False
    if before in GLUED and after in GLUED:
        return False
    if before == " " or after == " ":
        return before == " "
    return not (_is_latin(before) and _is_latin(after))


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "./-+_@&#'\"=")


def _line_end(glyphs: list[_Glyph], start: int, room: float) -> int:
    """Return where the line that begins at `start` ends, as the index after its last character."""
    width, end = 0.0, start
    # A hundredth of a point forgives the rounding of 28 advances.
    while end < len(glyphs) and width + glyphs[end].width_pt <= room + 0.01:
        width += glyphs[end].width_pt
        end += 1
    if end == len(glyphs):
        return end
    for place in range(end, start, -1):
        if glyphs[place].may_break_before:
            return place
    return max(end, start + 1)


def _line(glyphs: list[_Glyph], room: float, *, is_last: bool) -> Line:
    spacing = page.CHARACTER_PT - page.BODY_PT
    if not is_last and len(glyphs) > 1:
        natural = sum(glyph.width_pt for glyph in glyphs)
        spacing += (room - natural) / (len(glyphs) - 1)
    made: list[Piece] = []
    for glyph in glyphs:
        if made and made[-1].key == glyph.key:
            made[-1] = Piece(glyph.key, made[-1].text + glyph.character)
        else:
            made.append(Piece(glyph.key, glyph.character))
    return Line(tuple(made), spacing)
