"""What is asked of each unit, who sees it, and how often what was typed is used."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.burden.asking import asked_in, ledger, load_of, reuse_in
from bihuan.burden.policy import FILE
from bihuan.burden.rules import week_of
from bihuan.burden.tests.conftest import TODAY
from bihuan.burden.tests.test_rules import RATES
from bihuan.collecting.actions import Wanted, ask_units, waive_ask
from bihuan.collecting.models import Ask
from bihuan.orgs.tests.cast import Cast
from bihuan.presets.actions import set_preset
from bihuan.registers.models import Register
from bihuan.registers.tests.asking import Enter
from bihuan.registers.tests.making import make_record
from bihuan.tasks.actions import void_task
from bihuan.tasks.models import Task

WEEK = week_of(TODAY)
MOST_QUERIES = 15


def test_a_collection_asks_the_columns_of_a_record_of_each_unit(
    cast: Cast, roads: Register, asked: None
) -> None:
    columns = len(roads.columns_in_order)
    found = {each.unit_id: each for each in asked_in(cast.town, *WEEK) if "收表" in each.what}
    assert set(found) == {village.pk for village in cast.villages}
    assert {each.fields for each in found.values()} == {columns}
    assert {each.already_held for each in found.values()} == {0}


def test_records_that_stand_are_not_asked(cast: Cast, roads: Register) -> None:
    make_record(cast.actor("clerk"), roads, cast.villages[0], name="竹林桥")
    clerk = cast.actor("clerk")
    wanted = Wanted(title="公路", due_on=dt.date(2010, 2, 10))
    ask_units(actor=clerk, home=cast.town, register=roads, units=cast.villages, wanted=wanted)
    found = {each.unit_id: each.already_held for each in asked_in(cast.town, *WEEK)}
    columns = len(roads.columns_in_order)
    assert found == {village.pk: 0 for village in cast.villages} | {cast.villages[0].pk: columns}


def test_a_task_asks_a_report_and_its_evidence(cast: Cast, asked: None) -> None:
    load = load_of(cast.station, *WEEK)
    assert (load.fields, load.files, load.minutes) == (3, 1, 17)
    assert [each.basis for each, _minutes in load.lines] == ["党政联席会议议定"]


def test_what_was_waived_or_made_void_is_not_asked(cast: Cast, asked: None) -> None:
    clerk = cast.actor("clerk")
    waive_ask(actor=clerk, ask=Ask.objects.get(unit=cast.villages[0]), reason="没有公路")
    void_task(actor=clerk, task=Task.objects.get(), reason="交错了")
    assert {each.unit_id for each in asked_in(cast.town, *WEEK)} == {
        village.pk for village in cast.villages[1:]
    }


def test_another_week_and_another_town_hold_nothing_of_it(cast: Cast, asked: None) -> None:
    before = week_of(TODAY - dt.timedelta(days=7))
    assert asked_in(cast.town, *before) == []
    assert asked_in(cast.other_town, *WEEK) == []


def test_units_of_which_nothing_is_asked_stand_in_it_in_their_order(
    cast: Cast, asked: None
) -> None:
    rows = ledger(cast.actor("clerk"), cast.town, *WEEK, RATES)
    assert [row.unit.path for row in rows] == sorted(row.unit.path for row in rows)
    assert {row.unit.pk for row in rows if not row.load.lines} >= {cast.branches[0].pk}


def test_a_village_sees_its_own_alone(cast: Cast, asked: None, enter: Enter) -> None:
    rows = ledger(cast.actor("village_reporter"), cast.town, *WEEK, RATES)
    mine = cast.villages[0]
    assert {row.unit.pk for row in rows} == {mine.pk, cast.branches[0].pk}
    client = enter("village_reporter")
    assert client.get(f"/burden/units/{mine.code}/").status_code == 200
    assert client.get(f"/burden/units/{cast.villages[1].code}/").status_code == 404
    assert client.get(f"/burden/?home={cast.other_town.code}").status_code == 404


def test_the_rates_are_presets(cast: Cast, asked: None) -> None:
    set_preset(
        actor=cast.actor("clerk"),
        home=cast.town,
        code=FILE.code,
        value="30",
        from_on=TODAY,
        basis="本镇实测",
    )
    assert load_of(cast.station, *WEEK).minutes == 32


def test_the_page_asks_little_and_leads_on(cast: Cast, asked: None, enter: Enter) -> None:
    client = enter("clerk")
    client.get("/burden/")
    with CaptureQueriesContext(connection) as statements:
        answer = client.get("/burden/")
    assert len(statements) <= MOST_QUERIES, "\n".join(q["sql"][:200] for q in statements)
    page = answer.content.decode()
    assert "收表：一月公路" in page
    assert "任务：清淤一号渠" in page
    assert "/burden/?home=town&amp;week=2010-W04" in page
    assert page.count('<th scope="row">') == 4
    assert client.get("/burden/?show=all").content.decode().count('<th scope="row">') == 8


def test_a_quiet_week_says_so(cast: Cast, enter: Enter) -> None:
    assert "这一周没有要各单位做的事" in enter("clerk").get("/burden/").content.decode()


@pytest.mark.parametrize("query", ["week=2010-W99", "week=今天"])
def test_no_week_is_a_sentence(cast: Cast, enter: Enter, query: str) -> None:
    answer = enter("clerk").get(f"/burden/?{query}")
    assert answer.status_code == 400
    assert "没有这一周" in answer.content.decode()


def test_the_workbook_holds_thing_by_thing(cast: Cast, asked: None, enter: Enter) -> None:
    answer = enter("clerk").get("/burden/workbook/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 5
    assert "任务：清淤一号渠" in {row[2] for row in rows}


def test_reuse_is_nothing_until_something_is_shown(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    make_record(cast.actor("clerk"), roads, cast.villages[0], name="竹林桥")
    reuse = reuse_in(cast.town, dt.date(2000, 1, 1), dt.date(2030, 1, 1))
    assert (reuse.typed, reuse.used, reuse.factor) == (1, 0, Decimal("0.0"))
    page = enter("clerk").get("/burden/reuse/?first=2010-02-01&last=2010-01-01")
    assert page.status_code == 422
    assert "止日早于起日" in page.content.decode()
