"""Word templates filled: what is written where, what pairs with what, and what stays as it was."""

import io
from typing import Any

import docx
import pytest

from bihuan.documents.layout.docx_text import docx_plain_text, read_docx
from bihuan.documents.numeral_scan import typed_numerals
from bihuan.documents.tests.conftest import make_road, make_road_figures
from bihuan.documents.word.checking import outline_of, read_word
from bihuan.documents.word.errors import WordTemplateNotReady
from bihuan.documents.word.filling import Tried, try_word, write_word
from bihuan.documents.word.tests.files import parts_of, saved, with_body, word_file
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads")


@pytest.fixture
def town(cast: Cast) -> Cast:
    """A town with two built roads."""
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    make_road(cast.villages[1], "2.25", "西路")
    return cast


def tried(town: Cast, content: bytes) -> Tried:
    outline = outline_of(read_word(content))
    return try_word(outline, unit=town.town, actor=town.actor("clerk"), period=None)


def filled(town: Cast, content: bytes) -> bytes:
    return write_word(content, tried(town, content))


def words(town: Cast, *paragraphs: Any, table: Any = ()) -> str:
    return docx_plain_text(filled(town, word_file(*paragraphs, table=table))).strip("\n")


def faults(town: Cast, *paragraphs: Any, table: Any = ()) -> list[str]:
    return [str(each) for each in tried(town, word_file(*paragraphs, table=table)).faults]


def test_a_figure_is_written_where_its_placeholder_stood(town: Cast) -> None:
    assert words(town, "全年建成{{ roads_built_km }}公路。") == "全年建成3.75公里公路。"
    assert words(town, "建成{{ 建成村级公路 }}。") == "建成3.75公里。"
    assert words(town, '建成{{ figure("建成村级公路") }}。') == "建成3.75公里。"


def test_a_placeholder_cut_into_runs_is_whole_and_keeps_its_first_style(town: Cast) -> None:
    cut = ["建成{", "{ roads", "_built", "_km }", "}公路。"]
    content = filled(town, word_file(cut))
    assert docx_plain_text(content).strip() == "建成3.75公里公路。"
    controls = docx.Document(io.BytesIO(content)).element.body.xpath("//w:sdt//w:r")
    assert len(controls) == 1
    assert controls[0].find(".//{*}b") is None or controls[0].find(".//{*}b").get("val") != "1"


def test_marks_that_word_puts_into_a_placeholder_do_not_break_it(town: Cast) -> None:
    xml = (
        "<w:p><w:r><w:t>建成{{ roads</w:t></w:r><w:proofErr w:type='spellStart'/>"
        "<w:bookmarkStart w:id='0' w:name='_GoBack'/><w:bookmarkEnd w:id='0'/>"
        "<w:r><w:lastRenderedPageBreak/><w:t>_built_km }}。</w:t></w:r></w:p>"
    )
    content = filled(town, with_body(word_file(), xml))
    assert docx_plain_text(content).strip() == "建成3.75公里。"


@pytest.mark.parametrize(
    "written",
    [
        "{{ figure(“建成村级公路”) }}",
        "{{ figure（”建成村级公路”） }}",
        "{{　roads_built_km　}}",
        "｛｛ roads_built_km ｝｝",
        "{{roads_built_km（unit＝“town”，decimals=2）}}",
        "{{- roads_built_km -}}",
    ],
)
def test_signs_of_chinese_input_methods_are_understood(town: Cast, written: str) -> None:
    assert words(town, written) == "3.75公里"


def test_figures_are_marked_so_that_the_file_can_be_read_back(town: Cast) -> None:
    content = filled(town, word_file("建成{{ roads_built_km }}，不少于12公里。"))
    spans = read_docx(content)
    assert [(s.code, s.text) for s in spans if s.kind == "figure"] == [
        ("roads_built_km", "3.75公里")
    ]
    assert [found.text for found in typed_numerals(spans, [])] == ["12"]


def test_a_pending_figure_is_written_as_pending(town: Cast) -> None:
    content = word_file("拟建{{ roads_planned_km }}。")
    assert [each.code for each in tried(town, content).pending] == ["roads_planned_km"]
    assert docx_plain_text(filled(town, content)).strip() == "拟建待核。"


def test_a_sentence_stands_only_where_its_condition_holds(town: Cast) -> None:
    text = (
        "{% if roads_built_km > 3 %}过。{% elif roads_built > 1 %}未过。{% else %}无。{% endif %}"
    )
    assert words(town, text) == "过。"


def test_tags_alone_in_their_paragraphs_leave_no_paragraph(town: Cast) -> None:
    assert (
        words(
            town,
            "甲",
            '{% for r in rows("roads") %}',
            "{{ r.name }}长{{ r.km }}；",
            "{%p endfor %}",
            "{% if incidents > 0 %}",
            "有事件",
            "{% endif %}",
            "{# 给起草人看的话 #}",
            "乙",
        )
        == "甲\n东路长1.5公里；\n西路长2.25公里；\n乙"
    )


def test_a_row_of_tags_repeats_the_rows_between(town: Cast) -> None:
    table = [
        ["路段", "里程"],
        ["{%tr for r in rows(“roads”) %}", ""],
        ["{{ r.name }}", "{{ r.km }}"],
        ["{% endfor %}", ""],
        ["合计", "{{ roads_built_km }}"],
    ]
    content = filled(town, word_file("表", table=table))
    grid = docx.Document(io.BytesIO(content)).tables[0]
    seen = [[docx_words(cell) for cell in row.cells] for row in grid.rows]
    assert seen == [
        ["路段", "里程"],
        ["东路", "1.5公里"],
        ["西路", "2.25公里"],
        ["合计", "3.75公里"],
    ]


def docx_words(cell: Any) -> str:
    return "".join(text.text or "" for text in cell._tc.xpath(".//w:t"))


def test_a_loop_within_a_paragraph_lists_records(town: Cast) -> None:
    text = (
        '{% for r in rows("roads") %}{{ r.name }}{% if not loop.last %}、{% endif %}{% endfor %}等'
    )
    assert words(town, text) == "东路、西路等"


def test_a_cell_and_a_table_that_lose_all_they_held_are_still_word(town: Cast) -> None:
    table = [["{% if incidents > 0 %}", ""], ["有", "{{ incidents }}"], ["{% endif %}", ""]]
    content = filled(town, word_file("表", table=table))
    assert docx.Document(io.BytesIO(content)).tables == []
    made = docx.Document()
    cell = made.add_table(1, 1).cell(0, 0)
    cell.text = "{% if incidents > 0 %}"
    cell.add_paragraph("有")
    cell.add_paragraph("{% endif %}")
    emptied = docx.Document(io.BytesIO(filled(town, saved(made)))).tables[0].cell(0, 0)
    assert len(emptied.paragraphs) == 1


def test_headers_footers_and_links_are_filled(town: Cast) -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "截至{{ roads_built }}"
    made.sections[0].footer.paragraphs[0].text = "{{ roads_built_km }}"
    made.add_paragraph("正文")
    content = filled(town, saved(made))
    back = docx.Document(io.BytesIO(content)).sections[0]
    assert docx_part(back.header) == "截至2条"
    assert docx_part(back.footer) == "3.75公里"


def docx_part(part: Any) -> str:
    return "".join(text.text or "" for text in part._element.xpath(".//w:t"))


def test_a_content_control_is_filled_and_bound_to_nothing_else(town: Cast) -> None:
    xml = (
        "<w:sdt><w:sdtPr><w:id w:val='7'/><w:dataBinding w:xpath='/a' w:storeItemID='b'/></w:sdtPr>"
        "<w:sdtContent><w:p><w:r><w:t>{{ roads_built_km }}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    content = filled(town, with_body(word_file(), xml))
    assert docx_plain_text(content).strip() == "3.75公里"
    assert not docx.Document(io.BytesIO(content)).element.body.xpath("//w:dataBinding")


def test_a_part_without_placeholders_stays_byte_for_byte(town: Cast) -> None:
    before = word_file("建成{{ roads_built_km }}。")
    after = filled(town, before)
    assert parts_of(after)["word/styles.xml"] == parts_of(before)["word/styles.xml"]
    assert filled(town, before) == after


def test_words_of_records_are_never_markup(town: Cast) -> None:
    make_road(town.villages[0], "1.00", "</w:t><w:p>{{ roads_built }}")
    said = words(town, '{% for r in rows("roads") %}{{ r.name }}，{% endfor %}')
    assert "</w:t><w:p>{{ roads_built }}，" in said


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (
            ["建成{{ nothing_such }}。"],
            "第1段（建成{{ nothing_such }}。）：没有名为“nothing_such”",
        ),
        (["{{ lipsum() }}"], "没有名为“lipsum”的数据"),
        (['{% for r in rows("nothing") %}{{ r.a }}{% endfor %}'], "没有名为“nothing”的台账"),
        (['{% for r in rows("roads") %}{{ r.nothing }}{% endfor %}'], "没有字段“nothing”"),
    ],
)
def test_what_names_nothing_is_said_with_its_place(
    town: Cast, paragraphs: list[str], said: str
) -> None:
    assert said in "".join(faults(town, *paragraphs))


def test_a_fault_in_a_table_names_table_row_and_cell(town: Cast) -> None:
    table = [["甲", "乙"], ["丙", "{{ nothing_such }}"]]
    assert "第1个表第2行第2格" in faults(town, "表", table=table)[0]


def test_a_template_with_faults_is_not_filled(town: Cast) -> None:
    with pytest.raises(WordTemplateNotReady, match="1处问题"):
        filled(town, word_file("建成{{ nothing_such }}。"))
