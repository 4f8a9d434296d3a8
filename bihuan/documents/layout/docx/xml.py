"""The few pieces of WordprocessingML that the renderer builds by hand."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bihuan.documents.layout.fonts import Role

# lxml publishes no types for its elements.
Element: TypeAlias = Any

_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def element(name: str, /, *children: Element, **attributes: object) -> Element:
    """Return an element in the w: namespace; attributes are in it too (`val=1` is w:val="1")."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key.rstrip('_')}"), str(value))
    for child in children:
        made.append(child)
    return made


def text_element(text: str) -> Element:
    """Return w:t with its spaces kept and without characters that XML forbids."""
    made = element("t")
    made.text = text.translate(_NOT_IN_XML)
    made.set(qn("xml:space"), "preserve")
    return made


def fonts(role: Role) -> Element:
    """Return w:rFonts naming one font for East Asian, Latin and complex characters."""
    name = role.face.word
    return element("rFonts", hint="eastAsia", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def run(text: str, role: Role, *, size_pt: float | None = None) -> Element:
    """Return a run; its size is that of the paragraph's style unless given. A newline breaks."""
    properties = element("rPr", fonts(role))
    if size_pt is not None:
        properties.append(element("sz", val=round(size_pt * 2)))
        properties.append(element("szCs", val=round(size_pt * 2)))
    made = element("r", properties)
    for n, line in enumerate(text.split("\n")):
        if n:
            made.append(element("br"))
        made.append(text_element(line))
    return made


def tab(role: Role) -> Element:
    """Return a run that holds a tab."""
    return element("r", element("rPr", fonts(role)), element("tab"))


def paragraph(style: str, *content: Element, properties: Iterable[Element] = ()) -> Element:
    """Return a paragraph of a style; `properties` follow the order of CT_PPr."""
    return element("p", element("pPr", element("pStyle", val=style), *properties), *content)


def content_control(
    number: int, tag: str, alias: str, *content: Element, locked: bool = False
) -> Element:
    """Return an inline content control (w:sdt); a locked one cannot be typed into."""
    properties = element("sdtPr", element("alias", val=alias), element("tag", val=tag))
    properties.append(element("id", val=number))
    if locked:
        properties.append(element("lock", val="contentLocked"))
    return element("sdt", properties, element("sdtContent", *content))
