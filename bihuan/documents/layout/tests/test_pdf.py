"""The PDF: what it may fetch, that rare characters print, its words and its marks."""

import contextlib
import re
import zlib
from urllib.request import Request

import pytest

from bihuan.documents.layout.fonts import FALLBACK, FONTS_DIR, Role, advances, vendored_faces
from bihuan.documents.layout.glyphs import pdfium, read_pages
from bihuan.documents.layout.parts import plain_text
from bihuan.documents.layout.pdf import PREVIEW_WORDS, fetcher, render_pdf
from bihuan.documents.layout.tests.measured import all_text, find_line, squeezed
from bihuan.documents.layout.tests.papers import make_figure, make_paper, make_paragraph
from bihuan.documents.paper import FigureRef, Heading, Paragraph, Text

RARE = "喆堃玥赟祎瑄㎡"
MOST_MEGABYTES = 45


def unpacked(data: bytes) -> bytes:
    """Return a PDF with its compressed streams beside it, to look for names in."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    found = [data]
    for stream in streams:
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return b"\n".join(found)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        (FONTS_DIR / "README.md").as_uri(),
        (FONTS_DIR / "../paper.py").as_uri(),
        Role.BODY.face.path.as_uri() + "?x",
        "http://127.0.0.1:8000/",
        "https://example.org/font.otf",
        "ftp://example.org/x",
        "data:text/plain,x",
    ],
)
def test_nothing_but_the_vendored_fonts_is_fetched(url: str) -> None:
    with pytest.raises(ValueError, match="refused"):
        fetcher().fetch(url)
    with pytest.raises(ValueError, match="refused"):
        fetcher()(url)
    with pytest.raises(ValueError, match="refused"):
        fetcher().open(Request(url))  # refused before anything is opened


def test_each_vendored_font_is_given_out() -> None:
    for face in vendored_faces():
        assert fetcher().fetch(face.path.as_uri()).read()[:4] == b"OTTO"


def test_rare_characters_of_names_print_in_the_fallback_font() -> None:
    pages = read_pages(render_pdf(make_paper(blocks=(make_paragraph("甲" + RARE + "乙"),))))
    _, line = find_line(pages, "甲" + RARE)
    fonts = {g.character: g.font for g in line.glyphs}
    assert {fonts[c] for c in RARE} == {"Bihuan-Fallback"}
    assert fonts["甲"] == fonts["乙"] == "Bihuan-FangSong"


def test_the_fallback_covers_what_an_office_may_write() -> None:
    covered = advances(FALLBACK).keys()
    gbk = {bytes([high, low]).decode("gbk") for high in range(0xB0, 0xF8) for low in (0xA1, 0xF0)}
    assert gbk <= covered
    assert set(RARE + "䶮〇㎡公里") <= covered
    assert RARE[0] not in advances(Role.BODY.face)


def test_the_fonts_are_small_enough_and_licensed() -> None:
    files = list(FONTS_DIR.iterdir())
    assert sum(file.stat().st_size for file in files) < MOST_MEGABYTES * 1_000_000
    names = {file.name for file in files}
    assert {"README.md", "OFL.txt", "FANDOL-COPYING.txt"} <= names
    readme = (FONTS_DIR / "README.md").read_text(encoding="utf-8")
    for face in vendored_faces():
        assert face.path.is_file()
        assert face.file in readme
    assert "font exception" in readme
    assert "As a special exception" in (FONTS_DIR / "FANDOL-COPYING.txt").read_text("utf-8")


def test_a_changed_font_bears_no_reserved_name() -> None:
    from fontTools.ttLib import TTFont

    with TTFont(FALLBACK.path, lazy=True) as font:
        shown = " ".join(str(font["name"].getDebugName(n)) for n in (1, 4, 6))
        embedded = font["CFF "].cff.fontNames[0]
    assert "Noto" not in shown + embedded
    assert "Source" not in shown + embedded


def test_the_pdf_says_everything_the_paper_says() -> None:
    paper = make_paper()
    text = all_text(render_pdf(paper))
    for block in paper.blocks:
        if isinstance(block, Heading | Paragraph):
            for words in squeezed(plain_text(paper, block.inlines)).split("。"):
                # A page number or head may stand between two lines: look at short stretches.
                assert words[:12] in text
                assert words[-8:] in text
    for words in ("小党字〔2010〕11号", "附件：1.整改落实项目一览", "（此件公开发布）", "抄送："):
        assert words in text


def test_no_stated_figure_is_lost_or_changed() -> None:
    text = all_text(render_pdf(make_paper()))
    assert "全镇建成村级公路27.2公里，" in text


def test_a_preview_says_so_outside_the_text_block() -> None:
    pages = read_pages(render_pdf(make_paper()))
    for page in pages:
        marks = [line for line in page.lines if PREVIEW_WORDS in line.text]
        assert len(marks) == 1
        assert marks[0].baseline < 37
    issued = read_pages(render_pdf(make_paper(is_preview=False)))
    assert not any(PREVIEW_WORDS in line.text for page in issued for line in page.lines)
    assert len(issued) == len(pages)


def test_title_author_and_language_are_in_the_file() -> None:
    data = render_pdf(make_paper())
    document = pdfium.PdfDocument(data)
    assert document.get_metadata_value("Title") == make_paper().title
    assert document.get_metadata_value("Author") == "中共小港镇委员会"
    document.close()
    assert b"/Lang (zh-CN)" in unpacked(data)


def test_only_absolute_addresses_become_links() -> None:
    def links(url: str) -> bool:
        paper = make_paper(
            blocks=(make_paragraph(FigureRef(0, "3座")),), figures=(make_figure(url=url),)
        )
        return b"/URI" in unpacked(render_pdf(paper))

    assert not links("/figures/x/")
    assert links("https://office.example/figures/x/")


def test_markup_in_words_is_printed_as_it_is() -> None:
    paper = make_paper(blocks=(make_paragraph(Text("<b>甲</b>&lt;")),), annexes=())
    assert "<b>甲</b>&lt;" in all_text(render_pdf(paper))
