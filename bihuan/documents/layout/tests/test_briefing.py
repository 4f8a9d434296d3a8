"""Where the elements of a 简报 and a 纪要 stand, in the PDF and in the docx (handbook §1.3, §8)."""

import itertools
from typing import Any

import pytest

from bihuan.documents.layout.docx import render_docx
from bihuan.documents.layout.docx_text import read_docx
from bihuan.documents.layout.glyphs import read_pages
from bihuan.documents.layout.html import render_html
from bihuan.documents.layout.measure import measure_pdf
from bihuan.documents.layout.page import CHARACTER_PT, MM_PER_PT
from bihuan.documents.layout.parts import text_blocks, title_text
from bihuan.documents.layout.signature import signature
from bihuan.documents.layout.tests.measured import all_text, bottom_of, find_line, rules
from bihuan.documents.layout.tests.papers import make_briefing, make_minutes, make_paragraph
from bihuan.documents.layout.tests.rendered import Render

CHARACTER_MM = CHARACTER_PT * MM_PER_PT
LEFT_EDGE, RIGHT_EDGE, FOOT, CENTRE = 28.0, 184.0, 262.0, 106.0


def middle(line: Any) -> float:
    return float(line.left + line.right) / 2


def test_the_head_of_a_briefing_fills_the_upper_third(render: Render) -> None:
    data = render(make_briefing())
    pages = read_pages(data)
    _, name = find_line(pages, "学习实践活动简报")
    assert name.glyphs[0].is_red
    assert min(g.ink_top for g in name.glyphs) == pytest.approx(37 + 15, abs=0.5)
    assert middle(name) == pytest.approx(CENTRE, abs=0.5)
    left, right, y = rules(data, 1)[0]
    assert (left, right) == pytest.approx((LEFT_EDGE, RIGHT_EDGE), abs=0.7)
    assert y == pytest.approx(297 / 3, abs=2)


def test_below_the_name_the_issue_then_unit_and_day_on_one_line(render: Render) -> None:
    data = render(make_briefing())
    pages = read_pages(data)
    _, name = find_line(pages, "学习实践活动简报")
    _, number = find_line(pages, "第7期")
    assert middle(number) == pytest.approx(CENTRE, abs=0.7)
    assert number.baseline > bottom_of(name)
    _, line = find_line(pages, "小港镇活动领导小组办公室")
    assert line.text == "小港镇活动领导小组办公室2010年1月13日"
    assert line.left == pytest.approx(LEFT_EDGE + CHARACTER_MM, abs=0.7)
    assert line.right == pytest.approx(RIGHT_EDGE - CHARACTER_MM, abs=0.7)
    (_, _, red_line) = rules(data, 1)[0]
    assert red_line - bottom_of(line) == pytest.approx(4, abs=0.7)


def test_the_editors_note_stands_in_kai_above_the_title(render: Render) -> None:
    pages = read_pages(render(make_briefing()))
    _, note = find_line(pages, "编者按：")
    _, title = find_line(pages, "一干排渠道清淤改造见成效")
    _, text = find_line(pages, "一干排渠道长年没有清淤")
    assert note.baseline < title.baseline < text.baseline
    assert "Kai" in note.glyphs[0].font
    assert note.left == pytest.approx(LEFT_EDGE + 2 * CHARACTER_MM, abs=0.5)
    assert middle(title) == pytest.approx(CENTRE, abs=0.7)


def test_a_briefing_ends_with_whom_it_goes_to_and_how_many_are_printed(render: Render) -> None:
    data = render(make_briefing())
    pages = read_pages(data)
    assert len(pages) == 1  # its 版记 needs no even page
    lines = [find_line(pages, word)[1] for word in ("报：", "送：", "发：", "（共印60份）")]
    assert all(a.baseline < b.baseline for a, b in itertools.pairwise(lines))
    assert lines[2].text == "发：各村党支部，镇直各单位。"
    assert lines[3].right == pytest.approx(RIGHT_EDGE - 14 * MM_PER_PT, abs=2.5)
    assert max(y for _, _, y in rules(data, 1)) == pytest.approx(FOOT, abs=0.6)
    assert all_text(data).count("小港镇活动领导小组办公室") == 1  # no signature after the text


@pytest.mark.parametrize("lines", [12, 13, 22])
def test_text_and_colophon_of_a_briefing_never_overlap(render: Render, lines: int) -> None:
    words = make_paragraph("国" * (28 * lines - 2))
    data = render(make_briefing(blocks=(words,)))
    pages = read_pages(data)
    page, first = find_line(pages, "报：")
    assert page == len(pages)
    body = [line for line in pages[page - 1].lines if "国" in line.text]
    assert all(bottom_of(line) < first.baseline - 3 for line in body)


def test_long_text_of_both_fills_22_lines_of_28(render: Render) -> None:
    words = make_paragraph("国" * (28 * 60 - 2))
    for paper in (make_briefing(blocks=(words,)), make_minutes(blocks=(words,))):
        measured = measure_pdf(render(paper))
        assert (measured.lines_per_page, measured.characters_per_line) == (22, 28)
        edges = (measured.top_mm, measured.left_mm, measured.right_mm, measured.bottom_mm)
        assert edges == pytest.approx((37, 28, 26, 35), abs=1)


def test_the_mark_of_minutes_begins_35_mm_down_the_line_4_mm_below_the_number(
    render: Render,
) -> None:
    data = render(make_minutes())
    pages = read_pages(data)
    _, mark = find_line(pages, "小港镇党政联席会议纪要")
    assert mark.glyphs[0].is_red
    assert min(g.ink_top for g in mark.glyphs) == pytest.approx(37 + 35, abs=0.5)
    _, number = find_line(pages, "〔2010〕3号")
    assert middle(number) == pytest.approx(CENTRE, abs=0.7)
    left, right, y = rules(data, 1)[0]
    assert y - bottom_of(number) == pytest.approx(4, abs=0.7)
    assert (left, right) == pytest.approx((LEFT_EDGE, RIGHT_EDGE), abs=0.7)
    _, line = find_line(pages, "小港镇党政办公室")
    assert line.text.endswith("2010年1月21日")
    assert line.baseline > y
    _, title = find_line(pages, "研究一干排渠道清淤等工作")
    assert title.baseline > line.baseline


def test_who_was_at_the_meeting_hangs_from_labels_in_hei(render: Render) -> None:
    pages = read_pages(render(make_minutes()))
    for label, name in (("出席：", "镇党委书记"), ("请假：", "武装部长"), ("列席：", "财政所所长")):
        _, line = find_line(pages, label + name)
        assert line.left == pytest.approx(LEFT_EDGE + 2 * CHARACTER_MM, abs=0.7)
        assert "Hei" in line.glyphs[0].font
        assert "Fang" in line.glyphs[-1].font
    at, first = find_line(pages, "出席：")
    later = [line for line in pages[at - 1].lines if line.baseline > first.baseline]
    assert later[0].left == pytest.approx(LEFT_EDGE + 5 * CHARACTER_MM, abs=0.7)


def test_minutes_bear_no_signature_and_close_an_even_page(render: Render) -> None:
    data = render(make_minutes())
    pages = read_pages(data)
    page, _ = find_line(pages, "2010年1月22日印发")
    assert page == len(pages)
    assert page % 2 == 0
    assert all_text(data).count("2010年1月21日") == 1
    assert signature(make_minutes()).names == ()


def test_the_page_shows_the_same_elements_and_no_inline_style() -> None:
    for paper, words in (
        (make_briefing(), ("第7期", "编者按：", "报：", "发：", "（共印60份）")),
        (make_minutes(), ("〔2010〕3号", "出席：", "请假：", "列席：", "2010年1月22日印发")),
    ):
        html = render_html(paper)
        assert all(word in html for word in words)
        assert "style=" not in html
        assert html.index("red-line") < html.index("paper-title")


def test_a_briefing_not_yet_numbered_keeps_the_place_of_its_number() -> None:
    assert "第　期" in render_html(make_briefing(number=None))
    assert "document-number" not in render_html(make_minutes(number=None))


def test_a_note_further_down_and_one_of_another_paper_stay_where_they_are() -> None:
    first, *others = make_briefing().blocks
    assert text_blocks(make_briefing(blocks=(*others, first)))[0] == ()
    assert text_blocks(make_minutes(blocks=(first, *others)))[0] == ()


def test_a_title_that_the_mark_says_already_is_not_said_twice() -> None:
    mark = "小港镇党政联席会议纪要"
    assert title_text(make_minutes(title=mark)) == ""
    assert title_text(make_minutes(title="议定事项")) == "议定事项"
    assert title_text(make_minutes(title=mark, layout="document")) == mark


def test_numbers_of_the_paper_itself_are_no_words_of_its_text() -> None:
    spans = read_docx(render_docx(make_briefing(), colophon_breaks=0))
    numbers = [span.text for span in spans if span.kind == "number"]
    assert numbers == ["第7期", "（共印60份）"]
