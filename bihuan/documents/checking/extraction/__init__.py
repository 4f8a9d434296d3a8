"""Extraction: find every figure that official Chinese prose states.

Pure: text in, figures out. It knows no record, no database and no document.
"""

import re

from bihuan.documents.checking.extraction.figure import ExtractedFigure

__all__ = ["ExtractedFigure", "extract_figures"]

_PLAIN = re.compile(r"([0-9]+(?:\.[0-9]+)?)([余多]?)(万|亿)?(个|名|人|条|起|件|公里|元|%)")
_SIZES = {"": 1, "万": 10_000, "亿": 100_000_000}


def extract_figures(text: str) -> list[ExtractedFigure]:
    """Return the figures of a text, in its order; no two overlap."""
    found = []
    for match in _PLAIN.finditer(text):
        size = _SIZES[match[3] or ""]
        end = match.start(4)
        value = float(match[1]) * size
        kind = {"元": "money", "%": "ratio"}.get(match[4], "quantity")
        core = text[match.start() : end]
        qualifier = match[2] or None
        found.append(
            ExtractedFigure(match.start(), end, core, value, None, match[4], qualifier, kind)
        )
    return found
