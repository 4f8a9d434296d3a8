"""Where the elements of a paper stand: head, title, signature, annexes, 版记 (handbook §1.3)."""

import datetime as dt

import pytest

from bihuan.documents.layout.glyphs import read_pages
from bihuan.documents.layout.page import CHARACTER_PT, MM_PER_PT
from bihuan.documents.layout.signature import signature
from bihuan.documents.layout.tests.measured import bottom_of, find_line, rules
from bihuan.documents.layout.tests.papers import make_paper, make_paragraph
from bihuan.documents.layout.tests.rendered import Render

CHARACTER_MM = CHARACTER_PT * MM_PER_PT
RIGHT_EDGE, LEFT_EDGE, FOOT = 184.0, 28.0, 262.0


def test_the_red_mark_begins_35_mm_below_the_top_of_the_block(render: Render) -> None:
    page, mark = find_line(read_pages(render(make_paper())), "中共小港镇委员会文件")
    assert page == 1
    assert mark.glyphs[0].is_red
    assert min(g.ink_top for g in mark.glyphs) == pytest.approx(37 + 35, abs=0.5)
    assert (mark.left + mark.right) / 2 == pytest.approx(106, abs=0.5)  # centred in the block


def test_the_red_line_lies_4_mm_below_the_number_and_spans_the_block(render: Render) -> None:
    data = render(make_paper())
    _, number = find_line(read_pages(data), "小党字〔2010〕11号")
    left, right, y = rules(data, 1)[0]
    assert y - bottom_of(number) == pytest.approx(4, abs=0.7)
    assert (left, right) == pytest.approx((LEFT_EDGE, RIGHT_EDGE), abs=0.7)
    assert (number.left + number.right) / 2 == pytest.approx(106, abs=1)


def test_an_upward_paper_has_number_and_signer_on_one_line(render: Render) -> None:
    paper = make_paper(signer="某某某")
    _, line = find_line(read_pages(render(paper)), "小党字〔2010〕11号")
    assert line.text.endswith("签发人：某某某")
    assert line.left == pytest.approx(LEFT_EDGE + CHARACTER_MM, abs=0.7)
    assert line.right == pytest.approx(RIGHT_EDGE - CHARACTER_MM, abs=0.7)
    assert "Kai" in line.glyphs[-1].font
    assert "Fang" in line.glyphs[0].font


def test_the_title_stands_two_blank_lines_below_the_red_line(render: Render) -> None:
    data = render(make_paper())
    pages = read_pages(data)
    _, title = find_line(pages, "小港镇深入学习实践")
    (_, _, red_line) = rules(data, 1)[0]
    top_of_line = title.baseline - (0.38 * 22 + 28.95 / 2) * MM_PER_PT
    assert top_of_line - red_line == pytest.approx(2 * 28.95 * MM_PER_PT, abs=1.5)
    _, recipients = find_line(pages, "市学习实践活动领导小组办公室：")
    assert recipients.left == pytest.approx(LEFT_EDGE, abs=0.5)


def test_text_is_indented_by_two_characters_and_headings_too(render: Render) -> None:
    pages = read_pages(render(make_paper()))
    for words in ("现将有关情况", "一、加强领导", "（一）逐条登记", "1.专人负责"):
        _, line = find_line(pages, words)
        assert line.left == pytest.approx(LEFT_EDGE + 2 * CHARACTER_MM, abs=0.5), words


def test_the_date_begins_two_characters_right_of_the_name(render: Render) -> None:
    pages = read_pages(render(make_paper()))
    name_page, name = find_line(pages, "中共小港镇委员会")
    candidates = [line for page in pages for line in page.lines if line.text == "中共小港镇委员会"]
    name = candidates[0]
    _, date = find_line(pages, "2010年2月3日")
    assert name.right == pytest.approx(RIGHT_EDGE - 2 * CHARACTER_MM, abs=1)
    assert date.left - name.left == pytest.approx(2 * CHARACTER_MM, abs=0.5)
    assert name_page >= 1


def test_a_date_longer_than_the_name_keeps_the_two_characters_itself() -> None:
    paper = make_paper(signed_by=("镇党委",), signed_on=dt.date(2010, 12, 31))
    placed = signature(paper)
    assert placed.date == ("2010年12月31日", 2.0)
    # The name's first character still lies 2 left of the date's: 2 + 7 + 2 - 3 characters.
    assert placed.names == (("镇党委", 8.0),)


def test_a_joint_issue_names_each_agency_on_a_line(render: Render) -> None:
    paper = make_paper(signed_by=("中共小港镇委员会", "小港镇人民政府"))
    pages = read_pages(render(paper))
    _, second = find_line(pages, "小港镇人民政府")
    _, date = find_line(pages, "2010年2月3日")
    assert date.left - second.left == pytest.approx(2 * CHARACTER_MM, abs=0.5)


def test_annexes_begin_pages_and_their_title_is_on_line_three(render: Render) -> None:
    pages = read_pages(render(make_paper()))
    text_page, _ = find_line(pages, "（此件公开发布）")
    for number, (label, title) in enumerate(
        (("附件1", "整改落实项目一览"), ("附件2", "本文数据登记")), start=1
    ):
        page = pages[text_page - 1 + number]
        lines = [line for line in page.lines if line.size_pt > 10]
        assert lines[0].text == label
        assert lines[0].left == pytest.approx(LEFT_EDGE, abs=0.5)
        assert lines[1].text == title
        gap = (lines[1].baseline - lines[0].baseline) / MM_PER_PT
        assert gap == pytest.approx(2 * 28.95, abs=4)


def test_the_colophon_closes_the_last_even_page(render: Render) -> None:
    data = render(make_paper())
    pages = read_pages(data)
    assert len(pages) % 2 == 0
    page, printed = find_line(pages, "2010年2月4日印发")
    assert page == len(pages)
    assert printed.text.startswith("小港镇党政办公室")
    assert max(y for _, _, y in rules(data, page)) == pytest.approx(FOOT, abs=0.6)
    _, copies = find_line(pages, "抄送：")
    assert copies.text.endswith("市委办公室，市政府办公室。")


@pytest.mark.parametrize("annexes", [0, 1, 2])
def test_the_colophon_stands_on_an_even_page_however_long_the_text(
    render: Render, annexes: int
) -> None:
    paper = make_paper(annexes=make_paper().annexes[:annexes])
    pages = read_pages(render(paper))
    page, _ = find_line(pages, "2010年2月4日印发")
    assert page == len(pages)
    assert page % 2 == 0


def test_a_colophon_that_finds_no_room_goes_to_a_new_page(render: Render) -> None:
    """A page full to the last line leaves no room; text and 版记 must not overlap."""
    words = "国" * (28 * 44 - 2)
    paper = make_paper(
        title="",
        issuer_mark="",
        number=None,
        recipients="",
        blocks=(make_paragraph(words),),
        annexes=(),
        signed_by=(),
        signed_on=None,
        note="",
    )
    pages = read_pages(render(paper))
    page, _ = find_line(pages, "2010年2月4日印发")
    assert page > 2
    assert all("国" not in line.text for line in pages[page - 1].lines)
