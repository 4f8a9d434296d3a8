"""Measuring a finished document against GB/T 9704-2012: page, margins, lines, characters, fonts.

Margins at the top and bottom come from the line grid: a line reaches half its pitch above and
below the middle of its characters, so half of the leading is counted as text (as 版心 is meant).
"""

import dataclasses
import itertools
import re
from collections import Counter
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from bihuan.documents.layout.docx_fonts import fonts_by_role
from bihuan.documents.layout.errors import BadFile
from bihuan.documents.layout.glyphs import PageText, TextLine, is_wide, pdfium, read_pages
from bihuan.documents.layout.linebreak import CLOSING
from bihuan.documents.layout.office import docx_to_pdf
from bihuan.documents.layout.page import BLOCK_HEIGHT_MM, MM_PER_PT, TOP_MM

PAGE_NUMBER = re.compile(r"[—–-]\d+[—–-]")
FIRST_LEVEL = re.compile(r"[一二三四五六七八九十]+、")
SECOND_LEVEL = re.compile(r"（[一二三四五六七八九十]+）")
# The middle of an ideograph lies this much of its size above the baseline (em box 0.88 / 0.12).
MIDDLE_EM = 0.38
SAME_SIZE_PT = 0.6
NARROWEST_MARGIN_MM = 5.0
FEW_GLYPHS = 60


@dataclasses.dataclass(frozen=True)
class PageNumber:
    """Where a page number stands: its side, how far from the block's edge there, and how far the
    dash (一字线) lies below the block.
    """

    page: int
    side: str
    inset_mm: float
    below_block_mm: float


@dataclasses.dataclass(frozen=True)
class Layout:
    """The measured layout; lengths in mm, fonts by role as the file names them.

    `lines_per_page` and `characters_per_line` are those of the fullest page and of the fullest
    line of ideographs. Top and bottom margins are the smallest of all pages; the bottom one is
    exact only when some page is full.
    """

    pages: int
    page_width_mm: float
    page_height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    line_pitch_pt: float
    lines_per_page: int
    characters_per_line: int
    fonts: dict[str, str]
    page_numbers: tuple[PageNumber, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the layout as plain values, page numbers by odd and even."""
        values = dataclasses.asdict(self)
        numbers = values.pop("page_numbers")
        values["page_numbers"] = {
            "odd": next((n for n in numbers if n["page"] % 2 == 1), None),
            "even": next((n for n in numbers if n["page"] % 2 == 0), None),
        }
        return values


def measure_pdf(data: bytes) -> Layout:
    """Measure a PDF. Raises BadFile when it is broken, protected or holds no text."""
    try:
        pages = read_pages(data)
    except (pdfium.PdfiumError, ValueError) as error:
        raise BadFile(_("文件不是完整的PDF，或者加了密码，不能测量。")) from error
    if not any(page.lines for page in pages):
        raise BadFile(_("PDF里没有文字（可能是扫描件），不能测量版面。"))
    return _Measuring(pages).layout()


def measure_docx(data: bytes) -> Layout:
    """Measure a docx as LibreOffice lays it out; the fonts are those the docx names.

    Raises BadFile and OfficeMissing.
    """
    named = fonts_by_role(data)
    measured = measure_pdf(docx_to_pdf(data))
    return dataclasses.replace(measured, fonts=named)


class _Measuring:
    """The lines of a document, told apart by what they are."""

    def __init__(self, pages: list[PageText]) -> None:
        self.pages = pages
        self.body_pt = _body_size(pages)
        self.body = [[line for line in page.lines if self._is_body(line)] for page in pages]

    def layout(self) -> Layout:
        """Put the measures together."""
        lines = [line for page in self.body for line in page]
        pitch = self._pitch()
        half = self.body_pt * MM_PER_PT * MIDDLE_EM, pitch * MM_PER_PT / 2
        height = self.pages[0].height
        top = min(page[0].baseline - half[0] - half[1] for page in self.body if page)
        foot = max(page[-1].baseline - half[0] + half[1] for page in self.body if page)
        left, right = self._sides(lines)
        return Layout(
            pages=len(self.pages),
            page_width_mm=round(self.pages[0].width, 2),
            page_height_mm=round(height, 2),
            top_mm=round(top, 2),
            bottom_mm=round(height - foot, 2),
            left_mm=round(left, 2),
            right_mm=round(self.pages[0].width - right, 2),
            line_pitch_pt=round(pitch, 2),
            lines_per_page=max(map(len, self.body)),
            characters_per_line=max((self._characters(line, right) for line in lines), default=0),
            fonts=self._fonts(lines),
            page_numbers=tuple(self._page_numbers(left, right)),
        )

    def _is_body(self, line: TextLine) -> bool:
        return abs(line.size_pt - self.body_pt) < SAME_SIZE_PT and not _is_page_number(line)

    def _pitch(self) -> float:
        """Return the usual distance of baselines in pt."""
        steps = [
            (below.baseline - above.baseline) / MM_PER_PT
            for page in self.body
            for above, below in itertools.pairwise(page)
        ]
        near = [step for step in steps if step < 3 * self.body_pt]
        return median(near) if near else self.body_pt

    def _sides(self, lines: list[TextLine]) -> tuple[float, float]:
        """Return the left edge and the right edge that most full lines share, in mm."""
        lefts = Counter(round(line.left, 1) for line in lines)
        common = max(lefts.values())
        left = min(edge for edge, times in lefts.items() if times * 4 >= common)
        full = [line for line in lines if line.right > max(x.right for x in lines) - 8]
        return left, median(line.right for line in full)

    def _characters(self, line: TextLine, right: float) -> int:
        """Count the characters of a line of whole cells; a mark that hangs outside is not one."""
        glyphs = line.glyphs
        if glyphs[-1].character in CLOSING and glyphs[-1].x > right - 1:
            glyphs = glyphs[:-1]
        return len(glyphs) if all(is_wide(g.character) for g in glyphs) else 0

    def _fonts(self, lines: list[TextLine]) -> dict[str, str]:
        """Return the font of each role that the document has."""
        every = [line for page in self.pages for line in page.lines]
        found = {
            "body": _commonest(g.font for line in lines for g in line.glyphs),
            "mark": _first(line.font for line in every if line.glyphs[0].is_red),
            "title": _first(
                line.font
                for line in every
                if line.size_pt > self.body_pt + 2 and not line.glyphs[0].is_red
            ),
            "heading1": _first(line.font for line in lines if FIRST_LEVEL.match(line.text)),
            "heading2": _first(line.font for line in lines if SECOND_LEVEL.match(line.text)),
            "page_number": _first(line.font for line in every if _is_page_number(line)),
        }
        return {role: font for role, font in found.items() if font}

    def _page_numbers(self, left: float, right: float) -> list[PageNumber]:
        """Return where page numbers stand, the block being that of the standard in height."""
        found = []
        for number, page in enumerate(self.pages, start=1):
            for line in page.lines:
                if _is_page_number(line):
                    found.append(_placed(number, line, left, right))
        return found


def _body_size(pages: list[PageText]) -> float:
    """Return the size of the body text: the commonest of the first page that is not nearly empty.

    The standard has body text on page one; a long annex in small print outweighs it in the whole.
    """
    by_page = [Counter(g.size_pt for line in page.lines for g in line.glyphs) for page in pages]
    first = next((sizes for sizes in by_page if sizes.total() >= FEW_GLYPHS), None)
    sizes = first or sum(by_page, Counter())
    return sizes.most_common(1)[0][0]


def _placed(number: int, line: TextLine, left: float, right: float) -> PageNumber:
    to_left, to_right = line.left - left, right - line.right
    middle = (left + right) / 2
    if abs((line.left + line.right) / 2 - middle) < NARROWEST_MARGIN_MM:
        side, inset = "centre", min(to_left, to_right)
    else:
        side, inset = ("right", to_right) if to_right < to_left else ("left", to_left)
    below = line.glyphs[0].ink_top - (TOP_MM + BLOCK_HEIGHT_MM)
    return PageNumber(number, side, round(inset, 2), round(below, 2))


def _is_page_number(line: TextLine) -> bool:
    return PAGE_NUMBER.fullmatch(line.text) is not None


def _first(names: Any) -> str:
    return next(iter(names), "")


def _commonest(names: Any) -> str:
    counted = Counter(names).most_common(1)
    return counted[0][0] if counted else ""
