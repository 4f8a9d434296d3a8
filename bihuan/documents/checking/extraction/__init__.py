"""Extraction: find every figure that official Chinese prose states.

Pure: text in, figures out. It knows no record, no database and no document. What counts as a figure
is told in docs/explanation/documents.md.
"""

from bihuan.documents.checking.extraction.figure import ExtractedFigure
from bihuan.documents.checking.extraction.reading import extract_figures

__all__ = ["ExtractedFigure", "extract_figures"]
