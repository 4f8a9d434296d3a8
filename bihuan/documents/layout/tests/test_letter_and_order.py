"""Where the elements of a 信函 and a 命令 stand, in PDF and docx (GB/T 9704-2012, 10.1, 10.2)."""

import datetime as dt

import pytest

from bihuan.documents.layout.docx import render_docx
from bihuan.documents.layout.docx_text import docx_plain_text
from bihuan.documents.layout.glyphs import TextLine, read_pages
from bihuan.documents.layout.html import render_html
from bihuan.documents.layout.measure import measure_pdf
from bihuan.documents.layout.page import CHARACTER_PT, MM_PER_PT
from bihuan.documents.layout.pdf import PREVIEW_WORDS, render_pdf
from bihuan.documents.layout.signature import signature
from bihuan.documents.layout.tests.measured import EM_BELOW_BASELINE, bottom_of, find_line, rules
from bihuan.documents.layout.tests.papers import make_letter, make_order, make_paragraph
from bihuan.documents.layout.tests.rendered import Render

CHARACTER_MM = CHARACTER_PT * MM_PER_PT
LINE_MM = 28.95 * MM_PER_PT
LEFT_EDGE, RIGHT_EDGE, FOOT, SHEET_CENTRE, BLOCK_CENTRE = 28.0, 184.0, 262.0, 105.0, 106.0


def middle(line: TextLine) -> float:
    return (line.left + line.right) / 2


def em_top(line: TextLine) -> float:
    return line.baseline - (1 - EM_BELOW_BASELINE) * line.size_pt * MM_PER_PT


def test_the_mark_of_a_letter_begins_30_mm_below_the_edge_of_the_sheet(render: Render) -> None:
    page, mark = find_line(read_pages(render(make_letter())), "小港镇人民政府")
    assert page == 1
    assert mark.glyphs[0].is_red
    assert min(g.ink_top for g in mark.glyphs) == pytest.approx(30, abs=0.5)
    assert middle(mark) == pytest.approx(SHEET_CENTRE, abs=0.5)


def test_the_rules_of_a_letter_are_170_mm_long_4_mm_below_the_mark_and_20_mm_from_the_foot(
    render: Render,
) -> None:
    data = render(make_letter())
    _, mark = find_line(read_pages(data), "小港镇人民政府")
    found = sorted(rules(data, 1), key=lambda rule: rule[2])
    for left, right, _ in found:
        assert (left, right) == pytest.approx((20, 190), abs=0.85)  # with the ends of the strokes
    upper = [y for _, _, y in found if y < 150]
    lower = [y for _, _, y in found if y > 150]
    # The middle of the thick line lies 0.4 mm from the outer edge of the double rule.
    assert upper[0] - bottom_of(mark) == pytest.approx(4.4, abs=0.6)
    assert 297 - lower[-1] == pytest.approx(20.4, abs=0.6)
    assert not [rule for rule in rules(data, 2) if rule[2] < 250]


def test_the_number_of_a_letter_ends_flush_right_seven_eighths_below_the_rule(
    render: Render,
) -> None:
    data = render(make_letter())
    pages = read_pages(data)
    _, number = find_line(pages, "小政函〔2010〕4号")
    assert number.right == pytest.approx(RIGHT_EDGE, abs=0.5)
    lowest = max(y for _, _, y in rules(data, 1) if y < 150)
    assert em_top(number) - lowest == pytest.approx(14 * MM_PER_PT, abs=1)
    _, title = find_line(pages, "关于商请支持")
    assert title.baseline - 0.38 * 22 * MM_PER_PT - LINE_MM / 2 - bottom_of(
        number
    ) == pytest.approx(2 * LINE_MM, abs=1)


def test_page_one_of_a_letter_bears_no_number_and_the_next_is_2(render: Render) -> None:
    words = make_paragraph("国" * (28 * 60 - 2))
    measured = measure_pdf(render(make_letter(blocks=(words,))))
    assert [number.page for number in measured.page_numbers] == [2, 3, 4][: measured.pages - 1]
    even = next(n for n in measured.page_numbers if n.page == 2)
    assert even.side == "left"
    assert even.below_block_mm == pytest.approx(7, abs=0.6)
    assert (measured.lines_per_page, measured.characters_per_line) == (22, 28)
    edges = (measured.top_mm, measured.left_mm, measured.right_mm, measured.bottom_mm)
    assert edges == pytest.approx((37, 28, 26, 35), abs=1)


def test_a_letter_ends_with_whom_it_goes_to_without_rules_or_printer(render: Render) -> None:
    data = render(make_letter())
    pages = read_pages(data)
    page, line = find_line(pages, "抄送：县财政局。")
    assert page == len(pages)
    assert bottom_of(line) == pytest.approx(FOOT - 1.2, abs=1.2)
    assert not any("印发" in each.text for each in pages[-1].lines)
    assert not [rule for rule in rules(data, page) if 150 < rule[2] < 270]


def test_a_letter_shows_the_same_elements_on_the_page() -> None:
    html = render_html(make_letter())
    places = [html.index(word) for word in ("double-rule upper", "小政函", "paper-title")]
    assert places == sorted(places)
    assert html.index("抄送") < html.index("double-rule lower")
    assert "style=" not in html


def test_the_preview_of_a_letter_says_so_above_the_mark() -> None:
    pages = read_pages(render_pdf(make_letter(is_preview=True)))
    for number, page in enumerate(pages):
        said = [line for line in page.lines if PREVIEW_WORDS in line.text]
        assert len(said) == 1
        assert said[0].baseline < (20 if number == 0 else 37)


def test_the_mark_of_an_order_begins_20_mm_below_the_block_and_no_line_is_red(
    render: Render,
) -> None:
    data = render(make_order())
    pages = read_pages(data)
    _, mark = find_line(pages, "某某县人民政府令")
    assert mark.glyphs[0].is_red
    assert min(g.ink_top for g in mark.glyphs) == pytest.approx(37 + 20, abs=0.5)
    _, number = find_line(pages, "第3号")
    _, text = find_line(pages, "《某某县农田灌溉")
    assert number.text == "第3号"
    assert middle(number) == pytest.approx(BLOCK_CENTRE, abs=0.7)
    assert em_top(number) - bottom_of(mark) == pytest.approx(2 * LINE_MM, abs=2.5)
    assert em_top(text) - bottom_of(number) == pytest.approx(2 * LINE_MM, abs=3.5)
    assert rules(data, 1) == []


def test_who_signs_an_order_stands_two_lines_below_four_characters_from_the_right(
    render: Render,
) -> None:
    pages = read_pages(render(make_order()))
    page, line = find_line(pages, "县长某某某")
    name = line.glyphs[-3:]
    assert "Kai" in name[0].font
    assert name[-1].right == pytest.approx(RIGHT_EDGE - 4 * CHARACTER_MM, abs=1)
    post = line.glyphs[:2]
    assert name[0].x - post[-1].right == pytest.approx(2 * CHARACTER_MM, abs=0.7)
    _, last = find_line(pages, "起施行。")
    assert line.baseline - last.baseline == pytest.approx(3 * LINE_MM, abs=1)
    at, day = find_line(pages, "2010年2月3日")
    assert at == page
    assert day.baseline - line.baseline == pytest.approx(2 * LINE_MM, abs=1)


def test_the_room_for_a_stamp_stays_where_no_name_is_written() -> None:
    day = dt.date(2010, 2, 3)
    placed = signature(make_order(signer="", signed_on=day))
    assert placed.names == (("县长", 4 + 4 + 2),)
    assert placed.date == ("2010年2月3日", 4)
    assert signature(make_order(signer="", signer_post="", signed_on=None)).rows == ()


def test_the_docx_of_an_order_says_number_and_who_signs() -> None:
    text = docx_plain_text(render_docx(make_order(), colophon_breaks=0))
    places = [text.index(w) for w in ("某某县人民政府令", "第3号", "现予公布", "县长", "某某某")]
    assert places == sorted(places)
    assert "签发人" not in text
    assert make_order().title not in text + render_html(make_order())


def test_a_letter_names_no_signer_in_its_head() -> None:
    paper = make_letter(signer="某某某")
    text = docx_plain_text(render_docx(paper, colophon_breaks=0))
    assert "签发人" not in text + render_html(paper)
