"""The red mark: of one agency, of several that issue together, of a letter with its rules."""

from bihuan.documents.layout import page
from bihuan.documents.layout.docx import styles
from bihuan.documents.layout.docx.xml import Element, element, paragraph, run
from bihuan.documents.layout.fonts import Role
from bihuan.documents.layout.parts import joint_mark, mark_lines
from bihuan.documents.paper import Paper

WIDTH = page.twips(page.BLOCK_WIDTH_MM)
# Measured in LibreOffice: an exact line of 1.2 times the size ends so far below the em box.
LINE_BELOW_EM = 0.118
NUMBER_ABOVE_PT = 0.3  # as the number stands in its own exact line
# How far a rule of a letter reaches beyond the block at the left and at the right.
OUT_LEFT = page.twips(page.LEFT_MM - (page.PAGE_WIDTH_MM - page.LETTER_RULE_MM) / 2)
OUT_RIGHT = page.twips(page.RIGHT_MM - (page.PAGE_WIDTH_MM - page.LETTER_RULE_MM) / 2)
CELL_SLACK = 60  # twips
_HAIR = 20  # twips: an exact line as high as a border needs


def mark(paper: Paper) -> list[Element]:
    """Return the red mark, its upper edge as far below the top of the block as its layout has it.

    35 mm; a 简报 15 mm, a 命令 20 mm.
    """
    names, word = joint_mark(paper)
    if names:
        return _joint(paper, names, word)
    lines = mark_lines(paper)
    if not lines:
        return []
    size = page.mark_size_pt(lines)
    return [_lines(lines, size, before=page.twips(page.mark_drop_mm(size, paper.layout)))]


def letter_mark(paper: Paper) -> list[Element]:
    """Return the mark of a letter and 4 mm below it the rule: a table that floats on the sheet.

    It stands partly above the block, and is wider than it, so the text begins below. (A header
    for page one would do in Word, but LibreOffice leaves a white of its own below a high one.)
    """
    lines = mark_lines(paper) or ["　"]
    size = page.mark_size_pt(lines)
    width = page.twips(page.LETTER_RULE_MM)
    place = element(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        topFromText=0,
        bottomFromText=round((page.SEVEN_EIGHTHS_PT - NUMBER_ABOVE_PT) * 20),
        vertAnchor="page",
        horzAnchor="page",
        tblpX=page.twips((page.PAGE_WIDTH_MM - page.LETTER_RULE_MM) / 2),
        tblpY=page.twips(page.mark_drop_mm(size, "letter")),
    )
    gap = page.LETTER_RULE_GAP_MM / page.MM_PER_PT - LINE_BELOW_EM * size
    white = round((page.THICK_RULE_PT + page.RULE_WHITE_PT) * 20)
    words = [_lines(lines, size, before=0), _gap(round(gap * 20))]
    height = element("trPr", element("trHeight", val=white, hRule="exact"))
    rows = (
        element("tr", _ruled(width, page.THICK_RULE_PT, words)),
        element("tr", height, _ruled(width, page.THIN_RULE_PT, [_gap(_HAIR)])),
    )
    properties = element(
        "tblPr",
        place,
        element("tblOverlap", val="never"),
        element("tblW", w=width, type="dxa"),
        element("tblLayout", type="fixed"),
        _no_margins(),
    )
    return [element("tbl", properties, element("tblGrid", element("gridCol", w=width)), *rows)]


def letter_footer() -> list[Element]:
    """Return the lower rule of page one, thin and then thick.

    Two lines of hair's height, each with a border: Word joins only borders that are equal.
    """
    widths = ((page.THIN_RULE_PT, _HAIR), (page.THICK_RULE_PT, round(page.RULE_WHITE_PT * 20)))
    return [
        paragraph(styles.TAIL, properties=[_border(width), _exact(line), _beyond()])
        for width, line in widths
    ]


def _joint(paper: Paper, names: list[str], word: str) -> list[Element]:
    """Return a table without lines: agencies as wide as the longest, 文件 in the middle beside."""
    size = page.joint_mark_size_pt(names, word)
    em = size * 20
    # The gap lies in the first cell: words that fill a cell to the twip would wrap.
    widths = [
        round((max(map(len, names)) + page.JOINT_WORD_GAP_EM) * em),
        round(len(word) * em) + CELL_SLACK,
    ]
    spaces = page.spread_em(names)
    lines = [
        _lines([name], size, before=0, spacing=round(space * em), side="left")
        for name, space in zip(names, spaces, strict=True)
    ]
    beside = _lines([word], size, before=0, side="right")
    cells = (
        element("tc", _cell(widths[0]), *lines),
        element("tc", _cell(widths[1]), beside),
    )
    properties = element(
        "tblPr",
        element("tblW", w=sum(widths), type="dxa"),
        element("jc", val="center"),
        element("tblLayout", type="fixed"),
        _no_margins(),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    row = element("tr", element("trPr", element("cantSplit")), *cells)
    drop = page.twips(page.mark_drop_mm(size, paper.layout))
    return [
        _gap(drop),
        element("tbl", properties, grid, row),
    ]


def _cell(width: int) -> Element:
    return element("tcPr", element("tcW", w=width, type="dxa"), element("vAlign", val="center"))


def _ruled(width: int, rule_pt: float, content: list[Element]) -> Element:
    rule = element("bottom", val="single", sz=round(rule_pt * 8), space=0, color=page.RED)
    properties = element("tcPr", element("tcW", w=width, type="dxa"), element("tcBorders", rule))
    return element("tc", properties, *content)


def _no_margins() -> Element:
    sides = (element(side, w=0, type="dxa") for side in ("left", "right"))
    return element("tblCellMar", *sides)


def _gap(twips: int) -> Element:
    return paragraph(styles.TAIL, properties=[_exact(twips)])


def _lines(
    lines: list[str],
    size_pt: float,
    *,
    before: int,
    spacing: int = 0,
    side: str = "center",
) -> Element:
    """Return lines of the mark; `spacing` is put between characters, but not behind the last."""
    text = "\n".join(lines)
    content = [run(text, Role.TITLE, size_pt=size_pt)]
    if spacing:
        content = [run(part, Role.TITLE, size_pt=size_pt) for part in (text[:-1], text[-1])]
        content[0][0].insert(1, element("spacing", val=spacing))
    line = element(
        "spacing",
        before=before,
        after=0,
        line=round(size_pt * page.MARK_LINE * 20),
        lineRule="exact",
    )
    properties = [line, element("jc", val=side)]
    return paragraph(styles.MARK, *content, properties=properties)


def _border(width_pt: float) -> Element:
    line = element("bottom", val="single", sz=round(width_pt * 8), space=0, color=page.RED)
    return element("pBdr", line)


def _exact(twips: int) -> Element:
    return element("spacing", before=0, after=0, line=twips, lineRule="exact")


def _beyond() -> Element:
    return element("ind", left=-OUT_LEFT, right=-OUT_RIGHT)
