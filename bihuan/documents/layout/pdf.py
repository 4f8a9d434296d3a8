"""A Paper as PDF by WeasyPrint, with the vendored fonts and nothing else from outside.

The PDF is a preview made on a server without the office's fonts; the docx is the original.
"""

import atexit
import dataclasses
import functools
import threading
from html import escape
from pathlib import Path
from typing import Any

from bihuan.documents.layout.fonts import vendored_faces
from bihuan.documents.layout.html import render_html
from bihuan.documents.layout.parts import has_colophon, wants_even_page
from bihuan.documents.paper import Paper

PREVIEW_WORDS = "预览件，以文字处理文件为准"
PRINT_CSS = Path(__file__).resolve().parent / "print.css"
PREVIEW_CSS = (
    "@page { @top-center { content: '"
    + PREVIEW_WORDS
    + "'; font: 9pt 'Bihuan FangSong', 'Bihuan Fallback'; color: #666;"
    " vertical-align: middle; white-space: nowrap; } }"
)
# Pango's font map is shared by all papers (loading 40 MB of fonts takes longer than a page).
_LOCK = threading.Lock()
_NOBODY: dict[str, Any] = dict.fromkeys(("cc", "reported_to", "sent_to", "issued_to"), ())


def render_pdf(paper: Paper) -> bytes:
    """Return the paper as PDF, the 版记 at the foot of its last, even page."""
    with _LOCK:
        written: bytes = _lay_out(paper).write_pdf()
    return written


def breaks_before_colophon(paper: Paper) -> int:
    """Return how many page breaks before the 版记 bring it to the foot of an even page.

    None where it already ends on one; one after an odd page of text; two where the text fills an
    even page and leaves no room (the page between stays blank, as the standard has it). That of a
    简报 closes any page: one break only where the text leaves no room.
    """
    if not has_colophon(paper):
        return 0
    with _LOCK:
        pages = len(_document(paper, own_page=False).pages)
        if wants_even_page(paper) and pages % 2 == 0:
            return 0
        bare = dataclasses.replace(paper, printed_by="", printed_on=None, copies=None, **_NOBODY)
        has_room = len(_document(bare, own_page=False).pages) == pages
    if wants_even_page(paper):
        return 1 if has_room else 2
    return 0 if has_room else 1


@functools.cache
def fetcher() -> Any:
    """Return the fetcher that gives out the vendored font files, by exact address, and no more.

    WeasyPrint would otherwise embed files of the server and call addresses that a paper names.
    """
    urls = _weasyprint().urls
    allowed = {face.path.as_uri(): face.path for face in vendored_faces()}

    def fetch(_self: object, url: str, headers: object = None) -> Any:  # noqa: ARG001
        if url not in allowed:
            raise ValueError(f"refused: {url}")
        return urls.URLFetcherResponse(url, allowed[url].read_bytes())

    kind = type("VendoredFonts", (urls.URLFetcher,), {"fetch": fetch})
    return kind(allowed_protocols=())


def _weasyprint() -> Any:
    """Load WeasyPrint, which publishes no types; 2 s and 60 MB, so only where a PDF is made."""
    import weasyprint
    import weasyprint.text.fonts
    import weasyprint.urls

    return weasyprint


def _lay_out(paper: Paper) -> Any:
    document = _document(paper, own_page=False)
    if has_colophon(paper) and wants_even_page(paper) and len(document.pages) % 2 == 1:
        return _document(paper, own_page=True)
    return document


def _document(paper: Paper, *, own_page: bool) -> Any:
    """Lay a paper out; the caller holds the lock."""
    font_config, sheets = _fonts_and_sheets()
    body = render_html(paper, for_pdf=True, colophon_on_new_page=own_page)
    html = _weasyprint().HTML(string=_shell(paper, body), url_fetcher=fetcher(), base_url=None)
    chosen = sheets if paper.is_preview else sheets[:1]
    return html.render(stylesheets=list(chosen), font_config=font_config)


def _shell(paper: Paper, body: str) -> str:
    title = escape("".join(paper.title.splitlines()))
    author = escape(paper.signed_by[0] if paper.signed_by else "")
    return (
        f'<!doctype html><html lang="{escape(paper.language)}"><head><meta charset="utf-8">'
        f'<title>{title}</title><meta name="author" content="{author}"></head>'
        f"<body>{body}</body></html>"
    )


@functools.cache
def _fonts_and_sheets() -> tuple[Any, tuple[Any, Any]]:
    """Load the vendored fonts, the print style and the mark of a preview once for the process."""
    weasyprint = _weasyprint()
    config = weasyprint.text.fonts.FontConfiguration()
    faces = "".join(
        f'@font-face {{ font-family: "{face.family}"; src: url("{face.path.as_uri()}") }}\n'
        for face in vendored_faces()
    )
    texts = (faces + PRINT_CSS.read_text(encoding="utf-8"), PREVIEW_CSS)
    made = [weasyprint.CSS(string=t, font_config=config, url_fetcher=fetcher()) for t in texts]
    # The configuration holds a folder of fonts; it must go before the interpreter's modules do.
    atexit.register(_fonts_and_sheets.cache_clear)
    return config, (made[0], made[1])
