"""The text: paragraphs, headings, tables."""

from bihuan.documents.layout import page
from bihuan.documents.layout.docx import styles
from bihuan.documents.layout.docx.inlines import Writer
from bihuan.documents.layout.docx.xml import Element, element, paragraph
from bihuan.documents.layout.fonts import HEADING_ROLES, Role
from bihuan.documents.layout.parts import column_weights, is_numeric_column
from bihuan.documents.paper import Block, Heading, Inline, Paragraph, Table

WIDTH = page.twips(page.BLOCK_WIDTH_MM)


def block(writer: Writer, part: Block, *, table_pt: float = page.TABLE_PT) -> list[Element]:
    """Return the elements of a block of text."""
    if isinstance(part, Heading):
        role = HEADING_ROLES[part.level]
        return [paragraph(styles.heading_style(part.level), *writer.inlines(part.inlines, role))]
    if isinstance(part, Paragraph):
        return [paragraph(styles.TEXT, *writer.inlines(part.inlines, Role.BODY))]
    return [table(writer, part, table_pt)]


def table(writer: Writer, part: Table, size_pt: float) -> Element:
    """Return a table as wide as the block; its head repeats, its rows stay whole."""
    widths = [round(WIDTH * share) for share in column_weights(writer.paper, part)]
    numeric = [is_numeric_column(writer.paper, part, n) for n in range(len(widths))]
    properties = element(
        "tblPr",
        element("tblW", w=WIDTH, type="dxa"),
        element("jc", val="center"),
        _borders(),
        element("tblLayout", type="fixed"),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    made = element("tbl", properties, grid)
    if part.head:
        aligned = ["center"] * len(widths)
        made.append(_row(writer, part.head, widths, aligned, size_pt, is_head=True))
    aligned = ["right" if number else "left" for number in numeric]
    for row in part.rows:
        made.append(_row(writer, row, widths, aligned, size_pt, is_head=False))
    return made


def _borders() -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = (element(side, val="single", sz=4, space=0, color="000000") for side in sides)
    return element("tblBorders", *lines)


def _row(
    writer: Writer,
    cells: tuple[tuple[Inline, ...], ...],
    widths: list[int],
    aligned: list[str],
    size_pt: float,
    *,
    is_head: bool,
) -> Element:
    properties = element("trPr", element("cantSplit"))
    if is_head:
        properties.append(element("tblHeader"))
    row = element("tr", properties)
    role = Role.HEADING if is_head else Role.BODY
    filled = [*cells, *[()] * (len(widths) - len(cells))]
    for parts, width, side in zip(filled, widths, aligned, strict=False):
        content = writer.inlines(parts, role, size_pt=size_pt)
        row.append(
            element(
                "tc",
                element(
                    "tcPr", element("tcW", w=width, type="dxa"), element("vAlign", val="center")
                ),
                paragraph(styles.CELL, *content, properties=[element("jc", val=side)]),
            )
        )
    return row
