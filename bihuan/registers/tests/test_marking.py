"""Good rows taken, bad ones handed back marked in the sender's own workbook, repaired, taken."""

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from bihuan.audit.models import Entry
from bihuan.orgs.tests.cast import Cast
from bihuan.registers import identifiers
from bihuan.registers.actions import import_rows, import_workbook, plan_workbook
from bihuan.registers.identifiers import Identifier
from bihuan.registers.marking import AUTHOR, Marking, marked
from bihuan.registers.models import Record, Register, Version
from bihuan.registers.sheets import FAULTS_SHEET, read_rows
from bihuan.registers.tests.asking import Enter, page, text
from bihuan.registers.tests.making import current, incoming, make_record, road
from bihuan.registers.tests.test_blanks import blank, filled
from bihuan.registers.tests.test_import_pages import upload
from bihuan.registers.tests.test_sheets import HEAD, book

GOOD = {"路段名称": "甲路", "里程": 1, "完工日期": "2010-01-03"}
BAD = {"路段名称": "乙路", "里程": "很长", "完工日期": "2010-01-04"}
WORSE = {"路段名称": None, "里程": 3, "完工日期": "昨天"}


def handed_back(cast: Cast, register: Register, content: bytes, **keys: Any) -> Any:
    """Return the marked workbook, opened."""
    rows = read_rows(register, content)
    plan = plan_workbook(
        actor=cast.actor("clerk"), register=register, source=content, most_faults=None
    )
    marking = Marking(register, content, "x", rows, plan.faults, Identifier.of(register))
    return load_workbook(io.BytesIO(marked(marking, **keys)))


def saved(opened: Any) -> bytes:
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


def red(sheet: Any) -> list[str]:
    return [
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None and cell.comment.author == AUTHOR
    ]


def test_the_good_rows_are_taken_in_one_entry_that_says_what_was_handed_back(
    cast: Cast, roads: Register
) -> None:
    content = filled(blank(roads, unit=cast.villages[0]), GOOD, BAD, WORSE)
    clerk = cast.actor("clerk")
    nothing = import_workbook(actor=clerk, register=roads, source=content, name="公路.xlsx")
    assert (nothing.added, len(nothing.faults)) == (0, 3)
    assert not Record.objects.exists()
    report = import_workbook(
        actor=clerk, register=roads, source=content, name="公路.xlsx", good_rows_only=True
    )
    assert (report.added, report.handed_back, len(report.faults)) == (1, 2, 3)
    entry = Entry.objects.get(action="register.import")
    assert "有错的2行未收" in entry.note
    again = import_workbook(
        actor=clerk, register=roads, source=content, name="公路.xlsx", good_rows_only=True
    )
    assert (again.added, again.unchanged, again.handed_back) == (0, 1, 2)
    assert Record.objects.count() == 1


def test_the_senders_own_workbook_is_marked_in_place(cast: Cast, roads: Register) -> None:
    content = filled(blank(roads, unit=cast.villages[0]), GOOD, BAD, WORSE)
    opened = handed_back(cast, roads, content)
    sheet = opened["村级公路台账"]
    assert opened.sheetnames[0] == FAULTS_SHEET
    assert red(sheet) == ["C5", "B6", "N6"]
    assert "很长" in sheet["C5"].comment.text
    assert sheet["C5"].fill.start_color.rgb.endswith("FFC7CE")
    assert sheet["B4"].value == "甲路"
    listed = opened[FAULTS_SHEET]
    assert "很长" in listed["D5"].value
    assert listed["B5"].hyperlink.location == "'村级公路台账'!C5"
    found = identifiers.read(saved(opened))
    assert found is not None
    assert found.register == "roads"


def test_the_bad_rows_alone_find_their_way_back_and_nothing_doubles(
    cast: Cast, roads: Register
) -> None:
    clerk = cast.actor("clerk")
    content = filled(blank(roads, unit=cast.villages[0]), GOOD, BAD, WORSE)
    import_workbook(actor=clerk, register=roads, source=content, name="x", good_rows_only=True)
    opened = handed_back(cast, roads, content, bad_rows_only=True)
    sheet = opened["村级公路台账"]
    assert [sheet.cell(row, 2).value for row in (4, 5, 6)] == ["乙路", None, None]
    assert red(sheet) == ["C4", "B5", "N5"]
    sheet["C4"], sheet["B5"], sheet["N5"] = 2, "丙路", "2010-01-05"
    repaired = saved(opened)
    for added in (2, 0):
        report = import_workbook(actor=clerk, register=roads, source=repaired, name="x")
        assert (report.added, report.faults) == (added, ())
    whole = load_workbook(io.BytesIO(content))
    first = whole.worksheets[0]
    first["C5"], first["B6"], first["N6"] = 2, "丙路", "2010-01-05"
    report = import_workbook(actor=clerk, register=roads, source=saved(whole), name="x")
    assert (report.added, report.unchanged) == (0, 3)
    assert Record.objects.count() == 3
    assert {v.unit for v in Version.objects.select_related("unit")} == {cast.villages[0]}


def test_what_was_repaired_is_no_longer_red(cast: Cast, roads: Register) -> None:
    content = filled(blank(roads, unit=cast.villages[0]), BAD, WORSE)
    opened = handed_back(cast, roads, content)
    opened["村级公路台账"]["C4"] = 2
    again = handed_back(cast, roads, saved(opened))
    assert red(again["村级公路台账"]) == ["B5", "N5"]
    assert again.sheetnames.count(FAULTS_SHEET) == 1
    assert again["村级公路台账"]["C4"].fill.fill_type is None


def test_a_csv_comes_back_as_a_marked_workbook_with_text_as_text(
    cast: Cast, roads: Register
) -> None:
    content = "填报单位,路段名称,里程,完工日期\n一村,=1+1,x,2010-01-03\n".encode("gb18030")
    opened = handed_back(cast, roads, content)
    sheet = opened["村级公路台账"]
    assert sheet["B2"].data_type == "s"
    assert red(sheet) == ["C2"]
    again = read_rows(roads, saved(opened))
    assert again.rows[0].raw["name"] == "=1+1"


def test_a_formula_in_a_row_that_moves_becomes_its_value(cast: Cast, roads: Register) -> None:
    """openpyxl saves no results, so the value is that of the reader: none here."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet.append(["一村", "甲", 1, "2010-01-03"])
    sheet.append(["一村", "乙", "x", "=B2"])
    content = saved(made)
    opened = handed_back(cast, roads, content, bad_rows_only=True)
    assert opened.worksheets[1]["D2"].data_type != "f"


def test_a_large_workbook_is_handed_back_by_its_bad_rows(
    cast: Cast, roads: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.registers.marking.MOST_CELLS", 4)
    content = book(
        HEAD,
        *[["一村", f"路{n}", n, "2010-01-03"] for n in range(1, 9)],
        ["一村", "坏", "x", "2010-01-03"],
    )
    sheet = handed_back(cast, roads, content)["村级公路台账"]
    assert [row[1].value for row in sheet.iter_rows()] == ["路段名称", "坏"]
    assert red(sheet) == ["C2"]


def test_a_workbook_that_openpyxl_cannot_manage_is_written_anew_by_its_values(
    cast: Cast, roads: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = book(HEAD, ["一村", "坏", "x", "2010-01-03"])

    def fail(*_given: Any, **_keys: Any) -> None:
        raise TypeError("an oddity of another program")

    monkeypatch.setattr("bihuan.registers.marking.load_workbook", fail)
    sheet = handed_back(cast, roads, content)["村级公路台账"]
    assert sheet["B2"].value == "坏"
    assert red(sheet) == ["C2"]


def test_a_fault_of_the_header_blocks_every_row(cast: Cast, roads: Register) -> None:
    content = book([*HEAD, "路面宽"], ["一村", "甲", 1, "2010-01-03", 6])
    report = import_workbook(
        actor=cast.actor("clerk"), register=roads, source=content, name="x", good_rows_only=True
    )
    assert (report.added, [f.column for f in report.faults]) == (0, ["路面宽"])
    assert not Record.objects.exists()
    assert red(handed_back(cast, roads, content)["村级公路台账"]) == ["E1"]


def test_a_formula_error_keeps_its_row_back_and_no_other(cast: Cast, roads: Register) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet.append(["一村", "甲", None, "2010-01-03"])
    sheet.append(["一村", "乙", 1, "2010-01-03"])
    sheet["C2"].value = "#DIV/0!"
    sheet["C2"].data_type = "e"
    report = import_workbook(
        actor=cast.actor("clerk"),
        register=roads,
        source=saved(made),
        name="x",
        good_rows_only=True,
    )
    assert (report.added, report.handed_back) == (1, 1)
    assert Version.objects.get().values["name"] == "乙"


def test_a_row_alike_to_a_record_changes_it_or_is_added_as_is_asked(
    cast: Cast, roads: Register
) -> None:
    clerk = cast.actor("clerk")
    version = make_record(clerk, roads, cast.villages[0])
    rows = incoming(road(km="7"), unit="一村")
    report = import_rows(actor=clerk, register=roads, rows=rows, source="x", change_alike=True)
    assert (report.added, report.changed) == (0, 1)
    assert current(version).values["km"] == "7.00"
    report = import_rows(
        actor=clerk, register=roads, rows=incoming(road(km="8"), unit="一村"), source="x"
    )
    assert (report.added, report.changed) == (1, 0)
    assert Record.objects.count() == 2


def test_two_rows_or_two_records_alike_are_never_guessed(cast: Cast, roads: Register) -> None:
    clerk = cast.actor("clerk")
    make_record(clerk, roads, cast.villages[0])
    rows = incoming(road(km="7"), road(km="8"), unit="一村")
    report = import_rows(actor=clerk, register=roads, rows=rows, source="x", change_alike=True)
    assert (report.added, report.changed) == (2, 0)


def confirm(client: Client, register: Register, token: str, **given: str) -> Any:
    return client.post(page(register, "confirmation"), {"token": token, **given}, follow=True)


def test_the_page_takes_the_good_rows_and_offers_the_bad_ones(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    client = enter("clerk")
    content = filled(blank(roads, unit=cast.villages[0]), GOOD, BAD)
    preview = upload(client, roads, content)
    assert (preview.context["added"], preview.context["bad_rows"]) == (1, 1)
    token = preview.context["token"]
    whole = client.get(preview.context["marked_url"])
    assert red(load_workbook(io.BytesIO(b"".join(whole))).worksheets[1]) == ["C5"]
    refused = confirm(client, roads, token, take="all")
    assert refused.status_code == 422
    assert not Record.objects.exists()
    done = confirm(client, roads, token, take="good")
    assert "有错的1行没有收" in text(done)
    bad = client.get(done.context["back_url"])
    sheet = load_workbook(io.BytesIO(b"".join(bad))).worksheets[1]
    assert red(sheet) == ["C4"]
    confirm(client, roads, token, take="good")
    assert Record.objects.count() == 1
    other = enter("village_reporter")
    assert other.get(preview.context["marked_url"]).status_code == 400


def test_the_page_shows_what_is_alike_and_asks(cast: Cast, roads: Register, enter: Enter) -> None:
    version = make_record(cast.actor("clerk"), roads, cast.villages[0])
    client = enter("clerk")
    content = book(HEAD, ["一村", "竹林至店上", 9, "2010-01-20"])
    preview = upload(client, roads, content)
    assert preview.context["alike_count"] == 1
    assert "里程：1.5公里 → 9公里" in text(preview)
    confirm(client, roads, preview.context["token"], take="all", alike="change")
    assert current(version).values["km"] == "9.00"
    content = book(HEAD, ["一村", "竹林至店上", 5, "2010-01-20"])
    preview = upload(client, roads, content)
    confirm(client, roads, preview.context["token"], take="all", alike="add")
    assert Record.objects.count() == 2
