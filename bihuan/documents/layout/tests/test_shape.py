"""The shape of titles and the breaking of lines, as properties."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.layout.fonts import Role
from bihuan.documents.layout.linebreak import CLOSING, OPENING, Piece, set_lines
from bihuan.documents.layout.page import BLOCK_WIDTH_PT
from bihuan.documents.layout.parts import display_width
from bihuan.documents.layout.shape import may_break_at, shape_title

WIDTH = 20.0
TITLE_CHARACTERS = (
    "关于深入学习实践科学发展观活动的工作总结和方案了《通知》（试行）、2010年A区第三批"
)
titles = st.text(st.sampled_from(TITLE_CHARACTERS), min_size=0, max_size=90)


@given(titles)
def test_lines_joined_give_the_title(title: str) -> None:
    assert "".join(shape_title(title, WIDTH)) == title


@given(titles, st.floats(min_value=4, max_value=28))
def test_no_line_is_wider_than_the_block(title: str, width: float) -> None:
    assert all(display_width(line) <= width for line in shape_title(title, width))


@given(titles)
def test_no_line_begins_with_a_particle_or_a_closing_mark(title: str) -> None:
    lines = shape_title(title, WIDTH)
    for end in itertools.accumulate(len(line) for line in lines[:-1]):
        # Only where nothing within the line may be broken is a bad break taken.
        nearby = range(max(1, end - int(WIDTH) + 1), end)
        assert may_break_at(title, end) or not any(may_break_at(title, n) for n in nearby)


def test_a_bad_break_is_known_as_one() -> None:
    assert not may_break_at("活动的总结", 2)
    assert not may_break_at("活动和总结", 2)
    assert not may_break_at("第三批", 1)
    assert not may_break_at("2010年", 2)
    assert may_break_at("活动总结", 2)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("工作总结", ["工作总结"]),
        ("小港镇学习实践活动\n工 作 总 结", ["小港镇学习实践活动", "工 作 总 结"]),
        (
            "小港镇深入学习实践科学发展观活动工作总结",
            ["小港镇深入学习实践", "科学发展观活动工作总结"],
        ),
        (
            "中共小港镇委员会关于深入学习实践科学发展观活动的工作总结",
            ["中共小港镇委员会", "关于深入学习实践科学发展观活动的工作总结"],
        ),
    ],
)
def test_real_titles_take_a_good_shape(title: str, lines: list[str]) -> None:
    assert shape_title(title, WIDTH) == lines


def test_an_hourglass_is_avoided() -> None:
    title = (
        "中共小港镇委员会小港镇人民政府"
        "关于进一步加强森林防火工作和做好春季农业生产安全管理情况的报告"
    )
    widths = [display_width(line) for line in shape_title(title, WIDTH)]
    assert not any(a > b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False))


body = st.text(st.sampled_from("国家，。、（）“”《》12.5公里abc—…％ "), min_size=1, max_size=300)


@given(st.lists(st.tuples(body, st.booleans()), min_size=1, max_size=4))
def test_set_lines_keep_every_character_in_order(parts: list[tuple[str, bool]]) -> None:
    pieces = [Piece(n, text, whole) for n, (text, whole) in enumerate(parts)]
    lines = set_lines(pieces, Role.BODY.face)
    written = [(p.key, c) for line in lines for p in line.pieces for c in p.text]
    assert written == [(p.key, c) for p in pieces for c in p.text]


@given(st.text(st.sampled_from("国家建设，。、（）“《》"), min_size=60, max_size=200))
def test_no_set_line_begins_with_a_closing_mark(text: str) -> None:
    lines = ["".join(p.text for p in x.pieces) for x in set_lines([Piece(0, text)], Role.BODY.face)]
    for before, after in itertools.pairwise(lines):
        breaks = [n for n in range(1, len(before)) if _allowed(before, n)]
        if breaks:  # a line of nothing but marks may be broken anywhere
            assert after[0] not in CLOSING
            assert before[-1] not in OPENING


def test_a_figure_and_its_unit_stay_on_one_line() -> None:
    pieces = [Piece(0, "国" * 24), Piece(1, "27.2公里", whole=True), Piece(2, "。" + "国" * 9)]
    lines = set_lines(pieces, Role.BODY.face)
    assert [p.text for p in lines[0].pieces] == ["国" * 24]
    assert lines[1].pieces[0].text == "27.2公里"


def test_every_line_but_the_last_fills_the_block() -> None:
    text = "全镇共征求意见273条，归并为41条，已办结38条，其余3条明确了时限和责任人。" * 3
    lines = set_lines([Piece(0, text)], Role.BODY.face, indent=0)
    for line in lines[:-1]:
        words = "".join(p.text for p in line.pieces)
        ems = sum(1.0 if display_width(c) == 1 else 0.5 for c in words)
        width = ems * 16 + line.spacing_pt * (len(words) - 1)
        assert width == pytest.approx(BLOCK_WIDTH_PT, abs=1.0)


def _allowed(text: str, place: int) -> bool:
    return text[place] not in CLOSING and text[place - 1] not in OPENING
