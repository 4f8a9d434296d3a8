"""Reading places off a PDF in tests: lines, rules, red things."""

from bihuan.documents.layout.glyphs import PageText, TextLine, pdfium, raw, read_pages
from bihuan.documents.layout.page import MM_PER_PT, PAGE_HEIGHT_MM

EM_BELOW_BASELINE = 0.12


def find_line(pages: list[PageText], words: str) -> tuple[int, TextLine]:
    """Return the page (from 1) and the first line that holds the words."""
    for number, page in enumerate(pages, start=1):
        for line in page.lines:
            if words in line.text:
                return number, line
    raise AssertionError(f"no line holds {words!r}")


def bottom_of(line: TextLine) -> float:
    """Return where the characters of a line end, in mm from the top."""
    return line.baseline + EM_BELOW_BASELINE * line.size_pt * MM_PER_PT


def rules(data: bytes, page: int) -> list[tuple[float, float, float]]:
    """Return the horizontal rules of a page (from 1): left, right, middle from the top, in mm.

    A border around a box is one path; its upper and lower edge count as rules.
    """
    document = pdfium.PdfDocument(data)
    found: list[tuple[float, float, float]] = []
    for path in document[page - 1].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = (edge * MM_PER_PT for edge in path.get_bounds())
        edges = ((top + bottom) / 2,) if top - bottom < 2 else (top, bottom)
        if right - left > 100:
            found += [(left, right, PAGE_HEIGHT_MM - edge) for edge in edges]
    document.close()
    return found


def all_text(data: bytes) -> str:
    """Return every character of a PDF in reading order, without white space."""
    return "".join(line.text for page in read_pages(data) for line in page.lines)


def squeezed(text: str) -> str:
    """Return text without white space."""
    return "".join(text.split())
