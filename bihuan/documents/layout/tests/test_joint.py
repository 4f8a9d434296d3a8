"""Papers that several agencies issue together (联合行文), and names that seals are put over."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.layout import page
from bihuan.documents.layout.glyphs import TextLine, read_pages
from bihuan.documents.layout.html import render_html
from bihuan.documents.layout.page import BLOCK_WIDTH_PT, CHARACTER_PT, CHARACTERS, MM_PER_PT
from bihuan.documents.layout.parts import display_width, joint_mark, signer_rows
from bihuan.documents.layout.signature import signature
from bihuan.documents.layout.tests.measured import find_line, rules
from bihuan.documents.layout.tests.papers import AGENCIES, make_joint, make_paper
from bihuan.documents.layout.tests.rendered import Render

CHARACTER_MM = CHARACTER_PT * MM_PER_PT
LINE_MM = 28.95 * MM_PER_PT
LEFT_EDGE, RIGHT_EDGE, CENTRE = 28.0, 184.0, 106.0
names_of_agencies = st.lists(
    st.text(alphabet="镇党委政府人民武装部", min_size=2, max_size=14), min_size=2, max_size=9
)


def red_lines(lines: tuple[TextLine, ...]) -> list[TextLine]:
    return [line for line in lines if line.glyphs[0].is_red]


def test_the_agencies_stand_one_above_another_and_the_word_in_their_middle(
    render: Render,
) -> None:
    pages = read_pages(render(make_joint()))
    red = [g for line in red_lines(pages[0].lines) for g in line.glyphs]
    word = [g for g in red if g.character in "文件"]
    names = [g for g in red if g.character not in "文件"]
    rows = {round(g.baseline): [] for g in names}  # type: ignore[var-annotated]
    for glyph in names:
        rows[round(glyph.baseline)].append(glyph)
    assert ["".join(g.character for g in row) for row in rows.values()] == list(AGENCIES[:3])
    assert min(g.ink_top for g in names) == pytest.approx(37 + 35, abs=0.6)
    for row in rows.values():  # as wide as the longest
        assert row[0].x == pytest.approx(names[0].x, abs=0.3)
        assert row[-1].x == pytest.approx(rows[min(rows)][-1].x, abs=0.5)
    middle = (min(rows) + max(rows)) / 2
    assert word[0].baseline == pytest.approx(middle, abs=1)
    assert (names[0].x + word[-1].right) / 2 == pytest.approx(CENTRE, abs=1.2)


def test_signers_stand_two_a_row_and_the_number_on_the_line_of_the_last(render: Render) -> None:
    data = render(make_joint(signer="张某某、李某、王某某"))
    pages = read_pages(data)
    _, first = find_line(pages, "签发人：张某某李某")
    _, last = find_line(pages, "小党字〔2010〕11号")
    assert last.text.endswith("王某某")
    name, under = first.glyphs[4], last.glyphs[-3]
    assert under.x == pytest.approx(name.x, abs=0.4)
    assert last.baseline - first.baseline == pytest.approx(LINE_MM, abs=0.7)
    assert last.left == pytest.approx(LEFT_EDGE + CHARACTER_MM, abs=0.7)
    (_, _, red_line) = rules(data, 1)[0]
    assert red_line > last.baseline


def test_names_that_are_sealed_stand_in_rows_the_last_above_the_date(render: Render) -> None:
    pages = read_pages(render(make_joint(4)))
    at, upper = find_line(pages, "".join(AGENCIES[:3]))
    page_of_last, day = find_line(pages, "2010年2月3日")
    assert page_of_last == at
    last = next(x for x in pages[at - 1].lines if x.text == AGENCIES[3])
    assert last.baseline - upper.baseline == pytest.approx(5 * LINE_MM, abs=1)
    assert day.baseline - last.baseline == pytest.approx(LINE_MM, abs=0.7)
    assert (day.left + day.right) / 2 == pytest.approx((last.left + last.right) / 2, abs=1.5)
    assert upper.left > LEFT_EDGE
    assert upper.right < RIGHT_EDGE


def test_one_sealed_name_stands_centred_above_a_date_four_characters_from_the_right() -> None:
    placed = signature(make_paper(is_sealed=True))
    assert placed.lines_above == 2
    ((name, right),) = placed.names
    assert placed.date is not None
    day, day_right = placed.date
    assert day_right == 4
    assert right + display_width(name) / 2 == pytest.approx(day_right + display_width(day) / 2)
    long = signature(make_paper(is_sealed=True, signed_by=("某" * 24,)))
    assert long.names[0][1] == 0
    assert long.date is not None
    assert long.date[1] == pytest.approx(9)


@given(names_of_agencies)
def test_sealed_names_never_touch_each_other_or_leave_the_block(names: list[str]) -> None:
    placed = signature(make_paper(is_sealed=True, signed_by=tuple(names)))
    assert [name for name, _ in placed.names] == names
    for row in placed.rows:
        for left, right in itertools.pairwise(row):
            assert left.right >= right.right + display_width(right.text) + 0.4
        for each in row:
            assert each.right >= 0
            assert each.right + display_width(each.text) <= CHARACTERS + 1e-9


@given(names_of_agencies)
def test_a_joint_mark_fits_the_block_and_its_names_are_equally_wide(names: list[str]) -> None:
    size = page.joint_mark_size_pt(names, "文件")
    widths = [
        size * (len(name) + space * (len(name) - 1))
        for name, space in zip(names, page.spread_em(names), strict=True)
    ]
    assert max(widths) - min(widths) < 1e-6
    assert max(widths) + 2.4 * size <= BLOCK_WIDTH_PT
    assert size * 1.2 * len(names) * MM_PER_PT <= page.JOINT_HEIGHT_MM + 1e-6


def test_a_mark_broken_by_its_author_is_not_joint() -> None:
    assert joint_mark(make_paper(issuer_mark="中共小港镇委员会\n文件")) == ([], "")
    assert joint_mark(make_paper(issuer_mark="小港镇\n学习实践活动\n领导小组文件")) == ([], "")
    assert signer_rows(make_paper(signer="")) == []


def test_joint_papers_show_agencies_and_signatures_on_the_page() -> None:
    html = render_html(make_joint(4))
    assert '<span class="mark-word">文件</span>' in html
    assert html.count("小港镇人民武装部") == 2
    assert "style=" not in html
