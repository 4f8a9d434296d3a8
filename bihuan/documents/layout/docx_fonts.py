"""The fonts that a docx names for its roles, found through runs, styles and defaults."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bihuan.documents.layout.package import MAIN_PART, Package, W

TITLE_LEAST_HALF_POINTS = 40
RED = ("FF0000", "RED", "C00000")


def fonts_by_role(data: bytes) -> dict[str, str]:
    """Return the East Asian font of body, title, mark, headings and page number. Raises BadFile."""
    package = Package(data)
    styles = _Styles(package.part("word/styles.xml"))
    found: dict[str, str] = {}
    body: Counter[str] = Counter()
    for paragraph, text, run in _runs(package.part(MAIN_PART)):
        font = styles.value(run, paragraph, "rFonts", "eastAsia")
        role = _role(styles, run, paragraph)
        if role == "body":
            body[font] += len(text)
        else:
            found.setdefault(role, font)
    if body:
        found["body"] = body.most_common(1)[0][0]
    for footer in package.parts("footer"):
        for paragraph, _text, run in _runs(footer):
            found.setdefault("page_number", styles.value(run, paragraph, "rFonts", "eastAsia"))
    return {role: font for role, font in found.items() if font}


def _role(styles: "_Styles", run: Any, paragraph: Any) -> str:
    if styles.value(run, paragraph, "color", "val").upper() in RED:
        return "mark"
    level = styles.outline_level(paragraph)
    size = styles.value(run, paragraph, "sz", "val")
    if size.isdigit() and int(size) >= TITLE_LEAST_HALF_POINTS:
        return "title"
    if level in ("0", "1"):
        return f"heading{int(level) + 1}"
    return "body"


def _runs(part: Any) -> Iterator[tuple[Any, str, Any]]:
    """Yield each run that holds words: its paragraph, its words, itself."""
    for paragraph in part.iter(f"{W}p"):
        for run in paragraph.iter(f"{W}r"):
            text = "".join(node.text or "" for node in run.iter(f"{W}t"))
            if text.strip():
                yield paragraph, text, run


class _Styles:
    """Looks properties up as Word does: the run, its paragraph's style, its bases, the defaults."""

    def __init__(self, part: Any) -> None:
        nodes = [] if part is None else part.findall(f"{W}style")
        self._styles = {node.get(f"{W}styleId"): node for node in nodes}
        self._normal = next((n for n in nodes if n.get(f"{W}default") == "1"), None)
        self._defaults = None if part is None else part.find(f"{W}docDefaults/{W}rPrDefault")

    def value(self, run: Any, paragraph: Any, name: str, attribute: str) -> str:
        """Return an attribute of a run property, or nothing."""
        for holder in (run, *self._chain(paragraph), self._defaults):
            node = None if holder is None else holder.find(f"{W}rPr/{W}{name}")
            value = None if node is None else node.get(f"{W}{attribute}")
            if value:
                return str(value)
        return ""

    def outline_level(self, paragraph: Any) -> str:
        """Return the outline level of a paragraph (0 for the first), or nothing."""
        for holder in (paragraph, *self._chain(paragraph)):
            node = holder.find(f"{W}pPr/{W}outlineLvl")
            if node is not None:
                return str(node.get(f"{W}val"))
        return ""

    def _chain(self, paragraph: Any) -> Iterator[Any]:
        """Yield the style of a paragraph and the styles that it is based on."""
        reference = paragraph.find(f"{W}pPr/{W}pStyle")
        name = None if reference is None else reference.get(f"{W}val")
        style = self._styles.get(name, self._normal)
        seen = set()
        while style is not None and id(style) not in seen:
            seen.add(id(style))
            yield style
            base = style.find(f"{W}basedOn")
            style = None if base is None else self._styles.get(base.get(f"{W}val"))
