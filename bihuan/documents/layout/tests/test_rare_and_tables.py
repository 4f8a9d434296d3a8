"""Rare characters of names in every role, tables over several pages, several annexes."""

import itertools

import pytest
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]

from bihuan.documents.layout.docx import render_docx
from bihuan.documents.layout.docx.rare import is_rare
from bihuan.documents.layout.docx_text import read_docx
from bihuan.documents.layout.fonts import Role
from bihuan.documents.layout.glyphs import read_pages
from bihuan.documents.layout.package import MAIN_PART, Package
from bihuan.documents.layout.pdf import render_pdf
from bihuan.documents.layout.tests.measured import all_text, bottom_of, find_line
from bihuan.documents.layout.tests.papers import (
    SENTENCE,
    make_figure,
    make_joint,
    make_letter,
    make_order,
    make_paper,
    make_paragraph,
)
from bihuan.documents.layout.tests.rendered import Render
from bihuan.documents.paper import Annex, Block, FigureRef, Heading, Paper, Table, Text

RARE = "喆堃玥赟祎瑄"
FOOT = 262.0


def rare_everywhere() -> Paper:
    """Return a paper with the rare characters in every role that a font plays."""
    named = f"甲{RARE}乙"
    blocks: tuple[Block, ...] = (
        Heading(1, (Text(f"一、{named}"),)),
        Heading(2, (Text(f"（一）{named}"),)),
        Heading(3, (Text(f"1.{named}"),)),
        make_paragraph(named, "建成", FigureRef(0, "1.8万㎡")),
        Table(((Text(named),),), (((Text(named),),),)),
    )
    return make_paper(
        blocks=blocks,
        title=f"{named}的报告",
        issuer_mark=named,
        recipients=named,
        signer=named,
        signed_by=(named,),
        note=named,
        cc=(named,),
        printed_by=named,
        annexes=(Annex(named, (make_paragraph(named),)),),
        figures=(make_figure(text="1.8万㎡", unit="㎡"),),
    )


def test_rare_characters_print_in_every_role(render: Render) -> None:
    pages = read_pages(render(rare_everywhere()))
    glyphs = [g for page in pages for line in page.lines for g in line.glyphs]
    for character in RARE:
        printed = [g for g in glyphs if g.character == character]
        assert len(printed) >= 14
        for glyph in printed:
            assert "Fallback" in glyph.font
            assert glyph.ink_bottom - glyph.ink_top > 0.5 * glyph.size_pt * 0.3528  # no empty box
    assert all("Fallback" not in g.font for g in glyphs if g.character in "甲乙")


def test_the_docx_names_for_rare_characters_a_font_that_has_them() -> None:
    data = render_docx(rare_everywhere(), colophon_breaks=0)
    wide = {role.face.word: role.face.wide for role in Role}
    named = set()
    for run in Package(data).part(MAIN_PART).iter(qn("w:r")):
        text = "".join(t.text or "" for t in run.iter(qn("w:t")))
        font = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia"))
        if any(is_rare(c) for c in text):
            assert font not in wide or not wide[font]
            assert all(is_rare(c) for c in text) or font == "黑体"
            named.add(font)
    assert named == {"仿宋", "楷体", "黑体", "方正小标宋_GBK"}
    table = etree.tostring(Package(data).part("word/fontTable.xml"), encoding="unicode")
    assert all(name in table for name in named)


def test_a_figure_of_two_fonts_stays_one_figure() -> None:
    spans = read_docx(render_docx(rare_everywhere(), colophon_breaks=0))
    assert [span.text for span in spans if span.kind == "figure"] == ["1.8万㎡"]


def test_characters_of_the_standard_are_not_rare() -> None:
    assert not any(map(is_rare, "国〔2010〕11号—……《》％℃：；1aA　"))
    assert all(map(is_rare, RARE + "㎡䶮"))


def long_table() -> Table:
    rows = tuple(
        ((Text(f"第{n}村"),), (Text(SENTENCE[: 20 + n % 20]),), (Text(str(n)),))
        for n in range(1, 81)
    )
    return Table(((Text("村名"),), (Text("做法"),), (Text("件数"),)), rows)


def test_a_table_over_several_pages_repeats_its_head_and_keeps_its_rows_whole(
    render: Render,
) -> None:
    pages = read_pages(render(make_paper(blocks=(long_table(),), annexes=(), cc=())))
    with_rows = [
        page for page in pages if any("村" in x.text and "第" in x.text for x in page.lines)
    ]
    assert len(with_rows) >= 3
    for page in with_rows:
        heads = [line for line in page.lines if line.text == "村名做法件数"]
        assert len(heads) == 1
        assert all(bottom_of(line) < FOOT + 1 for line in page.lines if "村" in line.text)
    text = "".join(line.text for page in with_rows for line in page.lines)
    places = [text.index(f"第{n}村") for n in range(1, 81)]
    assert all(a < b for a, b in itertools.pairwise(places))


def test_several_annexes_are_listed_and_begin_a_page_each(render: Render) -> None:
    titles = ("整改项目一览", "各村里程", "征求意见情况")
    annexes = tuple(Annex(title, (make_paragraph(title + "的内容。"),)) for title in titles)
    data = render(make_paper(annexes=annexes, is_preview=False))
    pages = read_pages(data)
    text = all_text(data)
    for number, title in enumerate(titles, start=1):
        assert f"{'附件：' if number == 1 else ''}{number}.{title}" in text
    starts = [find_line(pages, f"{title}的内容")[0] for title in titles]
    assert len(set(starts)) == len(titles)
    for number, start in enumerate(starts, start=1):
        assert pages[start - 1].lines[0].text == f"附件{number}"


@pytest.mark.parametrize("paper", [make_letter(), make_order(), make_joint(2)])
def test_every_layout_stands_in_the_pdf_in_the_vendored_fonts_only(paper: Paper) -> None:
    pages = read_pages(render_pdf(paper))
    fonts = {g.font for page in pages for line in page.lines for g in line.glyphs}
    assert all(font.startswith("Bihuan-") for font in fonts)
