"""What is pasted from Word or WPS: headings and tables stay, the rest is dropped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bihuan.documents.word import markdown
from bihuan.documents.word.markdown import Grid, Words, plain, written
from bihuan.documents.word.pasted import LONGEST_HTML, from_word_html
from bihuan.documents.word.refusals import Refused

FROM_WORD = """<html xmlns:v="urn:vml" xmlns:o="urn:office">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- /* Font Definitions */
p.MsoNormal {margin:0cm; mso-style-name:"正文";} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
</head><body lang=ZH-CN><!--StartFragment-->
<h1 style='margin-left:0cm'><span style='mso-list:Ignore'>一、<span>&nbsp;</span></span><span
lang=EN-US><o:p></o:p></span>主要工作</h1>
<p class=MsoNormal style='text-indent:32.0pt'><span style='font-family:仿宋_GB2312'>全年建成
<b>公路</b>27.2公里<span lang=EN-US><o:p></o:p></span>。</span><![if !supportFootnotes]>
<a style='mso-comment-reference:a_1' class=msocomanchor href="#_msocom_1">[A1]</a><![endif]></p>
<p class=MsoNormal style='mso-outline-level:2'>（一）道路</p>
<p class=MsoNormal>（二）桥梁</p>
<p class=MsoNormal>（三）其他。全镇其他工作也有进展。</p>
<table class=MsoTableGrid border=1>
<tr><td width=100><p class=MsoNormal>路段</p></td>
<td>里程|公里</td></tr>
<tr><td rowspan=2><p>东路</p><p>西路</p></td><td>1.5</td></tr><tr><td>2.5</td></tr>
<tr><td colspan=2>合计</td></tr></table>
<p><img src="a.png"><v:shape><v:imagedata src="x"/></v:shape><script>alert(1)</script></p>
<p style='display:none'>藏</p>
<div style='mso-element:comment-list'>
<div class=msocomtxt>批注</div></div>
<!--EndFragment--></body></html>"""


def test_headings_and_tables_of_word_stay_and_the_rest_is_dropped() -> None:
    assert from_word_html(FROM_WORD) == (
        "# 一、 主要工作\n\n"
        "全年建成 公路27.2公里。\n\n"
        "## （一）道路\n\n"
        "## （二）桥梁\n\n"
        "（三）其他。全镇其他工作也有进展。\n\n"
        "| 路段 | 里程｜公里 |\n| --- | --- |\n| 东路 西路 | 1.5 |\n|  | 2.5 |\n| 合计 |  |\n"
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>甲</h2>乙<h4>丙</h4><h6>丁</h6>", "## 甲\n\n乙\n\n#### 丙\n\n丁\n"),
        ("<p class=MsoHeading3>甲</p>", "### 甲\n"),
        ("甲<br>乙", "甲\n\n乙\n"),
        ("<ul><li>甲<li>乙</ul>", "甲\n\n乙\n"),
        ("<p># 甲", "＃ 甲\n"),
        ("<p>&lt;b&gt;甲&lt;/b&gt;</p>", "<b>甲</b>\n"),
        ("<p>甲{{ roads_built_km }}</p>", "甲{{ roads_built_km }}\n"),
        ("<table><tr><td>只有一格</td></tr></table>", "只有一格\n"),
        ("<table><tr><td>甲<table><tr><td>乙</td></tr></table></td><td>丙</td></tr></table>",
         "| 甲 乙 | 丙 |\n| --- | --- |\n"),
        ("<table><tr><td>甲<td>乙<tr><td>丙", "| 甲 | 乙 |\n| --- | --- |\n| 丙 |  |\n"),
        ("<p>甲<!-- 不见了", "甲\n"),
        ("<st1:city>小河</st1:city><m:oMath>x</m:oMath>", "小河\n"),
        ("<del>旧</del><ins>新</ins>", "新\n"),
        ("<script>甲", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_pieces_of_html(html: str, text: str) -> None:
    assert from_word_html(html) == text


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(Refused):
        from_word_html(" " * (LONGEST_HTML + 1))
    with pytest.raises(Refused):
        from_word_html(f"<p>{'长' * (markdown.MOST_WRITTEN + 1)}</p>")


TAGS = """<p> </p> <h1> </h2> <table> <tr> </td> </tr> </table> <br> <!-- --> <style> </style>
<script> </script> </div> <o:p> </o:p> '> &lt; &#0; < | # --- {{ }} 一、 （二） 甲 。"""
LONGER = ["<td colspan=3 rowspan=2>", "<![if x]>", "<div style='display:none'>", "<v:a b='", "\n"]
PIECES = st.sampled_from([*TAGS.split(), *LONGER, "\u200b", "\ufdd0"])


@given(st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_whatever_is_pasted_gives_headings_paragraphs_and_tables_only(html: str) -> None:
    text = from_word_html(html)
    tokens = MarkdownIt("zero").enable(["heading", "table"]).parse(text)
    kinds = {token.tag for token in tokens if token.tag}
    assert kinds <= {"h1", "h2", "h3", "h4", "p", "table", "thead", "tbody", "tr", "th", "td"}
    assert not {"\x00", "\ufdd0", "\u200b"} & set(text)


@given(st.text(max_size=60))
def test_words_of_a_paragraph_come_through_as_they_are_seen(words: str) -> None:
    made = written([Words("甲" + words)])
    kept = plain("甲" + words).replace("|", "｜")
    assert made == f"{kept}\n"


@given(st.lists(st.lists(st.text("甲乙|# \n", max_size=5), min_size=2, max_size=4), max_size=4))
def test_a_table_stays_a_table_of_as_many_columns(rows: list[list[str]]) -> None:
    text = written([Grid(tuple(tuple(row) for row in rows))])
    tokens = MarkdownIt("zero").enable(["table"]).parse(text)
    filled = [row for row in rows if any(plain(cell) for cell in row)]
    width = max((len(row) for row in filled), default=0)
    assert sum(token.type == "th_open" for token in tokens) == width
    assert sum(token.type == "tr_open" for token in tokens) == len(filled)
