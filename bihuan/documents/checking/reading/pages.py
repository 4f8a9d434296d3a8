"""PDF by its text layer: lines put together to paragraphs again, page numbers left out."""

import itertools
from typing import Any

import pypdfium2.raw
from django.utils.translation import gettext as _

from bihuan.documents.checking.reading.limits import require_pages
from bihuan.documents.checking.report import FileText
from bihuan.documents.layout.errors import BadFile
from bihuan.documents.layout.glyphs import PageText, TextLine, pdfium, read_pages
from bihuan.documents.layout.measure import PAGE_NUMBER
from bihuan.documents.layout.page import MM_PER_PT

_raw: Any = pypdfium2.raw
INDENT_EM, SHORT_EM, GAP_EM = 1.0, 1.6, 1.5
"""In sizes of the line: what begins further right begins a paragraph, what ends further left ends
one, and cells of a table stand further apart than words."""


def read_pdf(content: bytes) -> FileText:
    """Return the words of a PDF; raises BadFile for one that is broken, locked or scanned."""
    _require_readable(content)
    try:
        pages = read_pages(content)
    except (pdfium.PdfiumError, ValueError) as error:
        raise _broken() from error
    if not any(page.lines for page in pages):
        raise BadFile(_("PDF里没有文字（可能是扫描件），无法核对；请用原来的Word文档。"))
    return FileText("\n".join(_paragraphs(pages)))


def _require_readable(content: bytes) -> None:
    if not content.lstrip()[:5] == b"%PDF-":
        raise BadFile(_("文件不是PDF，请重新导出后再试。"))
    try:
        document = pdfium.PdfDocument(content)
    except (pdfium.PdfiumError, ValueError) as error:
        if "password" in str(error).lower():
            raise BadFile(_("PDF设有密码，请取消密码后再核对。")) from error
        raise _broken() from error
    try:
        require_pages(len(document))
        runs = _raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0
    finally:
        document.close()
    if runs:
        raise BadFile(_("PDF里带有会自动运行的程序，不予读取；请用“打印为PDF”重新生成。"))


def _broken() -> BadFile:
    return BadFile(_("PDF已损坏，打不开；请重新导出后再试。"))


def _paragraphs(pages: list[PageText]) -> list[str]:
    """Join the lines of all pages: a paragraph runs on over the end of a page."""
    lines = [line for page in pages for line in page.lines if not PAGE_NUMBER.fullmatch(line.text)]
    if not lines:
        return []
    left = min(line.left for line in lines if len(line.glyphs) > 1 or len(lines) == 1)
    right = max(line.right for line in lines)
    found = [_written(lines[0])]
    for above, line in itertools.pairwise(lines):
        if _goes_on(above, line, left, right):
            found[-1] += _written(line)
        else:
            found.append(_written(line))
    return found


def _goes_on(above: TextLine, line: TextLine, left: float, right: float) -> bool:
    em = line.size_pt * MM_PER_PT
    is_same_size = abs(above.size_pt - line.size_pt) < 1
    is_full = above.right > right - SHORT_EM * em
    return is_same_size and is_full and line.left < left + INDENT_EM * em


def _written(line: TextLine) -> str:
    """Return a line's words; a wide gap parts cells, a narrow one Latin words."""
    em = line.size_pt * MM_PER_PT
    words = [line.glyphs[0].character]
    for before, glyph in itertools.pairwise(line.glyphs):
        gap = glyph.x - before.right
        if gap > GAP_EM * em:
            words.append("\t")
        elif gap > em / 6 and before.character.isascii() and glyph.character.isascii():
            words.append(" ")
        words.append(glyph.character)
    return "".join(words)
