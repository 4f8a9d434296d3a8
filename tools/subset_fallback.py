"""Make the fallback font of the documents room from Noto Serif CJK (see its fonts/README.md).

Usage: python tools/subset_fallback.py NotoSerifCJK-Regular.ttc BihuanFallbackSerif.otf
Needs fontTools. The face for Simplified Chinese is taken; Hangul, hints and layout tables that a
fallback does not need are left out; the font is renamed, as a changed font of the SIL OFL must
not carry a reserved or trademarked name.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Bihuan Fallback Serif"
POSTSCRIPT = "BihuanFallbackSerif-Regular"
VERSION = "Version 2.001; subset 1 of Noto Serif CJK SC"
# Symbols and kana; CJK extension A; unified ideographs; compatibility; full-width forms;
# the supplementary ideographic planes (name characters of the 2013 standard list).
KEPT = (
    (0x20, 0x10FF),
    (0x1200, 0x33FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFFEF),
    (0x20000, 0x3FFFF),
)


def face_for_simplified_chinese(collection: Path) -> TTFont:
    """Return the face whose family name ends in SC."""
    for face in TTCollection(str(collection)).fonts:
        if face["name"].getDebugName(1).endswith("SC"):
            return face
    raise SystemExit(f"no face for Simplified Chinese in {collection}")


def rename(font: TTFont) -> None:
    """Replace every name that a person sees; keep copyright, licence and trademark records."""
    records = {1: FAMILY, 2: "Regular", 3: POSTSCRIPT, 4: FAMILY, 5: VERSION, 6: POSTSCRIPT}
    table = font["name"]
    table.names = [n for n in table.names if n.nameID in (0, 7, 8, 9, 11, 12, 13, 14)]
    for name_id, value in records.items():
        table.setName(value, name_id, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames[0] = POSTSCRIPT
    top = cff.topDictIndex[0]
    top.FullName = top.FamilyName = FAMILY
    for part in top.FDArray:
        part.FontName = part.FontName.replace("NotoSerifCJKjp", "BihuanFallbackSerif")


def main(source: Path, target: Path) -> None:
    """Write the subset."""
    font = face_for_simplified_chinese(source)
    options = subset.Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "GPOS"]
    subsetter = subset.Subsetter(options)
    present = font.getBestCmap()
    subsetter.populate(unicodes=[c for c in present if any(a <= c <= b for a, b in KEPT)])
    subsetter.subset(font)
    rename(font)
    font.save(target)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
