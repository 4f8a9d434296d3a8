"""Text taken over from a Word file."""

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from bihuan.documents.word.numbering import chinese
from bihuan.documents.word.plain import text_of
from bihuan.documents.word.tests.files import saved, with_body, with_parts, word_file


def test_headings_paragraphs_and_tables_are_taken_over() -> None:
    made = docx.Document()
    made.add_heading("工作总结", 0)
    made.add_heading("一、主要工作", 1)
    made.add_paragraph("建成{{ roads_built_km }}公路。")
    made.add_heading("细节", 3)
    made.add_heading("更细", 7)
    made.add_paragraph("（一）道路")
    table = made.add_table(2, 3)
    for across, words in enumerate(("路段", "里程", "备注")):
        table.cell(0, across).text = words
    table.cell(1, 0).merge(table.cell(1, 1)).text = "合计"
    assert text_of(saved(made)) == (
        "工作总结\n\n# 一、主要工作\n\n建成{{ roads_built_km }}公路。\n\n### 细节\n\n更细\n\n"
        "## （一）道路\n\n| 路段 | 里程 | 备注 |\n| --- | --- | --- |\n| 合计 |  |  |\n"
    )


def test_tags_are_taken_over_as_the_language_writes_them() -> None:
    table = [
        ["路段", "里程"],
        ["{%tr for r in rows(“roads”) %}", ""],
        ["{{r.name}}", "{{ r.km }}"],
        ["{% endfor %}", ""],
    ]
    content = word_file("{%p if a == 0 %}", "无。", "{% endif %}", table=table)
    assert text_of(content) == (
        "{% if a == 0 %}\n\n无。\n\n{% endif %}\n\n| 路段 | 里程 |\n| --- | --- |\n"
        '{% for r in rows("roads") %}\n| {{ r.name }} | {{ r.km }} |\n{% endfor %}\n'
    )


def test_automatic_numbers_are_written_out() -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    level = "<w:lvl w:ilvl='{}'><w:numFmt w:val='{}'/><w:lvlText w:val='{}'/></w:lvl>"
    lists = (
        f"<w:numbering {w}><w:abstractNum w:abstractNumId='5'>"
        f"{level.format(0, 'chineseCounting', '%1、')}{level.format(1, 'decimal', '（%2）')}"
        f"{level.format(2, 'bullet', '●')}</w:abstractNum>"
        "<w:num w:numId='3'><w:abstractNumId w:val='5'/></w:num></w:numbering>"
    )
    item = "<w:p><w:pPr><w:numPr><w:ilvl w:val='{}'/><w:numId w:val='3'/></w:numPr></w:pPr>{}</w:p>"
    words = "<w:r><w:t>{}</w:t></w:r>"
    body = "".join(
        item.format(depth, words.format(text))
        for depth, text in ((0, "道路"), (1, "一"), (1, "二"), (2, "点"), (0, "桥梁"), (1, "又一"))
    )
    content = with_parts(with_body(word_file(), body), word__numbering_DOT_xml=lists.encode())
    assert text_of(content) == (
        "# 一、道路\n\n（1）一\n\n（2）二\n\n点\n\n# 二、桥梁\n\n（1）又一\n"
    )


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "零"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"),
     (110, "一百一十"), (1005, "一千零五"), (1050, "一千零五十"), (12345, "12345")],
)  # fmt: skip
def test_numbers_are_counted_in_chinese(number: int, written: str) -> None:
    assert chinese(number) == written


def test_hidden_words_and_text_boxes_are_dropped() -> None:
    xml = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>乙</w:t></w:r></w:hyperlink><w:r><w:pict><w:txbxContent><w:p><w:r>"
        "<w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    assert text_of(with_body(word_file(), xml)) == "甲乙\n"


def test_a_style_based_on_a_heading_is_one() -> None:
    made = docx.Document()
    own = made.styles.add_style("本单位一级", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = made.styles["Heading 2"]
    made.add_paragraph("道路", style=own)
    assert text_of(saved(made)) == "## 道路\n"
