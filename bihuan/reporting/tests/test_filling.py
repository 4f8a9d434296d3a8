"""A form filled: values, gaps, lists, sums, as they were asked and kept."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bihuan.figures.models import Definition
from bihuan.files import store
from bihuan.lib.errors import Invalid
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.models import Register
from bihuan.registers.tests.making import make_record
from bihuan.reporting.access import newest_version
from bihuan.reporting.actions import (
    CellSpec,
    CheckSpec,
    add_version,
    map_cells,
    mark_sent,
    set_checks,
)
from bihuan.reporting.actions.filling import asked_of
from bihuan.reporting.blanks import opened
from bihuan.reporting.comparing import agreed, compare
from bihuan.reporting.errors import BadMapping
from bihuan.reporting.filling import fill
from bihuan.reporting.models import CellKind, FilledForm, ReportForm
from bihuan.reporting.package.archive import Package
from bihuan.reporting.package.editing import write_cells
from bihuan.reporting.package.places import Place
from bihuan.reporting.periods import read_period
from bihuan.reporting.rules import FigureSaid, ListSaid, TextSaid
from bihuan.reporting.tests.books import LISTED, SHEET, blank, decorated, parts
from bihuan.reporting.tests.making import cell, fill_for, make_form, map_form, names

SENT = dt.date(2010, 2, 3)


def sheet_of(filled: FilledForm, name: str = SHEET) -> Worksheet:
    content = store.get(filled.file_id)
    return openpyxl.load_workbook(io.BytesIO(content), data_only=True)[name]


def send(cast: Cast, filled: FilledForm, reason: str = "养护合同由市局统计") -> FilledForm:
    return mark_sent(
        actor=cast.actor("clerk"), filled=filled, sent_on=SENT, sent_to="市交通局", reason=reason
    )


def test_each_village_has_its_own_row_and_the_totals_are_worked_out(
    cast: Cast, form: ReportForm
) -> None:
    filled = fill_for(cast, form)
    sheet = sheet_of(filled)
    assert [sheet[f"B{row}"].value for row in (5, 6, 7, 8)] == [1.5, 0.75, 0, 2.25]
    assert [sheet[f"D{row}"].value for row in (5, 6, 7, 8)] == [1, 1, 0, 2]
    assert sheet["B2"].value == cast.town.name
    assert sheet["D2"].value == "2010年1月"
    formulas = openpyxl.load_workbook(io.BytesIO(store.get(filled.file_id)))[SHEET]
    assert formulas["B8"].value == "=SUM(B5:B7)"


def test_another_month_gives_other_values_from_the_same_mapping(
    cast: Cast, form: ReportForm
) -> None:
    filled = fill_for(cast, form, "2009-12")
    assert sheet_of(filled)["B5"].value == 2
    assert cell(filled, "C5").text == "2"
    assert cell(filled, "B5").records == 1


def test_every_part_of_the_county_s_file_but_sheets_and_calc_is_untouched(
    cast: Cast, roads: Register
) -> None:
    content = blank(names(cast), more=decorated)
    form = make_form(cast, content)
    map_form(cast, form)
    before, after = parts(content), parts(store.get(fill_for(cast, form).file_id))
    differing = {name for name in before if before[name] != after[name]}
    assert before.keys() == after.keys()
    # The list had as many rows as the form: nothing was put in, so no drawing or name moved.
    assert differing <= {f"xl/worksheets/sheet{n}.xml" for n in (1, 2)} | {"xl/workbook.xml"}


def test_a_filled_cell_opens_its_records_with_its_own_days_and_unit(
    cast: Cast, form: ReportForm
) -> None:
    url = cell(fill_for(cast, form), "C5").url
    assert "/figures/km/" in url
    assert f"unit={cast.villages[0].code}" in url
    assert "from=2010-01-01" in url
    assert "as_of=2010-02-03" in url


def test_nought_is_an_answer_but_an_empty_register_is_a_gap(
    cast: Cast, form: ReportForm, roads: Register
) -> None:
    from bihuan.registers.tests.making import make_register

    make_register(cast.town, code="bridges", label="桥梁台账")
    Definition.objects.create(
        home=cast.town, code="bridges", label="桥", source="bridges", aggregate="count",
        nature="exact",
    )  # fmt: skip
    spec = [CellSpec(SHEET, "D7", FigureSaid("bridges"))]
    map_cells(actor=cast.actor("clerk"), version=newest_version(form), cells=spec)
    filled = fill_for(cast, form)
    assert cell(filled, "B7").status == "answered"
    assert cell(filled, "B7").text == "0"
    assert cell(filled, "D7").status == "gap"
    assert "没有一条记录" in cell(filled, "D7").note or "还没有" in cell(filled, "D7").note


def test_a_mean_of_nothing_is_left_empty_and_is_no_gap(cast: Cast, form: ReportForm) -> None:
    spec = [CellSpec(SHEET, "D7", FigureSaid("mean", unit=cast.villages[2].code))]
    map_cells(actor=cast.actor("clerk"), version=newest_version(form), cells=spec)
    filled = fill_for(cast, form)
    assert cell(filled, "D7").status == "none"
    assert sheet_of(filled)["D7"].value is None


def test_a_cell_nothing_is_chosen_for_is_a_gap(cast: Cast, form: ReportForm) -> None:
    filled = fill_for(cast, form)
    assert filled.gaps == 1
    assert cell(filled, "B9").status == "gap"


def test_a_list_longer_than_its_place_puts_rows_in_and_its_sum_grows(
    cast: Cast, form: ReportForm, roads: Register
) -> None:
    for number in range(4):
        make_record(
            cast.actor("clerk"), roads, cast.villages[2],
            name=f"南{number}路", km=f"{number + 3}", finished_on="2010-01-07",
        )  # fmt: skip
    filled = fill_for(cast, form)
    sheet = sheet_of(filled, LISTED)
    assert [sheet[f"B{row}"].value for row in range(2, 8)] == [
        "南3路", "南2路", "南1路", "南0路", "东一路", "西路",
    ]  # fmt: skip
    assert sheet["A8"].value == "合计"
    assert sheet["C8"].value == Decimal("20.25")
    assert sheet["B4"]._style == sheet["B2"]._style
    assert cell(filled, "B2", LISTED).url.startswith("/registers/roads/")


def test_lists_keep_text_as_text(cast: Cast, form: ReportForm, roads: Register) -> None:
    evil = '=HYPERLINK("http://x","点")'
    make_record(
        cast.actor("clerk"), roads, cast.villages[0], name=evil, km="9", finished_on="2010-01-08"
    )
    content = store.get(fill_for(cast, form).file_id)
    found = openpyxl.load_workbook(io.BytesIO(content))[LISTED]["B2"]
    assert (found.value, found.data_type) == (evil, "s")


def test_a_check_written_by_the_office_is_held_across_sheets(cast: Cast, form: ReportForm) -> None:
    version, clerk = newest_version(form), cast.actor("clerk")
    rules = [CheckSpec(SHEET, f"B8 = {LISTED}!C4"), CheckSpec(SHEET, "B8 > 100", "里程偏少")]
    set_checks(actor=clerk, version=version, checks=rules)
    states = {one["rule"]: one["state"] for one in fill_for(cast, form).checks}
    assert states[f"B8 = {LISTED}!C4"] == "met"
    assert states["B8 > 100"] == "unmet"


@pytest.mark.parametrize("rule", ["B8", "B8 = ", "1 = 1", "别处!A1 = B8", "B8 = SUM("])
def test_a_check_that_says_nothing_is_refused(cast: Cast, form: ReportForm, rule: str) -> None:
    with pytest.raises(Invalid):
        set_checks(
            actor=cast.actor("clerk"),
            version=newest_version(form),
            checks=[CheckSpec(SHEET, rule)],
        )


def test_a_period_that_has_not_begun_or_a_unit_elsewhere_is_refused(
    cast: Cast, form: ReportForm
) -> None:
    with pytest.raises(Invalid):
        fill_for(cast, form, "2010-03")
    with pytest.raises(Invalid):
        fill_for(cast, form, unit=cast.county)


def test_a_form_filled_for_one_village_counts_that_village(cast: Cast, form: ReportForm) -> None:
    filled = fill_for(cast, form, unit=cast.villages[1])
    assert cell(filled, "B8").text == "0.75"


def test_as_of_a_moment_the_records_of_then_answer(cast: Cast, form: ReportForm) -> None:
    before = dt.datetime(2010, 1, 1, tzinfo=dt.UTC)
    filled = fill_for(cast, form, as_of=before)
    assert cell(filled, "D5").text in ("0", "1")
    assert filled.as_of == before


@pytest.mark.parametrize(
    ("sheet", "area", "said"),
    [
        ("没有", "B5", None),
        (SHEET, "A1", FigureSaid("nothing")),
        (SHEET, "B5", FigureSaid("km", unit="elsewhere")),
        (SHEET, "B5:B6", FigureSaid("km")),
        (SHEET, "C1", TextSaid("unit")),
        (SHEET, "B8", TextSaid("unit")),
        (LISTED, "A2:B3", ListSaid("roads", ("#",))),
        (LISTED, "A2:B3", ListSaid("roads", ("#", "nothing"))),
        (LISTED, "A2:A4", ListSaid("nowhere", ("#",))),
        (LISTED, "A2:C4", ListSaid("roads", ("#", "name", "km"))),
        (SHEET, "A3:A5", ListSaid("roads", ("name",))),
        (SHEET, "ZZZZ1", None),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_and_nothing_is_kept(
    cast: Cast, form: ReportForm, sheet: str, area: str, said: object
) -> None:
    version = newest_version(form)
    before = set(version.cells.values_list("sheet", "area"))
    good = CellSpec(SHEET, "B9", None)
    with pytest.raises(Invalid):
        map_cells(
            actor=cast.actor("clerk"),
            version=version,
            cells=[good, CellSpec(sheet, area, said)],  # type: ignore[arg-type]
        )
    assert set(version.cells.values_list("sheet", "area")) == before


def test_a_figure_for_a_formula_is_held_against_it(cast: Cast, form: ReportForm) -> None:
    kinds = dict(newest_version(form).cells.filter(sheet=SHEET).values_list("area", "kind"))
    assert kinds["B8"] == CellKind.COMPARED
    assert kinds["B5"] == CellKind.FIGURE


def test_a_new_blank_keeps_the_mapping_where_the_labels_are_the_same(
    cast: Cast, form: ReportForm
) -> None:
    content = blank(names(cast), extra_row=True)
    version = add_version(
        actor=cast.actor("clerk"), form=form, content=content, file_name="新表.xlsx"
    )
    assert version.number == 2
    moved = dict(version.cells.filter(sheet=SHEET).values_list("area", "said"))
    assert moved["B6"]["unit"] == cast.villages[0].code
    assert "B5" not in moved
    assert any("从 B5 移到 B6" in said for said in version.differences)
    filled = fill_for(cast, form)
    assert cell(filled, "B6").text == "1.5"
    with pytest.raises(BadMapping):
        map_cells(
            actor=cast.actor("clerk"),
            version=form.versions.get(number=1),
            cells=[CellSpec(SHEET, "B9", None)],
        )


def test_the_same_blank_again_changes_nothing(cast: Cast, form: ReportForm) -> None:
    newest = newest_version(form)
    content = store.get(newest.blank_id)
    version = add_version(actor=cast.actor("clerk"), form=form, content=content, file_name="x.xlsx")
    assert version == newest


def test_a_form_filled_by_hand_is_held_against_the_mapping_cell_by_cell(
    cast: Cast, form: ReportForm
) -> None:
    content = blank(names(cast))
    package = Package(content)
    path = package.sheets[0].path
    by_hand = {"B5": "1.5", "B6": "0.80", "D5": "1", "D6": "1"}
    typed = {Place.of(name): Decimal(value) for name, value in by_hand.items()}
    theirs = package.with_parts({path: write_cells(package.part(path), typed)})
    asked = asked_of(
        actor=cast.actor("clerk"), version=newest_version(form), unit=cast.town,
        period=read_period("month", "2010-01"),
    )  # fmt: skip
    found = {one.place: one for one in compare(opened(theirs), fill(asked))}
    assert found["B5"].agrees
    assert not found["B6"].agrees
    assert found["B6"].difference == "-0.05"
    assert found["B7"].agrees, "an empty cell of theirs is nought of ours"
    assert 0 < agreed(list(found.values())) < len(found)
