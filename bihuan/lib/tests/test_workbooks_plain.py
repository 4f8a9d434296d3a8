"""A plain worksheet's survey against the one that goes through it tag by tag."""

import zipfile
from io import BytesIO
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.lib.tests.workbook_samples import make_xlsx, make_xlsx_of_cells
from bihuan.lib.workbooks.survey import Limits, SheetSurvey
from bihuan.lib.workbooks.xlsx_cells import CellScan
from bihuan.lib.workbooks.xlsx_plain import survey_plain, text_lengths

LIMITS = Limits(20_000_000, 300_000_000, 200_000, 500)
VALUES = st.one_of(st.none(), st.integers(-(10**6), 10**6), st.text(max_size=8), st.booleans())


def _part(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def _tag_by_tag(part: bytes) -> SheetSurvey:
    parser = expat.ParserCreate("utf-8")
    cells = CellScan(parser, every_text=False)
    parser.StartElementHandler = cells.start
    parser.Parse(part, True)
    return cells.survey()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(VALUES, min_size=1, max_size=4), max_size=12))
def test_a_written_workbook_is_plain_and_both_surveys_agree(rows: list[list[object]]) -> None:
    part = _part(make_xlsx(*rows))  # type: ignore[arg-type]
    plain = survey_plain(part, LIMITS, every_text=False)
    if plain is None:  # a text with a "/>" or a true or false in it may be left to the other
        return
    exact = _tag_by_tag(part)
    assert (plain.survey().rows, plain.survey().columns) == (exact.rows, exact.columns)


def test_an_ordinary_ledger_is_plain() -> None:
    rows = [[f"路段{n}", n, "R&D <2010>", None] for n in range(50)]
    part = _part(make_xlsx(*rows))
    plain = survey_plain(part, LIMITS, every_text=False)
    assert plain is not None
    assert plain.survey().rows == 51


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_spoilt_worksheet_is_never_told_smaller_than_it_is(data: st.DataObject) -> None:
    part = bytearray(_part(make_xlsx(["一路", 1], ["二路", 2])))
    start = part.index(b"<sheetData>")
    for _time in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(start, len(part) - 1))
        part[at] = data.draw(st.sampled_from(b'<>/"=&crvfte1Z9 '))
    plain = survey_plain(bytes(part), LIMITS, every_text=False)
    if plain is None:
        return
    exact = _tag_by_tag(bytes(part))  # what is taken for plain is well-formed
    assert plain.survey().rows >= exact.rows
    assert plain.survey().columns >= exact.columns
    assert exact.errors == []


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>',
        '<row r="1"><c r="A1"><f>1+1</f><v></v></c></row>',
        "<row><c><v>1</v></c></row>",
        '<row r="1"><c t="n" r="A1"><v>1</v></c></row>',
        '<row r="1"><x:c xmlns:x="x" r="XFD1048576"><v>1</v></x:c></row>',
        '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><!-- <c r="A1"/> --></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<c]]></t></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&odd;</t></is></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c>',
    ],
)
def test_what_is_not_plain_is_left_to_the_other_survey(cells: str) -> None:
    assert survey_plain(_part(make_xlsx_of_cells(cells)), LIMITS, every_text=False) is None


def test_formulas_with_results_and_hidden_rows_are_plain() -> None:
    cells = (
        '<row r="1" hidden="1"><c r="A1" s="3"><f>1+1</f><v>2</v></c></row>'
        '<row r="2"><c r="B2" t="s"><v>7</v></c><c r="C2" s="1"/></row>'
    )
    plain = survey_plain(_part(make_xlsx_of_cells(cells)), LIMITS, every_text=True)
    assert plain is not None
    assert (plain.survey().rows, plain.survey().columns) == (2, 3)
    assert plain.survey().hidden_rows == {0}
    assert plain.shared_uses == {"7": 1}


def test_shared_texts_are_at_least_as_long_as_they_are() -> None:
    lengths = text_lengths("<sst><si><t>长</t></si><si><t/></si></sst>".encode())
    assert lengths is not None
    assert len(lengths) == 2
    assert lengths[0] >= 1
    assert text_lengths(b"<sst><si><t>x</si></sst>") is None
    assert text_lengths(b'<sst><si a="1"><t>x</t></si></sst>') is None
