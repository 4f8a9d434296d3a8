"""Text taken over from a Word file."""

import docx
from docx.enum.style import WD_STYLE_TYPE

from bihuan.documents.word.plain import text_of
from bihuan.documents.word.tests.files import saved, with_body, word_file


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
