"""How cells look, as far as it tells a form's labels from the places to fill."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from bihuan.reporting.package.archive import Package, local

STYLES = "xl/styles.xml"
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_PERCENTS = frozenset({9, 10})


@dataclass(frozen=True)
class Look:
    """A cell's format: bold, where its text stands, lines around it, what kind of number it shows.

    `align` is left, center, right or empty; `kind` is date, percent or empty.
    """

    is_bold: bool = False
    align: str = ""
    is_bordered: bool = False
    kind: str = ""


PLAIN = Look()


def looks(package: Package) -> list[Look]:
    """Return the looks by their number in the sheets' XML; none where there are no styles."""
    if STYLES not in package.names:
        return []
    root = package.tree(STYLES)
    formats = {
        int(one.get("numFmtId", "0")): one.get("formatCode", "")
        for one in root.iter()
        if local(one.tag) == "numFmt"
    }
    bold = [_has(one, "b") for one in _children(root, "fonts")]
    bordered = [_is_bordered(one) for one in _children(root, "borders")]
    return [
        _look(one, formats=formats, bold=bold, bordered=bordered)
        for one in _children(root, "cellXfs")
    ]


def _look(one: Element, *, formats: dict[int, str], bold: list[bool], bordered: list[bool]) -> Look:
    alignment = next((child for child in one if local(child.tag) == "alignment"), None)
    align = alignment.get("horizontal", "") if alignment is not None else ""
    if align in ("centerContinuous", "distributed"):
        align = "center"
    return Look(
        is_bold=_at(bold, one.get("fontId")),
        align=align if align in ("left", "center", "right") else "",
        is_bordered=_at(bordered, one.get("borderId")),
        kind=_kind(int(one.get("numFmtId") or 0), formats),
    )


def _kind(number: int, formats: dict[int, str]) -> str:
    code = _QUOTED.sub("", formats.get(number, "")).lower()
    if number in _DATES or (("y" in code or "d" in code) and "general" not in code):
        return "date"
    return "percent" if number in _PERCENTS or "%" in code else ""


def _children(root: Element, name: str) -> list[Element]:
    return next((list(one) for one in root if local(one.tag) == name), [])


def _has(one: Element, name: str) -> bool:
    found = next((child for child in one if local(child.tag) == name), None)
    return found is not None and found.get("val", "1") not in ("0", "false")


def _is_bordered(one: Element) -> bool:
    sides = {local(side.tag) for side in one if side.get("style", "none") != "none"}
    return bool(sides & {"top", "bottom"}) and bool(sides & {"left", "right", "start", "end"})


def _at(flags: list[bool], number: str | None) -> bool:
    at = int(number or 0)
    return at < len(flags) and flags[at]
