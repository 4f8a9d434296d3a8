"""What is drawn on the pages of a PDF: runs of text and paths, in mm from the page's upper left."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bihuan.documents.layout.glyphs import Glyph, glyphs_of, pdfium, raw
from bihuan.documents.layout.page import MM_PER_PT

Color = tuple[int, int, int]
Point = tuple[float, float]
SAME_LINE_MM = 0.01
THINNEST_MM = 0.01
_CURVE_POINTS, _RECTANGLE = 3, 5


@dataclass(frozen=True)
class Outline:
    """A path: steps of a letter of OFD's (M, L, B, C) and its points; it is filled, or stroked."""

    steps: tuple[tuple[str, tuple[Point, ...]], ...]
    fill: Color | None
    stroke: Color | None
    line_width: float


@dataclass(frozen=True)
class DrawnPage:
    """A page: its size in mm, its paths, its text in runs of one font, size, colour and line."""

    width: float
    height: float
    outlines: tuple[Outline, ...]
    runs: tuple[tuple[Glyph, ...], ...]


@dataclass(frozen=True)
class Drawn:
    """A whole document."""

    pages: tuple[DrawnPage, ...]
    title: str
    author: str


def read_drawn(data: bytes) -> Drawn:
    """Return what is drawn in a PDF. Raises pdfium.PdfiumError."""
    document = pdfium.PdfDocument(data)
    try:
        pages = tuple(_page(page) for page in document)
        title, author = (document.get_metadata_value(key) for key in ("Title", "Author"))
        return Drawn(pages, title, author)
    finally:
        document.close()


def _page(page: Any) -> DrawnPage:
    width, height = page.get_size()
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
    return DrawnPage(
        width * MM_PER_PT,
        height * MM_PER_PT,
        tuple(_outline(path, height) for path in paths),
        tuple(_runs(glyphs_of(page, height))),
    )


def _runs(glyphs: Iterator[Glyph]) -> Iterator[tuple[Glyph, ...]]:
    """Group neighbours in the file's order that one text object can hold."""
    held: list[Glyph] = []
    for glyph in glyphs:
        if held and not _goes_on(held[-1], glyph):
            yield tuple(held)
            held = []
        held.append(glyph)
    if held:
        yield tuple(held)


def _goes_on(one: Glyph, other: Glyph) -> bool:
    alike = (one.font, one.size_pt, one.color) == (other.font, other.size_pt, other.color)
    return alike and abs(one.baseline - other.baseline) < SAME_LINE_MM and other.x > one.x


def _outline(path: Any, height: float) -> Outline:
    """Return a path with its matrix applied.

    Clips are left out: the style draws a border as a ring, clipped to a side; the sides of all
    borders it has are of one colour, so that the rings without clips cover the same.
    """
    matrix = path.get_matrix()

    def place(x: float, y: float) -> Point:
        across, up = matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f
        return across * MM_PER_PT, (height - up) * MM_PER_PT

    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill_mode, stroked)
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(path, width)
    scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
    return Outline(
        tuple(_steps(path, place)),
        _color(raw.FPDFPageObj_GetFillColor, path) if fill_mode.value else None,
        _color(raw.FPDFPageObj_GetStrokeColor, path) if stroked.value else None,
        width.value * scale * MM_PER_PT,
    )


def _color(ask: Callable[..., Any], path: Any) -> Color:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    ask(path, red, green, blue, alpha)
    return red.value, green.value, blue.value


def _steps(
    path: Any, place: Callable[[float, float], Point]
) -> Iterator[tuple[str, tuple[Point, ...]]]:
    """Yield the steps of a path; of a curve pdfium gives the three points one by one."""
    letters = {raw.FPDF_SEGMENT_MOVETO: "M", raw.FPDF_SEGMENT_LINETO: "L"}
    curve: list[Point] = []
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = place(x.value, y.value)
        letter = letters.get(raw.FPDFPathSegment_GetType(segment))
        if letter:
            yield letter, (point,)
        else:
            curve.append(point)
            if len(curve) == _CURVE_POINTS:
                yield "B", tuple(curve)
                curve = []
        if raw.FPDFPathSegment_GetClose(segment):
            yield "C", ()


def bounds(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """Return left, top, width and height of what points span."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def without_holes(outline: Outline) -> Iterator[Outline]:
    """Yield a ring between two rectangles, as a border is drawn, as its sides; others as they are.

    Readers differ in whether they know the even-odd rule.
    """
    points = [placed[0] for letter, placed in outline.steps if letter in "ML"]
    if not outline.fill or len(points) != 2 * _RECTANGLE or len(outline.steps) != 12:
        yield outline
        return
    inner, outer = sorted(
        (bounds(points[:_RECTANGLE]), bounds(points[_RECTANGLE:])), key=lambda b: b[2] * b[3]
    )
    left, top, width, height = outer
    right, foot = left + width, top + height
    for x0, y0, x1, y1 in (
        (left, top, right, inner[1]),
        (left, inner[1] + inner[3], right, foot),
        (left, inner[1], inner[0], inner[1] + inner[3]),
        (inner[0] + inner[2], inner[1], right, inner[1] + inner[3]),
    ):
        if x1 - x0 > THINNEST_MM and y1 - y0 > THINNEST_MM:
            corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
            steps = [("M" if n == 0 else "L", (corner,)) for n, corner in enumerate(corners)]
            yield replace(outline, steps=(*steps, ("C", ())))
