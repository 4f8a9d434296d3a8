"""The names of WordprocessingML, and elements made by hand with lxml alone."""

from copy import deepcopy
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]

# lxml publishes no types for its elements.
Element: TypeAlias = Any

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
P, R, T, TBL, TR, TC = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
RPR, PPR, SDT, SECTPR = (f"{W}{name}" for name in ("rPr", "pPr", "sdt", "sectPr"))
LONGEST_NAME = 64  # Word refuses longer names and tags of content controls
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def element(name: str, *children: Element, **attributes: str) -> Element:
    """Return an element in the w: namespace, its attributes in it too."""
    made = etree.Element(f"{W}{name}", nsmap={"w": NAMESPACE})
    for key, value in attributes.items():
        made.set(f"{W}{key}", value)
    made.extend(children)
    return made


def shell(original: Element) -> Element:
    """Return an element with its name and attributes and nothing in it."""
    made = etree.Element(original.tag, attrib=dict(original.attrib), nsmap=original.nsmap)
    made.text = original.text
    return made


def run(text: str, style: Element | None) -> Element:
    """Return a run of words in a style (a w:rPr, which is copied)."""
    made = element("r")
    if style is not None:
        made.append(deepcopy(style))
    words = element("t")
    words.text = text.translate(_NOT_IN_XML)
    words.set(SPACE, "preserve")
    made.append(words)
    return made


def control(tag: str, alias: str, content: Element, *, locked: bool = False) -> Element:
    """Return an inline content control, marked as a finished document marks its figures."""
    properties = element("sdtPr")
    if alias:
        properties.append(element("alias", val=alias.translate(_NOT_IN_XML)[:LONGEST_NAME]))
    properties.append(element("tag", val=tag[:LONGEST_NAME]))
    properties.append(element("id", val="0"))
    if locked:
        properties.append(element("lock", val="contentLocked"))
    return element("sdt", properties, element("sdtContent", content))


def words_in(node: Element) -> str:
    """Return the words of an element and all within it."""
    return "".join(text.text or "" for text in node.iter(T))
