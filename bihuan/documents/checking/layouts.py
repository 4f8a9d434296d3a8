"""The measured layout of a file held against GB/T 9704-2012 (handbook §1.2, §1.5)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bihuan.documents.checking.report import Finding, Severity
from bihuan.documents.layout import page
from bihuan.documents.layout.measure import Layout

PAPER, MARGINS, GRID, FONTS = "layout.paper", "layout.margins", "layout.grid", "layout.fonts"
RULES = (PAPER, MARGINS, GRID, FONTS)
NEAR_MM = 1.5
_FONTS = {
    "body": (("仿宋", "fang"), "仿宋"),
    "title": (("小标宋", "宋", "song", "serif"), "小标宋"),
    "heading1": (("黑", "hei"), "黑体"),
    "heading2": (("楷", "kai"), "楷体"),
}


def layout_findings(layout: Layout) -> list[Finding]:
    """Return what differs from the standard; a grid is judged only where a page is full."""
    return [*_paper(layout), *_margins(layout), *_grid(layout), *_fonts(layout)]


def _paper(layout: Layout) -> Iterator[Finding]:
    is_a4 = _near(layout.page_width_mm, page.PAGE_WIDTH_MM) and _near(
        layout.page_height_mm, page.PAGE_HEIGHT_MM
    )
    if not is_a4:
        words = {"width": layout.page_width_mm, "height": layout.page_height_mm}
        message = _("纸张是%(width).0f×%(height).0f毫米，公文用A4（210×297毫米）。") % words
        yield Finding(PAPER, Severity.WARNING, message)


def _margins(layout: Layout) -> Iterator[Finding]:
    sides = (
        (_("上边距（天头）"), layout.top_mm, page.TOP_MM),
        (_("左边距（订口）"), layout.left_mm, page.LEFT_MM),
        (_("右边距"), layout.right_mm, page.RIGHT_MM),
    )
    for side, measured, right in sides:
        if not _near(measured, right):
            words = {"side": side, "measured": measured, "right": right}
            message = _("%(side)s是%(measured).1f毫米，标准是%(right).0f毫米。") % words
            yield Finding(MARGINS, Severity.WARNING, message)


def _grid(layout: Layout) -> Iterator[Finding]:
    if layout.pages < 2:
        return
    if layout.lines_per_page != page.LINES:
        words = {"measured": layout.lines_per_page, "right": page.LINES}
        message = _("每页最多%(measured)d行，标准是%(right)d行。") % words
        yield Finding(GRID, Severity.NOTE, message)
    if layout.characters_per_line != page.CHARACTERS:
        words = {"measured": layout.characters_per_line, "right": page.CHARACTERS}
        message = _("每行最多%(measured)d字，标准是%(right)d字。") % words
        yield Finding(GRID, Severity.NOTE, message)


def _fonts(layout: Layout) -> Iterator[Finding]:
    roles = {
        "body": _("正文"), "title": _("标题"), "heading1": _("一级标题"), "heading2": _("二级标题"),
    }  # fmt: skip
    for role, (allowed, right) in _FONTS.items():
        font = layout.fonts.get(role, "")
        if font and not any(name in font.lower() for name in allowed):
            words = {"role": roles[role], "font": font, "right": right}
            message = _("%(role)s用的是%(font)s，标准是%(right)s。") % words
            yield Finding(FONTS, Severity.NOTE, message)


def _near(measured: float, right: float) -> bool:
    return abs(measured - right) <= NEAR_MM
