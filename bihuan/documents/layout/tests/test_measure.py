"""Measuring files that are broken, protected, foreign or hostile."""

import io
import zipfile

import pytest

from bihuan.documents.layout import office
from bihuan.documents.layout.docx import render_docx
from bihuan.documents.layout.errors import BadFile, OfficeMissing
from bihuan.documents.layout.measure import measure_docx, measure_pdf
from bihuan.documents.layout.pdf import render_pdf
from bihuan.documents.layout.tests.conftest import needs_office
from bihuan.documents.layout.tests.papers import make_figure, make_paper


def with_part(data: bytes, name: str, content: str) -> bytes:
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for entry in source.namelist():
            if entry != name:
                written.writestr(entry, source.read(entry))
        written.writestr(name, content)
    return target.getvalue()


def one_sentence(error: BadFile | OfficeMissing) -> bool:
    return error.message.endswith("。") and error.message.count("。") == 1


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nbroken", b"hello", b"PK\x03\x04"])
def test_a_broken_pdf_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        measure_pdf(data)
    assert one_sentence(refused.value)


def test_a_cut_pdf_is_refused_or_measured_but_never_crashes() -> None:
    data = render_pdf(make_paper())
    with pytest.raises(BadFile):
        measure_pdf(data[: len(data) // 3])


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04"])
def test_a_broken_docx_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        measure_docx(data)
    assert one_sentence(refused.value)


def test_without_libreoffice_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "office_path", lambda: None)
    with pytest.raises(OfficeMissing) as refused:
        measure_docx(render_docx(make_paper()))
    assert one_sentence(refused.value)
    assert "LibreOffice" in refused.value.message


@needs_office
def test_a_docx_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(BadFile, match="时限"):
        office.docx_to_pdf(render_docx(make_paper()), time_limit=0.05)


def test_a_docx_that_would_fetch_something_is_refused() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" TargetMode="External" Target="http://127.0.0.1/x.png" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
        "</Relationships>"
    )
    data = with_part(render_docx(make_paper()), "word/_rels/document.xml.rels", relations)
    with pytest.raises(BadFile, match="外部"):
        office.docx_to_pdf(data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b" " * 250_000_000)
    assert len(stream.getvalue()) < 1_000_000
    with pytest.raises(BadFile, match="过大"):
        measure_docx(stream.getvalue())


def test_the_layout_is_plain_json() -> None:
    import json

    values = measure_pdf(render_pdf(make_paper())).to_json()
    assert json.loads(json.dumps(values)) == values
    assert values["fonts"]["body"] == "Bihuan-FangSong"
    assert values["page_numbers"]["odd"]["page"] == 1


def test_a_long_annex_in_small_print_does_not_pass_for_the_body() -> None:
    figures = tuple(make_figure(f"figure_{at}", label=f"第{at}项数据") for at in range(160))
    measured = measure_pdf(render_pdf(make_paper(figures=figures)))
    assert measured.pages > 6
    assert measured.top_mm == pytest.approx(37, abs=1)
    assert measured.lines_per_page <= 22
    assert measured.fonts["title"] == measured.fonts["mark"]
