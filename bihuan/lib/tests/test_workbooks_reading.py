import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from bihuan.lib.tests.workbook_samples import (
    biff,
    make_ods,
    make_ole,
    make_xls,
    make_xlsx,
    make_xlsx_of_cells,
    with_parts,
    xls_error,
    xls_formula_error,
    xls_number,
)
from bihuan.lib.workbooks.reading import Cell, WorkbookRefused, read_workbook
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, write_workbook

NUMBER_IN_ODS = '<table:table-cell office:value-type="float" office:value="3"/>'
SHEET_XML = "xl/worksheets/sheet1.xml"


def refusal(content: bytes | Path, **limits: int) -> WorkbookRefused:
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(content, **limits)  # type: ignore[arg-type]  # only limits are given
    assert refused.value.message.endswith("。")
    return refused.value


def rows_of(content: bytes) -> list[list[Cell]]:
    return read_workbook(content)[0].rows


def test_each_format_is_read_by_its_content() -> None:
    assert rows_of(make_xlsx(["竹林村", 7], header=("村", "公里"))) == [
        ["村", "公里"],
        ["竹林村", 7],
    ]
    assert rows_of(make_xls(xls_number(0, 0, 7), xls_number(1, 1, 9.8))) == [[7, None], [None, 9.8]]
    assert rows_of(make_ods(f"<table:table-row>{NUMBER_IN_ODS}</table:table-row>")) == [[3]]
    assert rows_of("村,公里\r\n竹林村,7\r\n".encode()) == [["村", "公里"], ["竹林村", "7"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_that_offices_use(encoding: str) -> None:
    assert rows_of('村,备注\n竹林村,"甲,乙\n丙"\n'.encode(encoding)) == [
        ["村", "备注"],
        ["竹林村", "甲,乙\n丙"],
    ]


def test_tabs_may_separate_the_cells() -> None:
    assert rows_of(b"a\tb\n1,5\t2\n") == [["a", "b"], ["1,5", "2"]]


def test_empty_rows_and_columns_at_the_end_are_cut_off() -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )
    assert rows_of(make_xlsx_of_cells(cells)) == [[1]]


def test_one_sheet_is_read_by_its_name() -> None:
    content = make_xlsx(["甲"], name="农村公路")
    assert read_workbook(content, sheet="农村公路")[0].name == "农村公路"
    with pytest.raises(WorkbookRefused, match="没有名为“水利”的工作表，现有：农村公路"):
        read_workbook(content, sheet="水利")


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(make_xlsx(["甲"]))
    assert read_workbook(path)[0].rows == [["名称"], ["甲"]]


FORMULA_ERRORS: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: make_xlsx_of_cells(
        '<row r="2"><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    ),
    "xlsx, prefixed": lambda: make_xlsx_of_cells(
        '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="2">'
        '<x:c r="B2" t="e"><x:v>#DIV/0!</x:v></x:c></x:row>'
    ),
    "xlsx, without references": lambda: make_xlsx_of_cells(
        '<row/><row><c><v>1</v></c><c t="e"><v>#DIV/0!</v></c></row>'
    ),
    "xls": lambda: make_xls(xls_error(1, 1, 0x07)),
    "xls, formula": lambda: make_xls(xls_formula_error(1, 1, 0x07)),
    "ods": lambda: make_ods(
        "<table:table-row/><table:table-row><table:table-cell/>"
        '<table:table-cell table:formula="of:=1/0" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell></table:table-row>"
    ),
}


@pytest.mark.parametrize("make", FORMULA_ERRORS.values(), ids=FORMULA_ERRORS.keys())
def test_a_formula_error_is_named_with_sheet_row_and_column(make: Callable[[], bytes]) -> None:
    refused = refusal(make())
    assert "“台账”B2 格的公式出错（#DIV/0!）" in refused.message
    assert [(one.sheet, one.row, one.column) for one in refused.faults] == [("台账", 2, "B")]


def test_further_formula_errors_are_counted() -> None:
    refused = refusal(make_xls(*(xls_error(row, 0, 0x2A) for row in range(3))))
    assert "A1 格" in refused.message
    assert "另有 2 处" in refused.message
    assert [one.row for one in refused.faults] == [1, 2, 3]


def test_a_formula_that_was_never_calculated_is_not_taken_for_an_empty_cell() -> None:
    content = make_xlsx_of_cells('<row r="1"><c r="A1"><f>1+1</f><v></v></c></row>')
    assert "没有结果" in refusal(content).message
    kept = '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    assert rows_of(make_xlsx_of_cells(kept)) == [[None, 2]]


def test_an_error_in_another_sheet_does_not_matter_to_the_one_asked_for() -> None:
    target = io.BytesIO()
    names = ("台账", "草稿")
    write_workbook(target, [SheetOut(name, [ColumnOut("名称")], [["甲"]]) for name in names])
    bad = b'<worksheet><sheetData><row><c t="e"><v>#REF!</v></c></row></sheetData></worksheet>'
    content = with_parts(target.getvalue(), {"xl/worksheets/sheet2.xml": bad})
    assert "“草稿”A1 格的公式出错（#REF!）" in refusal(content).message
    assert read_workbook(content, sheet="台账")[0].rows == [["名称"], ["甲"]]


def test_a_word_that_looks_like_an_error_is_a_word() -> None:
    assert rows_of(make_xlsx(["#N/A"])) == [["名称"], ["#N/A"]]


def make_bomb() -> bytes:
    """Make a workbook whose one part says openly that it is 100 MB of blanks."""
    made = io.BytesIO(make_xlsx())
    with (
        zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/a.xml", "w", force_zip64=True) as part,
    ):
        for _turn in range(100):
            part.write(b" " * 1_000_000)
    return made.getvalue()


def make_lying_bomb() -> bytes:
    """Make a workbook with a part that says it is ten bytes and is thirty million."""
    blanks = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = blanks.compress(b" " * 30_000_000) + blanks.flush()
    made = io.BytesIO(make_xlsx())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/media/a.xml", packed)
        part = archive.getinfo("xl/media/a.xml")
        part.compress_type, part.file_size = zipfile.ZIP_DEFLATED, 10
    return made.getvalue()


def make_shared_text_bomb() -> bytes:
    """Make a workbook where every cell names one and the same long text."""
    strings = f"<sst><si><t>{'长' * 30_000}</t></si></sst>".encode()
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 12_000)
    )
    return with_parts(make_xlsx_of_cells(cells), {"xl/sharedStrings.xml": strings})


BAD_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "是空的"),
    "blanks": (lambda: b" \r\n\x00", "是空的"),
    "an empty workbook": (lambda: make_xlsx_of_cells(""), "是空的"),
    "a pdf": (lambda: b"%PDF-1.7\n" + bytes(100), "不是表格"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "不是表格"),
    "a Word document": (lambda: with_parts(make_xlsx(), {"xl/workbook.xml": None}), "不是表格"),
    "an old Word document": (lambda: make_ole("WordDocument", b""), "不是表格"),
    "a web page": (lambda: b"\xef\xbb\xbf <HTML><table><tr><td>1</td></tr></table>", "网页"),
    "an XML spreadsheet": (lambda: b'<?xml version="1.0"?><Workbook/>', "这种表格格式"),
    "a web page in XML": (lambda: b'<?xml version="1.0"?><!DOCTYPE html><html/>', "网页"),
    "an encrypted xlsx": (lambda: make_ole("EncryptedPackage", b"x"), "密码"),
    "an encrypted xls": (lambda: make_xls(first=biff(0x2F, bytes(6))), "密码"),
    "an encrypted ods": (
        lambda: make_ods("", manifest="<manifest><encryption-data/></manifest>"),
        "密码",
    ),
    "a bomb": (make_bomb, "解压后过大"),
    "a lying bomb": (make_lying_bomb, "解压后过大"),
    "one text a thousand times": (make_shared_text_bomb, "内容过多"),
    "half a workbook": (lambda: make_xlsx()[:3000], "已损坏"),
    "a head without a body": (lambda: b"PK\x03\x04" + bytes(99), "已损坏"),
    "half an xls": (lambda: make_xls(xls_number(0, 0, 1))[:1500], "已损坏"),
    "broken XML": (lambda: make_xlsx_of_cells("<row r="), "已损坏"),
    "entities": (
        lambda: with_parts(make_xlsx(), {SHEET_XML: b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'}),
        "已损坏",
    ),
    "cells before the markup": (
        lambda: with_parts(make_xlsx(), {SHEET_XML: b"x<worksheet><sheetData/></worksheet>"}),
        "已损坏",
    ),
    "cells in another part": (
        lambda: with_parts(make_xlsx(), {SHEET_XML: b"<a><sheetData/></a>"}),
        "已损坏",
    ),
    "a far cell": (
        lambda: make_xlsx_of_cells('<row r="1"><c r="XFD1048576"><v>1</v></c></row>'),
        "第 1048576 行、第 16384 列",
    ),
    "a far cell in xls": (lambda: make_xls(xls_number(65535, 65535, 1)), "第 65536 列"),
    "a far cell in ods": (
        lambda: make_ods(
            '<table:table-row table:number-rows-repeated="1000000">'
            f"{NUMBER_IN_ODS}</table:table-row>"
        ),
        "第 1000000 行",
    ),
    "an absurd count in ods": (
        lambda: make_ods('<table:table-row table:number-rows-repeated="99999999999"/>'),
        "已损坏",
    ),
    "an odd quote": (lambda: b'a,b\n"c', "引号"),
    "bytes of no encoding": (lambda: b"a,b\n\xff\xff\x80", "编码"),
}


@pytest.mark.parametrize(("make", "words"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_refused_in_one_sentence(make: Callable[[], bytes], words: str) -> None:
    assert words in refusal(make()).message


def test_a_file_of_200_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert "200 MB" in refusal(path).message


def test_text_that_calls_itself_xlsx_is_refused() -> None:
    with pytest.raises(WorkbookRefused, match="不是表格"):
        read_workbook(b"a,b", name="台账.XLSX")


def test_the_limits_are_the_callers() -> None:
    content = make_xlsx(*([n] for n in range(10)))
    assert "第 11 行" in refusal(content, max_rows=10).message
    assert "上限 0 MB" in refusal(content, max_bytes=100).message
    assert "解压后过大" in refusal(content, max_unpacked=1000).message
    assert "上限（10 行" in refusal(b"a\n" * 11, max_rows=10).message
    assert "1 列" in refusal(b"a,b\n", max_columns=1).message


@pytest.mark.parametrize(
    "name", ["", "xl/../xl/workbook.xml", "XL\\WORKSHEETS\\SHEET1.XML", "../../etc/passwd"]
)
def test_a_sheet_may_not_hide_behind_an_odd_path(name: str) -> None:
    far = b'<row r="1"><c r="XFD1048576"><v>1</v></c></row>'
    far = b"<worksheet><sheetData>" + far + b"</sheetData></worksheet>"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/worksheet" Target="{name}"/></Relationships>'
    )
    content = with_parts(
        make_xlsx(), {SHEET_XML: far, "xl/_rels/workbook.xml.rels": relations.encode()}
    )
    refusal(content)
