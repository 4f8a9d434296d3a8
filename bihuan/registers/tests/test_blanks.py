"""The workbook to be filled in: what it offers, what survives other programs, what comes back."""

import io
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bihuan.lib.workbooks.refusal import WorkbookRefused
from bihuan.orgs.tests.cast import Cast, make_unit
from bihuan.registers import identifiers
from bihuan.registers.actions import import_workbook
from bihuan.registers.blanks import FIRST, HEADS, LISTS, Blank, write_blank
from bihuan.registers.cell_rules import LONGEST_LIST, LONGEST_SENTENCE, fits_inline, rule_for
from bihuan.registers.identifiers import Identifier, signed, understood
from bihuan.registers.models import Column, Register, Version
from bihuan.registers.receiving import find_register
from bihuan.registers.sheets import read_rows
from bihuan.registers.tests.making import current, make_record, make_register, road_spec

ROW = FIRST + 1  # the first record's row, from 1


def blank(register: Register, **keys: Any) -> bytes:
    """Return a blank workbook."""
    target = io.BytesIO()
    write_blank(Blank(register, **keys), target)
    return target.getvalue()


def filled(content: bytes, *rows: dict[str, Any], first: int = ROW) -> bytes:
    """Fill rows of a workbook in, by head, as people do."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    heads = {
        str(cell.value).rstrip("*").split("（")[0]: cell.column or 0 for cell in sheet[HEADS + 1]
    }
    for at, row in enumerate(rows, first):
        for head, value in row.items():
            sheet.cell(at, heads[head]).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def rules(content: bytes) -> dict[str, Any]:
    """Return the validations by the head of their column."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    found = {}
    for rule in sheet.data_validations.dataValidation:
        column = next(iter(rule.sqref.ranges)).min_col
        found[str(sheet.cell(HEADS + 1, column).value)] = rule
    return found


def test_drop_downs_limits_and_sentences_stand_in_the_cells(cast: Cast, roads: Register) -> None:
    found = rules(blank(roads, unit=cast.villages[0]))
    assert (found["状态"].type, found["状态"].formula1) == ("list", '"建成,拟建"')
    assert found["状态"].showErrorMessage
    assert not found["用途"].showErrorMessage, "several choices are typed with a semicolon"
    assert (found["里程（公里）"].formula1, found["里程（公里）"].formula2) == ("0", "200")
    assert "0到200之间" in found["里程（公里）"].error
    assert found["车道"].type == "whole"
    assert found["完工日期*"].type == "date"
    assert (found["路段名称*"].type, found["路段名称*"].formula1) == ("textLength", "60")
    assert found["路段名称*"].prompt


def test_a_long_list_stands_in_a_hidden_sheet(cast: Cast) -> None:
    choices = tuple({"code": f"c{n}", "label": f"很长的选项名称第{n}种，含逗号"} for n in range(60))
    columns = [*road_spec().columns]
    columns[4] = type(columns[4])("state", "状态", "choice", choices=choices)
    register = make_register(cast.town, columns=columns)
    content = blank(register)
    assert rules(content)["状态"].formula1.startswith(f"'{LISTS}'!$A$1:$A$60")
    book = load_workbook(io.BytesIO(content))
    assert book[LISTS].sheet_state == "hidden"
    assert book[LISTS]["A60"].value == "很长的选项名称第59种，含逗号"
    row = {"路段名称": "甲", "完工日期": "2010-01-03", "填报单位": "一村"}
    given_choice = filled(content, row | {"状态": choices[3]["label"]})
    assert read_rows(register, given_choice).rows[0].raw["state"] == choices[3]["label"]


@given(st.lists(st.text(min_size=1, max_size=30), max_size=40))
def test_a_list_in_the_rule_never_breaks_excels_limit(words: list[str]) -> None:
    if fits_inline(words):
        assert len(",".join(words)) <= LONGEST_LIST
        assert not any("," in word or '"' in word for word in words)


@given(st.text(max_size=60), st.text(max_size=200), st.integers(1, 4000))
def test_titles_and_sentences_never_break_excels_limit(label: str, note: str, n: int) -> None:
    column = Column(label=label, type="text", note=note, max_length=n)
    rule = rule_for(column, "")
    assert len(rule["input_title"]) <= 32
    assert len(rule["error_title"]) <= 32
    assert len(rule["input_message"]) <= LONGEST_SENTENCE
    assert len(rule["error_message"]) <= LONGEST_SENTENCE


def test_text_stays_text_and_the_unit_stands_already(cast: Cast, roads: Register) -> None:
    content = blank(roads, unit=cast.villages[0])
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.cell(ROW, 1).value == "一村"
    assert sheet.cell(ROW, 2).number_format == "@"
    assert sheet.freeze_panes == "B4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$3:$3"
    assert read_rows(roads, content).rows == [], "rows in which nobody wrote are no rows"
    answer = filled(content, {"路段名称": "001", "电话": "013900000000", "完工日期": "2010-1-3"})
    report = import_workbook(
        actor=cast.actor("clerk"), register=roads, source=answer, name="x.xlsx"
    )
    assert (report.added, report.faults) == (1, ())
    assert Version.objects.get().values["name"] == "001"


def test_what_a_record_or_label_says_never_becomes_markup_or_formula(cast: Cast) -> None:
    register = make_register(cast.town, label="=1+1 <r>台账</r>", purpose="=2+2")
    make_record(cast.actor("clerk"), register, cast.villages[0], name="<r><t>x</t></r>")
    make_record(cast.actor("clerk"), register, cast.villages[0], name="=cmd|'/C calc'!A0")
    content = blank(register, standing=Version.objects.order_by("pk"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pages = [archive.read(n).decode() for n in archive.namelist() if "worksheets/" in n]
    assert not any("<f>" in page for page in pages)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [sheet.cell(ROW + n, 2).value for n in (0, 1)] == [
        "<r><t>x</t></r>",
        "=cmd|'/C calc'!A0",
    ]


def test_records_that_stand_come_along_masked_and_go_back_by_id(
    cast: Cast, roads: Register
) -> None:
    clerk = cast.actor("clerk")
    version = make_record(clerk, roads, cast.villages[0], phone="13900000000")
    content = blank(roads, unit=cast.villages[0], standing=Version.objects.all())
    answer = filled(content, {"里程": 9}, {"路段名称": "新路", "完工日期": "2010-01-09"})
    report = import_workbook(actor=clerk, register=roads, source=answer, name="x.xlsx")
    assert (report.added, report.changed, report.faults) == (1, 1, ())
    values = current(version).values
    assert (values["km"], values["phone"]) == ("9.00", "13900000000")


def test_the_identifier_survives_a_new_name_and_openpyxl(cast: Cast, roads: Register) -> None:
    content = blank(roads, unit=cast.villages[0], collection="c")
    found = identifiers.read(filled(content, {"路段名称": "甲"}), name="改过的名字.xlsx")
    assert found is not None
    assert (found.home, found.register, found.unit, found.collection) == (
        "town",
        "roads",
        cast.villages[0].code,
        "c",
    )


def test_the_identifier_stands_in_the_properties_too(cast: Cast, roads: Register) -> None:
    book = load_workbook(io.BytesIO(blank(roads)))
    del book[identifiers.SHEET]
    target = io.BytesIO()
    book.save(target)
    found = identifiers.read(target.getvalue())
    assert found is not None
    assert found.register == "roads"


def test_an_identifier_cannot_be_made_up(cast: Cast, roads: Register) -> None:
    real = signed(Identifier.of(roads))
    assert understood(real) is not None
    for forged in (real[:-1] + ("A" if real[-1] != "A" else "B"), "x:y:z", "", "{}", None):
        assert understood(forged) is None


@given(st.text(max_size=300))
def test_whatever_stands_in_the_hidden_sheet_is_read_without_a_fault(text: str) -> None:
    assert understood(text) is None


def test_rows_copied_into_another_workbook_fall_back_on_the_header(
    cast: Cast, roads: Register
) -> None:
    source = load_workbook(io.BytesIO(blank(roads, unit=cast.villages[0]))).worksheets[0]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in source.iter_rows(max_row=ROW, values_only=True):
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    assert identifiers.read(target.getvalue()) is None
    found = find_register(cast.actor("village_reporter"), target.getvalue(), "x.xlsx")
    assert found.register == roads


def test_a_workbook_of_another_register_is_refused_where_it_does_not_belong(
    cast: Cast, roads: Register
) -> None:
    other = make_register(cast.town, code="paths", label="机耕道台账", columns=road_spec().columns)
    with pytest.raises(WorkbookRefused, match="另一本台账"):
        read_rows(roads, blank(other))


def test_a_workbook_of_another_home_finds_no_way_in(cast: Cast, roads: Register) -> None:
    foreign = make_register(cast.other_town)
    found = find_register(cast.actor("clerk"), blank(foreign), "x.xlsx")
    assert found.register is None
    assert "不能填报" in found.refusal


def test_two_registers_that_fit_alike_are_asked_of_the_person(cast: Cast, roads: Register) -> None:
    make_register(cast.town, code="paths", label="机耕道台账", columns=road_spec().columns)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["填报单位", "路段名称", "里程", "完工日期"])
    sheet.append(["一村", "甲", 1, "2010-01-03"])
    target = io.BytesIO()
    book.save(target)
    found = find_register(cast.actor("clerk"), target.getvalue(), "x.xlsx")
    assert found.register is None
    assert {one.code for one in found.choices} == {"roads", "paths"}
    named = book.copy_worksheet(sheet)
    named.title = "机耕道台账"
    book.remove(sheet)
    target = io.BytesIO()
    book.save(target)
    chosen = find_register(cast.actor("clerk"), target.getvalue(), "x.xlsx").register
    assert chosen is not None
    assert chosen.code == "paths"


def _through_office(content: bytes, kind: str, folder: Path) -> bytes:
    """Save a workbook by LibreOffice in another kind; skip where its Calc is not installed."""
    (folder / "blank.xlsx").write_bytes(content)
    out = folder / "out"
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            *("--convert-to", kind, "--outdir", str(out)),
            str(folder / "blank.xlsx"),
        ],
        check=False,
        capture_output=True,
        timeout=120,
    )
    saved = out / f"blank.{kind}"
    if not saved.exists():
        pytest.skip("LibreOffice 缺少 Calc：bin/packages test 可以安装")
    return saved.read_bytes()


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_libreoffice_keeps_identifier_and_rows(
    cast: Cast, roads: Register, tmp_path: Path, kind: str
) -> None:
    make_unit(cast.town, "village", "四村")
    content = blank(roads, unit=cast.villages[0], units=cast.villages, collection="c")
    row = {"路段名称": "001", "完工日期": "2010-01-03", "里程": 1.25, "状态": "拟建"}
    saved = _through_office(filled(content, row), kind, tmp_path)
    found = identifiers.read(saved)
    assert found is not None
    assert (found.register, found.unit, found.collection) == ("roads", cast.villages[0].code, "c")
    (incoming,) = read_rows(roads, saved).rows
    assert incoming.raw["name"] == "001"
    assert incoming.raw["km"] == 1.25
    assert incoming.unit == "一村"
    if kind == "xlsx":
        kept = rules(saved)
        assert len(kept) >= len(road_spec().columns)
        assert (kept["状态"].type, kept["里程（公里）"].type) == ("list", "decimal")
        assert "0到200之间" in kept["里程（公里）"].error
