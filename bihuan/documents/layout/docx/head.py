"""The head of the paper: red mark, number, signer, red line, title, recipients."""

from bihuan.documents.layout import page
from bihuan.documents.layout.docx import styles
from bihuan.documents.layout.docx.inlines import Writer
from bihuan.documents.layout.docx.xml import Element, element, paragraph, run, tab
from bihuan.documents.layout.fonts import Role
from bihuan.documents.layout.parts import mark_lines, recipients_text
from bihuan.documents.layout.shape import shape_title

WIDTH = page.twips(page.BLOCK_WIDTH_MM)
RED_LINE_EIGHTHS = 12  # 1.5 pt
# Measured in LibreOffice: so much white lies between the words and the border's own distance.
NUMBER_WHITE_PT = 2.0


def head(writer: Writer) -> list[Element]:
    """Return everything above the text."""
    paper = writer.paper
    made = [*_mark(writer), *_number(writer)]
    if made:
        made += blank(2)
    if paper.title.strip():
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


def _mark(writer: Writer) -> list[Element]:
    """Return the 发文机关标志, its upper edge 35 mm below the top of the block."""
    lines = mark_lines(writer.paper)
    if not lines:
        return []
    size = page.mark_size_pt(lines)
    spacing = element(
        "spacing",
        before=page.twips(page.mark_drop_mm(size)),
        after=0,
        line=round(size * page.MARK_LINE * 20),
        lineRule="exact",
    )
    content = run("\n".join(lines), Role.TITLE, size_pt=size)
    return [paragraph(styles.MARK, content, properties=[spacing]), *blank(2)]


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
        right = WIDTH - styles.CHARACTER
        # Tabs, not indents: LibreOffice draws the border of a paragraph between its indents.
        stops = (
            element("tab", val="left", pos=styles.CHARACTER),
            element("tab", val="right", pos=right),
        )
        properties.append(element("tabs", *stops))
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
