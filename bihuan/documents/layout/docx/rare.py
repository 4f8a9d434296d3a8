"""Rare characters (喆堃玥赟祎瑄, ㎡): named in a font of the office that has them.

仿宋_GB2312, 楷体_GB2312 and 方正小标宋简体 hold the 6,763 characters of GB 2312 and no others;
Word would put an arbitrary font in their place (handbook §1.5).
"""

import copy
from itertools import groupby

from docx.oxml.ns import qn

from bihuan.documents.layout.docx.xml import Element, text_element
from bihuan.documents.layout.fonts import Role

_WIDE = {role.face.word: role.face.wide for role in Role if role.face.wide}
_OTHERWISE_CODED = "—·"  # in GB 2312, but Python maps its codes to U+2015 and U+30FB
_SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")


def is_rare(character: str) -> bool:
    """Tell whether a character is outside GB 2312."""
    if character in _OTHERWISE_CODED:
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def name_rare_characters(root: Element) -> None:
    """Part every run at its rare characters, and name for them the wider font of the same face."""
    for run in list(root.iter(qn("w:r"))):
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is not None and fonts.get(qn("w:eastAsia")) in _WIDE:
            _part(run)


def _part(run: Element) -> None:
    if not any(is_rare(c) for text in run.iter(qn("w:t")) for c in text.text or ""):
        return
    for child in list(run):
        if child.tag == qn("w:rPr"):
            continue
        for rare, piece in _pieces(child):
            made = copy.deepcopy(run)
            for other in list(made):
                if other.tag != qn("w:rPr"):
                    made.remove(other)
            made.append(piece)
            if rare:
                _widen(made)
            run.addprevious(made)
    run.getparent().remove(run)


def _pieces(child: Element) -> list[tuple[bool, Element]]:
    """Return the parts of a run's child, told apart by whether their characters are rare."""
    if child.tag != qn("w:t"):
        return [(False, child)]
    groups = groupby(child.text or "", key=is_rare)
    return [(rare, text_element("".join(characters))) for rare, characters in groups]


def _widen(run: Element) -> None:
    fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    wide = _WIDE[fonts.get(qn("w:eastAsia"))]
    for script in _SCRIPTS:
        fonts.set(qn(f"w:{script}"), wide)
