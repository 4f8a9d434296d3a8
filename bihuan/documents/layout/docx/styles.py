"""The styles of the document, written whole: none of python-docx's template is left."""

from typing import Final

from docx.document import Document

from bihuan.documents.layout import page
from bihuan.documents.layout.docx.xml import Element, element, fonts
from bihuan.documents.layout.fonts import HEADING_ROLES, Role

CHARACTER: Final = 315  # twips: 16 pt less a quarter of a point of spacing
PITCH: Final = round(page.PITCH_PT * 20)
# −0.25 pt on each run: LibreOffice lays linesAndChars at 18 characters a line, this way at 28.
SPACING: Final = -5

BODY: Final = "Normal"
TITLE: Final = "Title"
MARK: Final = "PaperMark"
NUMBER: Final = "PaperNumber"
FLUSH: Final = "PaperFlush"
TEXT: Final = "PaperText"
SIGNATURE: Final = "PaperSignature"
CELL: Final = "PaperCell"
COLOPHON: Final = "PaperColophon"
FOOTER: Final = "Footer"
TAIL: Final = "PaperTail"

BLACK: Final = "000000"


def heading_style(level: int) -> str:
    """Return the id of the heading style, one that Word's navigation shows."""
    return f"Heading{level}"


def write_styles(document: Document) -> None:
    """Replace every style of the document by those of an official paper."""
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    styles.append(_defaults())
    for made in (*_character_and_table(), *_body_styles(), *_head_styles(), *_foot_styles()):
        styles.append(made)


def exact(pitch_twips: int) -> Element:
    """Return an exact line spacing."""
    return element("spacing", before=0, after=0, line=pitch_twips, lineRule="exact")


def off_grid() -> Element:
    """Return the property that frees a paragraph from the line grid."""
    return element("snapToGrid", val=0)


def _run_properties(role: Role, size_pt: float, *, color: str = "", spacing: int = 0) -> Element:
    made = element("rPr", fonts(role))
    if color:
        made.append(element("color", val=color))
    made.append(element("spacing", val=spacing))
    made.append(element("kern", val=0))
    made.append(element("sz", val=round(size_pt * 2)))
    made.append(element("szCs", val=round(size_pt * 2)))
    return made


def _defaults() -> Element:
    properties = _run_properties(Role.BODY, page.BODY_PT)
    properties.append(element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
    return element("docDefaults", element("rPrDefault", properties), element("pPrDefault"))


def _character_and_table() -> tuple[Element, ...]:
    margins = element(
        "tblCellMar",
        element("top", w=0, type="dxa"),
        element("left", w=85, type="dxa"),
        element("bottom", w=0, type="dxa"),
        element("right", w=85, type="dxa"),
    )
    return (
        element(
            "style",
            element("name", val="Default Paragraph Font"),
            type="character",
            default=1,
            styleId="DefaultParagraphFont",
        ),
        element(
            "style",
            element("name", val="Normal Table"),
            element("tblPr", element("tblInd", w=0, type="dxa"), margins),
            type="table",
            default=1,
            styleId="TableNormal",
        ),
    )


def _style(
    style_id: str, name: str, paragraph: list[Element], run: Element | None, *, based: str = BODY
) -> Element:
    kind: dict[str, object] = {"type": "paragraph"}
    if style_id == BODY:
        kind["default"] = 1
    if style_id.startswith("Paper"):
        kind["customStyle"] = 1
    made = element("style", element("name", val=name), **kind, styleId=style_id)
    if style_id != BODY:
        made.append(element("basedOn", val=based))
    made.append(element("qFormat"))
    made.append(element("pPr", *paragraph))
    if run is not None:
        made.append(run)
    return made


def _body_styles() -> list[Element]:
    """Return body text and headings: all 三号, on the grid, first line indented by 2."""
    normal = [
        element("widowControl", val=0),  # 22 lines on every page, also where a paragraph breaks
        element("kinsoku", val=1),
        element("overflowPunct", val=0),
        element("autoSpaceDE", val=0),
        element("autoSpaceDN", val=0),
        element("snapToGrid", val=1),
        element("spacing", before=0, after=0, line=240, lineRule="auto"),
        element("jc", val="both"),
    ]
    run = _run_properties(Role.BODY, page.BODY_PT, spacing=SPACING)
    styles = [_style(BODY, "Normal", normal, run)]
    indent = element("ind", firstLine=2 * CHARACTER)
    styles.append(_style(TEXT, "公文正文", [indent], None))
    for level, role in HEADING_ROLES.items():
        properties = [
            element("keepNext"),
            element("ind", firstLine=2 * CHARACTER),
            element("outlineLvl", val=level - 1),
        ]
        run = _run_properties(role, page.BODY_PT, color=BLACK, spacing=SPACING)
        styles.append(_style(heading_style(level), f"heading {level}", properties, run))
    styles.append(_style(FLUSH, "公文顶格", [], None))
    return styles


def _head_styles() -> list[Element]:
    """Return the styles of the red head and the title."""
    centred = element("jc", val="center")
    mark = _run_properties(Role.TITLE, page.MARK_LARGEST_PT, color=page.RED)
    number = [off_grid(), exact(360), element("jc", val="center")]
    title = [off_grid(), exact(PITCH), element("jc", val="center"), element("outlineLvl", val=0)]
    return [
        _style(MARK, "发文机关标志", [off_grid(), centred], mark),
        _style(NUMBER, "发文字号", number, None),
        _style(TITLE, "Title", title, _run_properties(Role.TITLE, page.TITLE_PT)),
    ]


def _foot_styles() -> list[Element]:
    small = _run_properties(Role.BODY, page.SMALL_PT)
    cell = [off_grid(), element("spacing", before=40, after=40, line=240, lineRule="auto")]
    cell_run = _run_properties(Role.BODY, page.TABLE_PT)
    tail = [off_grid(), exact(20)]
    return [
        _style(SIGNATURE, "署名日期", [element("jc", val="left")], None),
        _style(CELL, "表格文字", [*cell, element("jc", val="left")], cell_run),
        _style(COLOPHON, "版记", [off_grid(), exact(480), element("jc", val="left")], small),
        _style(
            FOOTER, "footer", [off_grid(), exact(280)], _run_properties(Role.SONG, page.SMALL_PT)
        ),
        _style(TAIL, "文末", tail, _run_properties(Role.BODY, 1)),
    ]
