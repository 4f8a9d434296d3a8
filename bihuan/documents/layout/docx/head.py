"""The head of the paper: red mark, number, signer, red line, title, recipients."""

from collections.abc import Callable

from bihuan.documents.layout import page
from bihuan.documents.layout.docx import styles
from bihuan.documents.layout.docx.inlines import Writer
from bihuan.documents.layout.docx.xml import Element, element, paragraph, run, tab
from bihuan.documents.layout.fonts import Role
from bihuan.documents.layout.parts import (
    issuing_line,
    mark_lines,
    number_text,
    recipients_text,
    text_blocks,
    title_text,
)
from bihuan.documents.layout.shape import shape_title
from bihuan.documents.paper import LayoutName

WIDTH = page.twips(page.BLOCK_WIDTH_MM)
RED_LINE_EIGHTHS = 12  # 1.5 pt
# Measured in LibreOffice: so much white lies between the words and the border's own distance.
NUMBER_WHITE_PT = 2.0
NUMBER_LINE = 360  # twips: the exact line of the number's style
LINE_WHITE = 290  # twips: half a line of the grid


def head(writer: Writer) -> list[Element]:
    """Return everything above the text."""
    paper = writer.paper
    made = _RED_HEADS[paper.layout](writer)
    above, _below = text_blocks(paper)
    for part in above:
        made.append(paragraph(styles.TEXT, *writer.inlines(part.inlines, Role.KAI)))
    if above:
        made += blank(1)
    if title_text(paper):
        made += [title(paper.title), *blank(1)]
    recipients = recipients_text(paper)
    if recipients:
        made.append(paragraph(styles.FLUSH, run(recipients, Role.BODY)))
    return made


def title(text: str) -> Element:
    """Return the title paragraph, broken into its shape."""
    lines = shape_title(text, page.TITLE_CHARACTERS)
    return paragraph(styles.TITLE, run("\n".join(lines), Role.TITLE))


def blank(lines: int) -> list[Element]:
    """Return blank lines of the grid."""
    return [paragraph(styles.BODY) for _ in range(lines)]


def _document(writer: Writer) -> list[Element]:
    """Return mark, number (and signer) and red line; two blank lines to the title."""
    mark = _mark(writer)
    made = [*mark, *(blank(2) if mark else []), *_number(writer)]
    return made + blank(2) if made else []


def _minutes(writer: Writer) -> list[Element]:
    """Return mark, number and red line, and below it who drew the minutes up and when."""
    mark = _mark(writer)
    made = [*mark, *(blank(2) if mark else []), *_number(writer)]
    unit, day = issuing_line(writer.paper)
    if unit or day:
        line = paragraph(styles.FLUSH, *_apart(unit, day), properties=[_two_stops()])
        made += [*(blank(1) if made else []), line]
    return made + blank(1) if made else []


def _briefing(writer: Writer) -> list[Element]:
    """Return the name, 第N期 below it, 编印单位 and day on one line, and the red line."""
    mark = _mark(writer)
    number = writer.control("number", "期号", run(number_text(writer.paper), Role.BODY))
    unit, day = issuing_line(writer.paper)
    # Tabs, not indents, as for the signer; the line stands half a line below the number.
    spacing = element("spacing", before=LINE_WHITE, after=0, line=NUMBER_LINE, lineRule="exact")
    properties = [_red_border(), _two_stops(), spacing, element("jc", val="left")]
    return [
        *mark,
        *(blank(1) if mark else []),
        paragraph(styles.NUMBER, number),
        paragraph(styles.NUMBER, *_apart(unit, day), properties=properties),
        *blank(1),
    ]


_RED_HEADS: dict[LayoutName, Callable[[Writer], list[Element]]] = {
    "document": _document,
    "minutes": _minutes,
    "briefing": _briefing,
}


def _apart(left: str, right: str) -> list[Element]:
    """Return words at the left and at the right, each a character in from the edge."""
    return [tab(Role.BODY), run(left, Role.BODY), tab(Role.BODY), run(right, Role.BODY)]


def _two_stops() -> Element:
    return element(
        "tabs",
        element("tab", val="left", pos=styles.CHARACTER),
        element("tab", val="right", pos=WIDTH - styles.CHARACTER),
    )


def _mark(writer: Writer) -> list[Element]:
    """Return the red mark, its upper edge 35 mm (a 简报: 15 mm) below the top of the block."""
    lines = mark_lines(writer.paper)
    if not lines:
        return []
    size = page.mark_size_pt(lines)
    spacing = element(
        "spacing",
        before=page.twips(page.mark_drop_mm(size, writer.paper.layout)),
        after=0,
        line=round(size * page.MARK_LINE * 20),
        lineRule="exact",
    )
    content = run("\n".join(lines), Role.TITLE, size_pt=size)
    return [paragraph(styles.MARK, content, properties=[spacing])]


def _number(writer: Writer) -> list[Element]:
    """Return 发文字号 (and 签发人 for papers that go up) with the red line 4 mm below."""
    paper = writer.paper
    if paper.number is None and not paper.signer:
        return _bare_line() if paper.issuer_mark.strip() else []
    content: list[Element] = []
    if paper.number is not None:
        text = run(str(paper.number), Role.BODY)
        content.append(writer.control("number", "发文字号", text))
    properties = [_red_border()]
    if paper.signer:
        # Tabs, not indents: LibreOffice draws the border of a paragraph between its indents.
        properties.append(_two_stops())
        properties.append(element("jc", val="left"))
        names = [run("签发人：", Role.BODY), run(paper.signer, Role.KAI)]
        content = [tab(Role.BODY), *content, tab(Role.BODY), *names]
    return [paragraph(styles.NUMBER, *content, properties=properties)]


def _bare_line() -> list[Element]:
    return [paragraph(styles.NUMBER, properties=[_red_border()])]


def _red_border() -> Element:
    gap_pt = page.RED_LINE_GAP_MM / page.MM_PER_PT - NUMBER_WHITE_PT
    line = element("bottom", val="single", sz=RED_LINE_EIGHTHS, space=round(gap_pt), color=page.RED)
    return element("pBdr", line)
