"""Page, margins, line grid, page numbers, settings and the table of fonts."""

import datetime as dt
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.oxml.ns import qn

from bihuan.documents.layout import page
from bihuan.documents.layout.docx import styles
from bihuan.documents.layout.docx.xml import Element, element, fonts, paragraph, run
from bihuan.documents.layout.fonts import Role
from bihuan.documents.paper import Paper


def set_page(document: Document) -> None:
    """Give the last section its page, margins, grid and page numbers."""
    section = document.sections[-1]
    properties = section._sectPr  # python-docx has no interface to the grid
    for child in list(properties):
        properties.remove(child)
    for made in page_properties():
        properties.append(made)
    _footer(section.footer._element, odd=True)
    _footer(section.even_page_footer._element, odd=False)


def page_properties() -> tuple[Element, ...]:
    """Return size, margins and grid as a section holds them."""
    number_height_mm = page.SMALL_PT * page.MM_PER_PT
    below = page.BOTTOM_MM - page.page_number_drop_mm() - number_height_mm
    return (
        element("pgSz", w=page.twips(page.PAGE_WIDTH_MM), h=page.twips(page.PAGE_HEIGHT_MM)),
        element(
            "pgMar",
            top=page.twips(page.TOP_MM),
            right=page.twips(page.RIGHT_MM),
            bottom=page.twips(page.BOTTOM_MM),
            left=page.twips(page.LEFT_MM),
            header=850,
            footer=page.twips(below),
            gutter=0,
        ),
        element("docGrid", type="lines", linePitch=styles.PITCH),
    )


def write_settings(document: Document) -> None:
    """Write the settings whole: odd and even footers, no squeezing of marks, Word 2013's layout."""
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    mode = element(
        "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word"
    )
    mode.set(qn("w:val"), "15")
    for made in (
        element("zoom", percent=100),
        element("defaultTabStop", val=2 * styles.CHARACTER),
        element("evenAndOddHeaders"),
        element("characterSpacingControl", val="doNotCompress"),
        element("compat", element("useFELayout"), mode),
        element("themeFontLang", val="en-US", eastAsia="zh-CN"),
    ):
        settings.append(made)


def drop_thumbnail(document: Document) -> None:
    """Remove the picture that python-docx's template carries as a preview."""
    relations = document.part.package.rels
    for key, relation in list(relations.items()):
        if relation.reltype.endswith("/thumbnail"):
            del relations[key]


def write_font_table(document: Document) -> None:
    """Name each font with its other names, so that Word takes 仿宋 where 仿宋_GB2312 is missing."""
    entries = "".join(
        f"<w:font w:name={quoteattr(role.face.word)}>"
        f"<w:altName w:val={quoteattr(role.face.others[0])}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for role in Role
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{entries}</w:fonts>"
    )
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = xml.encode()


def write_properties(document: Document, paper: Paper) -> None:
    """Set the title, the language and the day of the file; name no author."""
    core = document.core_properties
    core.title = "".join(paper.title.splitlines())
    core.language = paper.language
    core.author = paper.issuer_mark.splitlines()[0] if paper.issuer_mark.strip() else ""
    core.comments = ""
    core.created = core.modified = dt.datetime.now(dt.UTC).replace(tzinfo=None)


def _footer(footer: Element, *, odd: bool) -> None:
    """Write — 1 — at the outer side, one character in."""
    for child in list(footer):
        footer.remove(child)
    side = "right" if odd else "left"
    indent = element("ind", **{side: styles.CHARACTER})
    size = page.SMALL_PT
    content = [
        run("— ", Role.SONG, size_pt=size),
        *_page_field(size),
        run(" —", Role.SONG, size_pt=size),
    ]
    properties = [indent, element("jc", val=side)]
    footer.append(paragraph(styles.FOOTER, *content, properties=properties))


def _page_field(size_pt: float) -> list[Element]:
    def piece(child: Element) -> Element:
        made = element("r", element("rPr", fonts(Role.SONG)))
        made[0].append(element("sz", val=round(size_pt * 2)))
        made.append(child)
        return made

    instruction = element("instrText")
    instruction.text = " PAGE "
    return [
        piece(element("fldChar", fldCharType="begin")),
        piece(instruction),
        piece(element("fldChar", fldCharType="separate")),
        run("1", Role.SONG, size_pt=size_pt),
        piece(element("fldChar", fldCharType="end")),
    ]
