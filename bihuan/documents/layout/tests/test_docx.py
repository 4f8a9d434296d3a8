"""The Word document: its marks for figures and records, its fonts, and how it reads back."""

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from lxml import etree  # type: ignore[import-untyped]

from bihuan.documents.layout.docx import render_docx
from bihuan.documents.layout.docx_text import docx_plain_text, read_docx
from bihuan.documents.layout.errors import BadFile
from bihuan.documents.layout.package import W
from bihuan.documents.layout.tests.papers import make_figure, make_paper, make_paragraph
from bihuan.documents.paper import Annex, FigureRef, Text


def part(data: bytes, name: str) -> Any:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def edited(data: bytes, old: str, new: str) -> bytes:
    """Return the docx with a string of its main part replaced, as somebody may edit it."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                assert old in content.decode()
                content = content.decode().replace(old, new, 1).encode()
            written.writestr(name, content)
    return target.getvalue()


@pytest.fixture(scope="module")
def written() -> bytes:
    return render_docx(make_paper())


def test_every_kind_of_words_is_told_apart(written: bytes) -> None:
    spans = read_docx(written)
    by_kind = {kind: [s for s in spans if s.kind == kind] for kind in {s.kind for s in spans}}
    assert set(by_kind) == {"text", "figure", "record", "number", "annex", "page_number"}
    assert [(s.code, s.text) for s in by_kind["figure"]] == [
        ("roads_built_km", "27.2公里"),
        ("road_village_km", "3.5"),
    ]
    assert [s.text for s in by_kind["record"]] == ["一号村至二号村路段", "一号村"]
    assert [s.text for s in by_kind["number"]] == ["小党字〔2010〕11号"]
    register = "".join(s.text for s in by_kind["annex"])
    assert "本文数据登记" in register
    assert "0123456789abcdef" in register
    assert "整改落实项目一览" not in register


def test_the_colophon_after_the_register_is_text_again(written: bytes) -> None:
    texts = [span.text for span in read_docx(written) if span.kind == "text"]
    assert any("2010年2月4日印发" in text for text in texts)


def test_a_typed_numeral_is_seen_as_text(written: bytes) -> None:
    typed = edited(written, "全镇建成村级公路", "全镇新增低保8户，建成村级公路")
    texts = [span.text for span in read_docx(typed) if span.kind == "text"]
    assert any("低保8户" in text for text in texts)
    assert not any("低保8户" in span.text for span in read_docx(written))


def test_reviewed_changes_are_read_as_they_would_print(written: bytes) -> None:
    inserted = edited(written, "<w:r>", "<w:ins><w:r><w:t>增9处</w:t></w:r></w:ins><w:r>")
    deleted = edited(
        written, "<w:r>", "<w:del><w:r><w:delText>删7处</w:delText></w:r></w:del><w:r>"
    )
    assert "增9处" in docx_plain_text(inserted)
    assert "删7处" not in docx_plain_text(deleted)


def test_paragraph_indexes_rise_and_plain_text_has_a_line_for_each(written: bytes) -> None:
    spans = read_docx(written)
    assert [s.paragraph for s in spans] == sorted(s.paragraph for s in spans)
    text = docx_plain_text(written)
    for words in ("中共小港镇委员会文件", "一、加强领导，落实责任", "附件：1.整改落实项目一览"):
        assert words in text


def test_everything_the_paper_says_is_in_the_docx(written: bytes) -> None:
    text = "".join(docx_plain_text(written).split())
    for block in make_paper().blocks:
        inlines = getattr(block, "inlines", ())
        assert "".join(part.text for part in inlines) in text


def test_a_figure_is_a_locked_content_control_with_its_label(written: bytes) -> None:
    root = part(written, "word/document.xml")
    controls = [
        control
        for control in root.iter(f"{W}sdt")
        if control.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == "figure:roads_built_km"
    ]
    assert len(controls) == 1
    assert controls[0].find(f"{W}sdtPr/{W}alias").get(f"{W}val") == "建成村级公路"
    assert controls[0].find(f"{W}sdtPr/{W}lock").get(f"{W}val") == "contentLocked"


def test_every_run_names_its_font_for_each_script(written: bytes) -> None:
    for name in ("word/document.xml", "word/footer1.xml", "word/footer2.xml"):
        for run in part(written, name).iter(f"{W}r"):
            fonts = run.find(f"{W}rPr/{W}rFonts")
            names = {fonts.get(f"{W}{script}") for script in ("eastAsia", "ascii", "hAnsi")}
            assert len(names) == 1
            assert None not in names


def test_the_ids_of_content_controls_are_unique(written: bytes) -> None:
    ids = [e.get(f"{W}val") for e in part(written, "word/document.xml").iter(f"{W}id")]
    assert len(ids) == len(set(ids)) > 3


def test_word_is_told_the_grid_the_footers_and_other_names_of_the_fonts(written: bytes) -> None:
    grid = next(part(written, "word/document.xml").iter(f"{W}docGrid"))
    assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "579")
    settings = part(written, "word/settings.xml")
    assert settings.find(f"{W}evenAndOddHeaders") is not None
    table = part(written, "word/fontTable.xml")
    others = {f.get(f"{W}name"): f.find(f"{W}altName").get(f"{W}val") for f in table}
    assert others["仿宋_GB2312"] == "仿宋"


def test_python_docx_opens_it_and_finds_the_outline(written: bytes) -> None:
    document = Document(io.BytesIO(written))
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == ["一、加强领导，落实责任", "二、群众评议，公开结果"]
    assert document.core_properties.title == make_paper().title
    assert "thumbnail" not in " ".join(zipfile.ZipFile(io.BytesIO(written)).namelist())


def test_control_characters_and_markup_in_words_do_no_harm() -> None:
    paper = make_paper(blocks=(make_paragraph('甲\x00\x0b<w:p>&"乙'),), annexes=())
    assert '甲<w:p>&"乙' in docx_plain_text(render_docx(paper))


def test_a_pending_figure_says_so() -> None:
    paper = make_paper(
        blocks=(make_paragraph("信访", FigureRef(0, "若干件")),),
        figures=(make_figure("petitions", status="pending"),),
        annexes=(),
    )
    figures = [span.text for span in read_docx(render_docx(paper)) if span.kind == "figure"]
    assert figures == ["若干件（待核）"]


def test_a_single_annex_has_no_number_and_no_end_punctuation() -> None:
    paper = make_paper(annexes=(Annex("整改方案。", (make_paragraph("文"),)),))
    text = docx_plain_text(render_docx(paper))
    assert "附件：整改方案\n" in text
    assert "附件：1" not in text


def test_a_bare_paper_is_laid_out_without_head_and_foot() -> None:
    paper = make_paper(
        title="",
        issuer_mark="",
        number=None,
        recipients="",
        annexes=(),
        signed_by=(),
        signed_on=None,
        note="",
        cc=(),
        printed_by="",
        printed_on=None,
        blocks=(make_paragraph(Text("一句话。")),),
    )
    assert docx_plain_text(render_docx(paper)).splitlines()[0] == "一句话。"


@pytest.mark.parametrize("data", [b"", b"not a docx", b"PK\x03\x04broken", b"%PDF-1.7"])
def test_what_is_no_docx_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        read_docx(data)
    assert refused.value.message.endswith("。")
    assert refused.value.message.count("。") == 1


def test_a_docx_that_names_entities_or_is_cut_is_refused_or_read_without_them(
    written: bytes,
) -> None:
    with pytest.raises(BadFile):
        read_docx(written[: len(written) // 2])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as bad:
        bad.writestr("word/document.xml", "<w:document><broken")
    with pytest.raises(BadFile):
        read_docx(stream.getvalue())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as bad:
        ns = W.strip("{}")
        bad.writestr(
            "word/document.xml",
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            f'<w:d xmlns:w="{ns}"><w:p><w:r><w:t>a&x;b</w:t></w:r></w:p></w:d>',
        )
    assert docx_plain_text(stream.getvalue()) in ("a", "ab")
