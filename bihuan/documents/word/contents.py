"""What stands inside the parts: no revisions, objects, outside pictures or fields that fetch."""

from collections.abc import Iterator

from bihuan.documents.word.package import MAIN, Package
from bihuan.documents.word.refusals import (
    EMBEDDED,
    OUTSIDE_PICTURE,
    TOO_LONG,
    TRACKED,
    UNKNOWN_CONTENT,
    UNKNOWN_FIELD,
    Refused,
)
from bihuan.documents.word.xml import Element, P, T, W

MOST_PARAGRAPHS = 8_000  # some 300 pages of text
MOST_PAGES = 500  # pages that breaks and sections make
MOST_CHARACTERS = 500_000
_TRACKED = frozenset(
    f"{W}{name}"
    for name in [
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "moveFromRangeStart",
        "moveToRangeStart",
        "delText",
        "delInstrText",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblPrExChange",
        "tblGridChange",
        "trPrChange",
        "tcPrChange",
        "numberingChange",
        "cellIns",
        "cellDel",
        "cellMerge",
        "customXmlInsRangeStart",
        "customXmlDelRangeStart",
        "customXmlMoveFromRangeStart",
        "customXmlMoveToRangeStart",
    ]
)
_OBJECTS = frozenset(f"{W}{name}" for name in ("object", "control", "altChunk", "subDoc", "movie"))
_FETCHING = frozenset(f"{W}{name}" for name in ("mailMerge", "saveThroughXslt", "attachedSchema"))
_FIELDS = frozenset(
    [
        "PAGE",
        "NUMPAGES",
        "SECTIONPAGES",
        "SECTION",
        "PAGEREF",
        "REF",
        "NOTEREF",
        "TOC",
        "TC",
        "XE",
        "INDEX",
        "SEQ",
        "STYLEREF",
        "HYPERLINK",
        "DATE",
        "TIME",
        "CREATEDATE",
        "SAVEDATE",
        "PRINTDATE",
        "EDITTIME",
        "TITLE",
        "SUBJECT",
        "AUTHOR",
        "LASTSAVEDBY",
        "KEYWORDS",
        "COMMENTS",
        "DOCPROPERTY",
        "FILENAME",
        "NUMCHARS",
        "NUMWORDS",
        "EQ",
        "SYMBOL",
        "ADVANCE",
        "LISTNUM",
        "AUTONUM",
        "FORMTEXT",
        "FORMCHECKBOX",
        "FORMDROPDOWN",
        "=",
    ]
)
"""Fields that neither fetch a file nor run anything: not DDE, INCLUDETEXT, LINK and the like."""


def written_parts(package: Package) -> dict[str, Element]:
    """Return the parts in which a template's words stand, by name; raises Refused."""
    names = [MAIN]
    for stem in ("header", "footer", "footnotes", "endnotes"):
        names += package.named(stem)
    found = {name: package.xml(name) for name in names}
    for root in found.values():
        _check(root)
    _check_length(found)
    for name in package.named("settings") + package.named("glossary/") + package.named("comments"):
        _check(package.xml(name))
    return found


def _check(root: Element) -> None:
    for node in root.iter():
        tag = node.tag
        if not isinstance(tag, str):
            continue
        if tag in _TRACKED:
            raise Refused(TRACKED)
        if tag in _FETCHING:
            raise Refused(UNKNOWN_CONTENT, tag.rpartition("}")[2])
        if tag in _OBJECTS or tag.endswith("}OLEObject"):
            raise Refused(EMBEDDED, tag.rpartition("}")[2])
        if tag.startswith("{urn:schemas-microsoft-com:vml}") and node.get("src"):
            raise Refused(OUTSIDE_PICTURE, node.get("src"))
    for instruction in _instructions(root):
        name = (instruction.split() or [""])[0].upper()
        if name not in _FIELDS and not name.startswith("="):
            raise Refused(UNKNOWN_FIELD, name or "{ }")
        if name == "HYPERLINK" and _leads_to_files(instruction):
            raise Refused(OUTSIDE_PICTURE, instruction)


def _leads_to_files(instruction: str) -> bool:
    words = instruction.lower().split()
    target = words[1].strip('"“”') if len(words) > 1 else ""
    return target.startswith(("\\\\", "file:")) and not target.startswith("\\l")


def _instructions(root: Element) -> Iterator[str]:
    """Yield the instruction of each field, nested ones by themselves."""
    for simple in root.iter(f"{W}fldSimple"):
        yield simple.get(f"{W}instr", "")
    open_fields: list[list[str]] = []
    for node in root.iter(f"{W}fldChar", f"{W}instrText"):
        if node.tag == f"{W}instrText":
            if not open_fields:
                yield node.text or ""
            else:
                open_fields[-1].append(node.text or "")
            continue
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append([])
        elif kind == "end" and open_fields:
            yield "".join(open_fields.pop())
    for left in open_fields:
        yield "".join(left)


def _check_length(parts: dict[str, Element]) -> None:
    paragraphs = sum(1 for root in parts.values() for _p in root.iter(P))
    characters = sum(len(text.text or "") for root in parts.values() for text in root.iter(T))
    main = parts[MAIN]
    breaks = sum(1 for each in main.iter(f"{W}br") if each.get(f"{W}type") == "page")
    pages = breaks + sum(1 for _each in main.iter(f"{W}sectPr", f"{W}pageBreakBefore"))
    if paragraphs > MOST_PARAGRAPHS or characters > MOST_CHARACTERS or pages > MOST_PAGES:
        raise Refused(TOO_LONG)
