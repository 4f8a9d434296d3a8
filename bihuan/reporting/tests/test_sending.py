"""A filled form answered by hand, sent, kept, corrected; and who may."""

import datetime as dt
import io

import openpyxl
import pytest
from django.db import DatabaseError, transaction
from openpyxl.worksheet.worksheet import Worksheet

from bihuan.files import store
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.models import Register
from bihuan.registers.tests.making import make_record
from bihuan.reporting.access import newest_version
from bihuan.reporting.actions import (
    CellSpec,
    answer_gap,
    begin_correction,
    fill_form,
    map_cells,
    mark_sent,
    set_checks,
)
from bihuan.reporting.drift import drift_of
from bihuan.reporting.errors import AlreadySent, BadMapping, NotReady
from bihuan.reporting.models import FilledForm, ReportForm
from bihuan.reporting.periods import read_period
from bihuan.reporting.tests.books import SHEET
from bihuan.reporting.tests.making import cell, fill_for
from bihuan.reporting.waiting import waiting
from bihuan.ui.waiting import known

SENT = dt.date(2010, 2, 3)


def sheet_of(filled: FilledForm, name: str = SHEET) -> Worksheet:
    content = store.get(filled.file_id)
    return openpyxl.load_workbook(io.BytesIO(content), data_only=True)[name]


def send(cast: Cast, filled: FilledForm, reason: str = "养护合同由市局统计") -> FilledForm:
    return mark_sent(
        actor=cast.actor("clerk"), filled=filled, sent_on=SENT, sent_to="市交通局", reason=reason
    )


def test_a_total_that_the_records_do_not_give_is_shown_and_stops_sending(
    cast: Cast, form: ReportForm, roads: Register
) -> None:
    make_record(
        cast.actor("clerk"), roads, cast.town, name="镇直路", km="5", finished_on="2010-01-09"
    )
    filled = fill_for(cast, form)
    assert filled.unmet == 1
    check = next(one for one in filled.checks if one["state"] == "unmet")
    assert (check["left"], check["right"]) == ("2.25", "7.25")
    with pytest.raises(NotReady):
        send(cast, filled, "")
    assert send(cast, filled).is_sent


def test_a_gap_filled_by_hand_is_marked_holds_for_its_period_and_can_be_taken_back(
    cast: Cast, form: ReportForm
) -> None:
    filled, clerk = fill_for(cast, form), cast.actor("clerk")
    asked = {"actor": clerk, "filled": filled, "sheet": SHEET, "cell": "B9"}
    filled = answer_gap(**asked, text="12.5", source="交管站站长，养护合同原件")  # type: ignore[arg-type]
    assert cell(filled, "B9").status == "hand"
    assert "交管站站长" in cell(filled, "B9").note
    assert sheet_of(filled)["B9"].value == 12.5
    assert filled.gaps == 0
    assert fill_for(cast, form, "2009-12").gaps == 1
    assert fill_for(cast, form).gaps == 0, "it stands when the draft is filled anew"
    filled = answer_gap(**asked, text="", source="")  # type: ignore[arg-type]
    assert filled.gaps == 1


def test_a_figure_from_records_cannot_be_typed_over_nor_a_gap_without_a_source(
    cast: Cast, form: ReportForm
) -> None:
    filled, clerk = fill_for(cast, form), cast.actor("clerk")
    with pytest.raises(BadMapping):
        answer_gap(actor=clerk, filled=filled, sheet=SHEET, cell="B5", text="9", source="估计")
    with pytest.raises(Invalid):
        answer_gap(actor=clerk, filled=filled, sheet=SHEET, cell="B9", text="9", source="")


def test_what_was_sent_is_kept_with_its_bytes_and_never_changes(
    cast: Cast, form: ReportForm
) -> None:
    filled = send(cast, fill_for(cast, form))
    kept = store.get(filled.file_id)
    with pytest.raises(AlreadySent):
        fill_for(cast, form)
    with pytest.raises(AlreadySent):
        send(cast, filled)
    with pytest.raises(DatabaseError), transaction.atomic():
        FilledForm.objects.filter(pk=filled.pk).update(sent_to="别处")
    with pytest.raises(DatabaseError), transaction.atomic():
        filled.cells.update(text="99")
    with pytest.raises(DatabaseError), transaction.atomic():
        filled.cells.all().delete()
    assert store.get(filled.file_id) == kept


def test_drift_says_which_cells_the_records_answer_otherwise_now(
    cast: Cast, form: ReportForm, roads: Register
) -> None:
    filled = send(cast, fill_for(cast, form))
    assert drift_of(filled, actor=cast.actor("clerk")) == []
    make_record(
        cast.actor("clerk"),
        roads,
        cast.villages[1],
        name="补登路",
        km="1",
        finished_on="2010-01-30",
    )
    found = drift_of(filled, actor=cast.actor("clerk"))
    by_cell = {one.cell.cell: one.said for one in found if one.cell.sheet == SHEET}
    assert by_cell["B6"] == "现在的数据已变：1.75，2条记录"
    assert "B5" not in by_cell
    assert any("清单由2条变为3条" in one.said for one in found)


def test_a_correction_is_a_new_form_that_replaces_the_one_that_was_sent(
    cast: Cast, form: ReportForm
) -> None:
    clerk, sent = cast.actor("clerk"), send(cast, fill_for(cast, form))
    made = begin_correction(actor=clerk, filled=sent, reason="漏报一条路")
    assert made.replaces == sent
    assert not made.is_sent
    with pytest.raises(Conflict):
        begin_correction(actor=clerk, filled=sent, reason="再更正")
    assert fill_for(cast, form).pk == made.pk, "the draft is filled anew, not made twice"
    assert send(cast, made).is_sent
    with pytest.raises(Conflict):
        begin_correction(actor=clerk, filled=sent, reason="再更正")


@pytest.mark.parametrize("who", ["village_reporter", "leader", "inspection_group", "outsider"])
def test_only_the_clerk_of_the_home_maps_fills_and_sends(
    cast: Cast, form: ReportForm, who: str
) -> None:
    actor, filled = cast.actor(who), fill_for(cast, form)
    version, january = newest_version(form), read_period("month", "2010-01")
    with pytest.raises(NotAllowed):
        fill_form(actor=actor, form=form, period=january)
    with pytest.raises(NotAllowed):
        map_cells(actor=actor, version=version, cells=[CellSpec(SHEET, "B9", None)])
    with pytest.raises(NotAllowed):
        mark_sent(actor=actor, filled=filled, sent_on=SENT, sent_to="x", reason="y")
    with pytest.raises(NotAllowed):
        set_checks(actor=actor, version=version, checks=[])


def test_the_home_page_tells_the_clerk_what_falls_due(cast: Cast, form: ReportForm) -> None:
    found = [one for one in known(waiting(cast.actor("clerk"))) if one.count]
    assert [(one.count, one.is_late) for one in found] == [(1, False)]
    assert "2010年1月" in found[0].hint
    send(cast, fill_for(cast, form))
    assert not [one for one in known(waiting(cast.actor("clerk"))) if one.count]
    assert waiting(cast.actor("leader")) == []
