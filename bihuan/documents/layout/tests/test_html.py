"""The paper as HTML: everything escaped, figures that link, nothing a strict CSP refuses."""

import re
from html.parser import HTMLParser

import pytest

from bihuan.documents.layout.html import PAPER_CSS, render_html, render_standalone_html
from bihuan.documents.layout.tests.papers import make_figure, make_paper, make_paragraph
from bihuan.documents.paper import Annex, DocumentNumber, FigureRef, Heading, Paper, Table, Text

EVIL = "<script>alert(1)</script>\"'&<img src=x onerror=1>"
VOID = {"br", "hr", "meta", "col", "img", "link"}


class Balanced(HTMLParser):
    """Collects tags and checks that they close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(html: str) -> Balanced:
    parser = Balanced()
    parser.feed(html)
    assert parser.open == []
    return parser


def evil_paper() -> Paper:
    inlines = (Text(EVIL), Text(EVIL, from_record=True), FigureRef(0, EVIL))
    figure = make_figure(
        EVIL, label=EVIL, source=EVIL, note=EVIL, unit=EVIL, url="/x?a=1&b=" + EVIL
    )
    table = Table(head=((Text(EVIL),),), rows=((inlines,),))
    return make_paper(
        title=EVIL,
        issuer_mark=EVIL,
        blocks=(Heading(1, inlines), make_paragraph(*inlines), table),
        number=DocumentNumber(EVIL, 2010, 1),
        signer=EVIL,
        recipients=EVIL,
        annexes=(Annex(EVIL, (table,)), Annex(EVIL, (), is_figure_register=True)),
        signed_by=(EVIL,),
        note=EVIL,
        cc=(EVIL,),
        printed_by=EVIL,
        figures=(figure,),
        audit_head=EVIL,
        language='zh" onload="1',
    )


@pytest.mark.parametrize("for_pdf", [False, True])
def test_words_are_escaped_wherever_they_stand(for_pdf: bool) -> None:
    for html in (render_html(evil_paper(), for_pdf=for_pdf), render_standalone_html(evil_paper())):
        tags = parsed(html).tags
        assert {"script", "img"}.isdisjoint(tag for tag, _ in tags)
        assert not any(name.startswith("on") for _, attributes in tags for name in attributes)


def test_the_page_carries_no_inline_style_and_no_script() -> None:
    html = render_html(make_paper())
    assert html.startswith('<article class="paper')
    for tag, attributes in parsed(html).tags:
        assert "style" not in attributes
        assert tag not in ("script", "style", "html", "body", "link")


def test_a_figure_links_to_its_trace_and_says_where_it_comes_from() -> None:
    tags = parsed(render_html(make_paper())).tags
    links = [attributes for tag, attributes in tags if tag == "a"]
    assert links[0]["href"] == "/figures/roads_built_km/"
    assert links[0]["class"] == "figure"
    assert links[0]["data-figure"] == "roads_built_km"
    title = links[0]["title"] or ""
    assert title.startswith("建成村级公路：村级公路台账")
    assert "14条记录" in title
    assert len(links) == 2


def test_links_can_be_left_off() -> None:
    html = render_html(make_paper(), trace_links=False)
    assert "<a " not in html
    assert 'data-figure="roads_built_km"' in html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", ""])
def test_an_address_that_is_no_page_is_not_linked(url: str) -> None:
    html = render_html(make_paper(figures=(make_figure(url=url),)))
    assert "href" not in html


def test_pending_and_signed_figures_are_marked_in_words() -> None:
    paper = make_paper(
        blocks=(make_paragraph(FigureRef(0, "若干"), FigureRef(1, "12名")),),
        figures=(
            make_figure("a", status="pending"),
            make_figure("b", status="signed", signed_by="镇党委书记"),
        ),
        annexes=(),
    )
    html = render_html(paper)
    assert "若干（待核）" in html
    assert 'class="figure pending"' in html
    assert '12名<sup class="figure-mark">签</sup>' in html
    assert "由人签认（镇党委书记）" in html


def test_a_figure_written_as_pending_is_not_marked_twice() -> None:
    paper = make_paper(
        blocks=(make_paragraph(FigureRef(0, "待核")),),
        figures=(make_figure(status="pending"),),
        annexes=(),
    )
    assert "（待核）" not in render_html(paper)


def test_the_standalone_document_brings_its_style_and_fetches_nothing() -> None:
    html = render_standalone_html(make_paper())
    assert html.startswith("<!doctype html>")
    assert PAPER_CSS.read_text(encoding="utf-8") in html
    assert '<html lang="zh-CN">' in html
    assert not re.search(r"<link|@import|url\(|src=", html)


def test_numbers_in_columns_are_set_right() -> None:
    assert '<td class="number"><a class="figure"' in render_html(make_paper())
