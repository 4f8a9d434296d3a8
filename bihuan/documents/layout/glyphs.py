"""The characters of a PDF page with places, fonts and sizes, grouped into lines (pypdfium2)."""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw

from bihuan.documents.layout.page import MM_PER_PT

pdfium: Any = pypdfium2  # its types are not complete
raw: Any = pypdfium2.raw
SAME_LINE_PT = 2.0
MOST_PAGES = 200


@dataclass(frozen=True)
class Glyph:
    """A character in mm from the page's left and top: its advance cell, baseline and ink."""

    character: str
    x: float
    right: float
    baseline: float
    ink_top: float
    ink_bottom: float
    size_pt: float
    font: str
    color: tuple[int, int, int]

    @property
    def is_red(self) -> bool:
        """Tell whether it is drawn in the red of the head."""
        red, green, blue = self.color
        return red > 180 and green < 80 and blue < 80


@dataclass(frozen=True)
class TextLine:
    """Glyphs on one baseline, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """Return the words without the spaces that the PDF reader puts in."""
        return "".join(g.character for g in self.glyphs)

    @property
    def baseline(self) -> float:
        """Return the baseline in mm from the top of the page."""
        return self.glyphs[0].baseline

    @property
    def size_pt(self) -> float:
        """Return the size that most glyphs have."""
        return Counter(g.size_pt for g in self.glyphs).most_common(1)[0][0]

    @property
    def font(self) -> str:
        """Return the font of the first glyph that is an ideograph, else of the first."""
        first = next((g for g in self.glyphs if is_wide(g.character)), self.glyphs[0])
        return first.font

    @property
    def left(self) -> float:
        """Return the left edge in mm from the left of the page."""
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        """Return the right edge in mm from the left of the page."""
        return self.glyphs[-1].right


@dataclass(frozen=True)
class PageText:
    """A page: its size in mm and its lines from top to bottom."""

    width: float
    height: float
    lines: tuple[TextLine, ...]


def is_wide(character: str) -> bool:
    """Tell whether a character takes a whole cell of the grid."""
    return unicodedata.east_asian_width(character) in "WFA"


def read_pages(data: bytes) -> list[PageText]:
    """Return the pages of a PDF, the first 200 at most. Raises pdfium.PdfiumError."""
    document = pdfium.PdfDocument(data)
    try:
        pages = []
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            width, height = page.get_size()
            lines = _lines(list(glyphs_of(page, height)))
            pages.append(PageText(width * MM_PER_PT, height * MM_PER_PT, tuple(lines)))
        return pages
    finally:
        document.close()


def glyphs_of(page: Any, height: float) -> Iterator[Glyph]:
    """Yield the characters of a page of pdfium in the file's order; `height` of the page in pt."""
    text_page = page.get_textpage()
    for index in range(text_page.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(text_page, index))
        if character.isspace() or raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        cell = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(text_page, index, cell)
        _left, bottom, _right, top = text_page.get_charbox(index)
        yield Glyph(
            character,
            x.value * MM_PER_PT,
            cell.right * MM_PER_PT,
            (height - y.value) * MM_PER_PT,
            (height - top) * MM_PER_PT,
            (height - bottom) * MM_PER_PT,
            round(_size(text_page, index), 1),
            _font(text_page, index),
            _color(text_page, index),
        )


def _size(text_page: Any, index: int) -> float:
    """Return the size in pt as it is drawn: the font's size times the scale of its matrix."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text_page, index, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    return float(raw.FPDFText_GetFontSize(text_page, index)) * scale


def _font(text_page: Any, index: int) -> str:
    """Return the font's name without the prefix of a subset."""
    buffer = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text_page, index, buffer, len(buffer), flags)
    name = buffer.raw[: max(0, length - 1)].decode("utf-8", "replace")
    prefix, plus, rest = name.partition("+")
    return rest if plus and len(prefix) == 6 and prefix.isupper() else name


def _color(text_page: Any, index: int) -> tuple[int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha)
    return red.value, green.value, blue.value


def _lines(glyphs: list[Glyph]) -> list[TextLine]:
    """Group glyphs by baseline; those of one line differ by less than two points."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.baseline, g.x)):
        if lines and glyph.baseline - lines[-1][0].baseline < SAME_LINE_PT * MM_PER_PT:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [TextLine(tuple(sorted(line, key=lambda g: g.x))) for line in lines]
