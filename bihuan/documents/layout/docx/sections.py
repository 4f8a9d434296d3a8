"""Page, margins, line grid, page numbers, settings and the table of fonts."""

import datetime as dt
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.oxml.ns import qn

from bihuan.documents.layout import page
from bihuan.documents.layout.docx import styles
from bihuan.documents.layout.docx.mark import letter_footer
from bihuan.documents.layout.docx.xml import Element, element, fonts, paragraph, run
from bihuan.documents.layout.fonts import Role
from bihuan.documents.paper import Paper


def set_page(document: Document, paper: Paper) -> None:
    """Give the last section its page, margins, grid and page numbers.

    Page one of a letter has the lower rule at its foot and bears no number.
    """
    section = document.sections[-1]
    properties = section._sectPr  # python-docx has no interface to the grid
    for child in list(properties):
        properties.remove(child)
    is_letter = paper.layout == "letter"
    foot = page.LETTER_FOOT_MM if is_letter else _number_foot_mm()
    for made in page_properties(page.twips(foot)):
        properties.append(made)
    lift = page.twips(_number_foot_mm() - foot)
    _footer(section.footer._element, odd=True, lift=lift)
    _footer(section.even_page_footer._element, odd=False, lift=lift)
    if is_letter:
        section.different_first_page_header_footer = True
        _fill(section.first_page_footer._element, letter_footer())


def _number_foot_mm() -> float:
    """Return how far above the foot of the sheet the line of the page number ends."""
    number_height_mm = page.SMALL_PT * page.MM_PER_PT
    return page.BOTTOM_MM - page.page_number_drop_mm() - number_height_mm


def page_properties(footer: int) -> tuple[Element, ...]:
    """Return size, margins and grid as a section holds them; where the footer ends in twips."""
    return (
        element("pgSz", w=page.twips(page.PAGE_WIDTH_MM), h=page.twips(page.PAGE_HEIGHT_MM)),
        element(
            "pgMar",
            top=page.twips(page.TOP_MM),
            right=page.twips(page.RIGHT_MM),
            bottom=page.twips(page.BOTTOM_MM),
            left=page.twips(page.LEFT_MM),
            header=850,
            footer=footer,
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
    """Name each font with its other names, so that Word takes 仿宋 where 仿宋_GB2312 is missing.

    Of those for rare characters the other name is 宋体, which has them.
    """
    faces = [role.face for role in Role]
    named = [(face.word, face.others[0]) for face in faces]
    named += [(face.wide, "宋体") for face in faces if face.wide]
    entries = "".join(
        f"<w:font w:name={quoteattr(name)}>"
        f"<w:altName w:val={quoteattr(other)}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name, other in named
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


def _fill(part: Element, content: list[Element]) -> None:
    for child in list(part):
        part.remove(child)
    for made in content:
        part.append(made)


def _footer(footer: Element, *, odd: bool, lift: int) -> None:
    """Write — 1 — at the outer side, one character in, so many twips above the footer's end."""
    side = "right" if odd else "left"
    indent = element("ind", **{side: styles.CHARACTER})
    size = page.SMALL_PT
    content = [
        run("— ", Role.SONG, size_pt=size),
        *_page_field(size),
        run(" —", Role.SONG, size_pt=size),
    ]
    properties = [indent, element("jc", val=side)]
    made = [paragraph(styles.FOOTER, *content, properties=properties)]
    if lift:
        spacing = element("spacing", before=0, after=0, line=lift, lineRule="exact")
        made.append(paragraph(styles.TAIL, properties=[spacing]))
    _fill(footer, made)


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
