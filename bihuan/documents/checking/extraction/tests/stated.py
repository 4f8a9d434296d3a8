"""What a made-up sentence states, in the short form of these tests."""

from bihuan.documents.checking.extraction import ExtractedFigure, extract_figures


def told(figure: ExtractedFigure) -> str:
    """Return a figure in words: core, value or range, unit, qualifier, kind."""
    value = f"{figure.value:.14g}" + ("" if figure.high is None else f"~{figure.high:.14g}")
    parts = (figure.core, value, figure.unit or "-", figure.qualifier or "-", figure.kind)
    return " ".join(parts)


def stated(text: str) -> list[str]:
    """Return what a text states, in order."""
    return [told(figure) for figure in extract_figures(text)]
