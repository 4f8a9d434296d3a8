"""The page of GB/T 9704-2012, measured: block, grid, fonts, page numbers (issue 2, Shown by)."""

from collections.abc import Callable

import pytest

from bihuan.documents.layout.docx import render_docx
from bihuan.documents.layout.measure import Layout, measure_docx, measure_pdf
from bihuan.documents.layout.pdf import render_pdf
from bihuan.documents.layout.tests.conftest import needs_office
from bihuan.documents.layout.tests.papers import full_pages, make_paper
from bihuan.documents.paper import Paper

WITHIN_MM = 1.0


def check_full_page(layout: Layout) -> None:
    assert (layout.page_width_mm, layout.page_height_mm) == pytest.approx((210, 297), abs=0.1)
    assert layout.top_mm == pytest.approx(37, abs=WITHIN_MM)
    assert layout.left_mm == pytest.approx(28, abs=WITHIN_MM)
    assert layout.right_mm == pytest.approx(26, abs=WITHIN_MM)
    assert layout.bottom_mm == pytest.approx(35, abs=WITHIN_MM)
    assert layout.lines_per_page == 22
    assert layout.characters_per_line == 28
    assert layout.pages == 2


def check_page_numbers(layout: Layout) -> None:
    numbers = layout.to_json()["page_numbers"]
    assert numbers["odd"]["side"] == "right"
    assert numbers["even"]["side"] == "left"
    for place in numbers.values():
        assert place["inset_mm"] == pytest.approx(5.57, abs=0.6)  # one character of 三号
        assert place["below_block_mm"] == pytest.approx(7, abs=0.5)


def test_a_pdf_page_full_of_ideographs_has_22_lines_of_28() -> None:
    layout = measure_pdf(render_pdf(full_pages(2)))
    check_full_page(layout)
    check_page_numbers(layout)


@needs_office
def test_a_docx_page_full_of_ideographs_has_22_lines_of_28_in_libreoffice() -> None:
    layout = measure_docx(render_docx(full_pages(2)))
    check_full_page(layout)
    check_page_numbers(layout)


def test_measuring_tells_a_wrong_page_from_a_right_one() -> None:
    """The measures must be able to fail: one line more and one page more are seen."""
    layout = measure_pdf(render_pdf(full_pages(1)))
    assert layout.pages == 1
    longer = full_pages(1).blocks * 2
    assert measure_pdf(render_pdf(Paper("", "", longer))).pages == 2


def test_the_pdf_sets_each_role_in_its_vendored_font() -> None:
    assert measure_pdf(render_pdf(make_paper())).fonts == {
        "body": "Bihuan-FangSong",
        "mark": "Bihuan-XiaoBiaoSong",
        "title": "Bihuan-XiaoBiaoSong",
        "heading1": "Bihuan-Hei",
        "heading2": "Bihuan-Kai",
        "page_number": "Bihuan-Song",
    }


@needs_office
def test_the_docx_names_the_fonts_of_the_office() -> None:
    assert measure_docx(render_docx(make_paper())).fonts == {
        "body": "仿宋_GB2312",
        "mark": "方正小标宋简体",
        "title": "方正小标宋简体",
        "heading1": "黑体",
        "heading2": "楷体_GB2312",
        "page_number": "宋体",
    }


@needs_office
def test_libreoffice_sets_the_docx_in_the_vendored_fonts(
    office_pdf: Callable[[Paper], bytes],
) -> None:
    fonts = measure_pdf(office_pdf(make_paper())).fonts
    assert fonts["body"] == "FandolFang-Regular"
    assert fonts["title"] == "FandolSong-Bold"
    assert fonts["page_number"] == "FandolSong-Regular"
