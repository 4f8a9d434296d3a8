"""Reading a file: what comes out as text, and the one sentence where it is not read."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.checking.file_checking import check_file
from bihuan.documents.checking.reading import read_file
from bihuan.documents.checking.reading.limits import LARGEST_FILE, MOST_CHARACTERS, MOST_PAGES
from bihuan.documents.layout.docx import render_docx
from bihuan.documents.layout.errors import BadFile
from bihuan.documents.layout.pdf import render_pdf
from bihuan.documents.paper import Annex, Heading, Paper, Paragraph, Table, Text

SENTENCE = "全镇集中建设村级公路27.2公里，发展入党积极分子86名。"


def word(change: Callable[[Any], None] = lambda _made: None) -> bytes:
    """Return a docx with one paragraph, changed."""
    made = docx.Document()
    made.add_paragraph(SENTENCE)
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(content: bytes, parts: dict[str, bytes]) -> bytes:
    """Return a docx with further or other parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def pdf_of(pages: int) -> bytes:
    """Return a PDF of so many empty pages."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b"3 0 R " * pages),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, each)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 4\n0000000000 65535 f \n" + rows
    return out + table + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def test_word_gives_headings_paragraphs_and_tables_a_row_a_line() -> None:
    def change(made: Any) -> None:
        made.add_heading("一、加强领导", 1)
        table = made.add_table(rows=2, cols=2)
        for cell, words in zip(table._cells, ("村名", "里程", "竹林村", "2.5"), strict=True):
            cell.text = words

    text = read_file(word(change), "总结.docx").text
    assert text.split("\n") == [SENTENCE, "一、加强领导", "村名\t里程", "竹林村\t2.5"]


def test_a_table_within_a_table_is_read_once() -> None:
    def change(made: Any) -> None:
        outer = made.add_table(rows=1, cols=2)
        outer.cell(0, 0).text = "竹林村"
        inner = outer.cell(0, 1).add_table(rows=1, cols=1)
        inner.cell(0, 0).text = "27公里"

    text = read_file(word(change), "总结.docx").text
    assert text.count("27公里") == 1
    assert text.split("\n")[1] == "竹林村\t27公里"


def test_our_own_word_document_is_read_with_its_annexes_and_without_page_numbers() -> None:
    table = Table(((Text("村名"),), (Text("里程"),)), (((Text("竹林村"),), (Text("2.5"),)),))
    paper = Paper(
        "工作总结",
        "小河镇文件",
        (Heading(1, (Text("一、做法"),)), Paragraph((Text(SENTENCE),))),
        annexes=(Annex("分村里程", (table,)),),
    )
    lines = read_file(render_docx(paper), "总结.docx").text.split("\n")
    assert SENTENCE in lines
    assert "村名\t里程" in lines
    assert "分村里程" in "".join(lines)
    assert not any(line.strip() in ("— 1 —", "1") for line in lines)


def test_a_deletion_under_review_is_not_read_and_is_spoken_of() -> None:
    def change(made: Any) -> None:
        for tag, words in (("ins", "新增9名"), ("del", "原有7名")):
            run = "delText" if tag == "del" else "t"
            made.paragraphs[0]._p.append(
                parse_xml(
                    f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a"><w:r><w:{run}>{words}'
                    f"</w:{run}></w:r></w:{tag}>"
                )
            )

    found = read_file(word(change), "总结.docx")
    assert found.text == f"{SENTENCE}新增9名"
    assert [finding.rule for finding in found.findings] == ["file.tracked_changes"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_the_codes_that_offices_use(encoding: str) -> None:
    content = f"{SENTENCE}\r\n第二段".encode(encoding)
    assert read_file(content, "总结.TXT").text == f"{SENTENCE}\n第二段"


def test_markdown_is_read_without_its_marks() -> None:
    table = "| 村名 | 里程 |\n|---|---:|\n| 竹林村 | 2 |"
    content = f"# 一、做法\n\n> **{SENTENCE}**\n\n{table}\n- 见[表](a.md)\n---"
    text = read_file(content.encode(), "总结.md").text
    assert text == f"一、做法\n\n{SENTENCE}\n\n村名\t里程\n竹林村\t2\n见表"


def test_a_pdf_is_read_by_its_text_with_lines_joined_to_paragraphs() -> None:
    paragraph = SENTENCE * 6
    paper = Paper("工作总结", "小河镇文件", tuple(Paragraph((Text(paragraph),)) for _ in range(2)))
    lines = read_file(render_pdf(paper), "总结.pdf").text.split("\n")
    assert lines.count(paragraph) == 2
    assert not any("— 1 —" in line or "—1—" in line for line in lines)


def test_a_file_of_each_kind_gives_the_same_figures() -> None:
    paper = Paper("工作总结", "小河镇文件", (Paragraph((Text(SENTENCE),)),))
    files = {
        "a.docx": word(), "b.txt": SENTENCE.encode(), "c.md": SENTENCE.encode(),
        "d.pdf": render_pdf(paper),
    }  # fmt: skip
    found = {
        name: [figure.stated.core for figure in check_file(content, name).figures]
        for name, content in files.items()
    }
    assert set(map(tuple, found.values())) == {("27.2", "86")}


BROKEN: dict[str, tuple[bytes, str, str]] = {
    "an empty file": (b"", "a.docx", "空的"),
    "another kind": (b"x", "a.xlsx", "只能核对"),
    "an older Word": (b"x", "a.doc", "另存为 .docx"),
    "a document with macros by its name": (b"x", "a.docm", "带宏"),
    "a broken zip": (word()[:-200], "a.docx", "不是完整的"),
    "words that are no zip": (b"hello", "a.docx", "不是完整的"),
    "another zip": (repacked(word(), {})[:0] + b"PK\x05\x06" + bytes(18), "a.docx", "Word正文"),
    "a locked or older Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.docx", "密码"),
    "a program inside": (repacked(word(), {"word/vbaProject.bin": b"x"}), "a.docx", "宏"),
    "a bomb": (repacked(word(), {"word/media/a.bin": bytes(60_000_000)}), "a.docx", "过大"),
    "a body that is no XML": (repacked(word(), {"word/document.xml": b"<a"}), "a.docx", "损坏"),
    "bytes that are no text": (b"\x00\x01\x02", "a.txt", "不是文本"),
    "bytes of no encoding": (b"\xff\xff\xff\xff", "a.txt", "不是文本"),
    "blank lines": (b"\n \n", "a.txt", "没有文字"),
    "a template of ours": (b"{{ roads }}", "a.md", "模板"),
    "too long a text": (b"a" * (MOST_CHARACTERS + 1), "a.txt", "超过上限"),
    "too large a file": (b" " * (LARGEST_FILE + 1), "a.txt", "兆"),
    "a broken PDF": (b"%PDF-1.7\nnothing", "a.pdf", "损坏"),
    "a PDF that is none": (b"hello", "a.pdf", "不是PDF"),
    "a PDF without words": (pdf_of(1), "a.pdf", "没有文字"),
    "a PDF of very many pages": (pdf_of(10_000), "a.pdf", "10000页"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_not_read_is_told_in_one_sentence(case: str) -> None:
    content, name, words = BROKEN[case]
    with pytest.raises(BadFile) as refused:
        read_file(content, name)
    assert words in refused.value.message
    assert refused.value.message.count("。") == 1
    assert "\n" not in refused.value.message


def read_or_told(content: bytes, ending: str) -> bool:
    """Tell whether a file gives words, or one sentence why not; any other error is a fault."""
    try:
        return bool(read_file(content, f"a.{ending}").text.strip())
    except BadFile as refused:
        return refused.message.count("。") == 1


@given(st.binary(max_size=400), st.sampled_from(["docx", "txt", "md", "pdf"]))
def test_whatever_bytes_are_sent_they_are_read_or_refused_in_a_sentence(
    content: bytes, ending: str
) -> None:
    heads = {"docx": b"PK\x03\x04", "pdf": b"%PDF-1.7\n"}
    for tried in (content, heads.get(ending, b"") + content):
        assert read_or_told(tried, ending)


WORD, PDF = word(), pdf_of(1)


@given(st.sampled_from([(WORD, "docx"), (PDF, "pdf")]), st.data())
def test_a_spoilt_file_is_read_or_refused_in_a_sentence(
    file: tuple[bytes, str], draw: st.DataObject
) -> None:
    content, ending = file
    place = draw.draw(st.integers(0, len(content) - 1))
    other = draw.draw(st.binary(min_size=1, max_size=8))
    spoilt = content[:place] + other + content[place + len(other) :]
    assert read_or_told(spoilt, ending)


def test_a_word_document_of_very_many_pages_is_refused() -> None:
    def change(made: Any) -> None:
        for _page in range(MOST_PAGES):
            made.add_page_break()

    with pytest.raises(BadFile, match="201页"):
        read_file(word(change), "a.docx")


def test_a_picture_that_would_be_fetched_from_elsewhere_is_refused() -> None:
    def change(made: Any) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        made.part.relate_to("http://example.invalid/a.png", kind, is_external=True)

    with pytest.raises(BadFile, match="外部文件"):
        read_file(word(change), "a.docx")


def test_a_link_to_a_page_is_no_outside_file() -> None:
    def change(made: Any) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        made.part.relate_to("http://example.invalid/", kind, is_external=True)

    assert read_file(word(change), "a.docx").text == SENTENCE


def test_comments_in_a_word_document_are_spoken_of() -> None:
    found = read_file(repacked(word(), {"word/comments.xml": b"<a/>"}), "a.docx")
    assert [finding.rule for finding in found.findings] == ["file.comments"]
