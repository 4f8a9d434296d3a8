"""Workbooks and rows: which sheet, which header, which cells; and back without loss."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bihuan.cli import main
from bihuan.lib.workbooks.refusal import WorkbookRefused
from bihuan.orgs.tests.cast import Cast, make_person, make_unit
from bihuan.registers.actions import import_workbook, plan_workbook, return_record, void_record
from bihuan.registers.describing import MASK
from bihuan.registers.listing import Criteria
from bihuan.registers.models import Record, Register, Version
from bihuan.registers.sheets import export_register, read_rows
from bihuan.registers.tests.making import current, make_record

HEAD: list[Any] = ["填报单位", "路段名称", "里程（公里）", "完工日期"]


def book(
    *rows: list[Any], title: str = "村级公路台账", more: dict[str, list[list[Any]]] | None = None
) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, others in (more or {}).items():
        other = made.create_sheet(name)
        for row in others:
            other.append(row)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_the_header_is_found_below_a_title_and_by_what_offices_write(
    cast: Cast, roads: Register
) -> None:
    incoming = read_rows(
        roads,
        book(
            ["2009年度村级公路台账"],
            ["填报日期：", None, "2010-01-20"],
            ["序号", "单位", "＊ 路段\n名称", "里程(公里)", "完工日期 *", "状态"],
            [1, "一村", "甲路", 1.5, "2010-01-03", "拟建"],
            [None, None, None, None, None, None],
            [2, "二村", "乙路", None, "2010.1.4", None],
        ),
    )
    assert incoming.faults == []
    assert [(r.row, r.unit) for r in incoming.rows] == [(4, "一村"), (6, "二村")]
    assert incoming.rows[0].raw == {
        "name": "甲路",
        "km": 1.5,
        "finished_on": "2010-01-03",
        "state": "拟建",
    }
    assert "state" not in incoming.rows[1].raw, "an empty cell of a new row leaves the default"


def test_the_sheet_named_as_the_register_is_taken_else_the_first_that_fits(roads: Register) -> None:
    data = [HEAD, ["一村", "甲路", 1, "2010-01-03"]]
    other = [HEAD, ["二村", "乙路", 1, "2010-01-03"]]
    named = read_rows(roads, book(*other, title="别的", more={"村级公路台账": data}))
    assert named.rows[0].unit == "一村"
    fitting = read_rows(roads, book(["说明"], ["先读这里"], title="说明", more={"Sheet2": data}))
    assert fitting.rows[0].unit == "一村"


@pytest.mark.parametrize("rows", [[["甲", "乙"], [1, 2]], [["路段名称"], ["甲路"]]])
def test_a_sheet_without_the_header_is_refused_in_a_sentence(
    roads: Register, rows: list[list[Any]]
) -> None:
    with pytest.raises(WorkbookRefused, match="没有找到台账“村级公路台账”的表头"):
        read_rows(roads, book(*rows))


def test_a_missing_required_column_is_one_sentence(roads: Register) -> None:
    with pytest.raises(WorkbookRefused, match="缺少必填的列：完工日期"):
        read_rows(roads, book(["单位", "路段名称", "里程"], ["一村", "甲", 1]))


def test_columns_that_are_unknown_double_or_nameless_are_faults(roads: Register) -> None:
    incoming = read_rows(
        roads,
        book([*HEAD, "路面宽", "里程", None], ["一村", "甲", 1, "2010-01-03", 6, 2, "什么"]),
    )
    assert [(f.row, f.column) for f in incoming.faults] == [(1, "路面宽"), (1, "里程"), (1, "G")]
    assert "路面宽" in incoming.faults[0].message


def test_a_sum_row_is_a_fault_that_says_so(roads: Register) -> None:
    incoming = read_rows(
        roads, book(HEAD, ["一村", "甲", 1, "2010-01-03"], ["合 计", None, 1, None])
    )
    assert [(f.row, "合计" in f.message) for f in incoming.faults] == [(3, True)]


def test_a_formula_error_is_a_fault_with_its_place(cast: Cast, roads: Register) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet.append(["一村", "甲", None, "2010-01-03"])
    sheet["C2"].value = "#DIV/0!"
    sheet["C2"].data_type = "e"
    target = io.BytesIO()
    made.save(target)
    plan = plan_workbook(actor=cast.actor("clerk"), register=roads, source=target.getvalue())
    assert [(f.row, f.column) for f in plan.faults] == [(2, "里程")]
    assert not plan.added


def test_faults_of_form_and_of_values_are_named_at_once(cast: Cast, roads: Register) -> None:
    report = import_workbook(
        actor=cast.actor("clerk"),
        register=roads,
        source=book([*HEAD, "路面宽"], ["一村", "甲", "x", "2010-01-03", 6]),
        name="公路.xlsx",
    )
    assert [f.column for f in report.faults] == ["路面宽", "里程"]
    assert not Record.objects.exists()


def fill(cast: Cast, roads: Register) -> None:
    clerk, reporter = cast.actor("clerk"), cast.actor("village_reporter")
    person = make_person(cast.town, "王某")
    make_person(cast.town, "重名")
    twin = make_person(cast.town, "重名")
    group = make_unit(cast.villages[0], "group", "一组")
    make_unit(cast.villages[1], "group", "一组")
    make_record(
        clerk,
        roads,
        cast.villages[0],
        km="27.20",
        lanes="2",
        cost="12345678901.23",
        state="拟建",
        uses="机耕；通班车",
        paved="否",
        keeper=group.code,
        holder=person.code,
        phone="13900000000",
        remark='=1+1\n第二行，"引号"',
        started_on="2009-09-01",
    )
    make_record(
        reporter, roads, cast.villages[0], name="=cmd|' /C calc'!A0", km="0.1", holder=twin.code
    )
    make_record(reporter, roads, cast.villages[0], name="0012", km="", state="", submit=False)
    make_record(reporter, roads, cast.villages[0], name="", submit=False)
    returned = make_record(reporter, roads, cast.villages[0], name="👨‍👩‍👧 𠮷")
    return_record(actor=clerk, record_id=returned.record_id, reason="?")
    void = make_record(clerk, roads, cast.villages[2], name="作废的")
    void_record(actor=clerk, record_id=void.record_id, reason="?")


def test_what_is_exported_comes_back_unchanged(cast: Cast, roads: Register, tmp_path: Path) -> None:
    fill(cast, roads)
    target = tmp_path / "roads.xlsx"
    before = {v.pk for v in Version.objects.current()}
    assert export_register(actor=cast.actor("clerk"), register=roads, target=target) == 5
    report = import_workbook(actor=cast.actor("clerk"), register=roads, source=target, name="x")
    assert report.faults == ()
    assert (report.added, report.changed, report.unchanged) == (0, 0, 5)
    assert {v.pk for v in Version.objects.current()} == before


def test_an_export_is_typed_labelled_and_masked(
    cast: Cast, roads: Register, tmp_path: Path
) -> None:
    fill(cast, roads)
    target = tmp_path / "roads.xlsx"
    export_register(
        actor=cast.actor("clerk"), register=roads, target=target, criteria=Criteria(sort="-km")
    )
    sheet = load_workbook(target).active
    assert sheet is not None
    rows: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [
        "填报单位",
        "路段名称*",
        "里程（公里）",
        "车道",
        "投资（元）",
        "状态",
        "用途",
        "硬化",
        "养护单位",
        "负责人",
        "电话",
        "备注",
        "开工日期",
        "完工日期*",
        "审核状态",
        "记录编号",
    ]
    first: dict[str, Any] = dict(zip(rows[0], rows[1], strict=True))
    assert (first["里程（公里）"], first["车道"], first["投资（元）"]) == (27.2, 2, 12345678901.23)
    assert (first["状态"], first["用途"], first["硬化"]) == ("拟建", "通班车；机耕", "否")
    assert first["电话"] == MASK
    assert first["备注"] == '=1+1\n第二行，"引号"'
    assert first["完工日期*"].date().isoformat() == "2010-01-20"
    assert first["审核状态"] == "已审核"
    assert [row[2] for row in rows[1:]] == sorted(
        [row[2] for row in rows[1:]], key=lambda km: (km is None, -(km or 0))
    )


def test_an_export_holds_only_what_the_actor_may_see(
    cast: Cast, roads: Register, tmp_path: Path
) -> None:
    make_record(cast.actor("clerk"), roads, cast.villages[0])
    make_record(cast.actor("clerk"), roads, cast.villages[1])
    for who, count in (
        ("village_reporter", 1),
        ("clerk", 2),
        ("inspection_group", 2),
        ("station_reporter", 0),
    ):
        assert (
            export_register(actor=cast.actor(who), register=roads, target=tmp_path / "x.xlsx")
            == count
        )


def test_a_changed_cell_of_an_export_changes_that_record_alone(
    cast: Cast, roads: Register, tmp_path: Path
) -> None:
    version = make_record(cast.actor("clerk"), roads, cast.villages[0], phone="139", lanes=2)
    make_record(cast.actor("clerk"), roads, cast.villages[1])
    target = tmp_path / "roads.xlsx"
    export_register(actor=cast.actor("clerk"), register=roads, target=target)
    workbook = load_workbook(target)
    sheet = workbook.active
    assert sheet is not None
    row = next(r for r in sheet.iter_rows(min_row=2) if r[-1].value == str(version.record_id))
    row[2].value, row[3].value = 9, None
    workbook.save(target)
    report = import_workbook(actor=cast.actor("clerk"), register=roads, source=target, name="x")
    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)
    values = current(version).values
    assert (values["km"], values["phone"], values.get("lanes")) == ("9.00", "139", None)


def run(*arguments: str) -> tuple[int, str, str]:
    """Run a command as a script would; answer exit code, stdout, stderr."""
    out, err = io.StringIO(), io.StringIO()
    code: Any = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as left:
            code = left.code or 0
    return code, out.getvalue(), err.getvalue()


def test_the_command_line_imports_and_exports(cast: Cast, roads: Register, tmp_path: Path) -> None:
    clerk = cast.account("clerk").username
    good, bad, out = (tmp_path / name for name in ("good.xlsx", "bad.xlsx", "out.xlsx"))
    good.write_bytes(book(HEAD, ["一村", "甲", 1, "2010-01-03"]))
    bad.write_bytes(book(HEAD, ["一村", "甲", 1, "2010-01-03"], ["一村", "", "x", "2010-01-03"]))
    code, stdout, _err = run(
        "import", "roads", str(good), "--as", clerk, "--dry-run", "--format", "json"
    )
    assert (code, json.loads(stdout)) == (
        0,
        {"added": 1, "changed": 0, "unchanged": 0, "faults": []},
    )
    assert not Record.objects.exists()
    code, stdout, stderr = run("import", "roads", str(bad), "--as", clerk, "--format", "json")
    assert code == 2
    assert [f["row"] for f in json.loads(stdout)["faults"]] == [3, 3]
    assert stderr.count("\n") == 1
    assert not Record.objects.exists()
    code, stdout, _err = run("import", "roads", str(good), "--as", clerk)
    assert (code, stdout) == (0, "新增1条，修改0条，未变0条。\n")
    code, stdout, _err = run("export", "roads", str(out), "--as", clerk)
    assert code == 0
    assert (
        json.loads(run("import", "roads", str(out), "--as", clerk, "--format", "json")[1])[
            "unchanged"
        ]
        == 1
    )


@pytest.mark.parametrize("content", [b"", b"hello\x00", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_is_one_sentence_and_stores_nothing(
    cast: Cast, roads: Register, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(content)
    code, stdout, stderr = run("import", "roads", str(file), "--as", cast.account("clerk").username)
    assert (code, stdout, stderr.count("\n")) == (2, "", 1)
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "nothing", "x.xlsx", "--as", "{clerk}"),
        ("import", "roads", "missing.xlsx", "--as", "{clerk}"),
        ("import", "roads", "x.xlsx"),
        ("import", "roads", "x.xlsx", "--as", "nobody"),
        ("import", "roads", "x.xlsx", "--as", "{auditor}"),
        ("export", "roads", "x.csv", "--as", "{clerk}"),
        ("export", "roads", "/no/such/folder/x.xlsx", "--as", "{clerk}"),
    ],
)
def test_wrong_usage_is_one_sentence(
    cast: Cast, roads: Register, arguments: tuple[str, ...]
) -> None:
    names = {name: cast.account(name).username for name in ("clerk", "auditor")}
    code, stdout, stderr = run(*(each.format(**names) for each in arguments))
    assert (code, stdout) == (2, "")
    assert stderr.strip().count("\n") == 0
    assert stderr.strip()
