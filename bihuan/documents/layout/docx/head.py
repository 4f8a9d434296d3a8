"""The head of the paper: red mark, number, signer, red line, title, recipients."""

import copy
from collections.abc import Callable

from bihuan.documents.layout import page
from bihuan.documents.layout.docx import styles
from bihuan.documents.layout.docx.inlines import Writer
from bihuan.documents.layout.docx.mark import letter_mark, mark
from bihuan.documents.layout.docx.xml import Element, element, paragraph, run, tab
from bihuan.documents.layout.fonts import Role
from bihuan.documents.layout.parts import (
    display_width,
    issuing_line,
    number_text,
    recipients_text,
    signer_rows,
    text_blocks,
    title_text,
)
from bihuan.documents.layout.shape import shape_title
from bihuan.documents.paper import LayoutName

WIDTH = page.twips(page.BLOCK_WIDTH_MM)
RED_LINE_EIGHTHS = 12  # 1.5 pt
# Measured in LibreOffice: so much white lies between the words and the border's own distance.
NUMBER_WHITE_PT = 2.0
SIGNER_LABEL = "签发人："
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
    above = mark(writer.paper)
    made = [*above, *(blank(2) if above else []), *_number(writer)]
    return made + blank(2) if made else []


def _minutes(writer: Writer) -> list[Element]:
    """Return mark, number and red line, and below it who drew the minutes up and when."""
    above = mark(writer.paper)
    made = [*above, *(blank(2) if above else []), *_number(writer)]
    unit, day = issuing_line(writer.paper)
    if unit or day:
        line = paragraph(styles.FLUSH, *_apart(unit, day), properties=[_two_stops()])
        made += [*(blank(1) if made else []), line]
    return made + blank(1) if made else []


def _briefing(writer: Writer) -> list[Element]:
    """Return the name, 第N期 below it, 编印单位 and day on one line, and the red line."""
    name = mark(writer.paper)
    number = writer.control("number", "期号", run(number_text(writer.paper), Role.BODY))
    unit, day = issuing_line(writer.paper)
    # Tabs, not indents, as for the signer; the line stands half a line below the number.
    spacing = element("spacing", before=LINE_WHITE, after=0, line=NUMBER_LINE, lineRule="exact")
    properties = [_red_border(), _two_stops(), spacing, element("jc", val="left")]
    return [
        *name,
        *(blank(1) if name else []),
        paragraph(styles.NUMBER, number),
        paragraph(styles.NUMBER, *_apart(unit, day), properties=properties),
        *blank(1),
    ]


def _letter(writer: Writer) -> list[Element]:
    """Return mark and rule, the number at the right below them, two lines to the title (10.1)."""
    above = letter_mark(writer.paper)
    if writer.paper.number is None:
        return [*above, *blank(2)]
    return [*above, _plain_number(writer, side="right"), *blank(2)]


def _order(writer: Writer) -> list[Element]:
    """Return mark, 令号 two lines below, and two lines to the text; no line is red (10.2)."""
    above = mark(writer.paper)
    made = [*above, *(blank(2) if above else [])]
    if writer.paper.number is not None:
        made.append(_plain_number(writer, side="center"))
    return made + blank(2) if made else []


_RED_HEADS: dict[LayoutName, Callable[[Writer], list[Element]]] = {
    "document": _document,
    "minutes": _minutes,
    "briefing": _briefing,
    "letter": _letter,
    "order": _order,
}


def _plain_number(writer: Writer, *, side: str) -> Element:
    text = run(number_text(writer.paper), Role.BODY)
    control = writer.control("number", "发文字号", text)
    return paragraph(styles.NUMBER, control, properties=[element("jc", val=side)])


def _apart(left: str, right: str) -> list[Element]:
    """Return words at the left and at the right, each a character in from the edge."""
    return [tab(Role.BODY), run(left, Role.BODY), tab(Role.BODY), run(right, Role.BODY)]


def _two_stops() -> Element:
    return element(
        "tabs",
        element("tab", val="left", pos=styles.CHARACTER),
        element("tab", val="right", pos=WIDTH - styles.CHARACTER),
    )


def _number(writer: Writer) -> list[Element]:
    """Return 发文字号 (and 签发人 for papers that go up) with the red line 4 mm below."""
    paper = writer.paper
    rows = signer_rows(paper)
    if paper.number is None and not rows:
        return _bare_line() if paper.issuer_mark.strip() else []
    content: list[Element] = []
    if paper.number is not None:
        text = run(str(paper.number), Role.BODY)
        content.append(writer.control("number", "发文字号", text))
    if not rows:
        return [paragraph(styles.NUMBER, *content, properties=[_red_border()])]
    return _with_signers(content, rows)


def _with_signers(number: list[Element], rows: list[str]) -> list[Element]:
    """Return the signers, two a row, the number on the line of the last of them (7.2.5, 7.2.6).

    Tabs, not indents: LibreOffice draws the border of a paragraph between its indents.
    """
    # One row ends a character from the edge; of several each begins below the first name.
    stops = _two_stops() if len(rows) == 1 else _signer_stops(rows)
    spacing = element("spacing", before=0, after=styles.PITCH - NUMBER_LINE)
    made = []
    for n, names in enumerate(rows):
        label = SIGNER_LABEL if n == 0 else "　" * len(SIGNER_LABEL)
        is_last = n == len(rows) - 1
        words = [tab(Role.BODY), *(number if is_last else []), tab(Role.BODY)]
        words += [run(label, Role.BODY), run(names, Role.KAI)]
        around = [_red_border(), stops] if is_last else [copy.deepcopy(stops), spacing]
        properties = [*around, element("jc", val="left")]
        made.append(paragraph(styles.NUMBER, *words, properties=properties))
    return made


def _signer_stops(rows: list[str]) -> Element:
    wide = max(map(display_width, rows)) + len(SIGNER_LABEL) + 1
    return element(
        "tabs",
        element("tab", val="left", pos=styles.CHARACTER),
        element("tab", val="left", pos=round(WIDTH - wide * styles.CHARACTER)),
    )


def _bare_line() -> list[Element]:
    return [paragraph(styles.NUMBER, properties=[_red_border()])]


def _red_border() -> Element:
    gap_pt = page.RED_LINE_GAP_MM / page.MM_PER_PT - NUMBER_WHITE_PT
    line = element("bottom", val="single", sz=RED_LINE_EIGHTHS, space=round(gap_pt), color=page.RED)
    return element("pBdr", line)
