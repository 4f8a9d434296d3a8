"""Running text as HTML: words, figures that link to their records, lines set for print."""

from collections.abc import Sequence
from html import escape

from bihuan.documents.layout.fonts import Role
from bihuan.documents.layout.linebreak import Piece, set_lines
from bihuan.documents.layout.parts import date_text, figure_of, shown_text
from bihuan.documents.paper import FigureRef, Inline, Paper, StatedFigure

STATUS_WORDS = {"pending": "待核：没有记录支持", "signed": "无记录，由人签认", "traced": ""}
SIGNED_MARK = '<sup class="figure-mark">签</sup>'


def flowing(paper: Paper, inlines: Sequence[Inline], *, links: bool) -> str:
    """Return inlines as HTML that the browser breaks into lines."""
    return "".join(_inline(paper, part, None, links=links, marks=True) for part in inlines)


def printed(paper: Paper, inlines: Sequence[Inline]) -> str:
    """Return inlines for a table cell of the PDF: no marks, links only to absolute addresses."""
    return "".join(_inline(paper, part, None, links=True, marks=False) for part in inlines)


def set_for_print(
    paper: Paper, inlines: Sequence[Inline], role: Role, *, indent: float = 2.0
) -> str:
    """Return inlines as lines of exactly 28 characters with the spacing that fills each."""
    pieces = [
        Piece(n, _written(paper, part), whole=isinstance(part, FigureRef))
        for n, part in enumerate(inlines)
    ]
    lines = set_lines(pieces, role.face, indent=indent)
    return "".join(
        f'<span class="line" style="letter-spacing:{line.spacing_pt:.3f}pt'
        f'{_padding(indent) if n == 0 else ""}">'
        + "".join(
            _inline(paper, inlines[piece.key], piece.text, links=True, marks=False)
            for piece in line.pieces
        )
        + "</span>"
        for n, line in enumerate(lines)
    )


def figure_title(figure: StatedFigure) -> str:
    """Return what a figure says when pointed at: label, source, records, as-of, note."""
    parts = [
        f"{figure.label}：{figure.source}" if figure.source else figure.label,
        f"{figure.records}条记录",
        f"截至{date_text(figure.as_of.date())}",
    ]
    if figure.note:
        parts.append(f"口径：{figure.note}")
    if figure.status != "traced":
        words = STATUS_WORDS[figure.status]
        parts.append(f"{words}（{figure.signed_by}）" if figure.signed_by else words)
    return "，".join(parts)


def _padding(indent: float) -> str:
    return f";padding-left:{indent}em;--indent:{indent}" if indent else ""


def _written(paper: Paper, part: Inline) -> str:
    if isinstance(part, FigureRef):
        return shown_text(part, figure_of(paper, part))
    return part.text


def _inline(paper: Paper, part: Inline, text: str | None, *, links: bool, marks: bool) -> str:
    """Return an inline, or the part of it that stands on one line."""
    shown = escape(_written(paper, part) if text is None else text)
    if not isinstance(part, FigureRef):
        return f'<span class="from-record">{shown}</span>' if part.from_record else shown
    figure = figure_of(paper, part)
    if figure is None:
        return shown
    if marks:
        return _figure_on_screen(figure, shown, links=links)
    if figure.url.startswith(("https://", "http://")):
        return f'<a class="figure" href="{escape(figure.url)}">{shown}</a>'
    return shown


def _figure_on_screen(figure: StatedFigure, shown: str, *, links: bool) -> str:
    classes = "figure" if figure.status == "traced" else f"figure {figure.status}"
    attributes = (
        f'class="{classes}" data-figure="{escape(figure.code)}"'
        f' title="{escape(figure_title(figure))}"'
    )
    mark = SIGNED_MARK if figure.status == "signed" else ""
    if links and is_safe_address(figure.url):
        return f'<a {attributes} href="{escape(figure.url)}">{shown}{mark}</a>'
    return f"<span {attributes}>{shown}{mark}</span>"


def is_safe_address(url: str) -> bool:
    """Tell whether an address may stand in href: http(s) or a path, never javascript: or data:."""
    scheme, colon, _ = url.partition(":")
    relative = not colon or any(mark in scheme for mark in "/?#")
    return bool(url) and (relative or scheme.lower() in ("http", "https"))
