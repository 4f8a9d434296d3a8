"""What follows the text: annex note, signature and date, note, annexes, 版记."""

from bihuan.documents.layout import page
from bihuan.documents.layout.docx import styles
from bihuan.documents.layout.docx.body import block
from bihuan.documents.layout.docx.head import blank, title
from bihuan.documents.layout.docx.inlines import Writer
from bihuan.documents.layout.docx.xml import Element, element, paragraph, run, tab
from bihuan.documents.layout.fonts import Role
from bihuan.documents.layout.parts import (
    addressees,
    annex_blocks,
    annex_label,
    annex_note,
    attendance,
    display_width,
    note_text,
    printing,
)
from bihuan.documents.layout.signature import Placed, signature
from bihuan.documents.paper import Annex, Table

REGISTER_BOOKMARK = "bihuan_figure_register"
WIDTH = page.twips(page.BLOCK_WIDTH_MM)
THICK, THIN = 8, 6  # eighths of a point: about 0.35 mm and 0.25 mm


def closing(writer: Writer) -> list[Element]:
    """Return annex note, who was at the meeting, signature, date and note."""
    return [*_annex_note(writer), *_attendance(writer), *_signature(writer), *_note(writer)]


def annexes(writer: Writer) -> list[Element]:
    """Return the annexes, each beginning a page."""
    made: list[Element] = []
    last = len(writer.paper.annexes) - 1
    for index, annex in enumerate(writer.paper.annexes):
        made += _annex(writer, annex, index)
        if index == last and writer.paper.audit_head:
            made.append(_audit_line(writer))
        if annex.is_figure_register:
            end = element("bookmarkEnd", id=index + 1)
            made.append(paragraph(styles.TAIL, end))
    return made


def colophon(writer: Writer, *, page_breaks: int) -> list[Element]:
    """Return the 版记: a table that floats at the foot of the page that its anchor lies on.

    `page_breaks` before it bring it to an even page. (A section that begins on an even page would
    follow later edits in Word, but LibreOffice puts the foot of its text block 4 mm too low.)

    LibreOffice lets a table as wide as the text float only when it is placed from the page's edge.
    """
    rows = [row for row in (_addressees(writer), _printed(writer), _copies(writer)) if row]
    if not rows:
        return []
    place = element(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="page",
        tblpX=page.twips(page.LEFT_MM),
        tblpYSpec="bottom",
    )
    sides = ("left", "right")
    properties = element(
        "tblPr",
        place,
        element("tblOverlap", val="never"),
        element("tblW", w=WIDTH, type="dxa"),
        *([] if writer.paper.layout == "letter" else [_rules()]),  # a letter has none (10.1)
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(side, w=0, type="dxa") for side in sides)),
    )
    made = element("tbl", properties, element("tblGrid", element("gridCol", w=WIDTH)))
    for lines in rows:
        cell = element("tc", element("tcPr", element("tcW", w=WIDTH, type="dxa")), *lines)
        made.append(element("tr", element("trPr", element("cantSplit")), cell))
    breaks = [
        paragraph(styles.TAIL, properties=[element("pageBreakBefore")]) for _ in range(page_breaks)
    ]
    return [*breaks, made, paragraph(styles.TAIL)]


def _rules() -> Element:
    return element(
        "tblBorders", _rule("top", THICK), _rule("bottom", THICK), _rule("insideH", THIN)
    )


def _annex_note(writer: Writer) -> list[Element]:
    lines = annex_note(writer.paper)
    if not lines:
        return []
    several = len(lines) > 1
    label, mark = 3 * styles.CHARACTER, styles.CHARACTER if several else 0
    left = 2 * styles.CHARACTER + label + mark
    made = blank(1)
    for n, line in enumerate(lines):
        hanging = mark if n else label + mark
        indent = element("ind", left=left, hanging=hanging)
        made.append(paragraph(styles.FLUSH, run(line, Role.BODY), properties=[indent]))
    return made


def _attendance(writer: Writer) -> list[Element]:
    """Return 出席, 请假, 列席 a line below: label in 黑体, names in 仿宋 hanging from it."""
    rows = attendance(writer.paper)
    made = blank(1) if rows else []
    for label, names in rows:
        hanging = len(label) * styles.CHARACTER
        indent = element("ind", left=2 * styles.CHARACTER + hanging, hanging=hanging)
        content = [run(label, Role.HEADING), run("、".join(names), Role.BODY)]
        made.append(paragraph(styles.FLUSH, *content, properties=[indent]))
    return made


def _signature(writer: Writer) -> list[Element]:
    """Return names and date by their first characters, which the rule places; the right side is
    left open, as an office's digits may be wider than those reckoned with.
    """
    placed = signature(writer.paper)
    made = blank(placed.lines_above) if placed.rows else []
    for n, row in enumerate(placed.rows):
        keep = [element("keepNext")] if n < len(placed.rows) - 1 else []
        is_centred = writer.paper.is_sealed and row[:1] and row[0].role == "date"
        made.append(_date_below(row[0], keep) if is_centred else _signed_row(row, keep))
    return made


def _signed_row(row: tuple[Placed, ...], keep: list[Element]) -> Element:
    """Return words of the signature on one line: the first by its indent, further ones by tabs."""
    if not row:
        return paragraph(styles.BODY, properties=keep)
    stops = [element("tab", val="left", pos=round(x.left * styles.CHARACTER)) for x in row[1:]]
    indent = element("ind", left=round(row[0].left * styles.CHARACTER), right=-2 * styles.CHARACTER)
    words: list[Element] = []
    for each in row:
        words += [tab(Role.BODY)] if words else []
        words.append(run(each.text, Role.KAI if each.role == "stamp" else Role.BODY))
    tabs = [element("tabs", *stops)] if stops else []
    return paragraph(styles.SIGNATURE, *words, properties=[*keep, *tabs, indent])


def _date_below(day: Placed, keep: list[Element]) -> Element:
    """Return a date whose middle is fixed, under that of the sealed name."""
    middle = day.left + display_width(day.text) / 2
    stop = element("tab", val="center", pos=round(middle * styles.CHARACTER))
    properties = [*keep, element("tabs", stop)]
    return paragraph(
        styles.SIGNATURE, tab(Role.BODY), run(day.text, Role.BODY), properties=properties
    )


def _note(writer: Writer) -> list[Element]:
    text = note_text(writer.paper)
    return [paragraph(styles.TEXT, run(text, Role.BODY))] if text else []


def _annex(writer: Writer, annex: Annex, index: int) -> list[Element]:
    """Return an annex: label on line 1, title on line 3, text from line 5."""
    label = paragraph(
        styles.FLUSH,
        run(annex_label(writer.paper, index), Role.HEADING),
        properties=[element("pageBreakBefore")],
    )
    if annex.is_figure_register:
        label.insert(1, element("bookmarkStart", id=index + 1, name=REGISTER_BOOKMARK))
    size = page.REGISTER_PT if annex.is_figure_register else page.TABLE_PT
    made = [label, *blank(1), title(annex.title), *blank(1)]
    for part in annex_blocks(writer.paper, annex):
        made += block(writer, part, table_pt=size)
        if isinstance(part, Table):
            made.append(paragraph(styles.TAIL))  # Word joins tables that touch
    return made


def _audit_line(writer: Writer) -> Element:
    text = run(f"审计链首：{writer.paper.audit_head}", Role.BODY, size_pt=page.REGISTER_PT)
    return paragraph(styles.CELL, writer.control("audit", "审计链首", text))


def _rule(side: str, eighths: int) -> Element:
    return element(side, val="single", sz=eighths, space=0, color="000000")


def _addressees(writer: Writer) -> list[Element]:
    """Return 报, 送, 发 and 抄送, each a paragraph that hangs from its label."""
    character = round(page.SMALL_PT * 20)
    made = []
    for label, names in addressees(writer.paper):
        hanging = round(len(label) * character)
        indent = element("ind", left=character + hanging, right=character, hanging=hanging)
        words = run(label + names, Role.BODY)
        made.append(paragraph(styles.COLOPHON, words, properties=[indent]))
    return made


def _copies(writer: Writer) -> list[Element]:
    """Return the print run at the right; it is the paper's own number, not one of its text."""
    text = printing(writer.paper)[2]
    if not text:
        return []
    control = writer.control("number", "印数", run(f"（{text}）", Role.BODY))
    indent = element("ind", right=round(page.SMALL_PT * 20))
    properties = [indent, element("jc", val="right")]
    return [paragraph(styles.COLOPHON, control, properties=properties)]


def _printed(writer: Writer) -> list[Element]:
    character = round(page.SMALL_PT * 20)
    printer, day, _copies = printing(writer.paper)
    if not (printer or day):
        return []
    stop = element("tabs", element("tab", val="right", pos=WIDTH - character))
    indent = element("ind", left=character, right=character)
    content = [run(printer, Role.BODY), tab(Role.BODY), run(day, Role.BODY)]
    return [paragraph(styles.COLOPHON, *content, properties=[stop, indent])]
