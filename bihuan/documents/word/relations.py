"""What the parts of a Word file may lead to: a list of what is known, nothing else."""

from dataclasses import dataclass
from posixpath import normpath

from bihuan.documents.word.refusals import (
    EMBEDDED,
    MACROS,
    OUTSIDE_LINK,
    OUTSIDE_PICTURE,
    OUTSIDE_TEMPLATE,
    UNKNOWN_CONTENT,
    UNSAFE_NAMES,
    Refused,
)
from bihuan.documents.word.xml import Element

_KNOWN = frozenset(
    """officeDocument core-properties extended-properties custom-properties thumbnail styles
    stylesWithEffects settings webSettings fontTable font theme numbering header footer footnotes
    endnotes comments commentsExtended commentsIds commentsExtensible people image hyperlink
    customXml customXmlProps glossaryDocument keyMapCustomizations intelligence intelligence2
    documenttasks classificationlabels diagramData diagramLayout diagramQuickStyle diagramColors
    diagramDrawing hdphoto""".split()  # noqa: SIM905  # a list of words is read, not typed
)
_SENTENCES = {
    "vbaProject": MACROS,
    "wordVbaData": MACROS,
    "attachedToolbars": MACROS,
    "attachedTemplate": OUTSIDE_TEMPLATE,
    "oleObject": EMBEDDED,
    "package": EMBEDDED,
    "control": EMBEDDED,
    "activeXControlBinary": EMBEDDED,
    "aFChunk": EMBEDDED,
    "subDocument": EMBEDDED,
    "chart": EMBEDDED,
    "chartEx": EMBEDDED,
}
_SAFE_LINKS = ("http://", "https://", "mailto:", "#")


@dataclass(frozen=True)
class Relation:
    """One relation of a part: its kind, and the part it leads to (empty where it leads outside)."""

    kind: str
    part: str


def relations_of(part: str, root: Element) -> list[Relation]:
    """Return the relations in the .rels of a part (`""` is the package); raises Refused."""
    return [_relation(part, each) for each in root if isinstance(each.tag, str)]


def _relation(part: str, each: Element) -> Relation:
    kind = str(each.get("Type", "")).rstrip("/").rpartition("/")[2]
    target = str(each.get("Target", ""))
    if each.get("TargetMode") == "External":
        _refuse_outside(kind, target)
        return Relation(kind, "")
    if kind in _SENTENCES:
        raise Refused(_SENTENCES[kind], kind)
    if kind not in _KNOWN:
        raise Refused(UNKNOWN_CONTENT, kind)
    if kind == "hyperlink":  # a bookmark of the file itself
        return Relation(kind, "")
    return Relation(kind, _within(part, target))


def _refuse_outside(kind: str, target: str) -> None:
    if kind == "hyperlink" and target.strip().lower().startswith(_SAFE_LINKS):
        return
    if kind == "attachedTemplate":
        raise Refused(OUTSIDE_TEMPLATE, target)
    raise Refused(OUTSIDE_PICTURE if kind == "image" else OUTSIDE_LINK, target)


def _within(part: str, target: str) -> str:
    """Return the name of the part that a target names; raises Refused where it leads out."""
    folder = part.rpartition("/")[0]
    joined = target[1:] if target.startswith("/") else f"{folder}/{target}" if folder else target
    name = normpath(joined)
    if not target or name.startswith(("..", "/")) or "\\" in target or ":" in target:
        raise Refused(UNSAFE_NAMES, target)
    return name
