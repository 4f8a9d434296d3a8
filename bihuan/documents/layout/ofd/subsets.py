"""The fonts of an OFD: of each vendored font the characters that the document uses."""

import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from bihuan.documents.layout.errors import BadFile
from bihuan.documents.layout.fonts import Face, vendored_faces


def face_named(name: str) -> Face:
    """Return the vendored face that a PDF of ours names so. Raises BadFile for any other font."""
    plain = name.replace("-", " ")
    found = next((face for face in vendored_faces() if face.family == plain), None)
    if found is None:
        raise BadFile(
            _("PDF里有软件自带以外的字体“%(font)s”，不能转成OFD，请用本系统排出的PDF。")
            % {"font": name}
        )
    return found


def subset(face: Face, characters: Iterable[str]) -> bytes:
    """Return the face with nothing but some characters, as an OpenType font."""
    import fontTools.subset
    from fontTools.ttLib import TTFont

    cutting: Any = fontTools.subset  # it publishes no types

    options = cutting.Options()
    options.layout_features = []  # each character stands at its own place: no kerning, no forms
    options.name_IDs = [1, 2, 4, 6]
    options.hinting = False
    options.drop_tables += ["BASE", "DSIG", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    with TTFont(face.path, recalcBBoxes=False, recalcTimestamp=False) as font:
        cutter = cutting.Subsetter(options)
        cutter.populate(text="".join(sorted(set(characters))))
        cutter.subset(font)
        stream = io.BytesIO()
        font.save(stream)
    return stream.getvalue()
